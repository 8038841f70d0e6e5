"""Membership intervals: derived, and replayed day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.people.intervals import Change, Interval, intervals

FIRST = date(2026, 1, 1)
START = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 20
JOINED, LEFT = True, False


def change(
    id_: int, joined: bool, day: int, *, known: int | None = None, withdraws: int | None = None
) -> Change:
    return Change(id_, joined, on(day), START + timedelta(days=day if known is None else known), withdraws)


def on(day: int) -> date:
    return FIRST + timedelta(days=day)


def is_member_by_replay(changes: list[Change], day: date, known_at: datetime | None) -> bool:
    """The slow, plain way: go through the days, applying each day's events in the order they became known."""
    known = [c for c in changes if known_at is None or c.known_at <= known_at]
    taken_back = {c.withdraws for c in known if c.withdraws is not None}
    state = False
    today = min((c.effective_on for c in known), default=day)
    while today <= day:
        for event in sorted(known, key=lambda c: (c.known_at, c.id)):
            if event.effective_on == today and event.withdraws is None and event.id not in taken_back:
                state = event.joined
        today += timedelta(days=1)
    return state


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Events in any order of days and knowledge, some of which take earlier ones back."""
    found: list[Change] = []
    for id_ in range(1, draw(st.integers(0, 8)) + 1):
        targets = [c.id for c in found if c.withdraws is None and c.id not in {w.withdraws for w in found}]
        withdraws = draw(st.sampled_from([None, None, None, *targets]))
        day, known = draw(st.integers(0, DAYS - 1)), draw(st.integers(0, DAYS))
        found.append(change(id_, draw(st.booleans()), day, known=known, withdraws=withdraws))
    return found


@given(histories(), st.none() | st.integers(0, DAYS))
def test_derived_intervals_equal_a_replay_of_every_day(changes: list[Change], known: int | None) -> None:
    known_at = None if known is None else START + timedelta(days=known)
    derived = intervals(changes, known_at=known_at)
    for day in map(on, range(-1, DAYS + 2)):
        is_member = any(span.contains(day) for span in derived)
        assert is_member == is_member_by_replay(changes, day, known_at)


@given(histories())
def test_intervals_are_apart_and_in_order(changes: list[Change]) -> None:
    derived = intervals(changes)
    for earlier, later in pairwise(derived):
        assert earlier.until_on is not None
        assert earlier.from_on < earlier.until_on < later.from_on
    assert all(span.until_on is None or span.from_on < span.until_on for span in derived)


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_read_does_not_matter(changes: list[Change], random) -> None:
    shuffled = list(changes)
    random.shuffle(shuffled)
    assert intervals(shuffled) == intervals(changes)


def test_joining_and_leaving_make_one_interval() -> None:
    assert intervals([change(1, JOINED, 2), change(2, LEFT, 5)]) == (Interval(on(2), on(5)),)


def test_joining_twice_counts_from_the_first_day() -> None:
    assert intervals([change(1, JOINED, 5), change(2, JOINED, 2)]) == (Interval(on(2), None),)


def test_leaving_without_having_joined_says_nothing() -> None:
    assert intervals([change(1, LEFT, 5)]) == ()


def test_of_two_events_on_one_day_the_last_known_decides() -> None:
    assert intervals([change(1, JOINED, 3, known=3), change(2, LEFT, 3, known=4)]) == ()
    assert intervals([change(1, LEFT, 3, known=3), change(2, JOINED, 3, known=4)]) == (Interval(on(3), None),)


def test_what_was_taken_back_later_still_counts_as_known_before() -> None:
    changes = [change(1, JOINED, 2, known=2), change(2, JOINED, 2, known=9, withdraws=1)]
    assert intervals(changes) == ()
    assert intervals(changes, known_at=START + timedelta(days=8)) == (Interval(on(2), None),)
    assert intervals(changes, known_at=START + timedelta(days=1)) == ()
