"""What the overview (总览) shows: indicators as of a day, tasks by unit, what is due next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from zhichan.core.access.actor import Actor
from zhichan.rooms.plan.alarms import NEVER, OPEN_STATES, Alarm, Today
from zhichan.rooms.plan.indicator_status import Status
from zhichan.rooms.plan.models import Indicator, IndicatorValue
from zhichan.rooms.plan.queries.board import Card, Lane, board_of
from zhichan.rooms.plan.queries.indicator_page import Drawn, drawn_of
from zhichan.rooms.plan.queries.indicators import (
    WITH_BINDING,
    IndicatorRow,
    PromisedTarget,
    a_year_before,
    counts_by_status,
    indicators_visible_to,
    row_of,
    targets_in_force,
)
from zhichan.rooms.plan.queries.tasks import TaskFilter
from zhichan.rooms.plan.queries.values import values_by_day

MOST_INDICATORS = 60
MOST_DUES = 6
MOST_LIGHTS = 12
# The order in which the lights of a unit stand.
LIGHTS = (
    *(Alarm.DONE, Alarm.TO_VERIFY, Alarm.NORMAL, Alarm.LAGGING),
    *(Alarm.SOON, Alarm.OVERDUE, Alarm.NOT_STARTED),
)
_BEHIND = frozenset({Status.LAGGING, Status.SLOW})


@dataclass(frozen=True)
class Asked:
    """What the overview is asked for: indicators as of ``on`` as known then, of one plan or of all."""

    on: date
    known_at: datetime
    plan: int | None = None
    focus: int | None = None


@dataclass(frozen=True)
class Lights:
    """One unit's tasks as marks, in the order of ``LIGHTS``."""

    lane: Lane
    marks: Sequence[Alarm]


@dataclass(frozen=True)
class Overview:
    """``focus``: the indicator the chart draws; ``is_capped``: only the 200 most urgent tasks are here.

    ``days_of_week_left``: until Sunday, 0 on Sunday.
    """

    indicators: Sequence[IndicatorRow]
    by_status: Mapping[Status, int]
    focus: IndicatorRow | None
    drawn: Drawn | None
    tasks: int
    by_alarm: Mapping[Alarm, int]
    due_this_week: int
    days_of_week_left: int
    is_capped: bool
    lights: Sequence[Lights]
    unit_count: int
    dues: Sequence[Card]
    plans: frozenset[int]

    @property
    def plan_title(self) -> str:
        """The plan's title where all indicators and tasks are of one plan."""
        return self.indicators[0].indicator.plan.title if self.indicators and len(self.plans) == 1 else ""


def overview_of(actor: Actor, today: Today, asked: Asked) -> Overview:
    """The overview for one actor: indicators as of a day, tasks as of today. Five queries."""
    rows, values = _indicators(actor, asked)
    chosen = _focus(rows, asked.focus)
    board = board_of(actor, TaskFilter(plan=asked.plan), today, all_lanes=True)
    by_alarm = dict.fromkeys(Alarm, 0)
    for card in board.cards:
        by_alarm[card.standing.alarm] += 1
    open_cards = [card for card in board.cards if card.task.state in OPEN_STATES]
    days_left = 6 - today.on.weekday()
    sunday = today.on + timedelta(days=days_left)
    return Overview(
        indicators=rows,
        by_status=counts_by_status(rows),
        focus=chosen,
        drawn=drawn_of(chosen.goal, values[chosen.pk]) if chosen else None,
        tasks=len(board.cards),
        by_alarm=by_alarm,
        due_this_week=sum(today.on <= card.task.sort_on <= sunday for card in open_cards),
        days_of_week_left=days_left,
        is_capped=board.is_capped,
        lights=[_lights(lane) for lane in board.lanes[:MOST_LIGHTS]],
        unit_count=board.lane_count,
        dues=[card for card in open_cards if card.task.sort_on < NEVER][:MOST_DUES],
        plans=frozenset(row.indicator.plan_id for row in rows)
        | frozenset(card.task.plan_id for card in board.cards),
    )


def _indicators(actor: Actor, asked: Asked) -> tuple[list[IndicatorRow], Mapping[int, list[IndicatorValue]]]:
    """The indicators in force with how they stand, and the values of each, latest day first."""
    visible = indicators_visible_to(actor).filter(retired_at=None).select_related("plan", *WITH_BINDING)
    if asked.plan is not None:
        visible = visible.filter(plan_id=asked.plan)
    found = list(visible.order_by("-plan_id", "position", "pk")[:MOST_INDICATORS])
    targets = targets_in_force(found)
    values = values_by_day((one.pk for one in found), asked.on, asked.known_at)
    rows = [_row(one, targets.get(one.pk), values[one.pk], asked.on) for one in found]
    return rows, values


def _row(
    indicator: Indicator, promised: PromisedTarget | None, values: Sequence[IndicatorValue], on: date
) -> IndicatorRow:
    """``values``: one for each day, the latest first."""
    year_ago = a_year_before(on)
    before = next((value for value in values if value.effective_on <= year_ago), None)
    return row_of(indicator, promised, next(iter(values), None), before, on)


def _focus(rows: Sequence[IndicatorRow], wanted: int | None) -> IndicatorRow | None:
    """The indicator asked for, else the one furthest behind its path, else the first with a value."""
    asked = next((row for row in rows if row.pk == wanted), None)
    lagging = [row for row in rows if row.status in _BEHIND and row.expected]
    if asked or not lagging:
        return asked or next((row for row in rows if row.value), rows[0] if rows else None)
    return min(lagging, key=_shortfall)


def _shortfall(row: IndicatorRow) -> Decimal:
    """How far behind, as a share of where the path stands; below zero where it is behind."""
    gap, expected = row.gap or Decimal(0), abs(row.expected or Decimal(1))
    return -gap / expected if row.goal and row.goal.is_falling else gap / expected


def _lights(lane: Lane) -> Lights:
    order = {alarm: place for place, alarm in enumerate(LIGHTS)}
    alarms = [card.standing.alarm for card in lane.cards]
    return Lights(lane, sorted(alarms, key=lambda alarm: order.get(alarm, 0)))
