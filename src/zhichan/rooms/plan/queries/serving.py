"""Which plan task each yearly work point serves (年度要点对应规划任务), and which it might serve."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.rooms.plan.matching import Likest, Promised
from zhichan.rooms.plan.models import Plan, PlanVersion, Task
from zhichan.rooms.plan.queries.plans import plans_visible_to
from zhichan.rooms.plan.queries.tasks import tasks_visible_to

MOST_SUGGESTIONS = 3
# Below this a suggestion shares little but words every plan uses.
LEAST_LIKENESS = 0.25


@dataclass(frozen=True)
class Suggested:
    task: Task
    percent: int


@dataclass(frozen=True)
class Point:
    """A task of the serving plan: the task it serves, if any, else the likest ones."""

    task: Task
    suggestions: tuple[Suggested, ...]


def serving_points(plan: Plan, actor: Actor) -> list[Point]:
    """The tasks of a plan with what they serve or may serve. Two queries, O(tasks × words)."""
    own = list(tasks_in_force(plan, actor).select_related("serves"))
    served = {task.pk: task for task in tasks_in_force(plan.serves, actor)} if plan.serves else {}
    likest = Likest([Promised(task.pk, task.number, _words(task)) for task in served.values()])
    return [Point(task, () if task.serves_id else _suggested(task, likest, served)) for task in own]


def plans_to_serve(plan: Plan, actor: Actor) -> QuerySet[Plan]:
    """The plans a plan may serve: in force, and not serving it themselves."""
    in_force = PlanVersion.objects.filter(state=PlanVersion.State.IN_FORCE).values("plan_id")
    plans = plans_visible_to(actor).filter(pk__in=in_force).exclude(pk=plan.pk)
    return plans.exclude(serves=plan).order_by("-period_to", "title")


def tasks_in_force(plan: Plan, actor: Actor) -> QuerySet[Task]:
    """The plan's tasks that the actor sees and that stand in its version in force."""
    tasks = tasks_visible_to(actor).filter(plan=plan, version__state=PlanVersion.State.IN_FORCE)
    return tasks.exclude(state=Task.State.CANCELLED).order_by("position", "pk")


def _suggested(task: Task, likest: Likest[int], served: dict[int, Task]) -> tuple[Suggested, ...]:
    found = likest.to(_words(task), most=MOST_SUGGESTIONS, least=LEAST_LIKENESS)
    return tuple(Suggested(served[pk], round(likeness * 100)) for pk, likeness in found)


def _words(task: Task) -> str:
    """What a task is about: its words without the units in charge, which many tasks share."""
    return task.title + (task.text.replace(task.unit_text, "") if task.unit_text else task.text)
