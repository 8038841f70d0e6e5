"""Months of the office's calendar (月份), as lists and boards name them: ``2026-03``. Pure."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import NamedTuple

from django.utils import timezone


class Month(NamedTuple):
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def next(self) -> Month:
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def before(self) -> Month:
        return Month(self.year - (self.number == 1), (self.number - 2) % 12 + 1)


def month_of(day: date) -> Month:
    return Month(day.year, day.month)


def months_back(today: date, count: int) -> tuple[Month, ...]:
    """So many months up to this one, the earliest first."""
    found = [month_of(today)]
    while len(found) < count:
        found.append(found[-1].before)
    return tuple(reversed(found))


def beginning_of(month: Month) -> datetime:
    """The first instant of a month in the time of the office."""
    return datetime.combine(date(*month, 1), time.min, timezone.get_default_timezone())


def read_months(text: str) -> tuple[Month, Month] | None:
    """``2026-03``, or ``2026-01..2026-03`` with both ends; None for what is neither."""
    first, dots, last = text.partition("..")
    try:
        begin, end = _month(first), _month(last if dots else first)
    except ValueError:
        return None
    return (begin, end) if begin <= end else None


def _month(text: str) -> Month:
    return month_of(date.fromisoformat(f"{text}-01"))
