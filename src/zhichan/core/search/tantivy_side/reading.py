"""One state of a collection, asked (检索状态). Answers of one searcher belong together."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from heapq import nlargest, nsmallest

import tantivy

from zhichan.core.search.collection import Collection, Scope
from zhichan.core.search.index import Facet, Order, Page
from zhichan.core.search.likeness import Alike, Sample
from zhichan.core.search.tantivy_side.alike import Alikeness
from zhichan.core.search.tantivy_side.compiling import (
    Compiler,
    Query,
    all_of,
)
from zhichan.core.search.tantivy_side.facets import Facets
from zhichan.core.search.tantivy_side.hits import count_in, figures_at, ids_at
from zhichan.core.search.tantivy_side.opened import Opened
from zhichan.core.search.tantivy_side.texts import Texts
from zhichan.core.search.tree import Everything, Node

MOST_KEPT = 64
MOST_VALUES_KEPT = 50
_HIGHEST_KEY = 2**63 - 1


@dataclass(slots=True)
class _Asked:
    """A query that was compiled, and how many match and have which values, once that is known: one state has
    one count.

    ``places``: where all its records lie, for one that had to look at them; segments and numbers within.
    """

    query: tantivy.Query | None
    count: int | None = None
    facets: dict[tuple[str, int], Facet] = field(default_factory=dict)
    places: tuple[Sequence[int], Sequence[int]] | None = None

    @property
    def addresses(self) -> list[tantivy.DocAddress] | None:
        return None if self.places is None else [*map(tantivy.DocAddress, *self.places)]


class TantivySearcher:
    """Keeps the last queries it was asked: a page, its count, its facets and the next page ask the same one.

    Raises ValueError and OSError when the texts of the index are not there.
    """

    def __init__(self, collection: Collection, opened: Opened, snapshot: str) -> None:
        self.snapshot = snapshot
        self.schema = opened.index.schema
        self._collection = collection
        self._searcher = opened.searcher()
        self._texts = Texts(opened.folder, self._searcher)
        self._compiler = Compiler(collection, self.schema, self._searcher, self._texts, opened.key)
        self._facets = Facets(collection, self.schema, self._searcher)
        self._among: tantivy.Query | None = None
        self._asked: OrderedDict[tuple[Node, Scope], _Asked] = OrderedDict()

    def among(self, query: tantivy.Query) -> TantivySearcher:
        """The same state, of which only those records are told that satisfy ``query`` besides."""
        made = copy(self)
        made._among, made._asked = query, OrderedDict()
        return made

    @property
    def size(self) -> int:
        return int(self._searcher.num_docs)

    @property
    def is_worn(self) -> bool:
        """Whether most of the texts that lie there belong to no record any more."""
        return self._texts.is_worn

    def count(self, node: Node, scope: Scope) -> int:
        if isinstance(node, Everything) and scope.is_all and self._among is None:
            return self.size
        asked = self._asking(node, scope)
        if asked.count is None:
            asked.count = count_in(self._searcher.search(self._query(asked), limit=1))
        return asked.count

    def keyed(
        self, node: Node, scope: Scope, order: Order, limit: int, after: int | None = None
    ) -> Sequence[tuple[int, int]]:
        """Keys of the order and ids, the next ``limit`` after a key. A first page counts on its way."""
        asked, column = self._asking(node, scope), f"order_{order.by}"
        if (addresses := asked.addresses) is not None:
            return self._in_order(addresses, column, order, limit, after)
        query = self._query(asked)
        if after is not None:
            query = all_of([query, self._beyond(column, after, order.is_rising)])
        found = self._searcher.search(
            query,
            limit=limit,
            count=after is None,
            order_by_field=column,
            order=tantivy.Order.Asc if order.is_rising else tantivy.Order.Desc,
        )
        if after is None:
            asked.count = count_in(found)
        ids = ids_at(self._searcher, [address for _key, address in found.hits])
        return [(int(key), one) for (key, _address), one in zip(found.hits, ids, strict=True)]

    def _in_order(
        self,
        addresses: Sequence[tantivy.DocAddress],
        column: str,
        order: Order,
        limit: int,
        after: int | None,
    ) -> list[tuple[int, int]]:
        keys = figures_at(self._searcher, column, addresses)
        rest = [
            (key, at)
            for at, key in enumerate(keys)
            if after is None or (key > after if order.is_rising else key < after)
        ]
        first = nsmallest(limit, rest) if order.is_rising else nlargest(limit, rest)
        ids = ids_at(self._searcher, [addresses[at] for _key, at in first])
        return [(key, one) for (key, _at), one in zip(first, ids, strict=True)]

    def page(self, node: Node, scope: Scope, order: Order, limit: int, after: int | None = None) -> Page:
        return page_of(self.keyed(node, scope, order, limit + 1, after), limit)

    def ids(self, node: Node, scope: Scope) -> Sequence[int]:
        return ids_at(self._searcher, self._addresses(node, scope))

    def figures(self, node: Node, scope: Scope, names: Sequence[str]) -> Sequence[Sequence[int]]:
        addresses = self._addresses(node, scope)
        return [figures_at(self._searcher, name, addresses) for name in ("id", *names)]

    def _addresses(self, node: Node, scope: Scope) -> Sequence[tantivy.DocAddress]:
        asked = self._asking(node, scope)
        if (addresses := asked.addresses) is not None:
            return addresses
        found = self._searcher.search(self._query(asked), limit=max(self.size, 1), count=False).hits
        return [address for _score, address in found]

    def facets(self, node: Node, scope: Scope, fields: Mapping[str, int]) -> Sequence[Facet]:
        asked = self._asking(node, scope)
        unknown = {name: most for name, most in fields.items() if (name, most) not in asked.facets}
        found = self._facets.of(self._query(asked), unknown) if unknown else []
        kept = {(one.field, most): one for one, most in zip(found, unknown.values(), strict=True)}
        known = asked.facets | kept
        asked.facets = {key: one for key, one in known.items() if key[1] <= MOST_VALUES_KEPT}
        return [known[one] for one in fields.items()]

    def similar(
        self,
        sample: Sample,
        scope: Scope,
        limit: int,
        narrowed: Node | None = None,
        left_out: int | None = None,
    ) -> Sequence[Alike]:
        return Alikeness(self._compiler).similar(sample, scope, limit, narrowed, left_out)

    def _asking(self, node: Node, scope: Scope) -> _Asked:
        asked = self._asked.pop((node, scope), None) or self._compiled(node, scope)
        self._asked[node, scope] = asked
        if len(self._asked) > MOST_KEPT:
            self._asked.popitem(last=False)
        return asked

    def _compiled(self, node: Node, scope: Scope) -> _Asked:
        found = self._compiler.looked_up(node, scope, self._among)
        if found is None:
            return _Asked(self._compiler.query(node, scope, self._among))
        places = array("I", [one.segment_ord for one in found]), array("I", [one.doc for one in found])
        return _Asked(None, len(found), places=places)

    def _query(self, asked: _Asked) -> tantivy.Query:
        if asked.query is None:
            asked.query = self._compiler.these(asked.addresses or [])
        return asked.query

    def _beyond(self, column: str, key: int, is_rising: bool) -> tantivy.Query:
        low, high = (key + 1, _HIGHEST_KEY) if is_rising else (0, key - 1)
        if low > high:
            return Query.empty_query()
        return Query.range_query(self.schema, column, tantivy.FieldType.Unsigned, low, high)


def page_of(keyed: Sequence[tuple[int, int]], limit: int) -> Page:
    """The first ``limit`` of keys and ids; whether a next page follows, the one beyond tells. A page of none
    has no next."""
    shown = keyed[:limit]
    first = shown[0][0] if shown else None
    following = shown[-1][0] if shown and len(keyed) > limit else None
    return Page([one for _key, one in shown], following, first)
