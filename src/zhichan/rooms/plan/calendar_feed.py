"""The task calendar as iCalendar text (RFC 5545): one all-day entry for each day something is due.

Subscribed to by calendar programs; nothing here knows who asks, the caller narrows the tasks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from zhichan.rooms.plan.models import Task
from zhichan.rooms.plan.queries.tasks import starts_on_of
from zhichan.rooms.plan.standing import due_period_label

MEDIA_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=6)


def calendar_of(tasks: Iterable[Task], *, name: str, address_of: Callable[[Task], str]) -> bytes:
    """The tasks' deadlines and review days; ``address_of`` gives the whole address of a task's page."""
    calendar = Calendar()
    calendar.add("prodid", "-//Zhichan//zh-Hans")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for task in tasks:
        calendar.add_component(_event(task, address_of(task)))
    return bytes(calendar.to_ical())


def _event(task: Task, address: str) -> Event:
    event = Event()
    # One entry per task: a moved deadline moves the entry, it does not leave the old one behind.
    event.add("uid", f"plan-task-{task.pk}@zhichan")
    event.add("dtstamp", task.changed_at)
    event.add("last-modified", task.changed_at)
    event.add("dtstart", task.sort_on)
    event.add("dtend", task.sort_on + timedelta(days=1))
    event.add("summary", _summary(task))
    event.add("description", _description(task, address))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    event.add("categories", [str(task.get_state_display())])
    return event


def _summary(task: Task) -> str:
    sample = _("（示例）") if task.is_sample else ""
    if task.deadline_on is not None:
        return _("到期：%(task)s%(sample)s") % {"task": task, "sample": sample}
    period = due_period_label(task, starts_on_of(task))
    return _("复核 %(period)s：%(task)s%(sample)s") % {"period": period, "task": task, "sample": sample}


def _description(task: Task, address: str) -> str:
    words = {
        "plan": task.plan.title,
        "state": task.get_state_display(),
        "percent": task.percent,
        "address": address,
    }
    return _("《%(plan)s》\n状态：%(state)s，进度 %(percent)s%%\n%(address)s") % words
