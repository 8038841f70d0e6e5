"""What the clock asks for in matters (定时巡检): due days that move, terms that end, reminders.

Each may run again at once and then changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from zhichan.core.jobs.sweep import done_at, sweeper
from zhichan.core.matters.sweeping.calendar import follow_calendar, refresh_paused
from zhichan.core.matters.sweeping.terms import end_rights, end_terms
from zhichan.core.matters.sweeping.warnings import warn

CALENDAR, PAUSED = "matters.calendar", "matters.paused"


@sweeper(CALENDAR, every=timedelta(minutes=5))
def follow(at: datetime) -> int:
    """Move the due days that rest on days of the calendar which changed since this was last done."""
    return follow_calendar(done_at(CALENDAR), at=at)


@sweeper(PAUSED, every=timedelta(minutes=30))
def turn_with_the_day(at: datetime) -> int:
    """Move the due days of clocks that stand still, once a day."""
    done = done_at(PAUSED)
    if done is not None and timezone.localdate(done) == timezone.localdate(at):
        return 0
    return refresh_paused(at=at)


@sweeper("matters.terms", every=timedelta(minutes=5))
def end(at: datetime) -> int:
    """Take the steps of the system whose limit has run out, and end the rights that have."""
    return end_terms(at) + end_rights(at)


@sweeper("matters.warnings", every=timedelta(minutes=5))
def tell(at: datetime) -> int:
    """Tell of the limits that have come near or passed."""
    return warn(at)
