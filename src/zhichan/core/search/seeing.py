"""What an asker may see of a collection now (可见范围): of what the index does not know yet, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from zhichan.core.access.actor import Actor
from zhichan.core.search.collection import Collection, Scope
from zhichan.core.search.index import IndexMissing
from zhichan.core.search.indexing import CHANGES_AT_ONCE, searcher_of, touched
from zhichan.core.search.models import SearchChange
from zhichan.core.search.tree import Everything


def scope_now(collection: Collection, actor: Actor) -> Scope:
    """The scope to search with. It must be asked for before the searcher.

    A record that somebody has just ceased to see stands in the index a moment longer under the old groups,
    and as long as no worker runs. So those whose changes wait are looked up: one query where there are none,
    none where the actor sees all.
    """
    scope = collection.scope_for(actor)
    if scope.is_all or not scope.groups:
        return scope
    gone: set[int] = set()
    for changes in _waiting(collection):
        ids = touched(collection, changes)
        gone |= set(ids) - collection.seen(ids, actor)
    return replace(scope, without=frozenset(gone))


def waiting_records(collection: Collection) -> set[int]:
    """The records whose changes no index has yet. One query where there are none."""
    return {one for changes in _waiting(collection) for one in touched(collection, changes)}


def held_for(collection: Collection, actor: Actor) -> int | None:
    """How many records of a collection an asker may see; None while there is no index."""
    scope = scope_now(collection, actor)
    try:
        return searcher_of(collection).count(Everything(), scope)
    except IndexMissing:
        return None


def _waiting(collection: Collection) -> Iterator[Sequence[SearchChange]]:
    """The changes of its sources that no index has yet, some at a time."""
    rows = SearchChange.objects.filter(source__in=list(collection.sources)).order_by("pk")
    after = 0
    while some := list(rows.filter(pk__gt=after)[:CHANGES_AT_ONCE]):
        yield some
        if len(some) < CHANGES_AT_ONCE:
            return
        after = some[-1].pk
