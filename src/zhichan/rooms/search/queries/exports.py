"""The exports of a person (检索导出)."""

from __future__ import annotations

from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.rooms.search.models import SearchExport
from zhichan.rooms.search.rights import SEARCH_PATENTS

MOST_LISTED = 50


def exports_visible_to(actor: Actor) -> QuerySet[SearchExport]:
    """One's own, the newest first: a file holds what its asker may see."""
    if not may(actor, SEARCH_PATENTS) or actor.id is None:
        return SearchExport.objects.none()
    return SearchExport.objects.filter(person=actor.id).select_related("file").order_by("-pk")
