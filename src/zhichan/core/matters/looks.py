"""What a list says of each matter (列表所示): stage, next step, what is left of its limit, how it stands.

One query for the clocks of fifty rows; the rest follows from the procedures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhichan.core.matters.clocks import ClockState
from zhichan.core.matters.horizon import LABELS, Horizon, Nearness
from zhichan.core.matters.leading import usual_moves
from zhichan.core.matters.limits import DayOf, Unit
from zhichan.core.matters.models import Matter, Obligation
from zhichan.core.matters.parts import LABELS as PARTS
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Move, Procedure
from zhichan.core.matters.queries import procedure_of
from zhichan.core.matters.words import days_left, due_text, duty_named, left_text

MOST_STEPS = 2


@dataclass(frozen=True)
class Running:
    """A clock of a matter as it is stored."""

    name: str
    nth: int
    due_on: date
    due_at: datetime
    is_open: bool
    is_ours: bool
    is_provisional: bool


@dataclass(frozen=True)
class Look:
    """``left``: what is left of the nearest limit, in its unit, empty where none runs. ``due``: until when.
    ``note``: what is to be known of that. ``clock``: the limit it speaks of."""

    stage: str
    step: str
    turn: str
    nearness: Nearness
    nearness_label: str
    left: str
    due: str
    note: str
    clock: Running | None


@dataclass(frozen=True)
class Looking:
    """The instant a list is made for, the calendar, and the language: a row has eight words of few kinds."""

    horizon: Horizon
    day_of: DayOf
    language: str | None = field(default_factory=get_language)

    def add_to(self, matters: Sequence[Matter]) -> Sequence[Matter]:
        """Give each matter its ``look``. One query."""
        clocks = clocks_of_rows(matters)
        for matter in matters:
            matter.look = self.of(matter, clocks.get(matter.pk, ()))  # type: ignore[attr-defined]
        return matters

    def of(self, matter: Matter, clocks: Iterable[Running]) -> Look:
        procedure = procedure_of(matter)
        clock = nearest(clocks)
        unit = _unit_of(procedure, clock.name) if clock else Unit.CALENDAR_DAY
        runs = clock is not None and clock.is_open
        today, nearness = self.horizon.today, self._nearness(matter, clock)
        limit = clock.name if clock and clock.is_ours else ""
        return Look(
            stage=_stage(procedure, matter.state, self.language),
            step=_step(procedure, matter.state, limit, self.language),
            turn=_turn(matter.waits_on, self.language) if matter.waits_on else "",
            nearness=nearness,
            nearness_label=_nearness_label(nearness, self.language),
            left=left_text(self._left(unit, clock), unit) if clock and runs else "",
            due=due_text(clock.due_on, clock.due_at, unit, today) if clock and runs else "",
            note=self._note(procedure, matter, clock),
            clock=clock,
        )

    def _nearness(self, matter: Matter, clock: Running | None) -> Nearness:
        if not matter.is_live:
            return Nearness.SETTLED
        if clock is not None and clock.is_open:
            near = self.horizon.of(clock.due_at)
            # That somebody outside is late is not what the office is late with.
            return near if clock.is_ours else Nearness.ON_TIME
        return Nearness.PAUSED if matter.is_paused else Nearness.FREE

    def _left(self, unit: Unit, clock: Running) -> int:
        return days_left(unit, clock.due_on, clock.due_at, self.horizon.at, self.day_of)

    def _note(self, procedure: Procedure, matter: Matter, clock: Running | None) -> str:
        if clock is None or not clock.is_open:
            return procedure.state(matter.state).stops or (_("扣除期间") if matter.is_paused else "")
        if not clock.is_ours:
            return _("对方的期限")
        if clock.is_provisional:
            return _("暂定")
        due = self.day_of(clock.due_on)
        return _("补班") if due.is_working and clock.due_on.weekday() > 4 else ""


def clocks_of_rows(matters: Sequence[Matter]) -> dict[int, list[Running]]:
    """The clocks that run or stand still, by matter. One query."""
    going = Obligation.objects.filter(
        matter_id__in=[one.pk for one in matters], state__in=[ClockState.RUNNING, ClockState.PAUSED]
    )
    found: dict[int, list[Running]] = {}
    columns = ("name", "nth", "due_on", "due_at", "is_open", "is_ours", "is_provisional")
    for matter_id, *values in going.values_list("matter_id", *columns):
        found.setdefault(matter_id, []).append(Running(*values))
    return found


def nearest(clocks: Iterable[Running]) -> Running | None:
    """The limit of the office that is due first; without one that of somebody else; then one that stands
    still."""
    return min(clocks, key=lambda one: (not one.is_open, not one.is_ours, one.due_at), default=None)


@cache
def _unit_of(procedure: Procedure, name: str) -> Unit:
    duty = duty_named(procedure, name)
    return duty.within.limit.unit if duty else Unit.CALENDAR_DAY


@cache
def _stage(procedure: Procedure, state: str, _language: str | None) -> str:
    return f"{procedure.label} · {procedure.state(state).label}"


@cache
def _turn(part: str, _language: str | None) -> str:
    return str(PARTS[Part(part)])


@cache
def _nearness_label(nearness: Nearness, _language: str | None) -> str:
    return str(LABELS[nearness])


@cache
def _step(procedure: Procedure, state: str, limit: str, _language: str | None) -> str:
    moves = next_moves(procedure, state, limit)
    return _("或").join(str(move.label) for move in moves[:MOST_STEPS])


@cache
def next_moves(procedure: Procedure, state: str, limit: str) -> tuple[Move, ...]:
    """What comes next: the moves that meet the limit where they can be taken now, else the usual one."""
    here = list(procedure.moves_from(state))
    duty = duty_named(procedure, limit) if limit else None
    names = {move.name for move in duty.moves} if duty else set()
    meeting = tuple(move for move in here if move.name in names)
    if meeting:
        return meeting
    return usual_moves(procedure, state)[:1]
