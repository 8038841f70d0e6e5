"""The known years of the calendar (2004 on), from the package chinesecalendar.

Its days follow the yearly notices of the General Office of the State Council (国务院办公厅关于…年部分节假日
安排的通知). Seeding may run any number of times: days that are there stay, among them those set here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from chinese_calendar.constants import Holiday, holidays, workdays
from django.db import connection, transaction
from django.utils import timezone

from zhichan.core.calendar.models import CalendarChange, CalendarDay
from zhichan.core.locks import hold

FIRST_DAY = date(2004, 1, 1)
LAST_DAY = date(max(holidays).year, 12, 31)
SOURCE = "国务院办公厅节假日安排通知（chinesecalendar）"
CHANGING = "calendar.changing"
"""Held by whoever changes the calendar, so that changes are seen in the order of their numbers."""
_INSERT = f"""
    INSERT INTO {CalendarDay._meta.db_table} (day, is_working, label, basis, source)
    VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"""  # noqa: S608  (a name of our own)
_NAMES = {holiday.value: holiday.chinese for holiday in Holiday}


@transaction.atomic
def seed() -> int:
    """Add the known days that are missing; returns how many. Two queries when nothing is missing."""
    hold(CHANGING)
    known = CalendarDay.objects.filter(day__range=(FIRST_DAY, LAST_DAY))
    missing = sorted(set(_all_days()).difference(known.values_list("day", flat=True)))
    if not missing:
        return 0
    rows = [_row(day) for day in missing]
    # Eight thousand rows at the first start: as models they would take a second.
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, rows)
    CalendarChange.objects.create(first_on=missing[0], last_on=missing[-1], changed_at=timezone.now())
    return len(rows)


def _all_days() -> Iterator[date]:
    return (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))


def _row(day: date) -> tuple[date, bool, str, str, str]:
    is_working, label = announced(day)
    return (day, is_working, label, CalendarDay.Basis.ANNOUNCED.value, SOURCE)


def announced(day: date) -> tuple[bool, str]:
    """Whether a known day is worked, and what it is called when it is no plain weekday or weekend."""
    if day in workdays:
        return True, f"{_NAMES[workdays[day]]}调休上班"
    if day in holidays:
        return False, _NAMES[holidays[day]]
    return day.weekday() < 5, ""
