"""What the filter of board and list offers, and the marks above the board with their figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of, units_of
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.alarms import MARKS, Alarm
from zhichan.rooms.plan.models import Plan, PlanVersion, Responsibility, Task
from zhichan.rooms.plan.queries.board import Counts
from zhichan.rooms.plan.queries.tasks import TaskFilter, tasks_visible_to
from zhichan.rooms.plan.rights import TASK_VIEW

MOST_OPTIONS = 300


@dataclass(frozen=True)
class Option:
    value: str
    label: str | Promise
    is_chosen: bool


@dataclass(frozen=True)
class Choices:
    """The options of each select; ``plan`` is the plan chosen, if any."""

    plan: Plan | None
    plans: Sequence[Option]
    chapters: Sequence[Option]
    units: Sequence[Option]
    deadlines: Sequence[Option]
    states: Sequence[Option]
    alarms: Sequence[Option]


@dataclass(frozen=True)
class Mark:
    """One status mark above the board: pressing it filters by it, pressing it again takes the filter off."""

    kind: str
    label: str | Promise
    count: int
    address: str
    is_chosen: bool


def choices_of(actor: Actor, wanted: TaskFilter) -> Choices:
    """What may be chosen, in two queries."""
    plans = list(_plans(actor))
    chosen = next((plan for plan in plans if plan.pk == wanted.plan), None)
    chapters, units = _within(chosen, actor) if chosen else ([], _units(actor))
    return Choices(
        plan=chosen,
        plans=_options(((plan.pk, plan.title) for plan in plans), wanted.plan),
        chapters=_options(((chapter, chapter) for chapter in chapters), wanted.chapter),
        units=_options(units, wanted.unit),
        deadlines=_options(Task.DeadlineKind.choices, wanted.deadline),
        states=_options(Task.State.choices, wanted.state),
        alarms=_options(Alarm.choices, wanted.alarm),
    )


def marks_of(counts: Counts, wanted: TaskFilter) -> list[Mark]:
    """The marks in the order of urgency; cancelled tasks show only where there are some."""
    shown = [alarm for alarm in Alarm if counts.by_alarm[alarm] or alarm is not Alarm.CANCELLED]
    return [
        Mark(
            kind=MARKS[alarm],
            label=alarm.label,
            count=counts.by_alarm[alarm],
            address=wanted.address(alarm="" if wanted.alarm == alarm else alarm.value),
            is_chosen=wanted.alarm == alarm,
        )
        for alarm in shown
    ]


def _plans(actor: Actor) -> Iterable[Plan]:
    plans = Plan.objects.filter(versions__state=PlanVersion.State.IN_FORCE).only("title", "is_sample")
    if reach_of(actor, TASK_VIEW) is not Reach.ALL:
        plans = plans.filter(pk__in=tasks_visible_to(actor).values("plan_id"))
    return plans.order_by("-created_at", "pk")[:MOST_OPTIONS]


def _within(plan: Plan, actor: Actor) -> tuple[list[str], list[tuple[int, str]]]:
    """The chapters and units of one plan, by one query."""
    tasks = tasks_visible_to(actor).filter(plan=plan).order_by("position")
    columns = ("position", "chapter", "responsibilities__unit_id", "responsibilities__unit__name")
    rows = list(tasks.values_list(*columns))
    own = None if reach_of(actor, TASK_VIEW) is Reach.ALL else units_of(actor, TASK_VIEW)
    units = {unit: name for _, _, unit, name in rows if unit and (own is None or unit in own)}
    chapters = dict.fromkeys(chapter for _, chapter, _, _ in rows if chapter)
    return list(chapters)[:MOST_OPTIONS], sorted(units.items(), key=lambda pair: pair[1])[:MOST_OPTIONS]


def _units(actor: Actor) -> list[tuple[int, str]]:
    """The units that have any task: all of them for the office, a contact's own."""
    units = Unit.objects.filter(Exists(Responsibility.objects.filter(unit=OuterRef("pk"))))
    if reach_of(actor, TASK_VIEW) is not Reach.ALL:
        units = units.filter(pk__in=units_of(actor, TASK_VIEW))
    return list(units.order_by("name").values_list("pk", "name")[:MOST_OPTIONS])


def _options(pairs: Iterable[tuple[object, str | Promise]], chosen: object) -> list[Option]:
    return [Option(str(value), label, str(value) == str(chosen)) for value, label in pairs]
