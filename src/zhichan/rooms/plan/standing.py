"""How a task stands, in the words that board, list, overview and calendar show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhichan.rooms.plan.alarms import MARKS, Alarm, Today, alarm_of, time_used_percent
from zhichan.rooms.plan.models import Task
from zhichan.rooms.plan.periods import every_of, next_to_review

# How a card of the board is edged; the classes stand in the stylesheet.
_EDGES: dict[Alarm, str] = {
    Alarm.OVERDUE: "r",
    Alarm.SOON: "w",
    Alarm.LAGGING: "w",
    Alarm.NOT_STARTED: "n",
    Alarm.DONE: "f",
    Alarm.CANCELLED: "f",
}


@dataclass(frozen=True)
class Standing:
    """``mark`` is the status mark, ``edge`` the class of a card, ``limit`` the time left in words."""

    alarm: Alarm
    mark: str
    label: str
    edge: str
    limit: str
    elapsed: int | None

    @property
    def limit_class(self) -> str:
        return {Alarm.OVERDUE: "late", Alarm.SOON: "soon"}.get(self.alarm, "")

    @property
    def bar(self) -> str:
        """The colour of the bar, only where there is something to look at."""
        return self.mark if self.mark in {"warn", "bad"} else ""


def standing_of(task: Task, today: Today, starts_on: date) -> Standing:
    """How the task stands on the day; no query."""
    alarm = alarm_of(task.state, task.sort_on, task.lags_on, today)
    elapsed = time_used_percent(starts_on, task.deadline_on, today.on) if task.deadline_on else None
    label = str(alarm.label)
    return Standing(
        alarm, MARKS[alarm], label, _EDGES.get(alarm, ""), limit_text(task, today.on, starts_on), elapsed
    )


def limit_text(task: Task, on: date, starts_on: date) -> str:
    """The time left, in days of the calendar: 余 46 天, 已过 5 天; of an ongoing task its next review."""
    if task.state == Task.State.DONE:
        return _("%(day)s 办结") % {"day": task.done_on} if task.done_on else _("已办结")
    if task.state == Task.State.CANCELLED:
        return _("已取消")
    if task.deadline_on is not None:
        return days_left_text((task.deadline_on - on).days)
    if task.review_every:
        return _review_text(task, on, starts_on)
    return _("未定时限")


def days_left_text(days: int) -> str:
    if days == 0:
        return _("今天到期")
    if days < 0:
        return ngettext("已过 %(days)d 天", "已过 %(days)d 天", -days) % {"days": -days}
    return ngettext("余 %(days)d 天", "余 %(days)d 天", days) % {"days": days}


@dataclass(frozen=True)
class DaysLeft:
    """The words of ``days_left_text`` with their number apart, for where it is set large."""

    before: str
    number: str
    after: str


def days_left(days: int) -> DaysLeft:
    """已过 |60| 天; of today, which has no number, the words alone."""
    return DaysLeft(*days_left_text(days).partition(str(abs(days))))


def _review_text(task: Task, on: date, starts_on: date) -> str:
    period = due_period_label(task, starts_on)
    days = (on - task.sort_on).days
    if days > 0:
        return _("%(period)s 复核已过 %(days)d 天") % {"period": period, "days": days}
    return _("持续推进，待复核 %(period)s") % {"period": period}


def due_period_label(task: Task, starts_on: date) -> str:
    """The period whose review is due next."""
    return next_to_review(starts_on, task.reviewed_until, every_of(task.review_every)).label
