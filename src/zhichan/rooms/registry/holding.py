"""What stands of a right on a day by the values its events set (持有), as the replays need it; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from zhichan.core.registers.bitemporal import Segment
from zhichan.core.registers.moments import FOREVER
from zhichan.core.registers.values import ENDED, ValueEvent, Values

BETWEEN = "、"
"""What stands between the keys of several holders."""


def first_of(holder_ids: str) -> int | None:
    """The first-named of several holders."""
    return int(holder_ids.split(BETWEEN)[0]) if holder_ids else None


def last_value(ordered: Sequence[ValueEvent], name: str, day: date, empty: Any) -> Any:
    """The last value set for a name by a day; before any was set the first: it stood from the beginning."""
    having = [event for event in ordered if event.values.get(name)]
    before = [event for event in having if event.effective_on <= day]
    chosen = before[-1] if before else having[0] if having else None
    return chosen.values[name] if chosen else empty


def until_ended(found: Iterable[Segment[Values]], ordered: Sequence[ValueEvent]) -> Iterator[Segment[Values]]:
    """Neighbours of one state joined, and nothing from the day on which the thing left the register."""
    ended = next((event.effective_on for event in ordered if event.code == ENDED), FOREVER)
    held: Segment[Values] | None = None
    for one in found:
        if one.valid_from >= ended:
            break
        one = one._replace(valid_to=min(one.valid_to, ended))
        if held and held.state == one.state and held.valid_to == one.valid_from:
            held = held._replace(valid_to=one.valid_to)
            continue
        if held:
            yield held
        held = one
    if held:
        yield held
