"""How indicators stand and where they are heading (指标展望): for the overview, scores and reports.

One row holds all that is said of an indicator: value, path, what is still needed, the stored forecast, the
comparison with last period and last year, and the data-quality line. Nothing is computed but plain figures;
a handful of queries however many indicators are asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from zhichan.rooms.plan.forecasting import LEVEL_PERCENT
from zhichan.rooms.plan.indicator_series import DAYS_BEFORE_END
from zhichan.rooms.plan.indicator_status import Status
from zhichan.rooms.plan.models import Indicator, IndicatorForecast, IndicatorValue, PlanVersion
from zhichan.rooms.plan.needed import Needed, needed_of
from zhichan.rooms.plan.periods import period_of
from zhichan.rooms.plan.quality import Quality, quality_of
from zhichan.rooms.plan.queries.indicators import (
    WITH_BINDING,
    IndicatorRow,
    a_year_before,
    row_of,
    targets_in_force,
)
from zhichan.rooms.plan.queries.values import Disagreement, disagreements_of, values_as_of, values_on

# An earlier value still stands for last period, or for the day a year before, where it is no older.
_OLDEST_PERIOD = timedelta(days=366)
_OLDEST_YEAR = timedelta(days=366 + 92)


@dataclass(frozen=True)
class Forecast:
    """What a stored forecast says of a day: the interval holds ``level_percent`` of a hundred truths.

    ``error``: mean absolute error of its back-test, in the unit of the indicator.
    """

    value: Decimal
    low: Decimal
    high: Decimal
    method: str
    error: Decimal
    on: date
    stored: IndicatorForecast
    level_percent: int = LEVEL_PERCENT


@dataclass(frozen=True)
class Comparison:
    """An earlier value and the change since; ``change_percent`` None where the earlier one is not above 0."""

    value: Decimal
    on: date
    change: Decimal
    change_percent: Decimal | None


@dataclass(frozen=True)
class Outlook:
    """``path_value``: the path on the value's day. ``conflict``: a day of it has two figures undecided.

    ``forecast`` None: there is none that may be shown; ``no_forecast`` says why where it was tried.
    ``last_period``: its value at the end of the quarter before the value's day, at most a year old;
    ``last_year``: its value on the day a year before, at most a quarter older.
    """

    row: IndicatorRow
    baseline: Decimal | None
    value: Decimal | None
    value_on: date | None
    target: Decimal | None
    target_year: int | None
    path_value: Decimal | None
    status: Status
    needed: Needed | None
    forecast: Forecast | None
    no_forecast: str
    last_period: Comparison | None
    last_year: Comparison | None
    quality: Quality
    disagreements: Sequence[Disagreement]

    @property
    def indicator(self) -> Indicator:
        return self.row.indicator

    @property
    def nature(self) -> str:
        return self.row.indicator.nature

    @property
    def unit_of_measure(self) -> str:
        return self.row.indicator.unit_of_measure

    @property
    def conflict(self) -> bool:
        return any(one.is_open for one in self.disagreements)


def outlooks_of(
    asked: PlanVersion | Iterable[Indicator], *, at: datetime, on: date | None = None
) -> list[Outlook]:
    """The outlook of indicators, or of those in use that a version promises, in the order of the plan.

    As known at ``at``, as of ``on`` (by default the day of ``at``). About nine queries. Whoever asks has
    narrowed the indicators to what the actor may see.
    """
    day = on or timezone.localdate(at)
    indicators = _asked(asked)
    ids = [one.pk for one in indicators]
    targets = targets_in_force(indicators)
    values = values_as_of(ids, day, at)
    before, period, year = _earlier_values(values, day, at)
    forecasts = forecasts_known_at(ids, at)
    disagreements = disagreements_of(ids, day, at)
    return [
        _outlook(
            row_of(one, targets.get(one.pk), values.get(one.pk), before.get(one.pk), day),
            period.get(one.pk),
            year.get(one.pk),
            forecasts.get(one.pk),
            disagreements.get(one.pk, ()),
            at,
        )
        for one in indicators
    ]


def _asked(asked: PlanVersion | Iterable[Indicator]) -> list[Indicator]:
    """With their bindings, which are fetched where they did not come along. At most one query."""
    if isinstance(asked, PlanVersion):
        promised = Indicator.objects.filter(targets__version=asked, retired_at=None)
        return list(promised.select_related("plan", "owner_unit", *WITH_BINDING).order_by("position", "pk"))
    given = list(asked)
    if all("binding" in one._state.fields_cache for one in given):
        return given
    full = Indicator.objects.select_related("plan", "owner_unit", *WITH_BINDING).in_bulk(
        [one.pk for one in given]
    )
    return [full[one.pk] for one in given]


Values = Mapping[int, IndicatorValue]


def _earlier_values(values: Values, on: date, known_at: datetime) -> tuple[Values, Values, Values]:
    """Of each indicator its value a year before ``on``, at the end of the quarter before its value's day, and
    a year before that day. Two queries."""
    days = {pk: value.effective_on for pk, value in values.items()}
    before, period, year = values_on(
        [
            dict.fromkeys(days, a_year_before(on)),
            {pk: period_of(day, "quarter").start_on - timedelta(days=1) for pk, day in days.items()},
            {pk: a_year_before(day) for pk, day in days.items()},
        ],
        known_at,
    )
    return before, period, year


def forecasts_known_at(indicator_ids: Iterable[int], known_at: datetime) -> dict[int, IndicatorForecast]:
    """The latest stored forecast of each indicator, or the reason there is none. One query."""
    newest = IndicatorForecast.objects.filter(indicator=OuterRef("indicator"), known_at__lte=known_at)
    latest = Subquery(newest.order_by("-known_at", "-pk").values("pk")[:1])
    rows = IndicatorForecast.objects.filter(indicator_id__in=list(indicator_ids), known_at__lte=known_at)
    return {one.indicator_id: one for one in rows.annotate(latest=latest).filter(pk=F("latest"))}


def _outlook(
    row: IndicatorRow,
    period: IndicatorValue | None,
    year: IndicatorValue | None,
    stored: IndicatorForecast | None,
    disagreements: Sequence[Disagreement],
    at: datetime,
) -> Outlook:
    value, unit = row.value, row.indicator.unit_of_measure
    is_current = stored is not None and value is not None and _is_current(stored, value)
    needed = needed_of(row.goal, value.value, value.effective_on, unit) if row.goal and value else None
    open_conflicts = sum(one.is_open for one in disagreements)
    return Outlook(
        row=row,
        baseline=row.target.baseline if row.target else None,
        value=value.value if value else None,
        value_on=value.effective_on if value else None,
        target=row.goal.end if row.goal else None,
        target_year=row.target.year if row.target else None,
        path_value=row.expected,
        status=row.status,
        needed=needed,
        forecast=_forecast(stored) if stored and is_current else None,
        no_forecast=stored.get_refusal_display() if stored and stored.refusal and is_current else "",
        last_period=_comparison(value, _same_year(row.indicator, value, period), _OLDEST_PERIOD),
        last_year=_comparison(value, year, _OLDEST_YEAR),
        quality=quality_of(row.indicator, value, period, open_conflicts=open_conflicts, at=at),
        disagreements=disagreements,
    )


def _is_current(stored: IndicatorForecast, value: IndicatorValue) -> bool:
    """Whether no value for a later period has come since."""
    last = period_of(stored.on, "year" if stored.period == IndicatorForecast.Period.YEAR else "quarter")
    return value.effective_on < last.next().end_on - timedelta(days=DAYS_BEFORE_END)


def _forecast(stored: IndicatorForecast) -> Forecast | None:
    if stored.value is None or stored.low is None or stored.high is None or stored.target_on is None:
        return None
    error = stored.error or Decimal(0)
    return Forecast(stored.value, stored.low, stored.high, stored.method, error, stored.target_on, stored)


def _same_year(
    indicator: Indicator, value: IndicatorValue | None, earlier: IndicatorValue | None
) -> IndicatorValue | None:
    """A yearly figure (当年数) starts anew each January: a quarter of another year is no period before it."""
    if value is None or earlier is None or indicator.counting != Indicator.Counting.YEARLY:
        return earlier
    return earlier if earlier.effective_on.year == value.effective_on.year else None


def _comparison(
    value: IndicatorValue | None, earlier: IndicatorValue | None, oldest: timedelta
) -> Comparison | None:
    """The change since an earlier value; None where that one is too old to be called so."""
    if value is None or earlier is None or value.effective_on - earlier.effective_on > oldest:
        return None
    change = value.value - earlier.value
    percent = (change * 100 / earlier.value).quantize(Decimal("0.1")) if earlier.value > 0 else None
    return Comparison(earlier.value, earlier.effective_on, change, percent)
