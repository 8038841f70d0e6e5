"""Months of the office's calendar (月份), as lists and boards name them: ``2026-03``; and spans of them or of
days. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

FIRST_YEAR, YEARS = 1950, 200


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


def months_between(first: date, last: date) -> tuple[Month, ...]:
    """The months some days lie in, from the first to the last of them."""
    found = [month_of(first)]
    while found[-1] < month_of(last):
        found.append(found[-1].next)
    return tuple(found)


def read_span(text: str) -> tuple[datetime, datetime] | None:
    """``2026-03`` or ``2026-03-05``, or two of them with dots between, both included: the instant it begins
    and the first one after it. None for what is neither."""
    first, dots, last = text.partition("..")
    try:
        begin, end = _span(first)[0], _span(last if dots else first)[1]
    except ValueError:
        return None
    return (begin, end) if begin < end else None


def read_day(text: str) -> date:
    """A day as addresses write it. Raises ValueError for anything else, and for years nothing happened in."""
    day = date.fromisoformat(text)
    if day.isoformat() != text or not FIRST_YEAR <= day.year < FIRST_YEAR + YEARS:
        raise ValueError(text)
    return day


def day_begins(day: date) -> datetime:
    """The first instant of a day in the time of the office."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def _span(text: str) -> tuple[datetime, datetime]:
    if len(text) == len("2026-03"):
        month = month_of(read_day(f"{text}-01"))
        return beginning_of(month), beginning_of(month.next)
    day = read_day(text)
    return day_begins(day), day_begins(day + timedelta(days=1))
