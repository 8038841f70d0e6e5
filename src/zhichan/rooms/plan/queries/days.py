"""The day a page speaks of, with the working days that follow."""

from __future__ import annotations

from datetime import date, timedelta

from zhichan.core.calendar.queries import calendar_days
from zhichan.rooms.plan.alarms import SOON_WORKING_DAYS, Today

# Ten working days lie within four weeks even over the longest holidays.
_LOOK_AHEAD_DAYS = 28


def today_of(on: date) -> Today:
    """The day with the last one that counts as soon: the tenth working day after it. One query."""
    working = [
        day.day
        for day in calendar_days(on + timedelta(days=1), on + timedelta(days=_LOOK_AHEAD_DAYS))
        if day.is_working
    ]
    soon = working[:SOON_WORKING_DAYS]
    return Today(on, soon[-1] if len(soon) == SOON_WORKING_DAYS else on + timedelta(days=_LOOK_AHEAD_DAYS))


def working_day_after(on: date, days: int) -> date:
    """The so-manieth working day after a day, which itself does not count. One query, O(days).

    Holidays nobody has announced yet are not known: then Monday to Friday count as worked.
    """
    ahead = calendar_days(on + timedelta(days=1), on + timedelta(days=days * 2 + _LOOK_AHEAD_DAYS))
    return [day.day for day in ahead if day.is_working][days - 1]
