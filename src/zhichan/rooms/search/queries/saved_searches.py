"""Saved searches asked again (检索复现): what they found then, what they find now, and why that differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.search.asking import found_collection
from zhichan.core.search.collection import Hit
from zhichan.core.search.indexing import index, searcher_at, searcher_with_instant
from zhichan.core.search.packed_ids import unpacked
from zhichan.core.search.recalling import told_then
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import Everything
from zhichan.core.search.tree_text import tree_of
from zhichan.rooms.search.models import SavedSearch
from zhichan.rooms.search.rights import SEARCH_PATENTS

#: How many records of each kind of difference a page lists; all of them are counted.
MOST_LISTED = 100


def saved_by(actor: Actor) -> QuerySet[SavedSearch]:
    """The searches the actor has saved; nobody sees another's."""
    if actor.id is None or not may(actor, SEARCH_PATENTS):
        return SavedSearch.objects.none()
    return SavedSearch.objects.filter(person_id=actor.id)


@dataclass(frozen=True)
class Difference:
    """Records that a search finds now and did not then, or the other way round, of one reason.

    ``hits``: the first of them, of those the actor may see today, and of those that left as they were when it
    was saved; ``count``: of all.
    """

    reason: str
    count: int
    hits: Sequence[Hit]


@dataclass(frozen=True)
class Replay:
    """A saved search asked again of the instant it was saved at, and of now.

    ``is_same``: exactly the records it found then. ``engine_changed``: another version of the index answers.
    ``differences``: by reason: ``new`` (not in the index then), ``matches_now`` (changed since so that it
    does), ``matches_no_more`` (changed since so that it does not), ``left`` (out of the register).
    """

    count_then: int
    count_replayed: int
    is_same: bool
    engine_changed: bool
    count_now: int
    snapshot_now: str
    differences: Sequence[Difference]


def _first(ids: set[int]) -> list[int]:
    return sorted(ids, reverse=True)[:MOST_LISTED]


def replay(saved: SavedSearch, actor: Actor) -> Replay:
    """Raises IndexMissing, and TooExpensive where today's records make the query so."""
    collection = found_collection(saved.collection)
    node, scope = tree_of(saved.asked), scope_now(collection, actor)
    found_then = set(unpacked(saved.ids))
    replayed = set(searcher_at(collection, saved.known_at).ids(node, scope))
    searcher, _instant = searcher_with_instant(collection)
    now = set(searcher.ids(node, scope))
    added, gone = now - found_then, found_then - now
    known_then = set(searcher_at(collection, saved.known_at).ids(Everything(), scope)) if added else set()
    here = set(searcher.ids(Everything(), scope)) if gone else set()
    by_reason = {
        "new": added - known_then,
        "matches_now": added & known_then,
        "matches_no_more": gone & here,
        "left": gone - here,
    }
    #: what left is told to who might see it then
    able = by_reason | {"left": by_reason["left"] & replayed}
    differences = [
        Difference(reason, len(ids), told_then(collection, _first(able[reason]), saved.known_at, actor))
        for reason, ids in by_reason.items()
        if ids
    ]
    return Replay(
        count_then=saved.count,
        count_replayed=len(replayed),
        is_same=replayed == found_then,
        engine_changed=index().version_of(collection) != saved.engine,
        count_now=len(now),
        snapshot_now=searcher.snapshot,
        differences=differences,
    )
