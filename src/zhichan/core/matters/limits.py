"""Time limits (期限): from the day something happened to the day something is due, with every step.

Pure: no database and no clock. What the calendar says of a day is asked of ``day_of``.

    due_of(Limit(5, Unit.WORKING_DAY), date(2026, 2, 10), calendar).due  # 2026-02-24

The day of the event is never counted (民事诉讼法 第八十五条; 专利法实施细则 第五条). Working days are those
of the calendar; in the Administrative Penalty Law only two, three, five and seven days are working days
(行政处罚法 第八十五条), so a number without its unit says nothing. Hours run by the clock.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput

MOST_YEARS = 60
_ONE_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a limit is counted in."""

    HOUR = "hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    YEAR = "year"


class Roll(StrEnum):
    """What becomes of a last day on which offices do not work."""

    NONE = "none"
    NEXT_WORKING_DAY = "next_working_day"


_MOST = {
    Unit.HOUR: MOST_YEARS * 8_760,
    Unit.WORKING_DAY: MOST_YEARS * 250,
    Unit.CALENDAR_DAY: MOST_YEARS * 365,
    Unit.MONTH: MOST_YEARS * 12,
    Unit.YEAR: MOST_YEARS,
}


@dataclass(frozen=True)
class Limit:
    """``amount`` of ``unit``. ``backwards``: it must be met that long before the day it counts from.

    ``roll`` says whether the last day moves over a holiday: to the next working day, or counted backwards
    to the one before. Limits in hours and working days never need it.
    """

    amount: int
    unit: Unit
    roll: Roll = Roll.NEXT_WORKING_DAY
    backwards: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= _MOST[self.unit]:
            raise InvalidInput(
                _("期限要在 1 到 %(most)d 之间，现为 %(amount)d。")
                % {"most": _MOST[self.unit], "amount": self.amount},
                code="limit_amount",
            )


class KnownDay(Protocol):
    """A day as the calendar knows it (``core.calendar.queries.Day``)."""

    @property
    def is_working(self) -> bool: ...
    @property
    def label(self) -> str: ...
    @property
    def is_provisional(self) -> bool: ...


DayOf = Callable[[date], KnownDay]


@dataclass(frozen=True)
class Excluded:
    """Days that do not count (扣除期间), both ends included; ``why`` as the document that orders it says."""

    first: date
    last: date
    why: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InvalidInput(
                _("扣除期间的止日 %(last)s 早于起日 %(first)s。") % {"first": self.first, "last": self.last},
                code="excluded_order",
            )


@dataclass(frozen=True)
class Step:
    """One day on the way: whether it counted, and why or why not. ``day`` is an instant for hours.
    ``is_excluded``: it does not count by order of a document, not because offices rest."""

    day: date | datetime
    counted: bool
    why: str
    is_excluded: bool = False


@dataclass(frozen=True)
class Due:
    """The day (for hours the instant) until whose end the thing must be done, and how it was reached.

    ``is_provisional``: it rests on a day that no holiday notice has announced yet and nobody has set.
    """

    due: date | datetime
    steps: tuple[Step, ...]
    is_provisional: bool


def due_of(limit: Limit, start: date | datetime, day_of: DayOf, excluded: Sequence[Excluded] = ()) -> Due:
    """When the limit ends that began with something on ``start``. O(days).

    ``start``: an instant with its time zone for hours, a day for every other unit. Raises InvalidInput for
    the wrong one of the two, and where the end lies beyond the calendar of years.
    """
    if isinstance(start, datetime) is not (limit.unit is Unit.HOUR):
        raise InvalidInput(
            _("按小时计的期限要从一个时刻起算。")
            if limit.unit is Unit.HOUR
            else _("这个期限要从一天起算，不是一个时刻。"),
            code="limit_start",
        )
    try:
        if isinstance(start, datetime):
            if excluded:
                raise InvalidInput(_("按小时计的期限没有扣除期间。"), code="limit_excluded")
            return _hours(limit, start)
        if limit.unit in (Unit.MONTH, Unit.YEAR):
            return _Walk(limit, start, day_of, excluded).by_months()
        return _Walk(limit, start, day_of, excluded).by_days()
    except OverflowError as error:
        raise InvalidInput(_("期限的终点超出了日历能表示的年份。"), code="limit_range") from error


class Reckoner:
    """``due_of`` with one calendar for whoever asks it for many matters: each question is answered once."""

    def __init__(self, day_of: DayOf) -> None:
        self.day_of = day_of
        self._answers: dict[tuple[Limit, date | datetime, tuple[Excluded, ...]], Due] = {}

    def __call__(
        self, limit: Limit, start: date | datetime, _day_of: DayOf, excluded: Sequence[Excluded] = ()
    ) -> Due:
        asked = limit, start, tuple(excluded)
        if asked not in self._answers:
            self._answers[asked] = due_of(limit, start, self.day_of, excluded)
        return self._answers[asked]


