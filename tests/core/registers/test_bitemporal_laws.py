"""The laws of periods: what they say at a day and instant is what a replay of the events known then says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.registers.bitemporal import Rectangle, rectangles
from zhichan.core.registers.moments import FOREVER, KNOWN_FOREVER
from zhichan.core.registers.values import ENDED, ValueEvent, last_value_stands

DAY_ZERO = date(2024, 1, 1)
INSTANT_ZERO = datetime(2024, 1, 1, tzinfo=UTC)
NAMES = ("status", "place")


def day(number: int) -> date:
    return DAY_ZERO + timedelta(days=number)


def instant(number: int) -> datetime:
    return INSTANT_ZERO + timedelta(days=number)


@st.composite
def events(draw: st.DrawFn) -> list[ValueEvent]:
    """Up to eight events of one thing, some taken back later, over a month of days and of knowledge."""
    found = []
    for order in range(draw(st.integers(1, 8))):
        known = draw(st.integers(0, 20))
        until = draw(st.none() | st.integers(known + 1, 25))
        values = draw(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 2), max_size=2))
        code = draw(st.sampled_from(["changed", "changed", "changed", ENDED]))
        effective = day(draw(st.integers(0, 30)))
        known_to = KNOWN_FOREVER if until is None else instant(until)
        found.append(ValueEvent(code, effective, instant(known), known_to, order, values))
    return found


def replay(known: list[ValueEvent]):
    return last_value_stands(known, dict.fromkeys(NAMES))


def naive_state(found: list[ValueEvent], on: date, known_at: datetime):
    """The same answer by another way: every event known then and in effect, one after the other."""
    counting = [e for e in found if e.known_from <= known_at < e.known_to and e.effective_on <= on]
    state: dict[str, object] | None = None
    held: dict[str, object] = dict.fromkeys(NAMES)
    for event in sorted(counting, key=lambda e: (e.effective_on, e.known_from, e.order)):
        held = {**held, **event.values}
        state = None if event.code == ENDED else held
    return None if state is None else tuple(state[name] for name in NAMES)


def state_in(found: list[Rectangle], on: date, known_at: datetime):
    holding = [one.state for one in found if one.holds(on, known_at)]
    assert len(holding) <= 1, "two periods hold at one moment"
    return holding[0] if holding else None


@given(events(), st.integers(-1, 32), st.integers(-1, 27))
def test_periods_say_what_a_replay_of_what_was_known_says(found, on, known):
    said = state_in(rectangles(found, replay), day(on), instant(known))
    assert said == naive_state(found, day(on), instant(known))


@given(events(), events())
def test_learning_more_never_changes_what_was_known_before(first, later):
    """Events learned after day 25 leave every answer as known up to then as it was."""
    added = [
        ValueEvent(
            e.code, e.effective_on, e.known_from + timedelta(days=30), KNOWN_FOREVER, e.order + 100, e.values
        )
        for e in later
    ]
    before, after = rectangles(first, replay), rectangles([*first, *added], replay)
    for on in range(0, 31, 3):
        for known in range(0, 26, 5):
            moment = day(on), instant(known)
            assert state_in(before, *moment) == state_in(after, *moment)


@given(events())
def test_periods_are_rectangles_and_each_is_needed(found):
    made = rectangles(found, replay)
    assert all(one.valid_from < one.valid_to and one.known_from < one.known_to for one in made)
    assert len(set(made)) == len(made)


@given(events())
def test_the_order_of_arrival_in_the_list_does_not_matter(found):
    assert rectangles(found, replay) == rectangles(list(reversed(found)), replay)


def test_one_fact_learned_late_splits_what_was_known():
    """A lapse in January that is learned in May: two answers for January, told apart by when one knew."""
    granted = ValueEvent("granted", day(0), instant(0), KNOWN_FOREVER, 1, {"status": 1})
    lapsed = ValueEvent("lapsed", day(10), instant(100), KNOWN_FOREVER, 2, {"status": 0})
    assert rectangles([granted, lapsed], replay) == [
        Rectangle(day(0), FOREVER, (1, None), instant(0), instant(100)),
        Rectangle(day(0), day(10), (1, None), instant(100), KNOWN_FOREVER),
        Rectangle(day(10), FOREVER, (0, None), instant(100), KNOWN_FOREVER),
    ]
