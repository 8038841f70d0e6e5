"""What a move does to registers (登记效果), by name. A room writes its own in ``rooms/<room>/effects.py``:

    @effect("mark_dispute", _("在专利上记纠纷"))
    def mark_dispute(matter: Matter, event: MatterEvent, *, by: Actor, at: datetime) -> None: ...

An effect runs inside the transaction of its move: if it refuses, nothing of the move is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from zhichan.core.by_name import ByName

if TYPE_CHECKING:
    from zhichan.core.access.actor import Actor
    from zhichan.core.matters.models import Matter, MatterEvent
    from zhichan.core.matters.procedure import Words


class Act(Protocol):
    def __call__(self, matter: Matter, event: MatterEvent, *, by: Actor, at: datetime) -> None: ...


@dataclass(frozen=True)
class Effect:
    """What is done, with the words that name it."""

    name: str
    label: Words
    act: Act


_EFFECTS: ByName[Effect] = ByName("effect")


def effect(name: str, label: Words) -> Callable[[Act], Act]:
    """Register an effect; a second one of the same name stops the start."""

    def register(act: Act) -> Act:
        _EFFECTS.add(name, Effect(name, label, act))
        return act

    return register


def effect_named(name: str) -> Effect:
    """Raises KeyError for a name that is not registered."""
    return _EFFECTS[name]


def effect_names() -> frozenset[str]:
    return frozenset(_EFFECTS)
