"""The rows of one matter, as its page and its steps read them again and again (事项的记录)."""

from __future__ import annotations

from typing import TypeVar

from zhichan.core.matters.models import (
    Document,
    Matter,
    MatterEvent,
    MatterFile,
    MatterShare,
    Participant,
    TeamMember,
)
from zhichan.core.often import Often

Own = TypeVar("Own", MatterEvent, TeamMember, Participant, MatterFile, Document, MatterShare)
EVENTS: Often[MatterEvent] = Often(lambda pk: MatterEvent.objects.filter(matter=pk).order_by("seq"))
TEAM: Often[TeamMember] = Often(lambda pk: TeamMember.objects.filter(matter=pk).order_by("since", "pk"))
PARTICIPANTS: Often[Participant] = Often(lambda pk: Participant.objects.filter(matter=pk).order_by("pk"))
FILES: Often[MatterFile] = Often(
    lambda pk: MatterFile.objects.filter(matter=pk).select_related("file").order_by("pk")
)
DOCUMENTS: Often[Document] = Often(lambda pk: Document.objects.filter(matter=pk).order_by("event_seq", "pk"))
SHARES: Often[MatterShare] = Often(
    lambda pk: MatterShare.objects.filter(matter=pk).select_related("unit").order_by("pk")
)
MATTER: Often[Matter] = Often(lambda pk: Matter.objects.select_related("unit").filter(pk=pk))


def rows_of(matter: Matter, query: Often[Own]) -> list[Own]:
    """What a query finds by the key of a matter; the rows know their matter already."""
    rows = query(matter.pk)
    for one in rows:
        one.matter = matter
    return rows
