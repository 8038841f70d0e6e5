"""What the overview (总览) shows: indicators as of a day, tasks by unit, what is due next, figures."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from django.db.models import F, QuerySet
from django.utils.translation import get_language

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of
from zhichan.core.matters.dues import MatterDues, matter_dues
from zhichan.core.matters.horizon import Horizon
from zhichan.core.measures.board_figures import (
    ShownGroup,
    ShownPlaces,
    groups_shown_to,
    places_shown_to,
)
from zhichan.core.remembered import remembered
from zhichan.rooms.plan.alarms import OPEN_STATES, Alarm, Today
from zhichan.rooms.plan.indicator_status import Status
from zhichan.rooms.plan.models import Indicator
from zhichan.rooms.plan.queries.board import Board, Card, Lane, board_of, counts_of
from zhichan.rooms.plan.queries.budget import YearLine, years_of
from zhichan.rooms.plan.queries.follow_up_dues import (
    OpenFollowUps,
    due_of_follow_up,
    open_follow_ups_of,
)
from zhichan.rooms.plan.queries.indicator_page import Drawn, drawn_of
from zhichan.rooms.plan.queries.indicators import WITH_BINDING, counts_by_status, indicators_visible_to
from zhichan.rooms.plan.queries.near_dues import MOST, Due, due_of_matter, dues_of_tasks, near_dues
from zhichan.rooms.plan.queries.outlook import Outlook, outlooks_of
from zhichan.rooms.plan.queries.tasks import TaskFilter, filtered, tasks_visible_to
from zhichan.rooms.plan.queries.values import values_by_day
from zhichan.rooms.plan.rights import TASK_VIEW

Answer = TypeVar("Answer")
MOST_INDICATORS = 60
MOST_LIGHTS = 8
# The order in which the lights of a unit stand.
LIGHTS = (
    *(Alarm.DONE, Alarm.TO_VERIFY, Alarm.NORMAL, Alarm.LAGGING),
    *(Alarm.SOON, Alarm.OVERDUE, Alarm.NOT_STARTED),
)


@dataclass(frozen=True)
class Asked:
    """What the overview is asked for: indicators as of ``on`` as known then, of one plan or of all.

    ``focus``: the indicator the chart draws; ``measure``: the figure on the map, by its key.
    """

    on: date
    known_at: datetime
    plan: int | None = None
    focus: int | None = None
    measure: str = ""


@dataclass(frozen=True)
class Lights:
    """One unit's tasks as marks, in the order of ``LIGHTS``."""

    lane: Lane
    marks: Sequence[Alarm]


@dataclass(frozen=True)
class TaskPart:
    """Tasks of the overview, without cancelled ones; ``is_capped``: cards and lights are of the 200 most
    urgent, what is counted is of all. ``is_uncounted``: there are more than a thousand, and nothing is told
    but that.

    ``days_of_week_left``: until Sunday, 0 on Sunday.
    """

    total: int
    by_alarm: Mapping[Alarm, int]
    due_this_week: int
    days_of_week_left: int
    is_capped: bool
    is_uncounted: bool
    lights: Sequence[Lights]
    unit_count: int
    cards: Sequence[Card]


@dataclass(frozen=True)
class Overview:
    """``focus``: the indicator the chart draws. ``money``: the budget of this year, where there is any.

    ``indicator_count``: of all, also where only the first sixty are here. ``matters``: None for one plan, of
    which matters are no part. ``groups`` and ``places``: the figures of rooms, of the whole area whatever
    plan is chosen; none for whoever sees only the work of their units.
    """

    indicators: Sequence[Outlook]
    indicator_count: int
    by_status: Mapping[Status, int]
    focus: Outlook | None
    drawn: Drawn | None
    tasks: TaskPart
    follow_ups: OpenFollowUps
    matters: MatterDues | None
    dues: Sequence[Due]
    groups: Sequence[ShownGroup]
    places: ShownPlaces | None
    money: YearLine | None
    plans: frozenset[int]
    is_of_units: bool

    @property
    def plan_title(self) -> str:
        """The plan's title where all indicators and all open tasks are of one plan: tasks that are done do
        not count."""
        going_on = {card.task.plan_id for card in self.tasks.cards if card.task.state in OPEN_STATES}
        one = going_on | {one.indicator.plan_id for one in self.indicators}
        return self.indicators[0].indicator.plan.title if self.indicators and len(one) == 1 else ""

    @property
    def is_sample(self) -> bool:
        """Whether every indicator is a sample: then it is said once."""
        return bool(self.indicators) and all(one.indicator.is_sample for one in self.indicators)

    @property
    def elapsed(self) -> int | None:
        """The share of the plan's time that has passed, in per cent; None where several plans are shown."""
        return self.indicators[0].row.elapsed if self.plan_title else None


