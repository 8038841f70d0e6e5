"""What holds for every history, sensible or not."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rooms.registry.status.histories import FILED, events, facts, kinds, lives
from tests.rooms.registry.status.naive import naive
from zhichan.rooms.registry.status import (
    Facts,
    LegalEvent,
    Machine,
    patents,
    replay_as_known,
    state_on,
    timeline,
    trademarks,
)

MACHINES = pytest.mark.parametrize("machine", [patents(), trademarks()], ids=["patents", "trademarks"])
FILED_AT = datetime.combine(FILED, time(12), UTC)
UNTIL = FILED + timedelta(16)


@MACHINES
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_spans_are_gapless_ordered_and_of_declared_states(machine: Machine, data: st.DataObject) -> None:
    kind = data.draw(kinds(machine))
    spans = timeline(machine, kind, data.draw(facts()), data.draw(events(machine, orders=2))).spans
    assert spans[0].starts_on == FILED
    assert spans[-1].ends_on is None
    for before, after in pairwise(spans):
        assert before.ends_on == after.starts_on
        assert before.starts_on < after.starts_on
    for span in spans:
        assert kind in machine.states[span.state].kinds
        assert span.is_computed == (span.mark is not None)
        assert span.is_computed or span.state == span.recorded


@MACHINES
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_only_declared_transitions_appear(machine: Machine, data: st.DataObject) -> None:
    """One event a day, so that each step between spans is one transition."""
    kind = data.draw(kinds(machine))
    drawn = data.draw(events(machine))
    single = list({event.effective_on: event for event in drawn}.values())
    spans = [s for s in timeline(machine, kind, Facts(FILED), single).spans if not s.is_computed]
    for before, after in pairwise(spans):
        assert after.by is not None
        if machine.states[after.state].public == "ended" and after.by.code == "INVALIDATED":
            continue  # works from the first day of the right, whatever stood before
        ways = [t for t in machine.transitions if t.event == after.by.code and before.state in t.sources]
        assert any(way.to in {after.state, "@return"} for way in ways)


@MACHINES
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_order_of_arrival_does_not_matter(machine: Machine, data: st.DataObject) -> None:
    kind, known = data.draw(kinds(machine)), data.draw(events(machine))
    first = timeline(machine, kind, Facts(FILED), known)
    again = timeline(machine, kind, Facts(FILED), data.draw(st.permutations([*known, *known[:2]])))
    assert first == again


@MACHINES
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_was_known_before_stays_what_was_known(machine: Machine, data: st.DataObject) -> None:
    """Later knowledge, mixed in anywhere, leaves the replay as known at an instant alone."""
    kind, history = data.draw(kinds(machine)), data.draw(events(machine))
    at = data.draw(st.sampled_from([FILED_AT, *(event.known_at for event in history)]))
    believed = timeline(machine, kind, Facts(FILED), [e for e in history if not e.known_at > at])
    later = [e._replace(known_at=at + timedelta(days=1)) for e in data.draw(events(machine))]
    mixed = data.draw(st.permutations([*history, *later]))
    assert timeline(machine, kind, Facts(FILED), replay_as_known(mixed, at)) == believed


@MACHINES
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_every_event_is_applied_quiet_set_aside_or_reported(machine: Machine, data: st.DataObject) -> None:
    kind, history = data.draw(kinds(machine)), data.draw(events(machine))
    found = timeline(machine, kind, Facts(FILED), history)
    reported = {problem.event for problem in found.problems}
    assert reported <= set(history)
    assert not reported & set(found.set_aside)
    unknown = {event for event in history if event.code == "NO_SUCH_EVENT"}
    assert unknown <= reported


@pytest.mark.parametrize("name", ["patents", "trademarks"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_day_by_day_walk_agrees(name: str, data: st.DataObject) -> None:
    machine = {"patents": patents(), "trademarks": trademarks()}[name]
    kind, given_facts = data.draw(kinds(machine)), data.draw(facts())
    history = data.draw(events(machine, orders=1))
    _agree(name, machine, kind, given_facts, history, UNTIL)


@pytest.mark.parametrize("name", ["patents", "trademarks"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_day_by_day_walk_agrees_on_lives_that_fit(name: str, data: st.DataObject) -> None:
    machine = {"patents": patents(), "trademarks": trademarks()}[name]
    kind = data.draw(kinds(machine))
    _agree(name, machine, kind, Facts(FILED), data.draw(lives(machine, kind)), UNTIL)


@pytest.mark.parametrize("name", ["patents", "trademarks"])
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_a_day_by_day_walk_agrees_over_the_whole_term(name: str, data: st.DataObject) -> None:
    machine = {"patents": patents(), "trademarks": trademarks()}[name]
    kind, given_facts = data.draw(kinds(machine)), data.draw(facts())
    years = st.integers(0, 23)
    history = [
        event._replace(effective_on=event.effective_on + timedelta(365 * data.draw(years)))
        for event in data.draw(events(machine))
    ]
    _agree(name, machine, kind, given_facts, history, date(FILED.year + 25, 1, 1))


def _agree(
    name: str, machine: Machine, kind: str, given_facts: Facts, history: list[LegalEvent], until: date
) -> None:
    recorded, shown, left = naive(name).days(kind, given_facts, history, until)
    found = timeline(machine, kind, given_facts, history)
    assert {problem.event for problem in found.problems} == left
    for day in shown:
        assert state_on(found, day) == shown[day], day
        assert state_on(found, day, is_recorded_only=True) == recorded[day], day
    assert state_on(found, FILED - timedelta(1)) is None
