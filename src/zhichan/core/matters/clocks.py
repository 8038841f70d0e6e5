"""The clocks of a matter (办理期限), derived from what happened: what runs, until when, and what has met it.

Pure: no database, and "now" is an argument. The same happenings give the same clocks, so a stored clock can
always be opened to the day it started on and each day since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.matters.happenings import (
    Happening,
    What,
    day_of_value,
    exclusions_in,
    facts_of,
    merged_by,
    state_of,
)
from zhichan.core.matters.limits import DayOf, Due, Excluded, Limit, Step, Unit, due_of
from zhichan.core.matters.procedure import OPENED, Duty, Extension, Procedure
from zhichan.core.matters.roads import can_still

ONE_DAY = timedelta(days=1)


class Reckon(Protocol):
    """``limits.due_of``."""

    def __call__(
        self, limit: Limit, start: date | datetime, day_of: DayOf, excluded: Sequence[Excluded] = ..., /
    ) -> Due: ...


class ClockState(StrEnum):
    """``PAUSED``: time that does not count runs now. ``FELL_AWAY``: nothing can meet it any more."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MET_LATE = "met_late"
    FELL_AWAY = "fell_away"


OPEN_CLOCKS = (ClockState.RUNNING, ClockState.PAUSED)


@dataclass(frozen=True)
class Clock:
    """One running of a limit. ``nth`` counts its starts from 1; ``started_by`` and ``met_by`` are numbers of
    happenings. ``promised``: what the office promises beside the law. A paused clock is due as if the pause
    ended today."""

    duty: Duty
    nth: int
    started_by: int
    start: date | datetime
    due: Due
    state: ClockState
    promised: Due | None = None
    extended: int = 0
    met_by: int | None = None
    met_at: datetime | None = None

    @property
    def name(self) -> str:
        return self.duty.within.name

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_CLOCKS

    @property
    def due_at(self) -> datetime:
        """The first instant at which it is too late."""
        return end_of(self.due.due)

    def is_overdue(self, at: datetime) -> bool:
        """Whether it runs and is too late; hours may be used up to their last instant."""
        return self.state is ClockState.RUNNING and is_after(at, self.due.due)


def end_of(due: date | datetime) -> datetime:
    """The instant a due day ends, in the time of the office; an instant is its own end."""
    if isinstance(due, datetime):
        return due
    return datetime.combine(due + ONE_DAY, time.min, timezone.get_default_timezone())


def noon_of(day: date) -> datetime:
    """Where an event stands of which only the day is known."""
    return datetime.combine(day, time(12), timezone.get_default_timezone())


def office_day(at: date | datetime) -> date:
    """The day of an instant in the time of the office; a day is its own."""
    return at.astimezone(timezone.get_default_timezone()).date() if isinstance(at, datetime) else at


def is_after(at: datetime, due: date | datetime) -> bool:
    """Whether something that happens at an instant comes after the due day or instant."""
    return at > due if isinstance(due, datetime) else office_day(at) > due


def clocks_of(
    procedure: Procedure,
    happenings: Sequence[Happening],
    day_of: DayOf,
    *,
    at: datetime,
    reckon: Reckon = due_of,
    only: str = "",
) -> tuple[Clock, ...]:
    """Every clock that ever started, limit by limit, each limit's starts in order.

    ``happenings``: as ``corrected`` gives them. ``reckon``: ``due_of``, or one that remembers. ``only``: of
    this limit alone. O(limits × (happenings + days)).
    """
    seen = _Seen(procedure, happenings, day_of, at, reckon)
    duties = (duty for duty in procedure.duties if only in ("", duty.within.name))
    return tuple(clock for duty in duties for clock in seen.clocks(duty))


