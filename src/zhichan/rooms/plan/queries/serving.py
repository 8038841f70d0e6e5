"""What a plan's promises carry of the plan it serves (对应上级任务), and what they might carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from zhichan.core.access.actor import Actor
from zhichan.rooms.plan.matching import Likest, Promised
from zhichan.rooms.plan.models import Indicator, Plan, PlanVersion, Task, TaskLink
from zhichan.rooms.plan.queries.indicators import indicators_visible_to
from zhichan.rooms.plan.queries.plans import plans_visible_to
from zhichan.rooms.plan.queries.tasks import IN_FORCE, tasks_visible_to

MOST_SUGGESTIONS = 3
# Below this a suggestion shares little but words every plan uses.
LEAST_LIKENESS = 0.25


@dataclass(frozen=True)
class Suggested:
    task: Task
    percent: int


@dataclass(frozen=True)
class Point:
    """A task of the serving plan with the tasks it carries, and without any the likest ones."""

    task: Task
    carried: tuple[Task, ...]
    suggestions: tuple[Suggested, ...]


def serving_points(plan: Plan, actor: Actor) -> list[Point]:
    """The tasks of a plan with what they carry or may carry. Three queries, O(tasks × words)."""
    links = Prefetch("upper_links", TaskLink.objects.select_related("upper").order_by("upper__position"))
    own = list(tasks_in_force(plan, actor).prefetch_related(links))
    served = {}
    if plan.serves:
        served = {task.pk: task for task in tasks_in_force(plan.serves, actor).filter(decline=None)}
    likest = Likest([Promised(task.pk, task.number, words_of(task)) for task in served.values()])
    points = []
    for task in own:
        carried = tuple(link.upper for link in task.upper_links.all())
        points.append(Point(task, carried, () if carried else _suggested(task, likest, served)))
    return points


def plans_to_serve(plan: Plan, actor: Actor) -> QuerySet[Plan]:
    """The plans a plan may serve: in force, and not serving it themselves, neither directly nor by others."""
    in_force = PlanVersion.objects.filter(state=PlanVersion.State.IN_FORCE).values("plan_id")
    plans = plans_visible_to(actor).filter(pk__in=in_force)
    return plans.exclude(pk__in=_served_down(plan)).order_by("-period_to", "title")


def _served_down(plan: Plan) -> set[int]:
    """The plan and all that serve it, step by step down: one query for each step."""
    found: set[int] = set()
    step = {plan.pk}
    while step:
        found |= step
        step = set(Plan.objects.filter(serves__in=step).values_list("pk", flat=True)) - found
    return found


def tasks_in_force(plan: Plan, actor: Actor) -> QuerySet[Task]:
    """The plan's tasks that the actor sees and that stand in its version in force."""
    return standing_tasks(tasks_visible_to(actor)).filter(plan=plan).order_by("position", "pk")


def indicators_in_force(plan: Plan, actor: Actor) -> QuerySet[Indicator]:
    """The plan's indicators that the actor sees and that its version in force promises."""
    return standing_indicators(indicators_visible_to(actor)).filter(plan=plan).order_by("position", "pk")


def standing_tasks(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks that somebody is bound to: of a version in force or beside the plan's words, not cancelled."""
    return tasks.filter(IN_FORCE).exclude(state=Task.State.CANCELLED)


def standing_indicators(indicators: QuerySet[Indicator]) -> QuerySet[Indicator]:
    """Indicators that a version in force promises; a version has one target for each."""
    return indicators.filter(targets__version__state=PlanVersion.State.IN_FORCE, retired_at=None)


def words_of(row: Task | Indicator) -> str:
    """What a promise is about: its words without the units in charge, which many tasks share."""
    if isinstance(row, Indicator):
        return row.name
    return row.title + (row.text.replace(row.unit_text, "") if row.unit_text else row.text)


def likest_rows(words: str, likest: Likest[int]) -> Iterator[tuple[int, int]]:
    """The few likest rows with their likeness in percent, best first."""
    for pk, likeness in likest.to(words, most=MOST_SUGGESTIONS, least=LEAST_LIKENESS):
        yield pk, round(likeness * 100)


def _suggested(task: Task, likest: Likest[int], served: dict[int, Task]) -> tuple[Suggested, ...]:
    return tuple(Suggested(served[pk], percent) for pk, percent in likest_rows(words_of(task), likest))
