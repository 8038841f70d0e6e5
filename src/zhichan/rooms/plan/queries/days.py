"""The day a page speaks of, with the working days that follow."""

from __future__ import annotations

from datetime import date, timedelta

from zhichan.core.calendar.queries import Calendar, calendar_days
from zhichan.core.matters.limits import Limit, Unit, due_of
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


def working_days_after(on: date, count: int) -> date:
    """The day so many working days after a day, which is not counted itself; by the product's calendar."""
    return due_of(Limit(count, Unit.WORKING_DAY), on, Calendar().day).due
