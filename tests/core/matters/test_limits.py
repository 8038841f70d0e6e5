"""Time limits: the golden table, laws, and what is refused."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.matters.golden import BY_HAND, Case, made, stored, worked_out
from tests.core.matters.notices import working_days
from zhichan.core.calendar.queries import Day
from zhichan.core.calendar.seed import FIRST_DAY, LAST_DAY, announced
from zhichan.core.errors import InvalidInput
from zhichan.core.matters.limits import Excluded, Limit, Roll, Unit, due_of, month_later

CASES = stored()
SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_of(day: date) -> Day:
    """The calendar as it is seeded, without a database."""
    if FIRST_DAY <= day <= LAST_DAY:
        is_working, label = announced(day)
        return Day(day, is_working, label, False, False, "seed")
    return Day(day, day.weekday() < 5, "", True, False, "")


def excluded_of(text: str) -> list[Excluded]:
    first, _to, last = text.partition("..")
    return [Excluded(date.fromisoformat(first), date.fromisoformat(last))] if first else []


def answered(case: Case) -> Case:
    limit = Limit(case.amount, Unit(case.unit), Roll(case.roll), bool(case.backwards))
    found = due_of(limit, date.fromisoformat(case.start), day_of, excluded_of(case.excluded))
    return case._replace(due=found.due.isoformat(), provisional="yes" if found.is_provisional else "")


def test_the_calendar_agrees_with_the_notices_of_twelve_years() -> None:
    first, last = date(2015, 1, 1), date(2026, 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert [day for day in days if announced(day)[0]] == list(working_days(first, last))


def test_the_table_is_large_and_covers_what_it_should() -> None:
    assert len(CASES) >= 500
    assert {case.start[:4] for case in CASES} >= {str(year) for year in range(2015, 2028)}
    kinds = Counter((case.unit, case.roll, bool(case.backwards), bool(case.excluded)) for case in CASES)
    assert len(kinds) >= 14
    assert sum(case.provisional == "yes" for case in CASES) >= 10


def test_every_worked_case_is_reached() -> None:
    assert [case for case in CASES if answered(case) != case] == []


def test_the_table_is_what_the_other_way_makes() -> None:
    """No row was changed by hand to fit, and the rows worked by hand agree with it too."""
    assert made() == CASES
    assert [case for case in BY_HAND if worked_out(case).due != case.due] == []


days = st.dates(date(2015, 1, 1), date(2026, 6, 30))
amounts = st.integers(1, 120)


@given(days, amounts, st.booleans(), st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]))
def test_as_many_days_are_counted_as_the_limit_has(
    start: date, amount: int, backwards: bool, unit: Unit
) -> None:
    found = due_of(Limit(amount, unit, Roll.NEXT_WORKING_DAY, backwards), start, day_of)
    assert sum(step.counted for step in found.steps) == amount
    assert found.steps[-1].day == found.due
    walked = [step.day for step in found.steps]
    assert walked == sorted(walked, reverse=backwards)
    assert all(step.why for step in found.steps)


@given(
    days,
    amounts,
    st.sampled_from([u for u in Unit if u is not Unit.HOUR]),
    st.integers(0, 40),
    st.integers(0, 20),
)
def test_an_exclusion_never_brings_the_end_forward(
    start: date, amount: int, unit: Unit, after: int, length: int
) -> None:
    limit, first = Limit(min(amount, 60), unit), start + timedelta(days=after)
    pause = [Excluded(first, first + timedelta(days=length))]
    assert due_of(limit, start, day_of, pause).due >= due_of(limit, start, day_of).due


@given(days, st.integers(1, 60), st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH]))
def test_a_later_start_never_ends_earlier(start: date, amount: int, unit: Unit) -> None:
    limit = Limit(amount, unit)
    assert due_of(limit, start, day_of).due <= due_of(limit, start + timedelta(days=1), day_of).due


@given(days, st.integers(1, 60))
def test_working_days_there_and_back(start: date, amount: int) -> None:
    """From a working day so many on, and from there as many back, is where it began."""
    begun = due_of(Limit(1, Unit.WORKING_DAY), start, day_of).due
    there = due_of(Limit(amount, Unit.WORKING_DAY), begun, day_of).due
    back = due_of(Limit(amount, Unit.WORKING_DAY, backwards=True), there, day_of).due  # type: ignore[arg-type]
    assert back == begun


class TestHours:
    def test_they_run_over_a_holiday(self) -> None:
        start = datetime(2026, 2, 16, 17, 0, tzinfo=SHANGHAI)
        found = due_of(Limit(24, Unit.HOUR), start, day_of)
        assert found.due == datetime(2026, 2, 17, 17, 0, tzinfo=SHANGHAI)
        assert found.is_provisional is False

    def test_they_are_hours_also_where_clocks_were_changed(self) -> None:
        """China kept summer time until 1991: 24 hours later is then not the same hour of the next day."""
        start = datetime(1991, 9, 14, 12, 0, tzinfo=SHANGHAI)
        found = due_of(Limit(24, Unit.HOUR), start, day_of).due
        assert found.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=24)

    @pytest.mark.parametrize("start", [date(2026, 2, 16), datetime(2026, 2, 16, 17, 0)])  # noqa: DTZ001
    def test_without_an_instant_and_its_zone_they_are_refused(self, start: date) -> None:
        with pytest.raises(InvalidInput):
            due_of(Limit(24, Unit.HOUR), start, day_of)

    def test_nothing_is_excluded_from_them(self) -> None:
        pause = [Excluded(date(2026, 2, 16), date(2026, 2, 17))]
        with pytest.raises(InvalidInput, match="扣除"):
            due_of(Limit(24, Unit.HOUR), datetime(2026, 2, 16, 17, 0, tzinfo=SHANGHAI), day_of, pause)


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("amount", [0, -3, 10**9])
def test_an_absurd_amount_is_refused(amount: int, unit: Unit) -> None:
    with pytest.raises(InvalidInput, match="期限"):
        Limit(amount, unit)


def test_days_begin_with_a_day_and_end_within_the_years_of_dates() -> None:
    with pytest.raises(InvalidInput, match="一天"):
        due_of(Limit(5, Unit.WORKING_DAY), datetime(2026, 2, 10, 9, 0, tzinfo=SHANGHAI), day_of)
    for unit, amount in ((Unit.YEAR, 60), (Unit.CALENDAR_DAY, 1000), (Unit.MONTH, 700)):
        with pytest.raises(InvalidInput, match="年份"):
            due_of(Limit(amount, unit), date(9999, 6, 1), day_of)


def test_an_exclusion_ends_no_earlier_than_it_begins() -> None:
    with pytest.raises(InvalidInput, match="早于"):
        Excluded(date(2026, 3, 2), date(2026, 3, 1))


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(-600, 600))
def test_a_later_month_keeps_the_day_where_it_can(day: date, months: int) -> None:
    later = month_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)
