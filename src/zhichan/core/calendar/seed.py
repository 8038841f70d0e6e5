"""The known years of the calendar (2004 on), from the package chinesecalendar.

Its days follow the yearly notices of the General Office of the State Council (国务院办公厅关于…年部分节假日
安排的通知). Seeding may run any number of times: days that are there stay, among them those set here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from chinese_calendar.constants import Holiday, holidays, workdays

from zhichan.core.calendar.models import CalendarDay

FIRST_DAY = date(2004, 1, 1)
LAST_DAY = date(max(holidays).year, 12, 31)
SOURCE = "国务院办公厅节假日安排通知（chinesecalendar）"
_NAMES = {holiday.value: holiday.chinese for holiday in Holiday}


def seed() -> int:
    """Add the known days that are missing; returns how many. Two queries when nothing is missing."""
    known = CalendarDay.objects.filter(day__range=(FIRST_DAY, LAST_DAY))
    missing = set(_all_days()).difference(known.values_list("day", flat=True))
    rows = [_row(day) for day in sorted(missing)]
    CalendarDay.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    return len(rows)


def _all_days() -> Iterator[date]:
    return (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))


def _row(day: date) -> CalendarDay:
    is_working, label = announced(day)
    return CalendarDay(
        day=day, is_working=is_working, label=label, basis=CalendarDay.Basis.ANNOUNCED, source=SOURCE
    )


def announced(day: date) -> tuple[bool, str]:
    """Whether a known day is worked, and what it is called when it is no plain weekday or weekend."""
    if day in workdays:
        return True, f"{_NAMES[workdays[day]]}调休上班"
    if day in holidays:
        return False, _NAMES[holidays[day]]
    return day.weekday() < 5, ""
