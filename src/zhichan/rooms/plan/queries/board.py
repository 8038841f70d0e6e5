"""The board (看板): lanes by unit, columns by state, and what the filters above it offer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of, units_of
from zhichan.core.people.models import UnitName
from zhichan.rooms.plan.alarms import ABNORMAL, Alarm, Today
from zhichan.rooms.plan.models import Progress, Responsibility, Task
from zhichan.rooms.plan.queries.tasks import (
    ANSWERING,
    TaskFilter,
    alarm_case,
    filtered,
    parts_found,
    start_of_version,
    tasks_visible_to,
)
from zhichan.rooms.plan.rights import TASK_VIEW
from zhichan.rooms.plan.standing import DaysLeft, Standing, days_left, standing_of
from zhichan.rooms.plan.transitions import COLUMNS

MOST_TASKS = 200
MOST_LANES = 12
MOST_CARDS = 8
# Beyond this many the marks above the board show no figures: choose a plan first.
MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Card:
    task: Task
    standing: Standing
    has_waiting_report: bool
    days_left: int

    @property
    def left(self) -> DaysLeft:
        return days_left(self.days_left)


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
    """How many tasks the filter finds by state and alarm together; ``is_capped`` when there are too many."""

    total: int
    is_capped: bool
    by_both: Mapping[tuple[str, Alarm], int]

    @cached_property
    def by_alarm(self) -> Mapping[Alarm, int]:
        return {alarm: self.found(alarm=alarm) for alarm in Alarm}

    @cached_property
    def by_state(self) -> Mapping[str, int]:
        """Of the states that are columns of the board."""
        return {str(state): self.found(state=str(state)) for state in COLUMNS}

    def found(self, state: str = "", alarm: str = "") -> int:
        """How many stand so; an empty one is any."""
        return sum(
            count
            for (its_state, its_alarm), count in self.by_both.items()
            if state in ("", its_state) and alarm in ("", its_alarm)
        )


@dataclass(frozen=True)
class Board:
    lanes: tuple[Lane, ...]
    lane_count: int
    is_capped: bool
    cards: tuple[Card, ...]


def board_of(
    actor: Actor, wanted: TaskFilter, today: Today, *, all_lanes: bool = False, walk: bool = False
) -> Board:
    """The board of the tasks the filter finds, most urgent first, at most 200. Two queries.

    The office sees a lane for every unit that answers for a task, so a task shared by three stands in
    three lanes; a unit's contact sees the lanes of its own units, whatever their part. Lanes with the
    most overdue, soon and lagging tasks come first.
    """
    visible = tasks_visible_to(actor, walk=walk)
    found = filtered(visible, wanted, today, walk=walk).filter(state__in=COLUMNS)
    tasks = list(drawn(found)[: MOST_TASKS + 1])
    cards = [card_of(task, today) for task in tasks[:MOST_TASKS]]
    lanes = _lanes(cards, _units_of_cards(actor, cards, wanted))
    shown = lanes if all_lanes else lanes[:MOST_LANES]
    return Board(tuple(shown), len(lanes), len(tasks) > MOST_TASKS, tuple(cards))


def counts_of(actor: Actor, wanted: TaskFilter, today: Today) -> Counts:
    """How many tasks stand how, over the filter without its state and alarm. One query.

    At most 1,000 tasks are counted: beyond, the figures say nothing without a plan.
    """
    parts = parts_found(actor, wanted.without_state())
    found: Any
    if parts is None:
        tasks = filtered(tasks_visible_to(actor), wanted.without_state(), today)
        found = tasks.order_by("pk").values("pk")
    else:
        found = parts.order_by("task_id").values("task_id")
    head = Task.objects.filter(pk__in=found[: MOST_COUNTED + 1])
    rows = head.order_by().values_list("state", alarm_case(today)).annotate(count=Count("pk"))
    by_both = {(state, Alarm(alarm)): count for state, alarm, count in rows}
    total = sum(by_both.values())
    return Counts(total, total > MOST_COUNTED, by_both)


_DRAWN = (
    *("number", "title", "kind", "state", "percent", "deadline_kind", "deadline_on", "review_every"),
    *("reviewed_until", "sort_on", "lags_on", "starts_on", "done_on", "reported_at", "is_sample"),
    *("plan_id", "position", "changed_at"),
)


def drawn(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """The tasks with what a card shows, most urgent first."""
    waiting = Progress.objects.filter(task=OuterRef("pk"), state=Progress.State.SUBMITTED)
    begun = {"issued_on": F("version__issued_on"), "in_force_at": F("version__in_force_at")}
    rows = tasks.only(*_DRAWN).annotate(
        waits=Exists(waiting), version_made_at=F("version__created_at"), **begun
    )
    return rows.order_by("sort_on", "pk")


def card_of(task: Task, today: Today) -> Card:
    """One of the tasks of ``drawn`` as a card; no query."""
    row: Any = task
    starts_on = task.starts_on or start_of_version(row.issued_on, row.in_force_at, row.version_made_at)
    return Card(task, standing_of(task, today, starts_on), row.waits, (task.sort_on - today.on).days)


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
