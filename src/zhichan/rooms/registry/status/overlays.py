"""Conditions that lie over a status: pledge (质押), licence (许可), preservation (保全) and the like.

They are intervals, not states: several may hold at once, and a pledged patent is still in force. An overlay
lasts until its end is recorded; whether the right itself still stands is the timeline's to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import NamedTuple

from zhichan.rooms.registry.status.machine import Machine
from zhichan.rooms.registry.status.spans import LegalEvent


class Overlay(NamedTuple):
    """One interval of a condition; ``ends_on`` is the first day without it, None while it lasts."""

    id: str
    starts_on: date
    ends_on: date | None
    opened_by: LegalEvent
    closed_by: LegalEvent | None


class Overlays(NamedTuple):
    """Intervals by first day, and closings for which no single opening could be named."""

    intervals: tuple[Overlay, ...]
    unmatched: tuple[LegalEvent, ...]


@dataclass(slots=True)
class _Ledger:
    machine: Machine
    opened: list[tuple[str, LegalEvent]] = field(default_factory=list)
    closed: list[Overlay] = field(default_factory=list)
    unmatched: list[LegalEvent] = field(default_factory=list)


def overlays_of(machine: Machine, events: Iterable[LegalEvent]) -> Overlays:
    """The intervals that events open and close.

    A closing ends the opening with its reference; without one, the only open condition it can mean. Where two
    could be meant neither is closed and the event is given back: the office must say which.
    """
    ledger = _Ledger(machine)
    for _, same_day in groupby(sorted(set(events), key=_place), key=lambda event: event.effective_on):
        _run_day(ledger, list(same_day))
    lasting = [Overlay(i, event.effective_on, None, event, None) for i, event in ledger.opened]
    intervals = sorted([*ledger.closed, *lasting], key=lambda one: (one.starts_on, one.id, one.opened_by))
    return Overlays(tuple(intervals), tuple(ledger.unmatched))


def overlays_on(found: Overlays, day: date) -> frozenset[str]:
    """The conditions that hold on a day."""
    return frozenset(
        one.id
        for one in found.intervals
        if one.starts_on <= day and (one.ends_on is None or day < one.ends_on)
    )


def _place(event: LegalEvent) -> tuple[object, ...]:
    return event.effective_on, event.order, event.code, event.known_at, event.source, event.reference


def _run_day(ledger: _Ledger, events: list[LegalEvent]) -> None:
    """Close what was open, open what begins, then close what began and ended on the same day."""
    left = [event for event in events if not _closes(ledger, event)]
    for event in left:
        ledger.opened += [(o.id, event) for o in ledger.machine.overlays if event.code in o.opens]
    again = [event for event in left if not _closes(ledger, event)]
    enders = frozenset[str]().union(*(spec.closes for spec in ledger.machine.overlays))
    ledger.unmatched += [event for event in again if event.code in enders]


def _closes(ledger: _Ledger, event: LegalEvent) -> bool:
    """Close what the event ends; true when something was closed."""
    ended = _ended_all(ledger, event) or _ended_one(ledger, event)
    for one in ended:
        ledger.opened.remove(one)
        ledger.closed.append(Overlay(one[0], one[1].effective_on, event.effective_on, one[1], event))
    return bool(ended)


def _ended_all(ledger: _Ledger, event: LegalEvent) -> list[tuple[str, LegalEvent]]:
    """Conditions that an event of the status itself brings to an end."""
    ids = {spec.id for spec in ledger.machine.overlays if event.code in spec.also_closes}
    return [one for one in ledger.opened if one[0] in ids]


def _ended_one(ledger: _Ledger, event: LegalEvent) -> list[tuple[str, LegalEvent]]:
    """The one condition a closing means, or none."""
    ids = {spec.id for spec in ledger.machine.overlays if event.code in spec.closes}
    could = [one for one in ledger.opened if one[0] in ids]
    exact = [one for one in could if event.reference and one[1].reference == event.reference]
    loose = [one for one in could if not (event.reference and one[1].reference)]
    found = exact or loose
    return found if len(found) == 1 else []
