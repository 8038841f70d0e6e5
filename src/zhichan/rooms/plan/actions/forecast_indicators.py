"""Forecasting indicators (预测): kept, so that pages read it; computed anew only where its values changed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.rooms.plan.forecasting import FEWEST, METHODS, Forecasted, Kind, forecast_of, most_steps
from zhichan.rooms.plan.indicator_series import Series, periods_ahead, series_of
from zhichan.rooms.plan.indicator_status import Dated, Goal, places_of, rounded
from zhichan.rooms.plan.models import Indicator, IndicatorForecast
from zhichan.rooms.plan.periods import Period
from zhichan.rooms.plan.queries.indicators import goal_of, targets_in_force
from zhichan.rooms.plan.queries.outlook import forecasts_known_at
from zhichan.rooms.plan.queries.values import values_by_day
from zhichan.rooms.plan.rights import MEASURE_BIND

Refusal = IndicatorForecast.Refusal
_PLACES = 4


def forecast_indicators(indicator_ids: Iterable[int], *, by: Actor, at: datetime) -> list[IndicatorForecast]:
    """Forecast indicators from what is known now.

    Those whose values, promise and method are as before keep what they have. Returns the forecasts (or
    refusals) that were added.

    Reads outside of any transaction that writes: a fit takes milliseconds, statsmodels seconds to import.
    Raises NotAllowed.
    """
    require(by, MEASURE_BIND)
    indicators = list(Indicator.objects.filter(pk__in=list(indicator_ids), retired_at=None).order_by("pk"))
    targets = targets_in_force(indicators)
    values = _values(indicators, at)
    before = forecasts_known_at([one.pk for one in indicators], at)
    made = []
    for one in indicators:
        promised = targets.get(one.pk)
        goal = goal_of(one, promised) if promised else None
        stored = before.get(one.pk)
        fresh = _fresh(one, goal, values.get(one.pk, ()), stored.digest if stored else "", at)
        made += [fresh] if fresh else []
    with transaction.atomic():
        return IndicatorForecast.objects.bulk_create(made)


def _values(indicators: Sequence[Indicator], at: datetime) -> Mapping[int, list[Dated]]:
    """The values of the last days of quarters that count. Two queries."""
    found: defaultdict[int, list[Dated]] = defaultdict(list)
    ids = [one.pk for one in indicators]
    by_day = values_by_day(ids, timezone.localdate(at), at, ends_of_quarters=True)
    for pk, rows in by_day.items():
        found[pk] = [Dated(row.effective_on, row.value) for row in rows]
    return found


def _fresh(
    indicator: Indicator, goal: Goal | None, values: Sequence[Dated], digest: str, at: datetime
) -> IndicatorForecast | None:
    """A new forecast, or None where the one with the digest still holds, or nothing was ever known."""
    series = series_of(values, indicator.counting)
    if series is None:
        return None
    ends_on = _ends_on(series, goal)
    now = _digest(series, ends_on)
    if now == digest:
        return None
    made = IndicatorForecast(
        indicator=indicator,
        on=series.on,
        known_at=at,
        method=METHODS[series.kind],
        digest=now,
        period=series.last.every,
        points=len(series.points),
    )
    ahead = periods_ahead(series, ends_on)
    if series.last.every == "year":
        made.refusal = Refusal.UNPROVEN if len(series.points) >= FEWEST else Refusal.FEW
        return made
    if not ahead:
        made.refusal = Refusal.PAST
        return made
    found = forecast_of([float(one) for one in series.points], kind=series.kind, steps=len(ahead))
    _fill(made, found, series, ahead, places_of(goal, series.points[-1]) if goal else _PLACES)
    return made


def _ends_on(series: Series, goal: Goal | None) -> date:
    """Until which day: the promised year's end, at most as far as so many points let one see.

    A yearly figure is forecast for the running year alone, at the end of one for the next.
    """
    if series.kind is Kind.FLOW:
        return date(series.last.next().year, 12, 31)
    farthest = series.last
    for _step in range(most_steps(len(series.points), series.kind)):
        farthest = farthest.next()
    end = goal.ends_on if goal else None
    return min(end, farthest.end_on) if end else farthest.end_on


def _digest(series: Series, ends_on: date) -> str:
    parts = [METHODS[series.kind], series.last.label, ends_on.isoformat(), *map(str, series.points)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _fill(
    made: IndicatorForecast, found: Forecasted, series: Series, ahead: Sequence[Period], places: int
) -> None:
    def figure(value: float | None) -> Decimal | None:
        return None if value is None else rounded(Decimal(repr(value)), min(places + 1, _PLACES))

    made.error, made.naive_error, made.origins = figure(found.error), figure(found.naive_error), found.origins
    if found.refusal is not None:
        made.refusal = found.refusal.value
        return
    for period, step in zip(ahead, found.steps, strict=False):
        if _is_told(series, period):
            figures = [rounded(Decimal(repr(one)), places) for one in (step.value, step.low, step.high)]
            _add_step(made, period, [max(one, series.so_far or one) for one in figures])
    if made.value is None:
        made.refusal = Refusal.FEW


def _is_told(series: Series, period: Period) -> bool:
    """Whether a period says something: of a yearly figure in quarters only the end of the year does."""
    return series.kind is not Kind.FLOW or period.every == "year" or period.part == 4


def _add_step(made: IndicatorForecast, period: Period, figures: Sequence[Decimal]) -> None:
    made.target_on = period.end_on
    made.value, made.low, made.high = figures
    made.steps.append([period.end_on.isoformat(), *map(str, figures)])
