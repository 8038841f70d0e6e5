"""From append-only events to rectangles of validity and knowledge (双时态); pure.

A rectangle says: from this day to that day the thing was in this state, and so it was known from this
instant to that one. The rectangles of one thing never overlap, and at every pair (day, instant) they hold
what a replay of the events known at that instant gives for that day. All ends are exclusive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Generic, NamedTuple, Protocol, TypeVar

from zhichan.core.registers.moments import KNOWN_FOREVER

State = TypeVar("State")


class Known(Protocol):
    """An event with the time in which it counted: from when it was learned until it was taken back."""

    @property
    def known_from(self) -> datetime: ...
    @property
    def known_to(self) -> datetime: ...


Event = TypeVar("Event", bound=Known)


class Segment(NamedTuple, Generic[State]):
    """A state from a day until the day before ``valid_to``."""

    valid_from: date
    valid_to: date
    state: State


class Rectangle(NamedTuple, Generic[State]):
    """A segment with the time in which it was what was known."""

    valid_from: date
    valid_to: date
    state: State
    known_from: datetime
    known_to: datetime

    def holds(self, on: date, known_at: datetime) -> bool:
        return self.valid_from <= on < self.valid_to and self.known_from <= known_at < self.known_to


Replay = Callable[[Sequence[Event]], Sequence[Segment[State]]]


def rectangles(events: Iterable[Event], replay: Replay[Event, State]) -> list[Rectangle[State]]:
    """Every rectangle, in order of knowledge and then of validity.

    ``replay`` gets the events that counted at one instant, in the order given, and returns segments that
    do not overlap; states must be hashable. O(instants of knowledge x one replay).
    """
    known = list(events)
    instants = _instants(known)
    if len(instants) == 1:
        segments = replay([event for event in known if event.known_to == KNOWN_FOREVER])
        return [Rectangle(*segment, instants[0], KNOWN_FOREVER) for segment in segments]
    found: list[Rectangle[State]] = []
    held: dict[Segment[State], datetime] = {}
    for instant in instants:
        counting = [event for event in known if event.known_from <= instant < event.known_to]
        standing = dict.fromkeys(replay(counting))
        ended = [segment for segment in held if segment not in standing]
        found += [Rectangle(*segment, held.pop(segment), instant) for segment in ended]
        for segment in standing:
            held.setdefault(segment, instant)
    found += [Rectangle(*segment, since, KNOWN_FOREVER) for segment, since in held.items()]
    return sorted(found, key=lambda one: (one.known_from, one.valid_from))


def _instants(events: Sequence[Known]) -> list[datetime]:
    """The instants at which what is known changes."""
    learned = {event.known_from for event in events}
    taken_back = {event.known_to for event in events if event.known_to != KNOWN_FOREVER}
    return sorted(learned | taken_back)
