"""How an indicator stands: worked by hand, and the laws of the path."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.rooms.plan.indicator_status import (
    MARKS,
    Dated,
    Goal,
    PathPoint,
    Status,
    path_value,
    share_done,
    share_of_time,
    status_of,
)


def linear(start: str | None, end: str, *, counting: str = "stock", op: str = ">=") -> Goal:
    """From the end of 2025 to the end of 2030 in five equal steps."""
    first, last = Decimal(start or 0), Decimal(end)
    points = [PathPoint(2025 + n, first + (last - first) * n / 5, False) for n in range(1, 6)]
    return Goal(op, last, None if start is None else Decimal(start), 2025, counting, points)


def test_the_path_is_the_point_at_each_year_end():
    goal = linear("4", "9")
    assert [path_value(goal, date(2025 + n, 12, 31)) for n in range(6)] == [4, 5, 6, 7, 8, 9]


def test_within_a_year_the_path_runs_day_by_day():
    # 2026 has 365 days; 146 of them are two fifths.
    assert path_value(linear("4", "9"), date(2025, 12, 31) + timedelta(days=146)) == Decimal("4.4")


def test_before_the_baseline_there_is_no_path_and_after_the_end_it_stays():
    goal = linear("4", "9")
    assert path_value(goal, date(2025, 12, 30)) is None
    assert path_value(goal, date(2035, 1, 1)) == 9


def test_a_computed_path_runs_in_equal_ratios():
    goal = Goal(">=", Decimal(8), Decimal(2), 2025, "stock", [PathPoint(2027, Decimal(8), True)])
    assert path_value(goal, date(2026, 12, 31)).quantize(Decimal("0.000001")) == Decimal("4.000000")


def test_a_yearly_figure_starts_from_nothing_each_january():
    goal = linear("100", "200", counting="yearly")
    assert path_value(goal, date(2026, 12, 31)) == 120
    assert path_value(goal, date(2026, 3, 14)) == 120 * Decimal(73) / 365
    assert path_value(goal, date(2031, 12, 31)) == 200
    assert path_value(goal, date(2025, 6, 30)) is None


def test_a_sum_over_the_period_starts_from_nothing():
    goal = Goal("+=", Decimal(50), Decimal(12), 2025, "cumulative", [PathPoint(2030, Decimal(50), False)])
    assert path_value(goal, date(2029, 12, 31)) == 0
    assert status_of(goal, Decimal(49), date(2030, 12, 31)) is Status.LAGGING
    assert status_of(goal, Decimal(50), date(2028, 12, 31)) is Status.MET


@pytest.mark.parametrize(
    ("value", "on", "status"),
    [
        (None, date(2026, 12, 31), Status.NO_DATA),
        ("9", date(2026, 12, 31), Status.MET),
        ("5", date(2026, 12, 31), Status.ON_PATH),
        ("4.9", date(2026, 12, 31), Status.LAGGING),
        ("4.4", date(2026, 5, 26), Status.ON_PATH),
        ("4.3", date(2026, 5, 26), Status.LAGGING),
        ("8.9", date(2031, 1, 1), Status.LAGGING),
    ],
)
def test_each_line_of_the_rule(value, on, status):
    assert status_of(linear("4", "9"), None if value is None else Decimal(value), on) is status


def test_beyond_means_more_than_the_figure():
    assert status_of(linear("4", "9", op=">"), Decimal(9), date(2030, 12, 31)) is Status.ON_PATH
    assert status_of(linear("4", "9", op=">"), Decimal("9.01"), date(2030, 12, 31)) is Status.MET


def test_less_is_better_where_the_promise_lies_below_the_baseline():
    goal = linear("10", "5")
    assert status_of(goal, Decimal(9), date(2026, 12, 31)) is Status.ON_PATH
    assert status_of(goal, Decimal("9.5"), date(2026, 12, 31)) is Status.LAGGING
    assert status_of(goal, Decimal(5), date(2026, 12, 31)) is Status.MET
    assert status_of(linear("10", "5", op=">"), Decimal(5), date(2026, 12, 31)) is Status.ON_PATH


def test_figures_compare_as_they_are_shown():
    # On 2026-07-02 the path of a count stands at 0.50…: shown as 1.
    goal = Goal(">=", Decimal(5), Decimal(0), 2025, "stock", [PathPoint(2026, Decimal(1), False)])
    assert status_of(goal, Decimal(0), date(2026, 7, 1)) is Status.ON_PATH
    assert status_of(goal, Decimal(0), date(2026, 7, 2)) is Status.LAGGING


def test_without_a_known_way_only_the_promised_year_counts():
    goal = Goal(">=", Decimal(30), None, None, "stock", [PathPoint(2030, Decimal(30), False)])
    assert path_value(goal, date(2027, 6, 30)) is None
    assert status_of(goal, Decimal(20), date(2027, 6, 30)) is Status.LAGGING
    assert share_of_time(goal, date(2027, 6, 30)) is None


@pytest.mark.parametrize(
    ("goal", "value", "done"),
    [
        (linear("4", "9"), "6.5", 50),
        (linear("4", "9"), "3", 0),
        (linear("4", "9"), "10", 100),
        (linear("10", "5"), "7.5", 50),
        (linear("100", "200", counting="yearly"), "50", 25),
        (linear("0", "1"), "0", 0),
        (Goal(">=", Decimal(3), Decimal(3), 2025, "stock", []), "3", 100),
        (Goal(">=", Decimal(3), Decimal(3), 2025, "stock", []), "2", 0),
    ],
)
def test_share_of_the_way_done(goal, value, done):
    assert share_done(goal, Decimal(value)) == done


def test_share_of_time():
    goal = linear("4", "9")
    assert [share_of_time(goal, date(year, 12, 31)) for year in (2024, 2025, 2028, 2030, 2031)] == [
        0,
        0,
        60,
        100,
        100,
    ]


@pytest.mark.parametrize(
    ("binding", "before", "counting", "status"),
    [
        # 4 → 4.9 in the year after the baseline: 0.1 short of the path, and of 9 in 2030 at this pace (8.5).
        (False, "4", "stock", Status.LAGGING),
        # 3.4 → 4.9: 1.5 a year for four years more is 10.9.
        (False, "3.4", "stock", Status.SLOW),
        (True, "3.4", "stock", Status.LAGGING),
        (False, "3.4", "yearly", Status.LAGGING),
        (False, None, "stock", Status.LAGGING),
    ],
)
def test_below_the_path_a_binding_figure_is_red_at_once_an_expected_one_is_judged_by_its_trend(
    binding, before, counting, status
):
    goal = replace(linear("4", "9", counting=counting), is_binding=binding)
    earlier = Dated(date(2025, 12, 31), Decimal(before)) if before else None
    assert status_of(goal, Decimal("4.9"), date(2026, 12, 31), earlier) is status
    assert MARKS[status] == {Status.SLOW: "warn", Status.LAGGING: "bad"}[status]


def test_a_trend_of_less_than_half_a_year_says_nothing():
    goal, on = linear("4", "9"), date(2026, 12, 31)
    for days, status in ((179, Status.LAGGING), (180, Status.SLOW)):
        earlier = Dated(on - timedelta(days=days), Decimal("2"))
        assert status_of(goal, Decimal("4.9"), on, earlier) is status


def test_a_trend_runs_in_equal_ratios_where_the_path_does():
    points = [PathPoint(2027, Decimal(8), True)]
    goal = Goal(">=", Decimal(8), Decimal(2), 2025, "stock", points)
    before = Dated(date(2025, 12, 31), Decimal(1))
    # 1 → 3 in a year: times three again makes 9, three times two more only 5.
    assert status_of(goal, Decimal(3), date(2026, 12, 31), before) is Status.SLOW
    even = replace(goal, points=[PathPoint(2027, Decimal(8), False)])
    assert status_of(even, Decimal(3), date(2026, 12, 31), before) is Status.LAGGING


def test_every_status_has_a_mark():
    assert set(MARKS) == set(Status)


FIGURES = st.decimals(0, 1000, places=2)
DAYS = st.dates(date(2025, 12, 31), date(2031, 12, 31))


@given(FIGURES, FIGURES, DAYS, FIGURES)
def test_no_value_at_or_beyond_the_promise_lags(start, end, on, more):
    goal = linear(str(start), str(end))
    value = end - more if end < start else end + more
    assert status_of(goal, value, on) is Status.MET


@given(FIGURES, FIGURES, DAYS)
def test_a_value_on_the_path_never_lags(start, end, on):
    goal = linear(str(start), str(end))
    assert status_of(goal, path_value(goal, on).quantize(Decimal("0.0001")), on) in (
        Status.MET,
        Status.ON_PATH,
    )


@given(FIGURES, FIGURES, DAYS, st.integers(0, 400))
def test_a_rising_path_never_falls(start, end, on, later):
    low, high = sorted((start, end))
    goal = linear(str(low), str(high))
    assert path_value(goal, on) <= path_value(goal, on + timedelta(days=later))
