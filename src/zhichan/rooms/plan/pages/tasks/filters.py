"""What the filter of board and list offers, and the marks above the board with their figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    CharField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of, units_of
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.alarms import MARKS, Alarm
from zhichan.rooms.plan.models import Plan, PlanVersion, Responsibility, Task
from zhichan.rooms.plan.queries.board import Counts, short_name
from zhichan.rooms.plan.queries.tasks import TaskFilter, tasks_visible_to
from zhichan.rooms.plan.rights import TASK_VIEW

MOST_OPTIONS = 1_000
FIRST_TASKS = 600


@dataclass(frozen=True)
class Option:
    value: str
    label: str | Promise
    is_chosen: bool


@dataclass(frozen=True, eq=False)
class Choices:
    """The options of each select: up to a thousand, so two are the same only when they are one object."""

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
    """What may be chosen, in one query."""
    offered = _offered(actor, wanted)
    return Choices(
        plans=_options(offered["plan"], wanted.plan),
        chapters=_options(((name, name) for _, name in offered["chapter"]), wanted.chapter),
        units=_options(sorted(offered["unit"], key=lambda pair: pair[1]), wanted.unit),
        deadlines=_options(Task.DeadlineKind.choices, wanted.deadline),
        states=_options(Task.State.choices, wanted.state),
        alarms=_options(Alarm.choices, wanted.alarm),
    )


def plan_title(actor: Actor, wanted: TaskFilter) -> str:
    """The title of the plan chosen, if any and if the actor may see it."""
    if wanted.plan is None:
        return ""
    return plans_offered(actor).filter(pk=wanted.plan).values_list("title", flat=True).first() or ""


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


def _offered(actor: Actor, wanted: TaskFilter) -> dict[str, list[tuple[int, str]]]:
    """Plans (newest first), chapters of the chosen plan (in its order) and units, as (number, words).

    Chapters are those of the plan's first 600 tasks, so that a plan of any size costs the same.
    """
    rows = _named("plan", plans_offered(actor), "title").union(
        _named("unit", _units(actor), "shown"), all=True
    )
    plan = wanted.plan or Subquery(_only_plan(actor))
    first = tasks_visible_to(actor).filter(plan_id=plan).order_by("position").values("pk")[:FIRST_TASKS]
    chapters = Task.objects.filter(pk__in=first).exclude(chapter="").order_by().values("chapter")
    named = chapters.annotate(at=Min("position")).values_list(Value("chapter", CharField()), "at", "chapter")
    found: dict[str, list[tuple[int, str]]] = {"plan": [], "unit": [], "chapter": []}
    for what, number, words in rows.union(named, all=True)[:MOST_OPTIONS]:
        found[what].append((number, words))
    found["plan"].sort(key=lambda pair: -pair[0])
    found["chapter"].sort()
    return found


def _named(what: str, rows: QuerySet[Any], words: str) -> QuerySet[Any, Any]:
    return rows.order_by().values_list(Value(what, CharField()), "pk", words)


def plans_offered(actor: Actor) -> QuerySet[Plan]:
    """The plans in force with tasks the actor may see."""
    plans = Plan.objects.filter(versions__state=PlanVersion.State.IN_FORCE)
    if reach_of(actor, TASK_VIEW) is not Reach.ALL:
        plans = plans.filter(pk__in=tasks_visible_to(actor).values("plan_id"))
    return plans


def _only_plan(actor: Actor) -> QuerySet[Plan, Any]:
    """The plan where there is only one, so that its chapters are offered without choosing it."""
    bounds = plans_offered(actor).order_by().values(group=Value(1)).annotate(first=Min("pk"), last=Max("pk"))
    return bounds.filter(first=F("last")).values("first")


def _units(actor: Actor) -> QuerySet[Unit]:
    """The units that have a task: all of them for the office, a contact's own."""
    units = Unit.objects.filter(Exists(Responsibility.objects.filter(unit=OuterRef("pk"))))
    if reach_of(actor, TASK_VIEW) is not Reach.ALL:
        units = units.filter(pk__in=units_of(actor, TASK_VIEW))
    return units.annotate(shown=Coalesce(short_name("pk"), "name"))


def _options(pairs: Iterable[tuple[object, str | Promise]], chosen: object) -> tuple[Option, ...]:
    return tuple(Option(str(value), label, str(value) == str(chosen)) for value, label in pairs)
