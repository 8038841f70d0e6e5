"""How a limit was counted, as a calendar (时限逐日推算): the start, the days that counted, and the others.

Pure. A limit that was extended is counted in legs: each goes from the end of the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.matters.clocks import ONE_DAY, office_day
from zhichan.core.matters.limits import DayOf, Step

WEEK = 7
SATURDAY = 5


@dataclass(frozen=True)
class Cell:
    """One day of the calendar. ``css``: how it looks (起算, 计入, 不计, 扣除, 到期, 补班), ``words`` what
    stands in it, ``told`` the same for whoever hears it."""

    day: date
    css: str
    words: str
    told: str
    is_today: bool = False

    @property
    def label(self) -> str:
        return f"{self.day.month}-{self.day.day:02}"


@dataclass(frozen=True)
class Row:
    """A week from Monday to Sunday; without cells ``skipped`` weeks in which nothing was to be told."""

    cells: tuple[Cell, ...]
    skipped: int = 0


@dataclass(frozen=True)
class Leg:
    """One stretch of counting. ``nth`` 0: the limit itself, else its nth extension."""

    nth: int
    steps: tuple[Step, ...]

    @property
    def is_daily(self) -> bool:
        """Whether every day of it was looked at: of months only the days that differ are told."""
        days = [office_day(step.day) for step in self.steps]
        return all(abs((later - day).days) == 1 for day, later in pairwise(days))


def legs_of(steps: Sequence[Step]) -> list[Leg]:
    """The steps of a due day, extension by extension: each begins on the day the one before ended."""
    found: list[list[Step]] = []
    for step in steps:
        begins = found and not step.counted and office_day(step.day) == office_day(found[-1][-1].day)
        if begins or not found:
            found.append([])
        found[-1].append(step)
    return [Leg(n, tuple(leg)) for n, leg in enumerate(found)]


def rows_of(steps: Sequence[Step], due: date, day_of: DayOf, today: date) -> list[Row]:
    """The weeks from the start to the end, those without a step between others left out."""
    told = _told(legs_of(steps), due)
    first, last = min(told), max(told)
    monday = first - first.weekday() * ONE_DAY
    rows: list[Row] = []
    skipped = 0
    while monday <= last:
        days = [monday + n * ONE_DAY for n in range(WEEK)]
        if any(day in told for day in days):
            if skipped:
                rows.append(Row((), skipped))
            rows.append(Row(tuple(_cell(day, told.get(day), day_of, today) for day in days)))
            skipped = 0
        else:
            skipped += 1
        monday += WEEK * ONE_DAY
    return rows


@dataclass(frozen=True)
class _Told:
    css: str
    words: str
    why: str


def _told(legs: Sequence[Leg], due: date) -> dict[date, _Told]:
    """What is said of each day that was looked at; of a day that ends one leg and begins the next, both."""
    found: dict[date, _Told] = {}
    for leg in legs:
        count = 0
        for index, step in enumerate(leg.steps):
            day = office_day(step.day)
            count += step.counted
            is_start = index == 0
            if is_start and leg.nth:
                before = found.get(day)
                words = _("%(before)s，延长") % {"before": before.words} if before else _("延长")
                found[day] = _Told("on st0", words, step.why)
            elif is_start:
                found[day] = _Told("st0", _("起算"), step.why)
            else:
                found[day] = _said(step, str(count) if leg.is_daily else "")
    if due in found:
        last = found[due]
        words = _("%(words)s 到期") % {"words": last.words} if last.css == "on" and last.words else _("到期")
        found[due] = _Told("due1", words, last.why)
    return found


def _said(step: Step, number: str) -> _Told:
    if step.counted:
        return _Told("on", number, step.why)
    if step.is_excluded:
        return _Told("ex", step.why.rpartition("：")[2], step.why)
    return _Told("off", step.why, step.why)


def _cell(day: date, told: _Told | None, day_of: DayOf, today: date) -> Cell:
    known = day_of(day)
    is_worked_weekend = known.is_working and day.weekday() >= SATURDAY
    css = told.css if told else ""
    words = told.words if told else ""
    if is_worked_weekend:
        css = f"{css} wk".strip()
        words = _("%(words)s 补班") % {"words": words} if words else _("补班")
    heard = f"{day.isoformat()} {words}" + (f"（{told.why}）" if told and told.why != told.words else "")
    return Cell(day, css, words, heard, day == today)


def listed(steps: Sequence[Step]) -> Iterator[tuple[str, bool, str]]:
    """Each step as a line: the day, whether it counted, why."""
    for step in steps:
        day = step.day
        text = f"{timezone.localtime(day):%Y-%m-%d %H:%M}" if isinstance(day, datetime) else day.isoformat()
        yield text, step.counted, step.why