def overview_of(actor: Actor, today: Today, asked: Asked, horizon: Horizon) -> Overview:
    """The overview for one actor: indicators as of a day, all else as of now. Some twenty queries.

    Each part holds for itself: while tasks go on, what is said of indicators, matters and money stays.
    """

    def kept(part: str, key: tuple[Hashable, ...], make: Callable[[], Answer]) -> Answer:
        return remembered((f"overview {part}", actor, get_language(), *key), make)

    indicators = kept("indicators", (asked.on, asked.known_at, asked.plan), lambda: _indicators(actor, asked))
    focus = _focus(indicators, asked.focus)
    tasks, plan = _tasks(actor, asked.plan, today), asked.plan
    follow_ups = kept("follow-ups", (today.on, plan), lambda: open_follow_ups_of(actor, today.on, plan))
    matters = None if plan else kept("matters", (horizon,), lambda: matter_dues(actor, horizon, MOST))
    years = kept("money", (plan,), lambda: years_of(actor, plan))
    is_of_units = reach_of(actor, TASK_VIEW) is not Reach.ALL
    return Overview(
        indicators=indicators,
        indicator_count=_indicator_count(actor, asked, len(indicators)),
        by_status=counts_by_status(one.row for one in indicators),
        focus=focus,
        drawn=kept("focus", (focus.indicator.pk, asked.on, asked.known_at), lambda: _drawn(focus, asked))
        if focus
        else None,
        tasks=tasks,
        follow_ups=follow_ups,
        matters=matters,
        dues=near_dues(
            [
                *dues_of_tasks(tasks.cards, today),
                *(due for one in follow_ups.first if (due := due_of_follow_up(one, today))),
                *(due_of_matter(one, today) for one in (matters.first if matters else ())),
            ]
        ),
        groups=() if is_of_units else kept("groups", (), lambda: groups_shown_to(actor)),
        money=next((one for one in years if one.year == today.on.year), None),
        places=None
        if is_of_units
        else kept("places", (asked.measure,), lambda: places_shown_to(actor, asked.measure)),
        plans=frozenset(one.indicator.plan_id for one in indicators)
        | frozenset(card.task.plan_id for card in tasks.cards),
        is_of_units=is_of_units,
    )


def _tasks(actor: Actor, plan: int | None, today: Today) -> TaskPart:
    """The tasks on the board; where it does not hold all, counted by two queries more."""
    board = board_of(actor, TaskFilter(plan=plan), today, all_lanes=True)
    found = task_part(board, today)
    if not board.is_capped:
        return found
    wanted = TaskFilter(plan=plan, without="cancelled")
    counts = counts_of(actor, wanted, today)
    this_week = replace(wanted, due_within=found.days_of_week_left)
    return replace(
        found,
        total=counts.total,
        by_alarm=counts.by_alarm,
        is_uncounted=counts.is_capped,
        due_this_week=filtered(tasks_visible_to(actor), this_week, today).count(),
    )


def task_part(board: Board, today: Today) -> TaskPart:
    """The tasks of a board, counted and as lights. No query."""
    by_alarm = dict.fromkeys(Alarm, 0)
    for card in board.cards:
        by_alarm[card.standing.alarm] += 1
    days_left = 6 - today.on.weekday()
    sunday = today.on + timedelta(days=days_left)
    open_cards = [card for card in board.cards if card.task.state in OPEN_STATES]
    return TaskPart(
        total=len(board.cards),
        by_alarm=by_alarm,
        due_this_week=sum(today.on <= card.task.sort_on <= sunday for card in open_cards),
        days_of_week_left=days_left,
        is_capped=board.is_capped,
        is_uncounted=False,
        lights=[_lights(lane) for lane in board.lanes[:MOST_LIGHTS]],
        unit_count=board.lane_count,
        cards=board.cards,
    )


def _indicators(actor: Actor, asked: Asked) -> list[Outlook]:
    """The indicators in force with how they stand and where they are heading; of the longest plan first: a
    drive of three months stands behind the plan of five years."""
    found = (
        _in_use(actor, asked.plan)
        .select_related("plan", "owner_unit", *WITH_BINDING)
        .order_by(
            (F("plan__period_to") - F("plan__period_from")).desc(nulls_last=True),
            "-plan_id",
            "position",
            "pk",
        )
    )
    return outlooks_of(found[:MOST_INDICATORS], at=asked.known_at, on=asked.on)


def _in_use(actor: Actor, plan: int | None) -> QuerySet[Indicator]:
    visible = indicators_visible_to(actor).filter(retired_at=None)
    return visible if plan is None else visible.filter(plan_id=plan)


def _indicator_count(actor: Actor, asked: Asked, shown: int) -> int:
    return shown if shown < MOST_INDICATORS else _in_use(actor, asked.plan).count()


def _drawn(focus: Outlook, asked: Asked) -> Drawn:
    values = values_by_day([focus.indicator.pk], asked.on, asked.known_at)
    return drawn_of(focus.row.goal, values[focus.indicator.pk])


def _focus(rows: Sequence[Outlook], wanted: int | None) -> Outlook | None:
    """The indicator asked for, else the one furthest behind its path, else the first with a value."""
    asked = next((one for one in rows if one.indicator.pk == wanted), None)
    lagging = [one for one in rows if one.status in (Status.LAGGING, Status.SLOW) and one.path_value]
    if asked or not lagging:
        return asked or next((one for one in rows if one.value is not None), rows[0] if rows else None)
    return min(lagging, key=_shortfall)


def _shortfall(one: Outlook) -> Decimal:
    """How far behind, as a share of where the path stands; below zero where it is behind."""
    gap, expected = one.row.gap or Decimal(0), abs(one.path_value or Decimal(1))
    return -gap / expected if one.row.goal and one.row.goal.is_falling else gap / expected


def _lights(lane: Lane) -> Lights:
    order = {alarm: place for place, alarm in enumerate(LIGHTS)}
    alarms = [card.standing.alarm for card in lane.cards]
    return Lights(lane, sorted(alarms, key=lambda alarm: order.get(alarm, 0)))
