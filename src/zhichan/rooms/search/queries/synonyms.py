"""Which lists of synonyms somebody sees, and which take part in their searches (同义词表)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.search.synonyms import Synonyms
from zhichan.rooms.search.models import SynonymList
from zhichan.rooms.search.rights import SEARCH_PATENTS


def lists_visible_to(actor: Actor) -> QuerySet[SynonymList]:
    """The actor's own lists and those everybody of the office may use."""
    if actor.id is None or not may(actor, SEARCH_PATENTS):
        return SynonymList.objects.none()
    return SynonymList.objects.filter(Q(person_id=actor.id) | Q(is_shared=True))


def own_lists(actor: Actor) -> QuerySet[SynonymList]:
    """Those the actor has made and may change."""
    return lists_visible_to(actor).filter(person=actor.id or 0)


def synonyms_of(actor: Actor) -> Synonyms:
    """The groups of the lists the actor has switched on, in the order of their names."""
    if actor.id is None:
        return Synonyms(())
    lists = lists_visible_to(actor).filter(users=actor.id).order_by("name", "pk")
    return Synonyms(tuple(tuple(group) for one in lists for group in one.groups))
