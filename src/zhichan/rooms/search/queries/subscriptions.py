"""Whose subscriptions somebody sees, and what they have found (预警订阅)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.rooms.search.models import AlertCard, Digest, Subscription
from zhichan.rooms.search.rights import SEARCH_PATENTS


def subscriptions_of(actor: Actor) -> QuerySet[Subscription]:
    """The actor's own that were not cancelled; nobody sees another's."""
    if actor.id is None or not may(actor, SEARCH_PATENTS):
        return Subscription.objects.none()
    return Subscription.objects.filter(person=actor.id, ended_at=None)


def digests_of(actor: Actor) -> QuerySet[Digest]:
    if actor.id is None or not may(actor, SEARCH_PATENTS):
        return Digest.objects.none()
    return Digest.objects.filter(person=actor.id)


def digests_told(actor: Actor) -> QuerySet[Digest]:
    """The same, the last first, each with whether it tells of warnings; no other news is in one with them."""
    cards = AlertCard.objects.filter(digest=OuterRef("pk"))
    return digests_of(actor).annotate(is_of_warnings=Exists(cards)).order_by("-pk")
