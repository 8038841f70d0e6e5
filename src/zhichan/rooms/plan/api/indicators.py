"""Indicators and their values through the API, as of a day as known at an instant."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from zhichan.core.access.operation import (
    DEFAULT_PAGE_SIZE,
    Id,
    Instant,
    Line,
    PageSize,
    key_set_page,
    operation,
)
from zhichan.core.access.requests import actor_in, now, today
from zhichan.rooms.plan.actions.enter_value import ValueEntry, enter_value
from zhichan.rooms.plan.api.types import (
    Counting,
    Day,
    Exact,
    Figure,
    IndicatorStatus,
    NeededPace,
    Note,
    Operator,
    PathKind,
)
from zhichan.rooms.plan.models import IndicatorValue
from zhichan.rooms.plan.queries.indicators import indicator_visible_to, indicators_visible_to
from zhichan.rooms.plan.queries.outlook import Outlook, outlooks_of
from zhichan.rooms.plan.queries.values import values_by_day
from zhichan.rooms.plan.rights import INDICATOR_VIEW, VALUE_ENTER

router = Router()


class TargetOut(Schema):
    op: Operator
    baseline: Exact | None
    baseline_year: int | None
    value: Exact | None
    value_min: Exact | None
    value_max: Exact | None
    year: int | None
    growth_rate_pct: Exact | None
    evidence: str


class PointOut(Schema):
    year: int
    value: Exact
    kind: PathKind
    note: str


class ValueOut(Schema):
    id: int
    indicator_id: int
    effective_on: date
    known_at: datetime
    value: Exact
    source: str
    note: str
    unit_id: int | None
    run_id: int | None


class NeededOut(Schema):
    """What is still needed: per cent a year, or so much in each quarter left."""

    pace: NeededPace
    amount: Exact
    text: str


class ForecastOut(Schema):
    """``level_percent`` of a hundred truths lie in the interval; ``error``: mean absolute, of back-tests."""

    on: date
    value: Exact
    low: Exact
    high: Exact
    level_percent: int
    method: str
    error: Exact


class ComparisonOut(Schema):
    on: date
    value: Exact
    change: Exact
    change_percent: Exact | None


class QualityOut(Schema):
    """``coverage`` from 0 to 1; ``compared`` earlier days were computed anew, ``differing`` changed."""

    source: str
    updated_at: datetime | None
    coverage: Exact | None
    compared: int
    differing: int
    next_on: date | None
    warnings: list[str]


class IndicatorOut(Schema):
    """``value`` as of the day as known at the instant; ``expected``: the path on the value's day.

    A value with ``run_id`` was computed from registers; ``at_odds``: another figure of the same day, which
    does not count. ``forecast`` null: ``no_forecast`` says why. ``conflict``: a day has two figures and
    nobody has decided yet.
    """

    id: int
    plan_id: int
    name: str
    unit_of_measure: str
    nature: str
    counting: Counting
    owner_unit_id: int | None
    is_sample: bool
    status: IndicatorStatus
    value: ValueOut | None
    at_odds: ValueOut | None
    expected: Exact | None
    target: TargetOut | None
    path: list[PointOut]
    needed: NeededOut | None
    forecast: ForecastOut | None
    no_forecast: str
    last_period: ComparisonOut | None
    last_year: ComparisonOut | None
    quality: QualityOut
    conflict: bool


class IndicatorPage(Schema):
    """``next``: pass it as ``after`` for the following rows; null at the end."""

    on: date
    known_at: datetime
    items: list[IndicatorOut]
    next: int | None


class ValuePage(Schema):
    items: list[ValueOut]
    next: int | None


class ValueIn(Schema):
    """A value for a day that has one is a correction and needs a note."""

    effective_on: Day
    value: Figure
    source: Line
    note: Note = ""
    known_at: Instant | None = None


@operation(router.get, "/indicators", right=INDICATOR_VIEW, out=IndicatorPage, summary="列出指标")
def indicators(
    request: HttpRequest,
    plan: Id | None = None,
    on: Day | None = None,
    known_at: Instant | None = None,
    after: Id | None = None,
    limit: PageSize = DEFAULT_PAGE_SIZE,
) -> IndicatorPage:
    visible = indicators_visible_to(actor_in(request)).filter(retired_at=None)
    rows, following = key_set_page(
        visible.filter(plan_id=plan) if plan else visible, after=after, limit=limit
    )
    day, instant = on or today(), known_at or now()
    items = [_indicator(one) for one in outlooks_of(rows, at=instant, on=day)]
    return IndicatorPage(on=day, known_at=instant, items=items, next=following)


@operation(
    router.get, "/indicators/{indicator_id}", right=INDICATOR_VIEW, out=IndicatorOut, summary="查看指标"
)
def indicator(
    request: HttpRequest, indicator_id: Id, on: Day | None = None, known_at: Instant | None = None
) -> IndicatorOut:
    found = indicator_visible_to(actor_in(request), indicator_id)
    [outlook] = outlooks_of([found], at=known_at or now(), on=on or today())
    return _indicator(outlook)


@operation(
    router.get,
    "/indicators/{indicator_id}/values",
    right=INDICATOR_VIEW,
    out=ValuePage,
    summary="指标的历次数值（连同更正）",
)
def values(
    request: HttpRequest,
    indicator_id: Id,
    known_at: Instant | None = None,
    after: Id | None = None,
    limit: PageSize = DEFAULT_PAGE_SIZE,
) -> ValuePage:
    """Every row; with ``known_at`` for each day only the value known at that instant."""
    found = indicator_visible_to(actor_in(request), indicator_id)
    rows = IndicatorValue.objects.filter(indicator=found)
    if known_at:
        counting = values_by_day([found.pk], date.max, known_at)[found.pk]
        rows = rows.filter(pk__in=[value.pk for value in counting])
    shown, following = key_set_page(rows, after=after, limit=limit)
    return ValuePage(items=[ValueOut.from_orm(row) for row in shown], next=following)


@operation(
    router.post,
    "/indicators/{indicator_id}/values",
    right=VALUE_ENTER,
    out=ValueOut,
    summary="填报或更正指标值",
    status=201,
)
def add_value(request: HttpRequest, indicator_id: Id, body: ValueIn) -> Status[ValueOut]:
    entry = ValueEntry(body.effective_on, body.value, body.source, body.note, body.known_at)
    made = enter_value(indicator_id, entry, by=actor_in(request), at=now())
    return Status(201, ValueOut.from_orm(made))


def _indicator(outlook: Outlook) -> IndicatorOut:
    row = outlook.row
    own = ("id", "plan_id", "name", "unit_of_measure", "nature", "counting", "owner_unit_id", "is_sample")
    plain: dict[str, Any] = {name: getattr(row.indicator, name) for name in own}
    return IndicatorOut(
        **plain,
        status=row.status.value,
        value=ValueOut.from_orm(row.value) if row.value else None,
        at_odds=ValueOut.from_orm(row.value.at_odds) if row.value and row.value.at_odds else None,
        expected=row.expected,
        target=TargetOut.from_orm(row.target) if row.target else None,
        path=[PointOut.from_orm(point) for point in row.path],
        needed=NeededOut.from_orm(outlook.needed) if outlook.needed else None,
        forecast=ForecastOut.from_orm(outlook.forecast) if outlook.forecast else None,
        no_forecast=outlook.no_forecast,
        last_period=ComparisonOut.from_orm(outlook.last_period) if outlook.last_period else None,
        last_year=ComparisonOut.from_orm(outlook.last_year) if outlook.last_year else None,
        quality=QualityOut.from_orm(outlook.quality),
        conflict=outlook.conflict,
    )
