"""The face of the registry room (权利登记): all that other rooms may import."""

from __future__ import annotations

from zhichan.rooms.registry.kinds import CreditCode, DivisionCodeKind
from zhichan.rooms.registry.naming import party_key
from zhichan.rooms.registry.queries.for_rooms import ListEntry, list_entries_of, party_called
from zhichan.rooms.registry.queries.marks_like import (
    NO_NARROWING,
    Candidate,
    MarkTold,
    Narrowing,
    candidates,
    marks_told,
)
from zhichan.rooms.registry.right_numbers import right_number_key
from zhichan.rooms.registry.trademark_history import PUBLIC_CLASSES

__all__ = [
    "NO_NARROWING",
    "PUBLIC_CLASSES",
    "Candidate",
    "CreditCode",
    "DivisionCodeKind",
    "ListEntry",
    "MarkTold",
    "Narrowing",
    "candidates",
    "list_entries_of",
    "marks_told",
    "party_called",
    "party_key",
    "right_number_key",
]
