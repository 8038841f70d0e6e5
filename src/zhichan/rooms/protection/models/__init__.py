"""The registers of the room, one file each."""

from zhichan.rooms.protection.models.enforcement_officer import (
    EnforcementOfficer,
    EnforcementOfficerEvent,
    EnforcementOfficerPeriod,
)
from zhichan.rooms.protection.models.expert import Expert, ExpertEvent, ExpertPeriod
from zhichan.rooms.protection.models.mediator import Mediator, MediatorEvent, MediatorPeriod
from zhichan.rooms.protection.models.platform import Platform, PlatformEvent, PlatformPeriod
from zhichan.rooms.protection.models.station import Station, StationEvent, StationPeriod
from zhichan.rooms.protection.models.technical_investigator import (
    TechnicalInvestigator,
    TechnicalInvestigatorEvent,
    TechnicalInvestigatorPeriod,
)

__all__ = [
    "EnforcementOfficer",
    "EnforcementOfficerEvent",
    "EnforcementOfficerPeriod",
    "Expert",
    "ExpertEvent",
    "ExpertPeriod",
    "Mediator",
    "MediatorEvent",
    "MediatorPeriod",
    "Platform",
    "PlatformEvent",
    "PlatformPeriod",
    "Station",
    "StationEvent",
    "StationPeriod",
    "TechnicalInvestigator",
    "TechnicalInvestigatorEvent",
    "TechnicalInvestigatorPeriod",
]
