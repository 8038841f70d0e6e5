"""Whether what a card rests on still stands (预警依据): asked of the register, not of the card."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from zhichan.core.registers.declaration import register_named
from zhichan.core.registers.queries import standing_event_ids
from zhichan.rooms.search.models import AlertCard


def standing_cards(cards: Iterable[AlertCard]) -> set[int]:
    """The keys of the cards whose event counts now, or whose right is in the register now.

    A few queries for each register.
    """
    by_register: dict[str, list[AlertCard]] = defaultdict(list)
    for card in cards:
        by_register[card.register].append(card)
    found: set[int] = set()
    for name, own in by_register.items():
        register = register_named(name)
        rows = sorted({card.record_id for card in own})
        shown: Any = register.model._default_manager.filter(pk__in=rows, is_shown=True)
        there = set(shown.values_list("pk", flat=True))
        events = standing_event_ids(register, sorted({card.record_id for card in own if card.event_id}))
        for card in own:
            is_told = not card.event_id or card.event_id in events.get(card.record_id, ())
            if is_told and card.record_id in there:
                found.add(card.pk)
    return found
