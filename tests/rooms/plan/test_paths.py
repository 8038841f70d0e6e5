"""Paths to targets: worked by hand, and as laws."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zhichan.rooms.plan.paths import Point, Promise, path_of


def _values(promise: Promise) -> list[tuple[int, str, str]]:
    return [(point.year, str(point.value), point.kind) for point in path_of(promise)]


def test_a_positive_baseline_gives_equal_ratios():
    # 1000 × 1.1^k, reckoned on paper: 1100, 1210, 1331, 1464.1, 1610.51
    promise = Promise(
        Decimal("1610.51"), 2025, baseline=Decimal(1000), baseline_year=2020, growth_rate_pct=Decimal(10)
    )
    assert _values(promise) == [
        (2021, "1100.00", "geometric"),
        (2022, "1210.00", "geometric"),
        (2023, "1331.00", "geometric"),
        (2024, "1464.10", "geometric"),
        (2025, "1610.51", "geometric"),
    ]


def test_a_baseline_of_zero_gives_equal_steps():
    promise = Promise(Decimal(5), 2025, baseline=Decimal(0), baseline_year=2020)
    assert _values(promise) == [
        (2021, "1.00", "linear"),
        (2022, "2.00", "linear"),
        (2023, "3.00", "linear"),
        (2024, "4.00", "linear"),
        (2025, "5", "linear"),
    ]


def test_a_growth_rate_without_baseline_is_reckoned_back():
    promise = Promise(Decimal("1331"), 2023, start_year=2020, growth_rate_pct=Decimal(10))
    assert _values(promise)[:2] == [(2021, "1100", "geometric"), (2022, "1210", "geometric")]


def test_an_increment_comes_on_top_of_the_baseline_in_equal_steps():
    promise = Promise(Decimal(16), 2024, baseline=Decimal(4), baseline_year=2020, is_increment=True)
    assert [value for _, value, _ in _values(promise)] == ["8.00", "12.00", "16.00", "20"]


def test_an_increment_without_baseline_counts_from_nothing():
    promise = Promise(Decimal(600), 2022, start_year=2020, is_increment=True)
    assert _values(promise) == [(2021, "300", "linear"), (2022, "600", "linear")]


def test_a_sum_over_the_period_counts_from_nothing_whatever_the_baseline():
    promise = Promise(Decimal(12000), 2022, baseline=Decimal(4565), baseline_year=2020, is_sum=True)
    assert _values(promise) == [(2021, "6000", "linear"), (2022, "12000", "linear")]


@pytest.mark.parametrize(
    "promise",
    [
        Promise(Decimal(12), 2025),  # nobody said where it starts
        Promise(Decimal(12), 2025, start_year=2020),  # a level over an unknown baseline
        Promise(Decimal(12), 2025, baseline=Decimal(3)),  # a baseline of no year
        Promise(Decimal(12), 2020, baseline=Decimal(3), baseline_year=2020),  # no time between
        Promise(Decimal(12), 2019, baseline=Decimal(3), baseline_year=2020),  # target before baseline
        Promise(Decimal(12), 2025, baseline=Decimal(3), baseline_year=1900),  # a misread year
        Promise(Decimal(12), 2025, start_year=2020, growth_rate_pct=Decimal(-100)),
    ],
)
def test_an_unknown_way_has_only_its_end(promise):
    assert path_of(promise) == (Point(promise.year, Decimal(12), "linear"),)


def test_a_fall_to_zero_is_linear():
    promise = Promise(Decimal(0), 2022, baseline=Decimal(10), baseline_year=2020)
    assert _values(promise) == [(2021, "5.00", "linear"), (2022, "0", "linear")]


figures = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)


@given(figures, figures, st.integers(1, 30), st.booleans(), st.booleans())
def test_every_path_ends_at_the_target_and_never_turns_back(start, value, years, is_increment, is_sum):
    promise = Promise(
        value,
        2020 + years,
        baseline=start,
        baseline_year=2020,
        is_increment=is_increment,
        is_sum=is_sum,
    )
    points = path_of(promise)
    expected_end = start + value if is_increment and not is_sum else value
    assert [point.year for point in points] == list(range(2021, 2021 + years))
    assert points[-1].value == expected_end
    line = [Decimal(0) if is_sum else start, *(point.value for point in points)]
    assert line in (sorted(line), sorted(line, reverse=True))


@given(figures, figures, st.integers(2, 30))
def test_equal_ratios_or_equal_steps_within_rounding(start, value, years):
    assume(start > 1 and value > 1)
    points = path_of(Promise(value, 2020 + years, baseline=start, baseline_year=2020))
    assert {point.kind for point in points} == {"geometric"}
    for before, here, after in zip(
        [Point(2020, start, "geometric"), *points], points, points[1:], strict=False
    ):
        # a² = b·c holds exactly for the unrounded points; each was moved by half a unit at most
        slack = (before.value + here.value * 2 + after.value + 1) * Decimal("0.51")
        assert abs(here.value**2 - before.value * after.value) <= slack


@given(figures, st.integers(2, 30))
def test_steps_from_zero_are_equal_within_rounding(value, years):
    points = path_of(Promise(value, 2020 + years, baseline=Decimal(0), baseline_year=2020))
    assert {point.kind for point in points} == {"linear"}
    for step, point in enumerate(points, start=1):
        assert abs(point.value - value * step / years) <= Decimal("0.5")
