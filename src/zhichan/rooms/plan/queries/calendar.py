"""The tasks of the calendar: what is open and has a day."""

from __future__ import annotations

from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.rooms.plan.alarms import NEVER
from zhichan.rooms.plan.models import Task
from zhichan.rooms.plan.queries.tasks import tasks_visible_to

MOST = 2_000
_LIVE = (Task.State.NOT_STARTED, Task.State.UNDER_WAY, Task.State.TO_VERIFY)


def dated_tasks(actor: Actor) -> QuerySet[Task]:
    """Open tasks the actor may see on which something is due, the earliest first, 2,000 at most."""
    tasks = tasks_visible_to(actor).filter(state__in=_LIVE, sort_on__lt=NEVER)
    shown = tasks.select_related("plan", "version").defer("text", "version__text", "version__reading")
    return shown.order_by("sort_on", "pk")[:MOST]
