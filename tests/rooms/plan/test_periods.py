"""Reporting periods: hand-worked examples and laws."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.rooms.plan.periods import (
    Period,
    next_to_review,
    open_periods,
    period_of,
)

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
EVERY = st.sampled_from(["quarter", "half_year", "year"])


@pytest.mark.parametrize(
    ("day", "every", "label", "start", "end"),
    [
        (date(2026, 11, 20), "quarter", "2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 3, 31), "quarter", "2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), "half_year", "2026H1", date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), "half_year", "2026H2", date(2026, 7, 1), date(2026, 12, 31)),
        (date(2028, 2, 29), "year", "2028", date(2028, 1, 1), date(2028, 12, 31)),
    ],
)
def test_a_day_falls_in_its_period(day, every, label, start, end):
    period = period_of(day, every)
    assert (period.label, period.start_on, period.end_on) == (label, start, end)


def test_the_review_is_due_on_the_fifteenth_after_the_quarter():
    assert period_of(date(2026, 11, 20), "quarter").review_due_on == date(2027, 1, 15)


@given(DAYS, EVERY)
def test_a_period_holds_its_day_and_bears_its_year(day, every):
    period = period_of(day, every)
    assert period.start_on <= day <= period.end_on
    assert period.label.startswith(str(day.year))


@given(DAYS, EVERY)
def test_the_next_period_begins_the_day_after(day, every):
    period = period_of(day, every)
    assert period.next().start_on == period.end_on + timedelta(days=1)


@given(DAYS, EVERY, st.integers(0, 900))
def test_open_periods_run_without_gap_from_the_first_unreviewed_to_today(start, every, later):
    on = start + timedelta(days=later)
    periods = open_periods(start, None, every, on)
    assert periods[0] == period_of(start, every)
    assert periods[-1] == period_of(on, every)
    assert all(a.next() == b for a, b in itertools.pairwise(periods))


def test_a_reviewed_period_is_not_open_again():
    assert [
        p.label for p in open_periods(date(2026, 1, 5), date(2026, 6, 30), "quarter", date(2026, 11, 20))
    ] == [
        "2026Q3",
        "2026Q4",
    ]
    assert open_periods(date(2026, 1, 5), date(2026, 12, 31), "quarter", date(2026, 11, 20)) == ()


def test_the_first_period_to_review_is_the_one_in_which_the_task_began():
    assert next_to_review(date(2026, 5, 6), None, "quarter") == Period(2026, 2, "quarter")
