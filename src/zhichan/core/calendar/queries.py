"""Reads of the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zhichan.core.calendar.models import CalendarDay


@dataclass(frozen=True)
class Day:
    """One day as the calendar knows it. ``is_provisional``: nobody has announced or set it yet."""

    day: date
    is_working: bool
    label: str
    is_provisional: bool
    is_set_here: bool
    source: str


def calendar_day(day: date) -> Day:
    """The day; a day without a row is provisional: Monday to Friday are worked. One query."""
    return calendar_days(day, day)[0]


def calendar_days(first: date, last: date) -> list[Day]:
    """Every day from first to last, both included, in order. One query, O(days)."""
    rows = {row.day: row for row in CalendarDay.objects.filter(day__range=(first, last))}
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [_known(rows[day]) if day in rows else _provisional(day) for day in days]


class Calendar:
    """The calendar for whoever goes from day to day: each year is asked once. One query a year."""

    def __init__(self) -> None:
        self._years: dict[int, list[Day]] = {}

    def day(self, day: date) -> Day:
        year = day.year
        if year not in self._years:
            self._years[year] = calendar_days(date(year, 1, 1), date(year, 12, 31))
        return self._years[year][day.timetuple().tm_yday - 1]


def announced_until() -> date | None:
    """The last day known from a holiday notice, or None when the calendar was never seeded."""
    rows = CalendarDay.objects.filter(basis=CalendarDay.Basis.ANNOUNCED)
    return rows.order_by("-day").values_list("day", flat=True).first()


def _known(row: CalendarDay) -> Day:
    is_set_here = row.basis == CalendarDay.Basis.SET_HERE
    return Day(row.day, row.is_working, row.label, False, is_set_here, row.source)


def _provisional(day: date) -> Day:
    return Day(day, day.weekday() < 5, "", True, False, "")
