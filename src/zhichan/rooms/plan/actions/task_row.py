"""Taking a task for a change, and putting it back: shared by every action on tasks."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import Conflict, InvalidInput, NotFound
from zhichan.core.search.outbox import note
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
    note("plan.task", [task.pk])


def refuse_impossible_limit(kind: str, deadline_on: date | None, review_every: str, starts_on: date) -> None:
    """InvalidInput unless kind, day and period of a limit fit each other."""
    if kind not in Task.DeadlineKind.values:
        raise InvalidInput(_("请选时限种类。"), field="deadline_kind")
    by_date = kind == Task.DeadlineKind.BY_DATE
    if by_date and deadline_on is None:
        raise InvalidInput(_("限期完成的任务须有完成时限。"), field="deadline_on")
    if not by_date and deadline_on is not None:
        raise InvalidInput(_("只有限期完成的任务有完成时限。"), field="deadline_on")
    if deadline_on and deadline_on <= starts_on:
        raise InvalidInput(_("完成时限应晚于任务的起算日。"), field="deadline_on")
    ongoing = kind == Task.DeadlineKind.ONGOING
    if ongoing != (review_every in Task.ReviewEvery.values):
        raise InvalidInput(_("持续推进的任务须定复核周期，其他任务没有。"), field="review_every")


def address_of(task: Task) -> str:
    return reverse("plan:task", args=[task.pk])


def day_text(day: date | None) -> str | None:
    """A day as the audit record keeps it."""
    return day.isoformat() if day else None
