"""Status of each item of a trademark (商品项): a decision may hit only some goods (部分驳回, 部分撤销…).

Source: 商标法实施条例(2014) 第二十一条, 第二十八条, 第六十八条 [verified].
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from zhichan.rooms.registry.status.machine import Machine
from zhichan.rooms.registry.status.replay import timeline
from zhichan.rooms.registry.status.spans import Facts, LegalEvent, Timeline


class ScopedEvent(NamedTuple):
    """An event and the items it speaks of; None means all of them."""

    event: LegalEvent
    items: frozenset[str] | None = None


class ItemTimelines(NamedTuple):
    """A timeline per item, and events that name an item the registration does not have."""

    timelines: dict[str, Timeline]
    strays: tuple[ScopedEvent, ...]


def item_timelines(
    machine: Machine, kind: str, facts: Facts, items: Iterable[str], events: Iterable[ScopedEvent]
) -> ItemTimelines:
    """Replay each item on the events that reach it; items with the same events share one timeline."""
    scoped, names = tuple(events), tuple(items)
    shared: dict[tuple[LegalEvent, ...], Timeline] = {}
    found: dict[str, Timeline] = {}
    for item in names:
        own = events_of_item(scoped, item)
        if own not in shared:
            shared[own] = timeline(machine, kind, facts, own)
        found[item] = shared[own]
    known = frozenset(names)
    return ItemTimelines(found, tuple(one for one in scoped if one.items and not one.items <= known))


def events_of_item(events: Iterable[ScopedEvent], item: str) -> tuple[LegalEvent, ...]:
    """The events that reach one item."""
    return tuple(one.event for one in events if one.items is None or item in one.items)
