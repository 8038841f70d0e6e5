"""The replay of plain registers: each event sets some values from a day on (缺省回放); pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from zhichan.core.registers.bitemporal import Segment
from zhichan.core.registers.moments import FOREVER

ENDED = "ended"

Values = tuple[Any, ...]


class ValueEvent(NamedTuple):
    """Values that hold from ``effective_on`` on; an event with the code ``ended`` ends the thing itself.

    ``order`` decides between events of one day: that of the later one stands. A named tuple, because an
    import makes a million of them.
    """

    code: str
    effective_on: date
    known_from: datetime
    known_to: datetime
    order: int
    values: Mapping[str, Any]


def last_value_stands(events: Sequence[ValueEvent], empty: Mapping[str, Any]) -> list[Segment[Values]]:
    """The segments that follow when the last value set for a name stands; ``empty`` before any is set.

    What was known first is applied first within one day, so that a correction learned later wins.
    Neighbouring segments of one state are one.
    """
    ordered = sorted(events, key=lambda event: (event.effective_on, event.known_from, event.order))
    days = list(_days(ordered, empty))
    segments = [
        Segment(start, end, state)
        for (start, state), (end, _next) in pairwise([*days, (FOREVER, None)])
        if state is not None
    ]
    return _joined(segments)


def _days(ordered: Sequence[ValueEvent], empty: Mapping[str, Any]) -> Iterator[tuple[date, Values | None]]:
    """The state after each day on which something took effect; None: ended."""
    held = dict(empty)
    for day, group in groupby(ordered, key=lambda event: event.effective_on):
        has_ended = False
        for event in group:
            has_ended = event.code == ENDED
            held.update((name, value) for name, value in event.values.items() if name in held)
        yield day, None if has_ended else tuple(held.values())


def _joined(segments: Sequence[Segment[Values]]) -> list[Segment[Values]]:
    if not segments:
        return []
    found = [segments[0]]
    for before, after in pairwise(segments):
        if before.valid_to == after.valid_from and before.state == after.state:
            found[-1] = Segment(found[-1].valid_from, after.valid_to, after.state)
        else:
            found.append(after)
    return found
