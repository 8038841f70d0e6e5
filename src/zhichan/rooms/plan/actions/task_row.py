"""Taking a task for a change, and putting it back: shared by every action on tasks."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import Conflict, NotFound
from zhichan.rooms.plan.alarms import clock_of
from zhichan.rooms.plan.models import Responsibility, Task
from zhichan.rooms.plan.queries.tasks import starts_on_of, tasks_visible_to


def lock_task(pk: int, *, by: Actor) -> Task:
    """The task, locked until the transaction ends; NotFound where the actor may not see it."""
    if not tasks_visible_to(by).filter(pk=pk).exists():
        raise NotFound(_("没有找到这项任务。"), task=pk)
    tasks = Task.objects.select_for_update(of=("self",)).select_related("plan", "version")
    return tasks.defer("version__text", "version__reading").get(pk=pk)


def refuse_if_changed(task: Task, seen_at: datetime | None) -> None:
    """Conflict when somebody changed the task after the actor saw it."""
    if seen_at is not None and task.changed_at != seen_at:
        raise Conflict(_("别人先改过这项任务。请看过现在的内容再改。"), task=task.pk)


def unit_ids_of(task: Task) -> frozenset[int]:
    """Every unit named for the task, in whatever role."""
    return frozenset(Responsibility.objects.filter(task=task).values_list("unit_id", flat=True))


def put_back(task: Task, at: datetime, *fields: str) -> None:
    """Save the named fields and the days that follow from them."""
    clock = clock_of(
        starts_on=starts_on_of(task),
        deadline_on=task.deadline_on,
        review_every=task.review_every,
        reviewed_until=task.reviewed_until,
        percent=task.percent,
    )
    task.sort_on, task.lags_on, task.changed_at = clock.sort_on, clock.lags_on, at
    task.save(update_fields=[*fields, "sort_on", "lags_on", "changed_at"])


def address_of(task: Task) -> str:
    return reverse("plan:task", args=[task.pk])


def day_text(day: date | None) -> str | None:
    """A day as the audit record keeps it."""
    return day.isoformat() if day else None
