"""The face of the registry room (权利登记): all that other rooms may import."""

from __future__ import annotations

from zhichan.rooms.registry.kinds import CreditCode, DivisionCodeKind
from zhichan.rooms.registry.naming import party_key
from zhichan.rooms.registry.queries.for_rooms import ListEntry, list_entries_of, party_called
from zhichan.rooms.registry.queries.patent_card import PatentCard, patent_card
from zhichan.rooms.registry.right_numbers import right_number_key

__all__ = [
    "CreditCode",
    "DivisionCodeKind",
    "ListEntry",
    "PatentCard",
    "list_entries_of",
    "party_called",
    "party_key",
    "patent_card",
    "right_number_key",
]
