"""What is still needed to keep a promise: worked by hand, and the law that it suffices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.rooms.plan.indicator_status import Goal, PathPoint
from zhichan.rooms.plan.needed import Pace, needed_of


def goal_of(start: str, end: str, *, counting: str = "stock", year: int = 2030, op: str = ">=") -> Goal:
    point = PathPoint(year, Decimal(end), Decimal(start) > 0)
    return Goal(op, Decimal(end), Decimal(start), 2025, counting, [point])


@pytest.mark.parametrize(
    ("goal", "value", "on", "pace", "amount", "text"),
    [
        # (9 ÷ 4) to the power of 365.25 ÷ 1,826 days is 1.17611…
        (goal_of("4", "9"), "4", date(2025, 12, 31), Pace.YEARLY_RATE, "17.62", "还需年均增长 17.62%"),
        (goal_of("9", "4"), "9", date(2025, 12, 31), Pace.YEARLY_RATE, "-14.98", "还需年均下降 14.98%"),
        # Nothing to grow from: 20 quarters, 50 pieces.
        (goal_of("0", "50"), "0", date(2025, 12, 31), Pace.EACH_QUARTER, "3", "余下 20 季每季净增 3 件"),
        # Less than a year is left: April to December, 3 quarters, and the one that runs counts.
        (goal_of("4", "9"), "8", date(2030, 3, 31), Pace.EACH_QUARTER, "1", "余下 3 季每季净增 1 件"),
        (goal_of("4", "9"), "8", date(2030, 5, 2), Pace.EACH_QUARTER, "1", "余下 3 季每季净增 1 件"),
        (goal_of("9", "4"), "5.5", date(2030, 6, 30), Pace.EACH_QUARTER, "-0.8", "余下 2 季每季净减 0.8 件"),
        # A sum over the period runs in equal steps, whatever it started from.
        (
            goal_of("5", "100", counting="cumulative"),
            "40",
            date(2028, 12, 31),
            Pace.EACH_QUARTER,
            "8",
            "余下 8 季每季净增 8 件",
        ),
        # A yearly figure needs what its own year lacks.
        (
            goal_of("80", "100", counting="yearly", year=2026),
            "70",
            date(2026, 9, 30),
            Pace.EACH_QUARTER,
            "30",
            "余下 1 季每季净增 30 件",
        ),
    ],
)
def test_worked_by_hand(goal, value, on, pace, amount, text):
    found = needed_of(goal, Decimal(value), on, "件")
    assert (found.pace, found.amount, found.text) == (pace, Decimal(amount), text)


@pytest.mark.parametrize(
    ("goal", "value", "on"),
    [
        (goal_of("4", "9"), "9", date(2027, 6, 30)),
        (goal_of("4", "9"), "8", date(2030, 12, 31)),
        (goal_of("4", "9", counting="yearly"), "3", date(2027, 6, 30)),
        (goal_of("80", "100", counting="yearly", year=2026), "70", date(2026, 12, 31)),
        (Goal(">=", Decimal(9), Decimal(4), 2025, "stock", []), "5", date(2027, 6, 30)),
        (goal_of("4", "9"), None, date(2027, 6, 30)),
    ],
)
def test_nothing_is_said_where_it_is_met_over_or_unknown(goal, value, on):
    assert needed_of(goal, None if value is None else Decimal(value), on, "件") is None


@given(st.decimals("0.01", 1000, places=2), st.decimals("0.01", 1000, places=2), st.integers(0, 1400))
def test_the_rate_suffices_and_a_hundredth_less_does_not(value, end, days):
    goal, on = goal_of("0.01", str(end)), date.fromordinal(date(2025, 12, 31).toordinal() + days)
    found = needed_of(goal, value, on, "件")
    if value >= end:
        assert found is None
        return
    years = (date(2030, 12, 31) - on).days / 365.25

    def reached(rate: Decimal) -> float:
        return float(value) * (1 + float(rate) / 100) ** years

    assert reached(found.amount) >= float(end) * (1 - 1e-9)
    assert reached(found.amount - Decimal("0.01")) < float(end) * (1 + 1e-9)
