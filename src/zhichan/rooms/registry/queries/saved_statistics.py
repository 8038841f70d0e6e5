"""The cross tables that a person has kept or that the office shares (存下的统计表)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.rooms.registry.models import SavedStatistic
from zhichan.rooms.registry.rights import STATISTICS_SHARE, STATISTICS_VIEW


def statistics_visible_to(actor: Actor) -> QuerySet[SavedStatistic]:
    """One's own and the shared ones."""
    saved = SavedStatistic.objects.select_related("person")
    if not may(actor, STATISTICS_VIEW):
        return saved.none()
    return saved.filter(Q(is_shared=True) | Q(person=actor.id))


def may_delete(actor: Actor, saved: SavedStatistic) -> bool:
    """Whoever kept it; a shared one also whoever may share."""
    return saved.person_id == actor.id or (saved.is_shared and may(actor, STATISTICS_SHARE))
