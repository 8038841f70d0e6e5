"""What a person has searched, and what ``#1`` stands for in their next line (检索历史)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.search.tree import Node
from zhichan.core.search.tree_text import tree_of
from zhichan.rooms.search.models import SearchRun
from zhichan.rooms.search.rights import SEARCH_PATENTS

_NUMBER = re.compile(r"[#＃](\d{1,6})")


def runs_of(actor: Actor, collection: str) -> QuerySet[SearchRun]:
    """The actor's own searches of a collection; nobody sees another's."""
    if actor.id is None or not may(actor, SEARCH_PATENTS):
        return SearchRun.objects.none()
    return SearchRun.objects.filter(person_id=actor.id, collection=collection)


def sets_in(line: str, actor: Actor, collection: str) -> Mapping[int, Node]:
    """What the set numbers of a line stand for; a number of no search of the actor is left out."""
    numbers = {int(number) for number in _NUMBER.findall(line)}
    if not numbers:
        return {}
    runs = runs_of(actor, collection).filter(number__in=numbers).values_list("number", "asked")
    return {number: tree_of(asked) for number, asked in runs if number is not None}
