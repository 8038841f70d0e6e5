"""The tabs of a room (标签页): its registers, and the pages that other parts offer beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Right, may
from zhichan.core.registers.declaration import all_registers
from zhichan.core.registers.ledger import register_address
from zhichan.core.tables.declaration import Label


@dataclass(frozen=True)
class Beside:
    """A page next to the registers of a room. ``arguments``: of its address."""

    name: str
    room: str
    label: Label
    url_name: str
    right: Right
    arguments: Sequence[str] = ()


_OFFERED: dict[str, Beside] = {}


def offer_beside(found: Beside) -> None:
    """Let a page stand among the tabs of a room; called once at start-up."""
    _OFFERED[found.name] = found


def tabs_of(room: str, actor: Actor) -> list[tuple[str, Label, str]]:
    """Name, label and address of the registers of a room the actor may see, then of the pages beside them."""
    registers = [
        (one.name, one.label, register_address(one))
        for one in all_registers()
        if one.name.startswith(f"{room}.") and may(actor, one.view)
    ]
    pages = [
        (one.name, one.label, reverse(one.url_name, args=list(one.arguments)))
        for one in _OFFERED.values()
        if one.room == room and may(actor, one.right)
    ]
    return registers + pages
