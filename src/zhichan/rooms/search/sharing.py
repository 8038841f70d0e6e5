"""Whom a share of something reaches (共享)."""

from __future__ import annotations

from django.db.models import Q

from zhichan.core.access.actor import Actor
from zhichan.core.people.queries.units import with_those_above


def reaching(actor: Actor) -> Q:
    """The shares that reach an actor: with them, with a unit they have a post in, or with one above it.

    What is shared with a section is not for the bureau above it, whoever leads that.
    """
    own = {held.unit_id for held in actor.held if held.unit_id is not None}
    return Q(person=actor.id, person__isnull=False) | Q(unit__in=with_those_above(own))
