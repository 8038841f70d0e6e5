"""The two times of every question to a register: as of a day, as known at an instant (时点、获知时点)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils import timezone

# Ends that are open. Values, not NULL: comparisons stay plain and an index serves them.
BEGINNING = date(1, 1, 1)
FOREVER = date(9999, 12, 31)
KNOWN_FOREVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Moment:
    """``on``: the day that is asked about. ``known_at``: what was known by then, that instant included."""

    on: date
    known_at: datetime


def end_of(day: date) -> datetime:
    """The last instant of a day in the time of the office: by then all is known that became known on it."""
    return datetime.combine(day, time.max, timezone.get_current_timezone())
