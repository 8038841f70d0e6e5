"""Reads of added and deducted points (加分、扣分)."""

from __future__ import annotations

from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of, units_of
from zhichan.rooms.plan.models import ScorePoints
from zhichan.rooms.plan.rights import SCORE_VIEW


def points_visible_to(actor: Actor) -> QuerySet[ScorePoints]:
    """The office and its leaders see all, a unit its own; not the rows that only withdraw another."""
    reach = reach_of(actor, SCORE_VIEW)
    rows = ScorePoints.objects.filter(withdraws__isnull=True).order_by("-effective_on", "-pk")
    if reach is Reach.ALL:
        return rows
    return rows.filter(unit_id__in=units_of(actor, SCORE_VIEW)) if reach else rows.none()
