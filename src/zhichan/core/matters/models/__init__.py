"""The tables of matters; one file per subject."""

from zhichan.core.matters.models.document import Document, Service
from zhichan.core.matters.models.matter import (
    Matter,
    MatterEvent,
    MatterKey,
    MatterLink,
    MatterShare,
    Obligation,
)
from zhichan.core.matters.models.office import OfficeDetail, OfficeTemplate
from zhichan.core.matters.models.papers import MatterFile
from zhichan.core.matters.models.people import Participant, TeamMember
from zhichan.core.matters.models.public_copy import PublicCopy
from zhichan.core.matters.models.rating import Rating, RatingAnswer

__all__ = [
    "Document",
    "Matter",
    "MatterEvent",
    "MatterFile",
    "MatterKey",
    "MatterLink",
    "MatterShare",
    "Obligation",
    "OfficeDetail",
    "OfficeTemplate",
    "Participant",
    "PublicCopy",
    "Rating",
    "RatingAnswer",
    "Service",
    "TeamMember",
]
