"""Reads of the calendar."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from zhichan.core.calendar.models import CalendarChange, CalendarDay
from zhichan.core.remembered import aside

_LAST_CHANGE = f"SELECT token FROM {CalendarChange._meta.db_table} ORDER BY id DESC LIMIT 1"  # noqa: S608


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
    """The calendar for whoever goes from day to day. A year is read once by each process and kept until the
    calendar changes: one small query tells whether it did, and one a year that is not held.

    ``changed``: the mark of its last change, for whoever has asked for that already.
    """

    def __init__(self, changed: str = "") -> None:
        self._years: dict[int, dict[date, Day]] = {}
        self._changed = changed

    @property
    def changed(self) -> str:
        """The mark of the last change: two calendars of one mark have the same days. Empty for a calendar
        that was never seeded."""
        if not self._changed:
            self._changed = _last_change()
        return self._changed

    def day(self, day: date) -> Day:
        year = self._years.get(day.year)
        if year is None:
            year = self._years[day.year] = self._kept(day.year)
        return year[day]

    def _kept(self, year: int) -> dict[date, Day]:
        key = (str(connection.settings_dict["NAME"]), self.changed, year)
        found = _KEPT.get(key)
        if found is None:
            with aside() if self.changed else nullcontext():
                found = {one.day: one for one in calendar_days(date(year, 1, 1), date(year, 12, 31))}
            if self.changed:
                if len(_KEPT) >= MOST_YEARS_KEPT:
                    _KEPT.clear()
                _KEPT[key] = found
        return found


MOST_YEARS_KEPT = 60
_KEPT: dict[tuple[str, str, int], dict[date, Day]] = {}


def _last_change() -> str:
    """The token of the last change; empty for a calendar that was never seeded. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_CHANGE)
        found = cursor.fetchone()
    return str(found[0]) if found else ""


def announced_until() -> date | None:
    """The last day known from a holiday notice, or None when the calendar was never seeded."""
    rows = CalendarDay.objects.filter(basis=CalendarDay.Basis.ANNOUNCED)
    return rows.order_by("-day").values_list("day", flat=True).first()


def _known(row: CalendarDay) -> Day:
    is_set_here = row.basis == CalendarDay.Basis.SET_HERE
    return Day(row.day, row.is_working, row.label, False, is_set_here, row.source)


def _provisional(day: date) -> Day:
    return Day(day, day.weekday() < 5, "", True, False, "")