class _Seen:
    """The happenings of one matter, looked at once for every limit."""

    def __init__(
        self,
        procedure: Procedure,
        happenings: Sequence[Happening],
        day_of: DayOf,
        at: datetime,
        reckon: Reckon,
    ) -> None:
        self.procedure, self.happenings, self.day_of, self.at = procedure, happenings, day_of, at
        self.reckon = reckon
        self.today = office_day(at)
        self.facts = facts_of(happenings)
        self.state = state_of(happenings)
        self.merged = merged_by(happenings)
        self.paused = list(_paused(procedure, happenings, self.today))

    def clocks(self, duty: Duty) -> Iterator[Clock]:
        when = duty.within.when
        if when and str(self.facts.get(when[0], "")) != when[1]:
            return
        starts = list(self._starts(duty))
        for index, (started_by, start) in enumerate(starts):
            until = starts[index + 1][0] if index + 1 < len(starts) else None
            yield self._clock(duty, index + 1, started_by, start, until)

    def _starts(self, duty: Duty) -> Iterator[tuple[int, date | datetime]]:
        """The happenings that start the limit, with the day or instant it counts from."""
        since = duty.within.since
        for one in self.happenings:
            if one.kind == (What.OPENED if since == OPENED else What.MOVED) and since in (OPENED, one.name):
                yield one.seq, _start(duty.within.limit, one.at)
            elif one.kind in (What.OPENED, What.MOVED) and (given := day_of_value(one.values.get(since))):
                yield one.seq, _start(duty.within.limit, given)

    def _clock(
        self, duty: Duty, nth: int, started_by: int, start: date | datetime, until: int | None
    ) -> Clock:
        """``until``: the happening that starts the limit anew; what had not met it by then has no need to."""
        met = self._met(duty, started_by, until)
        excluded = self._excluded(duty, start, met)
        due, extended = self._due(duty, start, excluded, started_by, met)
        limit = duty.within.promised
        return Clock(
            duty=duty,
            nth=nth,
            started_by=started_by,
            start=start,
            due=due,
            promised=self.reckon(limit, start, self.day_of, excluded) if limit else None,
            extended=extended,
            state=self._state(duty, due, met, until or self._ended(started_by)),
            met_by=met.seq if met else None,
            met_at=met.at if met else None,
        )

    def _met(self, duty: Duty, started_by: int, until: int | None) -> Happening | None:
        """The first happening that meets the limit: after its start, or with it where it counts backwards."""
        names = {move.name for move in duty.moves}
        first = started_by if duty.within.limit.backwards else started_by + 1
        for one in self.happenings:
            if one.kind == What.MOVED and one.name in names and one.seq >= first:
                return one if until is None or one.seq <= until else None
        return None

    def _excluded(self, duty: Duty, start: date | datetime, met: Happening | None) -> list[Excluded]:
        if isinstance(start, datetime):
            return []
        last = office_day(met.at) if met else self.today
        return [
            one.days
            for one in self.paused
            if one.kind in duty.within.excludes and one.days.last > start and one.days.first <= last
        ]

    def _due(
        self,
        duty: Duty,
        start: date | datetime,
        excluded: Sequence[Excluded],
        started_by: int,
        met: Happening | None,
    ) -> tuple[Due, int]:
        """The due day with every extension that was granted, each counted from the end before it."""
        due, count = self.reckon(duty.within.limit, start, self.day_of, excluded), 0
        for extension, one in self._extensions(duty, started_by, met):
            due, count = self._longer(due, extension, one, excluded), count + 1
        return due, count

    def _extensions(
        self, duty: Duty, started_by: int, met: Happening | None
    ) -> Iterator[tuple[Extension, Happening]]:
        """One grant after the other: a further extension by the same move takes those that are left."""
        left = [
            one
            for one in self.happenings
            if one.kind == What.MOVED and one.seq > started_by and (met is None or one.seq < met.seq)
        ]
        for extension in duty.within.extensions:
            granted = [one for one in left if one.name == extension.move][: extension.times]
            left = [one for one in left if one not in granted]
            yield from ((extension, one) for one in granted)

    def _longer(
        self, due: Due, extension: Extension, granted: Happening, excluded: Sequence[Excluded]
    ) -> Due:
        former = due.due
        if extension.limit is None:
            fixed = day_of_value(granted.values.get(extension.until))
            day = fixed if fixed is not None else former
            steps = (Step(former, False, _("原届满日")), Step(day, True, _("决定确定的届满日")))
            return Due(day, (*due.steps, *steps), due.is_provisional)
        beyond = [one for one in excluded if not isinstance(former, datetime) and one.last > former]
        more = self.reckon(extension.limit, former, self.day_of, beyond)
        return Due(more.due, (*due.steps, *more.steps), due.is_provisional or more.is_provisional)

    def _ended(self, started_by: int) -> int | None:
        """The merger that ended a limit which ran before it; what begins by a step it followed runs on."""
        return self.merged.seq if self.merged and started_by < self.merged.seq else None

    def _state(self, duty: Duty, due: Due, met: Happening | None, until: int | None) -> ClockState:
        if met:
            return ClockState.MET_LATE if is_after(met.at, due.due) else ClockState.MET
        if until is not None or not can_still(self.procedure, self.state, duty):
            return ClockState.FELL_AWAY
        if any(one.is_running and one.kind in duty.within.excludes for one in self.paused):
            return ClockState.PAUSED
        return ClockState.RUNNING


@dataclass(frozen=True)
class Pause:
    """Time of one kind that does not count. ``is_running``: it has not ended; its last day is today."""

    kind: str
    days: Excluded
    is_running: bool


def _paused(procedure: Procedure, happenings: Sequence[Happening], today: date) -> Iterator[Pause]:
    """The states that stop time, and what was excluded by hand. The day something resumes counts again."""
    since: tuple[str, date] | None = None
    for one in happenings:
        if one.kind not in (What.OPENED, What.MOVED):
            continue
        day = office_day(one.at)
        stops = procedure.state(one.to_state).stops
        if since and stops != since[0]:
            if day > since[1]:
                yield Pause(since[0], Excluded(since[1], day - ONE_DAY, since[0]), False)
            since = None
        if stops and since is None:
            since = stops, day
    if since:
        yield Pause(since[0], Excluded(since[1], max(today, since[1]), since[0]), True)
    ends = {str(one.values["seq"]): one for one in happenings if one.kind == What.EXCLUSION_ENDED}
    for one in exclusions_in(happenings):
        yield _excluded_by_hand(one.values, ends.get(str(one.seq)), today)


def _excluded_by_hand(values: Mapping[str, object], end: Happening | None, today: date) -> Pause:
    kind, first = str(values["kind"]), date.fromisoformat(str(values["first"]))
    last = (end.values if end else values).get("last")
    until = date.fromisoformat(str(last)) if last else max(today, first)
    return Pause(kind, Excluded(first, until, kind), last is None or until >= today)


def _start(limit: Limit, given: date | datetime) -> date | datetime:
    """What the limit counts from: an instant for hours, else the day in the time of the office."""
    if limit.unit is Unit.HOUR:
        if isinstance(given, datetime):
            return given
        return datetime.combine(given, time.min, timezone.get_default_timezone())
    return office_day(given)
