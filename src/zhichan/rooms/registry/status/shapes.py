"""Histories of the same shape are walked once.

Where events fall on different days after filing, and all fit, the states depend on the codes alone, not on
the days. Most rights share a few hundred such shapes, so a load of a million walks a few hundred times.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

from zhichan.rooms.registry.status.machine import Machine
from zhichan.rooms.registry.status.spans import LegalEvent, Span
from zhichan.rooms.registry.status.walk import Walk

_KNOWN = datetime(2000, 1, 1, tzinfo=UTC)


class Shape(NamedTuple):
    """Spans as positions among the days: 0 is filing, n the n-th event, -1 stands for lasting.

    Each row is start, end, state and the event that began it. ``has_term``: a term runs in some span.
    """

    rows: tuple[tuple[int, int, str, int], ...]
    force_at: int
    renewals: int
    has_term: bool


@lru_cache(maxsize=8192)
def shape_of(machine: Machine, kind: str, codes: tuple[str, ...]) -> Shape | None:
    """The shape of these events on different days, or None when one does not fit or undoes another."""
    events = [LegalEvent(code, date.fromordinal(at + 2), _KNOWN) for at, code in enumerate(codes)]
    walk = Walk(machine, kind, date.fromordinal(1))
    walk.run(events)
    if walk.undone or walk.problems:
        return None
    rows = tuple(_row(span) for span in walk.all_spans())
    has_term = any(row[2] in machine.term_rule.runs for row in rows)
    force_at = _position(walk.force_since) if walk.force_since else 0
    return Shape(rows, force_at, walk.renewals(), has_term)


@lru_cache(maxsize=8192)
def recorded_rows(
    machine: Machine, kind: str, codes: tuple[str, ...]
) -> tuple[tuple[int, int, str], ...] | None:
    """Start, end and state of the shape of these events, neighbours of one state as one; None as there."""
    shape = shape_of(machine, kind, codes)
    if shape is None:
        return None
    found: list[tuple[int, int, str]] = []
    for start, end, state, _cause in shape.rows:
        if found and found[-1][2] == state:
            found[-1] = (found[-1][0], end, state)
        else:
            found.append((start, end, state))
    return tuple(found)


def spans_of(shape: Shape, events: list[LegalEvent], days: list[date]) -> list[Span]:
    """The spans of real events in this shape; ``days`` are filing and the events' days."""
    ends: list[date | None] = [*days, None]
    causes = [None, *events]
    new = tuple.__new__  # a named tuple's own constructor costs twice as much
    return [new(Span, (days[a], ends[b], s, causes[c], s, False, None)) for a, b, s, c in shape.rows]


def _row(span: Span) -> tuple[int, int, str, int]:
    end = -1 if span.ends_on is None else _position(span.ends_on)
    return (
        _position(span.starts_on),
        end,
        span.state,
        0 if span.by is None else _position(span.by.effective_on),
    )


def _position(day: date) -> int:
    return day.toordinal() - 1
