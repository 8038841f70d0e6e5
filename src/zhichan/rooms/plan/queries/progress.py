"""Reports on tasks: what was accepted, what waits, and what a task's progress follows from."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of
from zhichan.rooms.plan.models import Progress, Responsibility, Task
from zhichan.rooms.plan.queries.tasks import ANSWERING, tasks_visible_to
from zhichan.rooms.plan.rights import TASK_VIEW


def progress_visible_to(actor: Actor) -> QuerySet[Progress]:
    """Reports on tasks the actor may see: units that share a task read each other's reports."""
    if reach_of(actor, TASK_VIEW) is Reach.ALL:
        return Progress.objects.all()
    return Progress.objects.filter(task__in=tasks_visible_to(actor))


def answering_units(task: Task) -> frozenset[int]:
    """The units that answer for a task: those that lead it, and those that share it equally."""
    found = Responsibility.objects.filter(task=task, role__in=ANSWERING)
    return frozenset(found.values_list("unit_id", flat=True))


def accepted_percents(task: Task) -> dict[int, int]:
    """For each unit the percent of its last accepted report.

    Reports that asked for completion do not count: they settle the task as a whole, and say nothing of
    how far it is once it is opened again.
    """
    accepted = Progress.objects.filter(task=task, state=Progress.State.ACCEPTED, asks_done=False)
    return dict(accepted.order_by("reported_at", "pk").values_list("unit_id", "percent"))


def percent_of(answering: Collection[int], accepted: Mapping[int, int]) -> int:
    """A task's progress: the mean of the accepted percents of the units that answer, rounded down.

    A unit without an accepted report counts as 0; units that only help do not count.
    """
    return sum(accepted.get(unit, 0) for unit in answering) // len(answering) if answering else 0
