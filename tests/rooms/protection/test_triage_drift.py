"""Drift of roads: which cases went another way than proposed, month by month."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from zhichan.rooms.protection.triage_drift import MonthOfRoads, Routed, drift_of

ROADS = st.sampled_from(["summary", "quick", "full"])
ROWS = st.lists(
    st.builds(Routed, st.text(max_size=3), st.dates(date(2025, 11, 1), date(2026, 3, 1)), ROADS, ROADS)
)


def test_months_count_cases_and_ways_and_name_who_differs() -> None:
    rows = [
        Routed("甲1", date(2026, 1, 31), "quick", "full"),
        Routed("甲2", date(2026, 2, 1), "quick", "quick"),
        Routed("甲3", date(2026, 1, 1), "summary", "quick"),
        Routed("甲4", date(2026, 1, 15), "quick", "full"),
        Routed("甲5", date(2026, 1, 15), "full", "full"),
    ]
    found = drift_of(rows)
    assert found.months == (
        MonthOfRoads(date(2026, 1, 1), 4, 3, (("quick", "full", 2), ("summary", "quick", 1))),
        MonthOfRoads(date(2026, 2, 1), 1, 0, ()),
    )
    assert [row.number for row in found.differing] == ["甲1", "甲3", "甲4"]
    assert (found.cases, found.share_permille) == (5, 600)


def test_without_cases_there_is_no_share() -> None:
    found = drift_of([])
    assert (found.months, found.cases, found.share_permille) == ((), 0, None)


@given(ROWS)
def test_every_case_is_counted_once(rows: list[Routed]) -> None:
    found = drift_of(rows)
    counted = Counter((row.on.year, row.on.month) for row in rows)
    assert {(one.month.year, one.month.month): one.cases for one in found.months} == counted
    assert sum(one.differing for one in found.months) == sum(row.proposed != row.taken for row in rows)
    assert all(sum(n for *_way, n in one.ways) == one.differing for one in found.months)
