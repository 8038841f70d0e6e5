"""The face of the registry room (权利登记): all that other rooms may import."""

from __future__ import annotations

from zhichan.rooms.registry.asked_numbers import AskedNumber, cited_as, documents_of, read_number
from zhichan.rooms.registry.ipc_groups import class_key, is_below, is_class_pattern
from zhichan.rooms.registry.kinds import CreditCode, DivisionCodeKind
from zhichan.rooms.registry.models.trademark import CLASSES as NICE_CLASSES
from zhichan.rooms.registry.naming import party_key
from zhichan.rooms.registry.queries.for_rooms import ListEntry, list_entries_of, party_called
from zhichan.rooms.registry.queries.goods import GoodsFound, goods_called
from zhichan.rooms.registry.queries.happenings import (
    Filing,
    Happening,
    Unread,
    committed_batches,
    events_held,
    filings,
    happenings,
    legal_codes,
    newest_event,
    standing_of_code,
    terms_over,
)
from zhichan.rooms.registry.queries.held_rights import held_registers, rights_held_by
from zhichan.rooms.registry.queries.mark_filings import (
    AgencyCount,
    FiledMark,
    PartyTold,
    affiliates_of,
    agency_counts,
    applicant_of,
    classes_of,
    filed_marks,
    known_since,
    lists_naming,
    parties_bearing,
    passed_on,
)
from zhichan.rooms.registry.queries.marks_like import (
    NO_NARROWING,
    Candidate,
    MarkTold,
    Narrowing,
    candidates,
    lists_of_holders,
    marks_told,
)
from zhichan.rooms.registry.queries.parties_of_list import heads_by_name
from zhichan.rooms.registry.queries.patent_card import PatentCard, patent_card
from zhichan.rooms.registry.queries.patent_standing import patent_classes_on
from zhichan.rooms.registry.queries.watched_parties import (
    ProtectedMark,
    counted_as,
    list_members,
    list_names,
    mark_titles,
    protected_marks,
)
from zhichan.rooms.registry.right_numbers import right_number_key
from zhichan.rooms.registry.trademark_history import PUBLIC_CLASSES

__all__ = [
    "NICE_CLASSES",
    "NO_NARROWING",
    "PUBLIC_CLASSES",
    "AgencyCount",
    "AskedNumber",
    "Candidate",
    "CreditCode",
    "DivisionCodeKind",
    "FiledMark",
    "Filing",
    "GoodsFound",
    "Happening",
    "ListEntry",
    "MarkTold",
    "Narrowing",
    "PartyTold",
    "PatentCard",
    "ProtectedMark",
    "Unread",
    "affiliates_of",
    "agency_counts",
    "applicant_of",
    "candidates",
    "cited_as",
    "class_key",
    "classes_of",
    "committed_batches",
    "counted_as",
    "documents_of",
    "events_held",
    "filed_marks",
    "filings",
    "goods_called",
    "happenings",
    "heads_by_name",
    "held_registers",
    "is_below",
    "is_class_pattern",
    "known_since",
    "legal_codes",
    "list_entries_of",
    "list_members",
    "list_names",
    "lists_naming",
    "lists_of_holders",
    "mark_titles",
    "marks_told",
    "newest_event",
    "parties_bearing",
    "party_called",
    "party_key",
    "passed_on",
    "patent_card",
    "patent_classes_on",
    "protected_marks",
    "read_number",
    "right_number_key",
    "rights_held_by",
    "standing_of_code",
    "terms_over",
]
