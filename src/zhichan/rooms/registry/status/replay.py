"""From events to a timeline: what stood from which day, on the knowledge given.

Two times meet here. Events are replayed in the order in which they work (``effective_on``), so a termination
learned in May that works from January moves January. What was known at an instant is a smaller set of events,
and its replay is the history as it was then believed: ``timeline(..., replay_as_known(events, at))``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from operator import attrgetter, lt

from zhichan.rooms.registry.status.machine import Machine
from zhichan.rooms.registry.status.shapes import Shape, recorded_rows, shape_of, spans_of
from zhichan.rooms.registry.status.spans import Facts, LegalEvent, Span, Timeline, span_on, state_on
from zhichan.rooms.registry.status.terms import term_of, with_term
from zhichan.rooms.registry.status.walk import Walk

__all__ = [
    "Facts",
    "LegalEvent",
    "Span",
    "Timeline",
    "recorded_spans",
    "replay_as_known",
    "span_on",
    "state_on",
    "timeline",
]

_DAY = attrgetter("effective_on")
_CODE = attrgetter("code")


def replay_as_known(events: Iterable[LegalEvent], at: datetime) -> tuple[LegalEvent, ...]:
    """The events known at an instant, in the order given."""
    return tuple(event for event in events if event.known_at <= at)


def timeline(machine: Machine, kind: str, facts: Facts, events: Iterable[LegalEvent]) -> Timeline:
    """Replay events into spans without gap; never raises for what the events say.

    The order of the list does not matter. On one day ``order`` decides, then the rank of the event in the
    machine, and an event that does not fit yet waits for the others of its day. A decision that a court undid
    is taken out together with the undoing, and the rest is replayed. Cost O(events), times undoings; a
    history of a common shape is not walked again.
    """
    found = sorted(events, key=_DAY)
    days = [facts.filed_on, *map(_DAY, found)]
    if all(map(lt, days, days[1:])):
        shape = shape_of(machine, kind, tuple(map(_CODE, found)))
        if shape is not None:
            return Timeline(_shaped(machine, kind, facts, found, days, shape), (), ())
    return _replayed(machine, kind, facts, _in_order(machine, found))


def recorded_spans(
    machine: Machine, kind: str, began: date, events: Iterable[LegalEvent]
) -> list[tuple[date, date | None, str]]:
    """What the events alone say, as days and state: ``timeline`` without its computed ends of terms.

    Neighbouring spans of one state are one. Cost as ``timeline``, without the term.
    """
    found = sorted(events, key=_DAY)
    days = [began, *map(_DAY, found)]
    if all(map(lt, days, days[1:])):
        rows = recorded_rows(machine, kind, tuple(map(_CODE, found)))
        if rows is not None:
            ends = [*days, None]
            return [(days[start], ends[end], state) for start, end, state in rows]
    spans = _replayed(machine, kind, Facts(began), _in_order(machine, found)).spans
    return _joined([(span.starts_on, span.ends_on, span.recorded) for span in spans])


def _joined(spans: Sequence[tuple[date, date | None, str]]) -> list[tuple[date, date | None, str]]:
    found: list[tuple[date, date | None, str]] = []
    for start, end, state in spans:
        if found and found[-1][2] == state:
            found[-1] = (found[-1][0], end, state)
        else:
            found.append((start, end, state))
    return found


def _shaped(
    machine: Machine, kind: str, facts: Facts, events: list[LegalEvent], days: list[date], shape: Shape
) -> tuple[Span, ...]:
    spans = spans_of(shape, events, days)
    if not shape.has_term:
        return tuple(spans)
    return _termed(machine, kind, facts, spans, days[shape.force_at], shape.renewals)


def _replayed(machine: Machine, kind: str, facts: Facts, ordered: list[LegalEvent]) -> Timeline:
    """Walk, and walk again without each decision that was undone."""
    set_aside: list[LegalEvent] = []
    walk = _walked(machine, kind, facts, ordered)
    while walk.undone:
        gone = walk.undone
        set_aside.append(gone[0])
        ordered = [event for event in ordered if event not in gone]
        walk = _walked(machine, kind, facts, ordered)
    spans = walk.all_spans()
    if walk.force_since is not None:
        spans = list(_termed(machine, kind, facts, spans, walk.force_since, walk.renewals()))
    return Timeline(tuple(spans), tuple(walk.problems), tuple(set_aside))


def _walked(machine: Machine, kind: str, facts: Facts, events: Sequence[LegalEvent]) -> Walk:
    walk = Walk(machine, kind, facts.filed_on)
    walk.run(events)
    return walk


def _termed(
    machine: Machine, kind: str, facts: Facts, spans: list[Span], right_from: date, renewals: int
) -> tuple[Span, ...]:
    expiry = term_of(machine, kind, facts, right_from, renewals)
    return tuple(spans if expiry is None else with_term(machine, spans, expiry))


def _in_order(machine: Machine, events: list[LegalEvent]) -> list[LegalEvent]:
    """Events by day, then by the order within it; equal events count once."""
    ranks = machine.ranks

    def place(event: LegalEvent) -> tuple[object, ...]:
        code, day, known_at, order, source, reference = event
        return day, order, ranks.get(code, -1), code, known_at, source, reference

    return sorted(set(events), key=place)
