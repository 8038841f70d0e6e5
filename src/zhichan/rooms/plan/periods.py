"""Reporting periods (所属期) of ongoing tasks: quarters, half-years and years, written 2026Q4, 2026H2, 2026.

Plain values: no database, no clock.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Every = Literal["quarter", "half_year", "year"]

_PARTS: dict[Every, int] = {"quarter": 4, "half_year": 2, "year": 1}
_LETTERS: dict[Every, str] = {"quarter": "Q", "half_year": "H", "year": ""}

# A review is due fifteen days after its period ends: units report by the tenth, the office looks by the
# fifteenth. A rule of the product's own; no law sets it.
DAYS_TO_REVIEW = 15


@dataclass(frozen=True, order=True)
class Period:
    """``part`` counts from 1 within the year."""

    year: int
    part: int
    every: Every

    @property
    def label(self) -> str:
        letter = _LETTERS[self.every]
        return f"{self.year}{letter}{self.part}" if letter else str(self.year)

    @property
    def months(self) -> int:
        return 12 // _PARTS[self.every]

    @property
    def start_on(self) -> date:
        return date(self.year, (self.part - 1) * self.months + 1, 1)

    @property
    def end_on(self) -> date:
        month = self.part * self.months
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def review_due_on(self) -> date:
        return self.end_on + timedelta(days=DAYS_TO_REVIEW)

    def next(self) -> Period:
        last = self.part == _PARTS[self.every]
        return Period(self.year + 1, 1, self.every) if last else Period(self.year, self.part + 1, self.every)


def every_of(text: str) -> Every:
    """The period length a task names in ``review_every``; ValueError for anything else."""
    for every in _PARTS:
        if every == text:
            return every
    raise ValueError(f"no such period: {text!r}")


def period_named(label: str) -> Period | None:
    """The quarter or year of a label (2026Q3, 2026) from 1950 to 2199; None for anything else."""
    year, letter, part = label.partition("Q")
    if not (len(year) == 4 and year.isascii() and year.isdigit() and "1950" <= year <= "2199"):
        return None
    if not letter:
        return Period(int(year), 1, "year")
    return Period(int(year), int(part), "quarter") if part in {"1", "2", "3", "4"} else None


def period_of(day: date, every: Every) -> Period:
    """The period in which a day falls."""
    return Period(day.year, (day.month - 1) // (12 // _PARTS[every]) + 1, every)


def next_to_review(starts_on: date, reviewed_until: date | None, every: Every) -> Period:
    """The earliest period not reviewed yet, counted from the day the task began."""
    if reviewed_until is None:
        return period_of(starts_on, every)
    return period_of(reviewed_until, every).next()


def open_periods(starts_on: date, reviewed_until: date | None, every: Every, on: date) -> tuple[Period, ...]:
    """The periods that may be reported on a day: from the earliest not reviewed to the running one."""
    last = period_of(on, every)
    period = next_to_review(starts_on, reviewed_until, every)
    found = []
    while period <= last:
        found.append(period)
        period = period.next()
    return tuple(found)
