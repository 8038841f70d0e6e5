"""How limits, days and values are said: laws held against a second way of counting."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.matters.conftest import at
from tests.core.matters.golden import WORKED
from zhichan.core.calendar.queries import Day
from zhichan.core.matters.limits import Excluded, Limit, Roll, Unit, due_of
from zhichan.core.matters.procedure import Field, Kind
from zhichan.core.matters.showing.days import Row, legs_of, rows_of
from zhichan.core.matters.showing.limits import Today, left
from zhichan.core.matters.showing.people import masked
from zhichan.core.matters.showing.values import value_text
from zhichan.core.tables.text import Blank

WORKING = frozenset(WORKED)
ONE_DAY = timedelta(days=1)
DAYS = st.dates(date(2025, 1, 6), date(2026, 10, 1))


def known(day: date) -> Day:
    return Day(day, day in WORKING, "", False, False, "")


def cells(rows: list[Row]) -> dict[date, str]:
    return {cell.day: cell.css for row in rows for cell in row.cells}


@given(DAYS, st.integers(1, 60), st.booleans(), st.integers(0, 20), st.integers(0, 15))
def test_the_calendar_shows_each_day_that_counted_once(
    start: date, amount: int, by_working_days: bool, gap: int, length: int
) -> None:
    """As many cells are counted as the limit has days; the last is due; weeks are whole and in order."""
    unit = Unit.WORKING_DAY if by_working_days else Unit.CALENDAR_DAY
    first = start + (gap + 1) * ONE_DAY
    excluded = [Excluded(first, first + (length - 1) * ONE_DAY, "鉴定")] if length else []
    due = due_of(Limit(amount, unit, Roll.NONE), start, known, excluded)
    assert isinstance(due.due, date)
    rows = rows_of(due.steps, due.due, known, start)
    shown = cells(rows)
    counted = [day for day, css in shown.items() if "on" in css.split() or "due1" in css.split()]
    assert len(counted) == amount
    assert max(counted) == due.due
    assert "st0" in shown[start].split()
    assert shown[due.due].split()[0] == "due1"
    inside = {day for day in shown if start < day <= due.due}
    left_out = {day for day, css in shown.items() if css.split()[:1] in (["off"], ["ex"])}
    assert inside - left_out == set(counted)
    days = list(shown)
    assert days == sorted(days)
    assert days[0].weekday() == 0
    assert len(days) % 7 == 0


@given(DAYS, st.integers(1, 20), st.integers(1, 20))
def test_an_extension_is_a_leg_of_its_own(start: date, amount: int, more: int) -> None:
    first = due_of(Limit(amount, Unit.WORKING_DAY), start, known)
    assert isinstance(first.due, date)
    second = due_of(Limit(more, Unit.WORKING_DAY), first.due, known)
    legs = legs_of((*first.steps, *second.steps))
    assert [sum(step.counted for step in leg.steps) for leg in legs] == [amount, more]
    assert [leg.nth for leg in legs] == [0, 1]
    assert legs[1].steps[0].day == first.due


@given(st.integers(1, 36), DAYS)
def test_of_months_only_weeks_with_something_to_tell_are_shown(months: int, start: date) -> None:
    due = due_of(Limit(months, Unit.MONTH, Roll.NONE), start, known)
    assert isinstance(due.due, date)
    rows = rows_of(due.steps, due.due, known, start)
    shown = cells(rows)
    assert {start, due.due} <= set(shown)
    skipped = sum(row.skipped for row in rows)
    monday = start - start.weekday() * ONE_DAY
    last = due.due + (6 - due.due.weekday()) * ONE_DAY
    assert len(shown) // 7 + skipped == ((last - monday).days + 1) // 7


@given(DAYS, DAYS)
def test_working_days_left_are_those_in_the_list_of_notices(today: date, due: date) -> None:
    """Places in a sorted list instead of a walk."""
    from bisect import bisect_right
    from types import SimpleNamespace

    clock = SimpleNamespace(
        due=SimpleNamespace(due=due),
        due_at=datetime.combine(due + ONE_DAY, datetime.min.time(), at("2026-01-01 00:00").tzinfo),
        duty=SimpleNamespace(within=SimpleNamespace(limit=Limit(5, Unit.WORKING_DAY))),
    )
    moment = datetime.combine(today, datetime.min.time(), at("2026-01-01 00:00").tzinfo)
    number, _unit = left(clock, Today(moment, known))  # type: ignore[arg-type]
    places = bisect_right(WORKED, due) - bisect_right(WORKED, today)
    expected = places if abs((due - today).days) <= 400 else (due - today).days
    assert int(number.replace("−", "-").replace(",", "")) == expected


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(hours=23, minutes=59), ("23", "小时")),
        (timedelta(hours=1), ("1", "小时")),
        (timedelta(minutes=59, seconds=59), ("59", "分钟")),
        (timedelta(0), ("0", "分钟")),
        (-timedelta(minutes=1), ("−1", "分钟")),
        (-timedelta(hours=2, minutes=30), ("−2", "小时")),
    ],
)
def test_hours_are_told_in_minutes_near_their_end(span: timedelta, said: tuple[str, str]) -> None:
    from zhichan.core.matters.showing.limits import _hours_left

    assert _hours_left(span) == said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("120101199001010011", "120****0011"),
        ("13800000011", "138****0011"),
        ("022-55550101", "022****0101"),
        ("1234567", Blank.WITHHELD),
        ("云川区示例路 1 号", Blank.WITHHELD),
        ("lin@example.cn", Blank.WITHHELD),
    ],
)
def test_a_number_shows_its_ends_and_anything_else_nothing(text: str, shown: object) -> None:
    assert masked(text) == str(shown)


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (Field("a", "金额", Kind.MONEY), 0, "0 元"),
        (Field("a", "金额", Kind.MONEY), 1, "0.01 元"),
        (Field("a", "金额", Kind.MONEY), 123456789, "1,234,567.89 元"),
        (Field("a", "数", Kind.NUMBER), 12345, "12,345"),
        (Field("a", "时刻", Kind.INSTANT), "2026-02-10T01:30:00+00:00", "2026-02-10 09:30"),
        (Field("a", "选", Kind.CHOICE, choices=(("x", "甲"),)), "x", "甲"),
        (Field("a", "选", Kind.CHOICE, choices=(("x", "甲"),)), "old", "old"),
        (Field("a", "是否", Kind.YES_NO), "no", "否"),
        (Field("a", "人", Kind.PEOPLE, part="case_team"), [1, 3], "张三、—"),
        (Field("a", "文", Kind.TEXT), None, "—"),
    ],
)
def test_values_are_said_as_people_read_them(field: Field, value: object, text: str) -> None:
    assert value_text(field, value, {1: "张三"}) == text
