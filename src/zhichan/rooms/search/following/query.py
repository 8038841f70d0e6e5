"""A query (检索式): records that match for the first time, being new or changed since the last time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhichan.core.access.actor import Actor
from zhichan.core.search.asking import found_collection
from zhichan.core.search.collection import Collection, Scope
from zhichan.core.search.index import IndexMissing, Searcher, TooExpensive
from zhichan.core.search.indexing import searcher_since
from zhichan.core.search.packed_ids import packed, unpacked
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree_text import tree_of
from zhichan.rooms.search.following.declaration import Change, News, collection_source
from zhichan.rooms.search.models import Subscription

State = tuple[Scope, Searcher, int]


def news_of_queries(ones: Sequence[Subscription], actor: Actor) -> Mapping[Subscription, Sequence[News]]:
    """A query that the index cannot answer now is left for later."""
    states: dict[tuple[str, int], State] = {}
    found: dict[Subscription, Sequence[News]] = {}
    for one in ones:
        try:
            found[one] = _news(one, actor, states)
        except (IndexMissing, TooExpensive):
            continue
    return found


def _news(one: Subscription, actor: Actor, states: dict[tuple[str, int], State]) -> Sequence[News]:
    """Records that match and were not seen, in rising order; they are seen from now on."""
    collection = found_collection(one.collection)
    scope, searcher, known_at = _state(collection, one.known_at, actor, states)
    if known_at == one.known_at:
        return []
    ids = searcher.ids(tree_of(one.asked or {}), scope)
    seen = set(unpacked(one.seen))
    new = sorted(set(ids) - seen)
    one.known_at, one.seen = known_at, packed([*seen, *new]) if new else one.seen
    return [News(collection_source(collection.name), pk, Change.NEW) for pk in new]


def _state(collection: Collection, since: int, actor: Actor, states: dict[tuple[str, int], State]) -> State:
    """What they may see is asked before any state of the index."""
    key = (collection.name, since)
    if key not in states:
        scope = scope_now(collection, actor)
        states[key] = (scope, *searcher_since(collection, since))
    return states[key]