class _Walk:
    """Goes from day to day and notes each."""

    def __init__(self, limit: Limit, start: date, day_of: DayOf, excluded: Sequence[Excluded]) -> None:
        self.limit, self.start, self.day_of, self.excluded = limit, start, day_of, excluded
        self.forward = -_ONE_DAY if limit.backwards else _ONE_DAY
        self.steps = [Step(start, False, _("起算当日不计入"))]
        self.is_provisional = False
        # Each of these is said of day after day: it is translated once.
        self.plain = _("自然日"), _("工作日"), _("周末")

    def by_days(self) -> Due:
        day, left = self.start, self.limit.amount
        while left:
            day += self.forward
            counted, why = self._counts(day)
            left -= counted
            self.steps.append(Step(day, counted, why, not counted and self._exclusion(day) is not None))
        return self._ended(day)

    def by_months(self) -> Due:
        """The same day of a later month, or its last; each excluded day before the end moves it by one more.
        Only days that differ from the rest are noted."""
        months = self.limit.amount * (12 if self.limit.unit is Unit.YEAR else 1)
        matching = month_later(self.start, -months if self.limit.backwards else months)
        day, end, is_beyond = self.start, matching, False
        while day != end:
            day += self.forward
            if exclusion := self._exclusion(day):
                self.steps.append(Step(day, False, exclusion, True))
                end += self.forward
            elif day == matching:
                self.steps.append(Step(day, True, self._words_of_matching(day)))
            elif is_beyond:
                self.steps.append(Step(day, True, _("补回扣除的一日")))
            is_beyond = is_beyond or day == matching
        return self._ended(day)

    def _counts(self, day: date) -> tuple[bool, str]:
        if self.excluded and (exclusion := self._exclusion(day)):
            return False, exclusion
        natural, working, weekend = self.plain
        if self.limit.unit is Unit.CALENDAR_DAY:
            return True, natural
        known = self._known(day)
        if known.is_working:
            return True, known.label or working
        return False, known.label or weekend

    def _exclusion(self, day: date) -> str | None:
        """The words for a day that is excluded, None for any other."""
        for one in self.excluded:
            if one.first <= day <= one.last:
                return _("扣除：%(why)s") % {"why": one.why} if one.why else _("扣除期间")
        return None

    def _known(self, day: date) -> KnownDay:
        known = self.day_of(day)
        self.is_provisional = self.is_provisional or known.is_provisional
        return known

    def _words_of_matching(self, day: date) -> str:
        if day.day != self.start.day:
            return _("该月没有 %(day)d 日，以最后一日为届满日") % {"day": self.start.day}
        return _("届满月份的对应日")

    def _ended(self, day: date) -> Due:
        """The last day, moved off a holiday where the limit says so: onwards, or counted backwards to an
        earlier day, so that the act is never later than the limit allows. It is not moved to a day that is
        excluded: nobody could act on it."""
        if self.limit.roll is Roll.NEXT_WORKING_DAY and self.limit.unit is not Unit.WORKING_DAY:
            words = _("后一日是%(rest)s，提前") if self.limit.backwards else _("前一日是%(rest)s，顺延")
            while rest := self._rest(day):
                day += self.forward
                self.steps.append(Step(day, False, words % {"rest": rest}))
        return Due(day, tuple(self.steps), self.is_provisional)

    def _rest(self, day: date) -> str:
        """Why nothing can be done on a day; empty where it can."""
        known = self._known(day)
        if not known.is_working:
            return known.label or _("周末")
        return self._exclusion(day) or ""


def month_later(day: date, months: int) -> date:
    """The same day so many months later (earlier where negative), or the last day of a shorter month.

    Source: 专利法实施细则 第五条; 民法典 第二百零二条. Raises OverflowError beyond the years of dates.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("date value out of range")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _hours(limit: Limit, start: datetime) -> Due:
    """By the clock, over nights and holidays: hours do not wait for an office to open."""
    if start.tzinfo is None:
        raise InvalidInput(_("起算的时刻要带时区。"), code="limit_start")
    hours = timedelta(hours=-limit.amount if limit.backwards else limit.amount)
    due = (start.astimezone(UTC) + hours).astimezone(start.tzinfo)
    words = _("往前 %(hours)d 小时") if limit.backwards else _("满 %(hours)d 小时，节假日照算")
    steps = (Step(start, False, _("从这一时刻起算")), Step(due, True, words % {"hours": limit.amount}))
    return Due(due, steps, False)
