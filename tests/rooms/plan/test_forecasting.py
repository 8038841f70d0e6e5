"""Forecasts of plain series: laws, refusals, and the model worked out a second way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhichan.rooms.plan.forecasting import ENDS, Kind, Refusal, backtest, damped, forecast_of, most_steps
from zhichan.rooms.plan.indicator_series import periods_ahead, series_of
from zhichan.rooms.plan.indicator_status import Dated
from zhichan.rooms.plan.periods import Period

GROWING = (100.0, 108, 117, 121, 130, 141, 149, 155, 166, 171, 180, 192)


def recursion(values, level_weight: float, trend_weight: float, damping: float, steps: int) -> list[float]:
    """Holt's damped trend as the textbook writes it."""
    level, trend = values[0], values[1] - values[0]
    for value in values[1:]:
        before = level
        level = level_weight * value + (1 - level_weight) * (level + damping * trend)
        trend = trend_weight * (level - before) + (1 - trend_weight) * damping * trend
    return [level + trend * sum(damping**k for k in range(1, ahead + 1)) for ahead in range(1, steps + 1)]


def test_the_library_says_what_the_textbook_says():
    assert damped(GROWING, 4) == pytest.approx(recursion(GROWING, 1.0, 0.3, 0.98, 4))


def test_a_flow_is_forecast_to_stay_within_what_such_flows_did():
    found = forecast_of(GROWING, kind=Kind.FLOW, steps=4)
    assert [step.value for step in found.steps] == [192] * 4
    assert found.error == found.naive_error > 0
    assert all(step.low < 192 < step.high for step in found.steps)


def test_a_growing_series_is_forecast_with_its_error_and_an_interval():
    found = forecast_of(GROWING, kind=Kind.STOCK, steps=5)
    assert found.refusal is None
    assert [step.value for step in found.steps] == sorted(step.value for step in found.steps)
    assert all(step.low < step.value < step.high for step in found.steps)
    widths = [step.high - step.low for step in found.steps]
    assert widths == sorted(widths)
    assert (found.origins, found.error < found.naive_error) == (7, True)
    # The error by hand: from 5, 6 … 11 points up to five steps ahead each.
    errors = [
        abs(guess - true)
        for origin in range(5, 12)
        for guess, true in zip(recursion(GROWING[:origin], 1.0, 0.3, 0.98, 5), GROWING[origin:], strict=False)
    ]
    assert found.error == pytest.approx(sum(errors) / len(errors))


def test_a_series_that_stays_is_forecast_to_stay():
    found = forecast_of([100.0] * 12, kind=Kind.STOCK, steps=4)
    assert [(step.low, step.value, step.high) for step in found.steps] == [(100, 100, 100)] * 4
    assert (found.error, found.naive_error, found.refusal) == (0, 0, None)


SERIES = st.lists(st.integers(1, 50), min_size=8, max_size=14).map(
    lambda gains: [float(sum(gains[: n + 1])) for n in range(len(gains))]
)


@settings(max_examples=15, deadline=None)
@given(SERIES, st.sampled_from([0.5, 3.0, 1000.0]), st.sampled_from(list(Kind)))
def test_a_series_in_another_unit_has_its_forecast_in_that_unit(values, factor, kind):
    plain = forecast_of(values, kind=kind, steps=4)
    scaled = forecast_of([value * factor for value in values], kind=kind, steps=4)
    assert (plain.refusal, len(plain.steps)) == (scaled.refusal, len(scaled.steps))
    for one, other in zip(plain.steps, scaled.steps, strict=True):
        assert (other.value, other.low, other.high) == pytest.approx(
            (one.value * factor, one.low * factor, one.high * factor)
        )


@settings(max_examples=10, deadline=None)
@given(SERIES, st.integers(1, 500))
def test_the_backtest_never_looks_ahead(values, more):
    """Another last figure changes nothing but the errors of that figure."""
    changed = [*values[:-1], values[-1] + more]
    before, after = (backtest(each, Kind.STOCK, 3) for each in (values, changed))
    last = len(values) - 1
    for one, other in zip(before, after, strict=True):
        moved = more if one.origin + one.ahead == last else 0
        assert other.error == pytest.approx(one.error + moved)


def test_fewer_than_eight_points_are_refused():
    for count in range(8):
        found = forecast_of(GROWING[:count], kind=Kind.STOCK, steps=2)
        assert (found.refusal, found.steps, found.error) == (Refusal.FEW, (), None)
    assert forecast_of(GROWING[:8], kind=Kind.STOCK, steps=2).refusal is None


def test_what_errs_more_than_a_figure_that_stays_is_refused():
    """Every rise is taken back: a trend is always wrong."""
    found = forecast_of([10.0, 12, 9, 13, 8, 14, 7, 15, 6, 16], kind=Kind.STOCK, steps=3)
    assert (found.refusal, found.steps) == (Refusal.WORSE, ())
    assert found.error > found.naive_error


def test_it_sees_half_as_far_as_it_knows_and_no_farther_than_proven():
    assert [most_steps(points, Kind.STOCK) for points in (8, 11, 16, 40)] == [4, 5, 8, 8]
    assert len(forecast_of(GROWING, kind=Kind.STOCK, steps=50).steps) == 6
    assert most_steps(40, Kind.FLOW) == len(ENDS[Kind.FLOW]) == 4


def test_nothing_below_zero_is_forecast_where_there_never_was():
    falling = [900.0, 800, 700, 600, 500, 400, 300, 200, 110, 30]
    found = forecast_of(falling, kind=Kind.STOCK, steps=4)
    assert found.refusal is None
    assert min(step.low for step in found.steps) == 0
    below = forecast_of([value - 1000 for value in falling], kind=Kind.STOCK, steps=4)
    assert below.steps[-1].low < -1000


# --- series of indicators ---


def at(year: int, month: int, value: str, day: int | None = None) -> Dated:
    return Dated(date(year, month, day or (31 if month in (3, 12) else 30)), Decimal(value))


def test_quarters_run_back_to_the_first_gap():
    values = [
        at(2024, 3, "1"),
        at(2024, 9, "3"),
        at(2024, 12, "4"),
        at(2025, 3, "5", 20),
        at(2025, 5, "9", 31),
    ]
    found = series_of(values, "stock")
    assert (found.kind, found.last.label, found.points) == (Kind.STOCK, "2025Q1", (3, 4, 5))
    assert [one.label for one in periods_ahead(found, date(2025, 12, 31))] == ["2025Q2", "2025Q3", "2025Q4"]
    assert periods_ahead(found, date(2025, 3, 31)) == []
    assert series_of([at(2025, 5, "9", 31)], "stock") is None


def test_years_stand_in_where_quarters_are_few():
    found = series_of([at(year, 12, str(year - 2000)) for year in range(2016, 2026)], "stock")
    assert (found.last, found.points[0], len(found.points)) == (Period(2025, 1, "year"), 16, 10)


def test_a_yearly_figure_is_told_as_sums_of_four_quarters():
    """1, 2, 3, 4 in the first year, then twice as much: the sum at each year's end is the year's figure."""
    figures = {2024: (1, 3, 6, 10), 2025: (2, 6, 12, 20), 2026: (5, 8)}
    values = [
        at(year, 3 * (place + 1), str(one))
        for year, ones in figures.items()
        for place, one in enumerate(ones)
    ]
    found = series_of(values, "yearly")
    assert (found.kind, found.points) == (Kind.FLOW, (10, 11, 13, 16, 20, 23, 22))
    assert (found.so_far, found.last.label) == (8, "2026Q2")
