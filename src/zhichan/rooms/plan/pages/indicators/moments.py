"""Reading the two times of an address: as of which day, as known at which instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from zhichan.core.access.requests import now
from zhichan.core.access.requests import today as today_here
from zhichan.core.registers.moments import end_of

FIRST_YEAR = 1950


@dataclass(frozen=True)
class Moments:
    """``known_at`` is the end of the day asked for, or now; ``known_on`` its day."""

    on: date
    known_at: datetime
    known_on: date
    is_now: bool

    @property
    def params(self) -> str:
        """The part of an address that keeps both times; empty for today as known now."""
        on = "" if self.on == today_here() else f"on={self.on.isoformat()}"
        known = "" if self.is_now else f"known={self.known_on.isoformat()}"
        return "&".join(part for part in (on, known) if part)


def moments_of(params: Mapping[str, str]) -> Moments:
    """The two times an address names; what cannot be read, or lies ahead, is today."""
    today = today_here()
    on = min(day_of(params.get("on")) or today, today)
    known_on = day_of(params.get("known"))
    if known_on is None or known_on >= today:
        return Moments(on, now(), today, True)
    return Moments(on, end_of(known_on), known_on, False)


def day_of(text: str | None) -> date | None:
    """The day, or None for what is no day or lies before any plan."""
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        return None
    return day if day is not None and day.year >= FIRST_YEAR else None
