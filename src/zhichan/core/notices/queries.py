"""Reads of notices."""

from __future__ import annotations

from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.notices.models import Notice


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """The actor's own notices, newest first; none for an actor who is no person."""
    if actor.kind != "person" or actor.id is None:
        return Notice.objects.none()
    return Notice.objects.filter(person_id=actor.id).order_by("-id")


def unread_of(actor: Actor) -> QuerySet[Notice]:
    """Those the actor has not read; a partial index counts them for the mark in the top bar."""
    return notices_of(actor).filter(read_at__isnull=True)
