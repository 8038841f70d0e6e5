"""Status machines of the plan room (状态机): moves between states as data, and what every step of one keeps.

Tasks (``transitions``), designations and commendations each list their moves; none of them walks by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Right, may, require
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.tables.text import day_text

MOST_NOTE = 400
State = TypeVar("State", bound=str)


@dataclass(frozen=True)
class Move(Generic[State]):
    """``rights``: any one of them, over the units concerned, lets the actor make the move."""

    name: str
    label: str | Promise
    origin: State
    target: State
    rights: tuple[Right, ...]
    needs_reason: bool = True


def moves_leaving(moves: Iterable[Move[State]], origin: str) -> tuple[Move[State], ...]:
    return tuple(move for move in moves if move.origin == origin)


def moves_open_to(
    moves: Iterable[Move[State]], origin: str, actor: Actor, units: Collection[int]
) -> list[Move[State]]:
    """The moves the actor may make from a state."""
    return [
        move
        for move in moves_leaving(moves, origin)
        if any(may(actor, right, units) for right in move.rights)
    ]


def move_named(moves: Sequence[Move[State]], origin: str, name: str) -> Move[State]:
    """The move of that name from a state.

    Raises NotFound for a name that no move of the machine has, WrongState for one that cannot be made now.
    """
    named = [move for move in moves if move.name == name]
    if not named:
        raise NotFound(_("没有这个步骤。"), step=name[:40])
    found = next((move for move in named if move.origin == origin), None)
    if found is None:
        message = _("现在的状态不能“%(move)s”。") % {"move": named[0].label}
        raise WrongState(message, code="no_such_move", state=origin, move=name[:40])
    return found


def require_any(move: Move[Any], actor: Actor, units: Collection[int]) -> None:
    """Raise NotAllowed, or NotFound for a hidden right, unless one of the move's rights allows it."""
    if not any(may(actor, right, units) for right in move.rights):
        require(actor, move.rights[-1], units)


@dataclass(frozen=True)
class Step:
    """A move somebody makes: which, on which day, and why."""

    move: str
    on: date
    note: str = ""


def refuse_unfit(step: Step, move: Move[Any], *, since: date, at: datetime) -> None:
    """Raise InvalidInput for a missing reason, one too long, or a day before the last step or to come."""
    if move.needs_reason and not step.note.strip():
        raise InvalidInput(_("请写明理由。"), field="note")
    if len(step.note) > MOST_NOTE:
        raise InvalidInput(_("说明不超过 400 字。"), field="note")
    if not since <= step.on <= timezone.localdate(at):
        message = _("日期要在上一步的 %(since)s 到今天之间。")
        raise InvalidInput(message % {"since": day_text(since)}, field="on")


def kept(step: Step, move: Move[Any], by: Actor, at: datetime) -> dict[str, Any]:
    """The fields of the row that keeps the step (``models.steps.StepEvent``)."""
    return {
        "move": move.name,
        "origin": move.origin,
        "target": move.target,
        "on": step.on,
        "note": step.note.strip(),
        "recorded_at": at,
        "recorded_by_id": by.id if by.kind == "person" else None,
        "source": by.as_source,
    }
