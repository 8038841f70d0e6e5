"""How a task stands against its time limit (预警): the rule, as plain functions.

The rule, first line that fits:

1. done, cancelled or handed in for verification: that is how it stands, whatever the date;
2. 超期 overdue: the day something is due lies before the day asked about;
3. 临期 soon: it is due within ten working days (the calendar of the product decides which those are);
4. 滞后 lagging: the accepted progress is more than twenty points behind the share of time used;
5. 未启动 not begun, else 正常 normal.

What is due: the deadline of a task with a date; the review of the earliest period not yet reviewed of an
ongoing task. A task without a limit is never overdue, soon or lagging.
Ten days and twenty points are the product's own measures; no law sets them.

Each rule is a comparison of stored days (``sort_on``, ``lags_on``), so that lists filter on it by index
(``queries.tasks.with_alarm``); a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.plan.models import Task
from zhichan.rooms.plan.periods import every_of, next_to_review

SOON_WORKING_DAYS = 10
LAG_POINTS = 20
NEVER = date(9999, 12, 31)


class Alarm(models.TextChoices):
    OVERDUE = "overdue", _("超期")
    SOON = "soon", _("临期")
    LAGGING = "lagging", _("滞后")
    NOT_STARTED = "not_started", _("未启动")
    NORMAL = "normal", _("正常")
    TO_VERIFY = "to_verify", _("待核验")
    DONE = "done", _("办结")
    CANCELLED = "cancelled", _("已取消")


# Which of the six status marks of the stylesheet shows an alarm.
MARKS: dict[Alarm, str] = {
    Alarm.OVERDUE: "bad",
    Alarm.SOON: "warn",
    Alarm.LAGGING: "warn",
    Alarm.NOT_STARTED: "idle",
    Alarm.NORMAL: "ok",
    Alarm.TO_VERIFY: "info",
    Alarm.DONE: "done",
    Alarm.CANCELLED: "idle",
}
ABNORMAL = frozenset({Alarm.OVERDUE, Alarm.SOON, Alarm.LAGGING})

_SETTLED: dict[str, Alarm] = {
    Task.State.DONE: Alarm.DONE,
    Task.State.CANCELLED: Alarm.CANCELLED,
    Task.State.TO_VERIFY: Alarm.TO_VERIFY,
}
OPEN_STATES = (Task.State.NOT_STARTED, Task.State.UNDER_WAY)


@dataclass(frozen=True)
class Today:
    """The day asked about and the last day that counts as soon (ten working days later)."""

    on: date
    soon_until: date


def alarm_of(state: str, due_on: date, lags_on: date | None, today: Today) -> Alarm:
    """How a task stands; see the rule above. ``due_on`` is ``Task.sort_on``."""
    if settled := _SETTLED.get(state):
        return settled
    if due_on < today.on:
        return Alarm.OVERDUE
    if due_on <= today.soon_until:
        return Alarm.SOON
    if lags_on is not None and lags_on <= today.on:
        return Alarm.LAGGING
    return Alarm.NOT_STARTED if state == Task.State.NOT_STARTED else Alarm.NORMAL


def lag_day(starts_on: date, deadline_on: date, percent: int) -> date | None:
    """The first day on which so much progress is more than twenty points behind; None where it never is.

    100 × days used > (percent + 20) × days in all.
    """
    days = (deadline_on - starts_on).days
    if days <= 0:
        return None
    day = starts_on + timedelta(days=(percent + LAG_POINTS) * days // 100 + 1)
    return day if day <= deadline_on else None


def time_used_percent(starts_on: date, deadline_on: date, on: date) -> int:
    """The share of the time between two days that is used, 0 to 100, rounded down."""
    days = (deadline_on - starts_on).days
    if days <= 0:
        return 100 if on >= deadline_on else 0
    return max(0, min(100, (on - starts_on).days * 100 // days))


@dataclass(frozen=True)
class Clock:
    """The two days a task keeps for its alarm."""

    sort_on: date
    lags_on: date | None


def clock_of(
    *,
    starts_on: date,
    deadline_on: date | None,
    review_every: str,
    reviewed_until: date | None,
    percent: int,
) -> Clock:
    """The days to store on a task: when something is due next, and from when it lags."""
    if deadline_on is not None:
        return Clock(deadline_on, lag_day(starts_on, deadline_on, percent))
    if review_every:
        due = next_to_review(starts_on, reviewed_until, every_of(review_every))
        return Clock(due.review_due_on, None)
    return Clock(NEVER, None)
