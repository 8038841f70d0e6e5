"""How near a due day is (临期与超期), for lists and reminders alike. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.clocks import ONE_DAY, end_of, office_day
from zhichan.core.matters.limits import DayOf

SOON_WORKING_DAYS = 5
WEEKS_SHOWN = 2
MOST_DAYS_AHEAD = 40


class Nearness(StrEnum):
    """How a matter stands with the time the office has for it."""

    OVERDUE = "overdue"
    SOON = "soon"
    ON_TIME = "on_time"
    PAUSED = "paused"
    FREE = "free"
    SETTLED = "settled"


LABELS: dict[Nearness, Promise] = {
    Nearness.OVERDUE: _("超期"),
    Nearness.SOON: _("临期"),
    Nearness.ON_TIME: _("正常"),
    Nearness.PAUSED: _("停止计时"),
    Nearness.FREE: _("无期限"),
    Nearness.SETTLED: _("已办结"),
}
MARKS: dict[Nearness, str] = {
    Nearness.OVERDUE: "bad",
    Nearness.SOON: "warn",
    Nearness.ON_TIME: "ok",
    Nearness.PAUSED: "idle",
    Nearness.FREE: "info",
    Nearness.SETTLED: "done",
}


@dataclass(frozen=True)
class Horizon:
    """The instant a list is asked for, and what lies ahead of it. ``soon_until`` and ``week_until`` are the
    first instants after the last day that counts as soon, and after this week. ``calendar``: the mark of the
    calendar it was read from."""

    at: datetime
    today: date
    soon_until: datetime
    week_until: datetime
    calendar: str = ""

    @property
    def monday(self) -> date:
        return self.today - timedelta(days=self.today.weekday())

    @property
    def strip(self) -> list[date]:
        """The days of this week and the next."""
        return [self.monday + timedelta(days=n) for n in range(7 * WEEKS_SHOWN)]

    def of(self, due_at: datetime) -> Nearness:
        """How near a due day is that a running clock has."""
        if due_at <= self.at:
            return Nearness.OVERDUE
        return Nearness.SOON if due_at <= self.soon_until else Nearness.ON_TIME


def horizon_at(at: datetime, day_of: DayOf) -> Horizon:
    """Soon is what is due until the end of the fifth working day after today."""
    today = office_day(at)
    day, left = today, SOON_WORKING_DAYS
    while left and day < today + timedelta(days=MOST_DAYS_AHEAD):
        day += ONE_DAY
        left -= day_of(day).is_working
    sunday = today + timedelta(days=6 - today.weekday())
    return Horizon(at, today, end_of(day), end_of(sunday))
