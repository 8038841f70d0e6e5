"""What the filter of board and list offers, and the marks above the board with their figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
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
from django.db.models.functions import Cast, Coalesce
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


@dataclass(frozen=True)
class Option:
    value: str
    label: str | Promise
    is_chosen: bool


@dataclass(frozen=True)
class Choices:
    """The options of each select; ``plan_title`` is that of the plan chosen, if any."""

    plan_title: str
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
    plans = offered["plan"]
    chosen = next((title for pk, title in plans if pk == wanted.plan), "")
    return Choices(
        plan_title=chosen,
        plans=_options(plans, wanted.plan),
        chapters=_options(((name, name) for _, name in offered["chapter"]), wanted.chapter),
        units=_options(sorted(offered["unit"], key=lambda pair: pair[1]), wanted.unit),
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


def _offered(actor: Actor, wanted: TaskFilter) -> dict[str, list[tuple[int, str]]]:
    """Plans (newest first), chapters of the chosen plan (in its order) and units, as (number, words)."""
    rows = _labelled("plan", _plans(actor), "pk", "title").union(
        _labelled("unit", _units(actor, wanted), "pk", "shown"), all=True
    )
    tasks = tasks_visible_to(actor).filter(plan_id=wanted.plan or Subquery(_only_plan(actor)))
    first = tasks.exclude(chapter="").values("chapter").annotate(at=Min("position"))
    rows = rows.union(_labelled("chapter", first, "at", "chapter"), all=True)
    found: dict[str, list[tuple[int, str]]] = {"plan": [], "unit": [], "chapter": []}
    for what, number, words in rows[:MOST_OPTIONS]:
        found[what].append((number, words))
    found["plan"].sort(key=lambda pair: -pair[0])
    found["chapter"].sort()
    return found


def _labelled(what: str, rows: QuerySet[Any], number: str, words: str) -> QuerySet[Any]:
    named = rows.order_by().annotate(
        what=Value(what, CharField()),
        numbered=Cast(number, BigIntegerField()),
        worded=Cast(words, CharField(max_length=200)),
    )
    listed: QuerySet[Any] = named.values_list("what", "numbered", "worded")
    return listed


def _plans(actor: Actor) -> QuerySet[Plan]:
    plans = Plan.objects.filter(versions__state=PlanVersion.State.IN_FORCE)
    if reach_of(actor, TASK_VIEW) is not Reach.ALL:
        plans = plans.filter(pk__in=tasks_visible_to(actor).values("plan_id"))
    return plans


def _only_plan(actor: Actor) -> QuerySet[Plan, Any]:
    """The plan where there is only one, so that its chapters are offered without choosing it."""
    bounds = _plans(actor).order_by().values(group=Value(1)).annotate(first=Min("pk"), last=Max("pk"))
    return bounds.filter(first=F("last")).values("first")


def _units(actor: Actor, wanted: TaskFilter) -> QuerySet[Unit]:
    """The units that have a task (in the chosen plan): all of them for the office, a contact's own."""
    parts = Responsibility.objects.filter(unit=OuterRef("pk"))
    if wanted.plan is not None:
        parts = parts.filter(task__plan_id=wanted.plan)
    units = Unit.objects.filter(Exists(parts)).annotate(shown=Coalesce(short_name("pk"), "name"))
    if reach_of(actor, TASK_VIEW) is not Reach.ALL:
        units = units.filter(pk__in=units_of(actor, TASK_VIEW))
    return units


def _options(pairs: Iterable[tuple[object, str | Promise]], chosen: object) -> list[Option]:
    return [Option(str(value), label, str(value) == str(chosen)) for value, label in pairs]
