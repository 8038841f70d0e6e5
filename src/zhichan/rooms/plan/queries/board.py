"""The board (看板): lanes by unit, columns by state, and what the filters above it offer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of, units_of
from zhichan.core.people.models import UnitName
from zhichan.rooms.plan.alarms import ABNORMAL, Alarm, Today
from zhichan.rooms.plan.models import Progress, Responsibility, Task
from zhichan.rooms.plan.queries.progress import ANSWERING
from zhichan.rooms.plan.queries.tasks import (
    TaskFilter,
    filtered,
    starts_on_of,
    tasks_visible_to,
    with_alarm,
)
from zhichan.rooms.plan.rights import TASK_VIEW
from zhichan.rooms.plan.standing import Standing, standing_of
from zhichan.rooms.plan.transitions import COLUMNS

MOST_TASKS = 400
MOST_LANES = 12
MOST_CARDS = 8
# Beyond this many the marks above the board show no figures: choose a plan first.
MOST_COUNTED = 2_000


@dataclass(frozen=True)
class Card:
    task: Task
    standing: Standing
    has_waiting_report: bool
    days_left: int


@dataclass(frozen=True)
class Cell:
    """One lane under one column; ``more`` counts the cards not drawn."""

    state: str
    label: str
    cards: tuple[Card, ...]
    more: int


@dataclass(frozen=True)
class Lane:
    """A unit with its cards; ``unit_id`` None holds the tasks nobody was named for."""

    unit_id: int | None
    name: str
    cards: tuple[Card, ...]
    abnormal: int
    cells: tuple[Cell, ...]

    @property
    def count(self) -> int:
        return len(self.cards)

    @property
    def is_sample(self) -> bool:
        return all(card.task.is_sample for card in self.cards)


@dataclass(frozen=True)
class Counts:
    """How many tasks the filter finds, by alarm and by state; ``is_capped`` when there are too many."""

    total: int
    is_capped: bool
    by_alarm: Mapping[Alarm, int]
    by_state: Mapping[str, int]


@dataclass(frozen=True)
class Board:
    lanes: tuple[Lane, ...]
    lane_count: int
    is_capped: bool
    cards: tuple[Card, ...]


def board_of(actor: Actor, wanted: TaskFilter, today: Today, *, all_lanes: bool = False) -> Board:
    """The board of the tasks the filter finds, most urgent first, at most 400. Two queries.

    The office sees a lane for every unit that answers for a task, so a task shared by three stands in
    three lanes; a unit's contact sees the lanes of its own units, whatever their part. Lanes with the
    most overdue, soon and lagging tasks come first.
    """
    found = filtered(tasks_visible_to(actor), wanted, today).filter(state__in=COLUMNS)
    tasks = list(drawn(found)[: MOST_TASKS + 1])
    cards = [card_of(task, today) for task in tasks[:MOST_TASKS]]
    lanes = _lanes(cards, _units_of_cards(actor, cards, wanted))
    shown = lanes if all_lanes else lanes[:MOST_LANES]
    return Board(tuple(shown), len(lanes), len(tasks) > MOST_TASKS, tuple(cards))


def counts_of(actor: Actor, wanted: TaskFilter, today: Today) -> Counts:
    """How many tasks stand how, over the filter without its state and alarm. One query.

    At most 2,000 tasks are counted: beyond, the figures say nothing without a plan.
    """
    tasks = filtered(tasks_visible_to(actor), wanted.without_state(), today)
    head = Task.objects.filter(pk__in=tasks.order_by("pk").values("pk")[: MOST_COUNTED + 1])
    alarms = {f"alarm_{alarm.value}": Count("pk", filter=with_alarm(alarm, today)) for alarm in Alarm}
    states = {f"state_{state}": Count("pk", filter=Q(state=state)) for state in COLUMNS}
    row = head.aggregate(total=Count("pk"), **alarms, **states)
    return Counts(
        total=row["total"],
        is_capped=row["total"] > MOST_COUNTED,
        by_alarm={alarm: row[f"alarm_{alarm.value}"] for alarm in Alarm},
        by_state={state: row[f"state_{state}"] for state in COLUMNS},
    )


_DRAWN = (
    *("number", "title", "state", "percent", "deadline_kind", "deadline_on", "review_every"),
    *("reviewed_until", "sort_on", "lags_on", "starts_on", "done_on", "reported_at", "is_sample"),
    *("version__issued_on", "version__in_force_at", "version__created_at"),
)


def drawn(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """The tasks with what a card shows, most urgent first."""
    waiting = Progress.objects.filter(task=OuterRef("pk"), state=Progress.State.SUBMITTED)
    rows = tasks.select_related("version").only(*_DRAWN).annotate(waits=Exists(waiting))
    return rows.order_by("sort_on", "pk")


def card_of(task: Task, today: Today) -> Card:
    """One of the tasks of ``drawn`` as a card; no query."""
    standing = standing_of(task, today, starts_on_of(task))
    days_left = (task.sort_on - today.on).days
    return Card(task, standing, task.waits, days_left)  # type: ignore[attr-defined]


def _units_of_cards(
    actor: Actor, cards: Iterable[Card], wanted: TaskFilter
) -> dict[int, list[tuple[int | None, str]]]:
    """For each task the units in whose lanes it stands: (id, name)."""
    rows = Responsibility.objects.filter(task_id__in=[card.task.pk for card in cards])
    if wanted.unit is not None:
        rows = rows.filter(unit_id=wanted.unit)
    elif reach_of(actor, TASK_VIEW) is Reach.ALL:
        rows = rows.filter(role__in=ANSWERING)
    else:
        rows = rows.filter(unit_id__in=units_of(actor, TASK_VIEW))
    units: dict[int, list[tuple[int | None, str]]] = defaultdict(list)
    named = rows.annotate(shown=Coalesce(short_name("unit_id"), "unit__name"))
    for task_id, unit_id, name in named.values_list("task_id", "unit_id", "shown"):
        units[task_id].append((unit_id, name))
    return units


def short_name(unit_id: str) -> Subquery:
    """The first short name (简称) of the unit a field points at, for places as narrow as a lane."""
    names = UnitName.objects.filter(unit=OuterRef(unit_id), kind=UnitName.Kind.SHORT, until_on=None)
    return Subquery(names.order_by("pk").values("name")[:1])


def _lanes(cards: Iterable[Card], units: Mapping[int, list[tuple[int | None, str]]]) -> list[Lane]:
    in_lane: dict[tuple[int | None, str], list[Card]] = defaultdict(list)
    nobody: list[tuple[int | None, str]] = [(None, "")]
    for card in cards:
        for lane in units.get(card.task.pk, nobody):
            in_lane[lane].append(card)
    lanes = [_lane(unit_id, name, held) for (unit_id, name), held in in_lane.items()]
    return sorted(lanes, key=lambda lane: (-lane.abnormal, -lane.count, lane.name))


def _lane(unit_id: int | None, name: str, cards: list[Card]) -> Lane:
    abnormal = sum(card.standing.alarm in ABNORMAL for card in cards)
    return Lane(unit_id, name, tuple(cards), abnormal, tuple(_cell(state, cards) for state in COLUMNS))


def _cell(state: Task.State, cards: list[Card]) -> Cell:
    held = [card for card in cards if card.task.state == state]
    return Cell(state.value, str(state.label), tuple(held[:MOST_CARDS]), max(0, len(held) - MOST_CARDS))
