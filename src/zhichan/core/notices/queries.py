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


def notices_about(url: str, kind: str) -> QuerySet[Notice]:
    """Who was told of what stands at an address, and when they read it: kinds that begin with ``kind``.

    Oldest first, with the people. For whoever may see the thing itself: the caller has made sure of that.
    """
    found = Notice.objects.filter(url=url, kind__startswith=kind).select_related("person")
    return found.order_by("created_at", "pk")
