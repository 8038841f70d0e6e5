"""From which day to which day a row is valid: cut on the right days, and the same as walking day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.registers.moments import FOREVER, KNOWN_FOREVER
from zhichan.core.registers.values import ENDED, ValueEvent
from zhichan.rooms.protection.models.enforcement_officer import ENFORCEMENT_OFFICERS
from zhichan.rooms.protection.models.validity import Days, State

FIRST = date(2026, 1, 1)
KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = ENFORCEMENT_OFFICERS.tracked_names
REPLAY = ENFORCEMENT_OFFICERS.replay
STATE = NAMES.index("state")


def event(on: date, order: int, code: str = "changed", **values: object) -> ValueEvent:
    return ValueEvent(code, on, KNOWN, KNOWN_FOREVER, order, values)


def states(*events: ValueEvent) -> list[tuple[date, date, str]]:
    return [(one.valid_from, one.valid_to, one.state[STATE]) for one in REPLAY(None, events)]


def test_a_certificate_holds_on_its_first_and_its_last_day_and_on_none_beside():
    entered = event(date(2026, 2, 1), 1, begins_on=date(2025, 3, 1), ends_on=date(2027, 2, 28))
    assert states(entered) == [
        (date(2025, 3, 1), date(2027, 3, 1), State.VALID),
        (date(2027, 3, 1), FOREVER, State.EXPIRED),
    ]


def test_one_that_begins_later_stands_there_and_does_not_hold_yet():
    entered = event(date(2026, 2, 1), 1, begins_on=date(2026, 4, 1), ends_on=date(2026, 4, 1))
    assert states(entered) == [
        (date(2026, 2, 1), date(2026, 4, 1), State.NOT_YET),
        (date(2026, 4, 1), date(2026, 4, 2), State.VALID),
        (date(2026, 4, 2), FOREVER, State.EXPIRED),
    ]


def test_a_renewal_before_the_end_leaves_no_gap_and_one_after_it_does():
    entered = event(date(2026, 2, 1), 1, begins_on=date(2026, 2, 1), ends_on=date(2026, 6, 30))
    before = event(date(2026, 6, 1), 2, ends_on=date(2031, 6, 30))
    after = event(date(2026, 8, 1), 2, begins_on=date(2026, 8, 1), ends_on=date(2031, 6, 30))
    assert [(one[0], one[2]) for one in states(entered, before)] == [
        (date(2026, 2, 1), State.VALID),
        (date(2026, 6, 1), State.VALID),
        (date(2031, 7, 1), State.EXPIRED),
    ]
    assert [(one[0], one[2]) for one in states(entered, after)] == [
        (date(2026, 2, 1), State.VALID),
        (date(2026, 7, 1), State.EXPIRED),
        (date(2026, 8, 1), State.VALID),
        (date(2031, 7, 1), State.EXPIRED),
    ]


def test_without_days_it_holds_until_it_is_taken_out():
    out = event(date(2026, 5, 1), 2, ENDED)
    assert states(event(FIRST, 1)) == [(FIRST, FOREVER, State.VALID)]
    assert states(event(FIRST, 1), out) == [(FIRST, date(2026, 5, 1), State.VALID)]
    assert states(event(FIRST, 1, ends_on=FOREVER)) == [(FIRST, FOREVER, State.VALID)]


DAY = st.integers(-40, 40).map(lambda days: FIRST + timedelta(days=days))
CHANGE = st.fixed_dictionaries({}, optional={"begins_on": DAY | st.none(), "ends_on": DAY | st.none()})


@given(st.lists(st.tuples(DAY, CHANGE, st.booleans()), min_size=1, max_size=6))
def test_every_day_is_judged_as_by_walking_to_it(changes):
    """The second way: for each day what was said last, asked whether the day lies between the two."""
    events = [
        event(on, order, ENDED if is_end else "changed", **({} if is_end else values))
        for order, (on, values, is_end) in enumerate(changes)
    ]
    segments = REPLAY(None, events)
    assert all(one.valid_to <= two.valid_from for one, two in pairwise(segments))
    for day in (FIRST + timedelta(days=number) for number in range(-45, 46)):
        found = [one.state[STATE] for one in segments if one.valid_from <= day < one.valid_to]
        assert found == walked(events, day), day


def walked(events: list[ValueEvent], day: date) -> list[str]:
    """The state of one day, as a list; empty where the row is not in the register."""
    ordered = sorted(events, key=lambda one: (one.effective_on, one.order))
    days = sorted({one.effective_on for one in ordered})
    said_last = {one.effective_on: one.code for one in ordered}
    stated = [on for on in days if said_last[on] != ENDED]
    asked = day
    if stated:
        said = values_on(ordered, stated[0])
        since = said["begins_on"]
        if since and since <= day < stated[0]:
            asked = stated[0]
    last = max((on for on in days if on <= asked), default=None)
    if last is None or last not in stated:
        return []
    said = values_on(ordered, asked)
    if said["begins_on"] and day < said["begins_on"]:
        return [State.NOT_YET]
    return [State.EXPIRED if said["ends_on"] and day > said["ends_on"] else State.VALID]


def values_on(ordered: list[ValueEvent], day: date) -> dict[str, date | None]:
    found: dict[str, date | None] = {"begins_on": None, "ends_on": None}
    for one in ordered:
        if one.effective_on <= day and one.code != ENDED:
            found.update(one.values)
    return found


@pytest.mark.parametrize(
    ("begins_on", "ends_on", "told"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), []),
        (None, date(2026, 1, 1), []),
        (date(2026, 1, 1), None, []),
        (date(2026, 1, 2), date(2026, 1, 1), [("止", "早于“起”")]),
        (date(1949, 12, 31), None, [("起", "年份不合常理")]),
        (date(1950, 1, 1), date(2199, 12, 31), []),
        (None, date(2200, 1, 1), [("止", "年份不合常理")]),
    ],
)
def test_days_that_cannot_be_are_told_with_their_field(begins_on, ends_on, told):
    problems = Days("起", "止")({"begins_on": begins_on, "ends_on": ends_on})
    assert [(one.column, one.reason) for one in problems] == told
