"""Reads of units, people and posts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Q

from zhichan.core.access.actor import Actor, Held
from zhichan.core.access.roles import Role
from zhichan.core.people.models import Person, Post
from zhichan.core.people.queries.units import every_unit


def actor_of(person: Person, on: date, *, scopes: frozenset[str] | None = None) -> Actor:
    """The person as an actor with the posts held on a day. Two queries, O(units)."""
    posts = list(
        Post.objects.filter(person=person, from_on__lte=on).filter(
            Q(until_on__isnull=True) | Q(until_on__gt=on)
        )
    )
    children = _children() if any(post.unit_id for post in posts) else {}
    held = tuple(
        Held(
            Role(post.role),
            post.unit_id,
            _closure(post.unit_id, children) if post.unit_id else frozenset(),
        )
        for post in posts
    )
    return Actor("person", person.pk, person.name, held, scopes)


def _children() -> dict[int | None, list[int]]:
    """For each unit those directly below it."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for unit in every_unit():
        children[unit.parent_id].append(unit.pk)
    return children


def _closure(unit_id: int, children: dict[int | None, list[int]]) -> frozenset[int]:
    """The unit itself and every unit below it."""
    found = {unit_id}
    waiting = [unit_id]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return frozenset(found)
