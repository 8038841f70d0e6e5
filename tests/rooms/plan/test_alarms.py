"""How a task stands: each line of the rule, and the stored days against a day-by-day walk."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.rooms.plan.alarms import (
    ABNORMAL,
    MARKS,
    NEVER,
    Alarm,
    Today,
    alarm_of,
    clock_of,
    lag_day,
    time_used_percent,
)

TODAY = Today(date(2026, 11, 20), date(2026, 12, 4))


@pytest.mark.parametrize(
    ("state", "due_on", "lags_on", "alarm"),
    [
        ("done", date(2026, 1, 1), date(2025, 1, 1), Alarm.DONE),
        ("cancelled", date(2026, 1, 1), None, Alarm.CANCELLED),
        ("to_verify", date(2026, 1, 1), None, Alarm.TO_VERIFY),
        ("under_way", date(2026, 11, 19), None, Alarm.OVERDUE),
        ("not_started", date(2026, 11, 19), None, Alarm.OVERDUE),
        ("under_way", date(2026, 11, 20), date(2026, 1, 1), Alarm.SOON),
        ("not_started", date(2026, 12, 4), None, Alarm.SOON),
        ("under_way", date(2026, 12, 5), date(2026, 11, 20), Alarm.LAGGING),
        ("under_way", date(2026, 12, 5), date(2026, 11, 21), Alarm.NORMAL),
        ("not_started", date(2026, 12, 5), date(2026, 11, 1), Alarm.LAGGING),
        ("not_started", date(2026, 12, 5), None, Alarm.NOT_STARTED),
        ("under_way", NEVER, None, Alarm.NORMAL),
    ],
)
def test_each_line_of_the_rule(state, due_on, lags_on, alarm):
    assert alarm_of(state, due_on, lags_on, TODAY) is alarm


def test_every_alarm_has_a_mark_and_only_three_are_abnormal():
    assert set(MARKS) == set(Alarm)
    assert {Alarm.OVERDUE, Alarm.SOON, Alarm.LAGGING} == ABNORMAL


def test_lagging_begins_more_than_twenty_points_behind():
    # 100 days: with 30 % accepted, 50 % used is exactly twenty behind, 51 % is more.
    start = date(2026, 1, 1)
    assert lag_day(start, start + timedelta(days=100), 30) == start + timedelta(days=51)


def test_eighty_percent_never_lags():
    start = date(2026, 1, 1)
    assert lag_day(start, start + timedelta(days=100), 80) is None
    assert lag_day(start, start + timedelta(days=100), 79) == start + timedelta(days=100)


def test_a_deadline_before_the_start_never_lags():
    assert lag_day(date(2026, 5, 1), date(2026, 4, 1), 0) is None


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 2000), st.integers(0, 100))
def test_the_lag_day_agrees_with_a_day_by_day_walk(start, days, percent):
    deadline = start + timedelta(days=days)
    walked = next(
        (start + timedelta(days=n) for n in range(days + 1) if 100 * n > (percent + 20) * days),
        None,
    )
    assert lag_day(start, deadline, percent) == walked


@given(st.integers(0, 99), st.integers(1, 2000))
def test_more_progress_never_lags_earlier(percent, days):
    start = date(2026, 1, 1)
    less, more = (lag_day(start, start + timedelta(days=days), p) or NEVER for p in (percent, percent + 1))
    assert less <= more


@pytest.mark.parametrize(
    ("on", "percent"),
    [(date(2025, 1, 1), 0), (date(2026, 1, 1), 0), (date(2026, 2, 20), 50), (date(2027, 1, 1), 100)],
)
def test_share_of_time_used(on, percent):
    assert time_used_percent(date(2026, 1, 1), date(2026, 4, 11), on) == percent


def test_an_ongoing_task_is_due_when_its_next_review_is():
    clock = clock_of(
        starts_on=date(2026, 2, 1),
        deadline_on=None,
        review_every="quarter",
        reviewed_until=date(2026, 9, 30),
        percent=0,
    )
    assert (clock.sort_on, clock.lags_on) == (date(2027, 1, 15), None)


def test_a_task_without_limit_is_never_due():
    clock = clock_of(
        starts_on=date(2026, 2, 1), deadline_on=None, review_every="", reviewed_until=None, percent=0
    )
    assert clock.sort_on == NEVER
    assert alarm_of("under_way", clock.sort_on, clock.lags_on, TODAY) is Alarm.NORMAL
