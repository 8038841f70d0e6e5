"""The registers of the room, one file each."""

from zhichan.rooms.registry.models.column_mapping import MappedFile, RememberedMapping
from zhichan.rooms.registry.models.copyright import Copyright, CopyrightEvent, CopyrightPeriod
from zhichan.rooms.registry.models.goods import GoodsItem, GoodsItemEvent, GoodsItemPeriod
from zhichan.rooms.registry.models.ipc_group import IpcGroup, IpcGroupEvent, IpcGroupPeriod
from zhichan.rooms.registry.models.ipc_symbol import IpcSymbol, IpcSymbolEvent, IpcSymbolPeriod
from zhichan.rooms.registry.models.joining import JoinCandidate, JoinQuestion, PartyJoin
from zhichan.rooms.registry.models.list_membership import (
    ListKind,
    ListMembership,
    ListMembershipEvent,
    ListMembershipPeriod,
)
from zhichan.rooms.registry.models.list_placement import ListPlacement
from zhichan.rooms.registry.models.overseas import OverseasRight, OverseasRightEvent, OverseasRightPeriod
from zhichan.rooms.registry.models.party import Party, PartyEvent, PartyName, PartyPeriod
from zhichan.rooms.registry.models.patent import Patent, PatentEvent, PatentPeriod
from zhichan.rooms.registry.models.patent_text import PatentText
from zhichan.rooms.registry.models.reference_value import (
    ReferenceValue,
    ReferenceValueEvent,
    ReferenceValuePeriod,
)
from zhichan.rooms.registry.models.region import Region, RegionEvent, RegionPeriod
from zhichan.rooms.registry.models.saved_statistic import SavedStatistic
from zhichan.rooms.registry.models.trademark import TrademarkItem, TrademarkItemEvent, TrademarkItemPeriod

__all__ = [
    "Copyright",
    "CopyrightEvent",
    "CopyrightPeriod",
    "GoodsItem",
    "GoodsItemEvent",
    "GoodsItemPeriod",
    "IpcGroup",
    "IpcGroupEvent",
    "IpcGroupPeriod",
    "IpcSymbol",
    "IpcSymbolEvent",
    "IpcSymbolPeriod",
    "JoinCandidate",
    "JoinQuestion",
    "ListKind",
    "ListMembership",
    "ListMembershipEvent",
    "ListMembershipPeriod",
    "ListPlacement",
    "MappedFile",
    "OverseasRight",
    "OverseasRightEvent",
    "OverseasRightPeriod",
    "Party",
    "PartyEvent",
    "PartyJoin",
    "PartyName",
    "PartyPeriod",
    "Patent",
    "PatentEvent",
    "PatentPeriod",
    "PatentText",
    "ReferenceValue",
    "ReferenceValueEvent",
    "ReferenceValuePeriod",
    "Region",
    "RegionEvent",
    "RegionPeriod",
    "RememberedMapping",
    "SavedStatistic",
    "TrademarkItem",
    "TrademarkItemEvent",
    "TrademarkItemPeriod",
]
