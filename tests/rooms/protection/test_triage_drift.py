"""Drift of roads: which cases went another way than proposed, month by month."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from zhichan.rooms.protection.triage_drift import Group, Routed, group, grouped

ROADS = st.sampled_from(["summary", "quick", "full"])
ROWS = st.lists(
    st.builds(Routed, st.text(max_size=3), st.dates(date(2025, 11, 1), date(2026, 3, 1)), ROADS, ROADS)
)


def by_month(rows: list[Routed]) -> tuple[Group[date], ...]:
    return grouped(rows, lambda row: row.month)


def test_months_count_cases_and_ways() -> None:
    rows = [
        Routed("甲1", date(2026, 1, 31), "quick", "full", officer=7),
        Routed("甲2", date(2026, 2, 1), "quick", "quick", officer=7),
        Routed("甲3", date(2026, 1, 1), "summary", "quick", officer=3),
        Routed("甲4", date(2026, 1, 15), "quick", "full", officer=3),
        Routed("甲5", date(2026, 1, 15), "full", "full", officer=3),
    ]
    assert by_month(rows) == (
        Group(date(2026, 1, 1), 4, 3, (("quick", "full", 2), ("summary", "quick", 1))),
        Group(date(2026, 2, 1), 1, 0, ()),
    )
    by_officer = grouped(rows, lambda row: row.officer)
    assert [(one.key, one.cases, one.differing, one.share_permille) for one in by_officer] == [
        (3, 3, 2, 666),
        (7, 2, 1, 500),
    ]
    assert group("all", rows).share_permille == 600


def test_without_cases_there_is_no_share() -> None:
    found = group("all", [])
    assert (found.cases, found.differing, found.ways, found.share_permille) == (0, 0, (), None)
    assert by_month([]) == ()


@given(ROWS)
def test_every_case_is_counted_once(rows: list[Routed]) -> None:
    found = by_month(rows)
    counted = Counter((row.on.year, row.on.month) for row in rows)
    assert {(one.key.year, one.key.month): one.cases for one in found} == counted
    assert sum(one.differing for one in found) == sum(row.proposed != row.taken for row in rows)
    assert all(sum(n for *_way, n in one.ways) == one.differing for one in found)
