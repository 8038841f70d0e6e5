"""Ways that other rooms offer from the page of a row (记录页上的入口), as to subscribe to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Right, may
from zhichan.core.registers.declaration import Register
from zhichan.core.tables.declaration import Label


@dataclass(frozen=True)
class RowLink:
    """``url`` gives the address for a row, empty for one of a register it does not offer itself on."""

    name: str
    label: Label
    icon: str
    right: Right
    url: Callable[[Register, int], str]


_OFFERED: dict[str, RowLink] = {}


def offer_row_link(found: RowLink) -> None:
    """Let the pages of rows lead somewhere; called once at start-up."""
    _OFFERED[found.name] = found


def row_links(register: Register, pk: int, actor: Actor) -> Sequence[tuple[RowLink, str]]:
    """The ways the actor is offered from a row, each with its address."""
    return [
        (one, url) for one in _OFFERED.values() if may(actor, one.right) and (url := one.url(register, pk))
    ]
