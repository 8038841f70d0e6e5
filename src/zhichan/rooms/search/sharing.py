"""Whom a share of something reaches (共享)."""

from __future__ import annotations

from django.db.models import Q

from zhichan.core.access.actor import Actor


def reaching(actor: Actor) -> Q:
    """The shares that reach an actor: with them, or with a unit of theirs."""
    return Q(person=actor.id, person__isnull=False) | Q(unit__in=actor.unit_ids)
