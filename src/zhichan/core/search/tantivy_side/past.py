"""A collection as its index knew it at an earlier instant (索引往日状态).

The present states that were known then already, and the former ones that were still held then: a record is in
one of the two, never in both, so that counts and facets add up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import merge

import tantivy

from zhichan.core.search.collection import Collection, Scope, Sort
from zhichan.core.search.index import Facet, FacetCount, Order, Page
from zhichan.core.search.tantivy_side.compiling import Query, all_of
from zhichan.core.search.tantivy_side.facets import MOST_VALUES
from zhichan.core.search.tantivy_side.reading import TantivySearcher, page_of
from zhichan.core.search.tree import Node


class PastSearcher:
    """``at``: the instant asked of; ``known_at``: that of the present state. Both in milliseconds.

    A former state that ended after ``known_at`` belongs to changes that are not whole yet.
    """

    def __init__(
        self,
        collection: Collection,
        present: TantivySearcher,
        former: TantivySearcher,
        at: int,
        known_at: int,
    ) -> None:
        self.snapshot = present.snapshot
        self._collection = collection
        schema = former.schema
        then_held = all_of([_between(schema, "since", 0, at), _between(schema, "until", at + 1, known_at)])
        self._present = present.among(_between(present.schema, "since", 0, at))
        self._former = former.among(then_held)

    def count(self, node: Node, scope: Scope) -> int:
        return self._present.count(node, scope) + self._former.count(node, scope)

    def ids(self, node: Node, scope: Scope) -> Sequence[int]:
        return [*self._present.ids(node, scope), *self._former.ids(node, scope)]

    def keyed(
        self, node: Node, scope: Scope, order: Order, limit: int, after: int | None = None
    ) -> Sequence[tuple[int, int]]:
        found = (part.keyed(node, scope, order, limit, after) for part in (self._present, self._former))
        return list(merge(*found, reverse=not order.is_rising))[:limit]

    def page(self, node: Node, scope: Scope, order: Order, limit: int, after: int | None = None) -> Page:
        return page_of(self.keyed(node, scope, order, limit + 1, after), limit)

    def facets(self, node: Node, scope: Scope, fields: Mapping[str, int]) -> Sequence[Facet]:
        everything = dict.fromkeys(fields, MOST_VALUES)
        both = [part.facets(node, scope, everything) for part in (self._present, self._former)]
        return [
            self._sum(name, most, parts)
            for (name, most), parts in zip(fields.items(), zip(*both, strict=True), strict=True)
        ]

    def _sum(self, name: str, most: int, parts: Sequence[Facet]) -> Facet:
        counts: Counter[str] = Counter()
        for part in parts:
            counts.update({one.value: one.count for one in part.counts})
        if self._collection.by_name[name].sort is Sort.DAY:
            ordered = sorted(counts.items(), reverse=True)
        else:
            ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        found = [FacetCount(value, count) for value, count in ordered]
        return Facet(name, found[:most], len(found) > most)


def held_since(present: TantivySearcher, at: int) -> TantivySearcher:
    """The states that came after an instant, in milliseconds."""
    return present.among(_between(present.schema, "since", at + 1, 2**63 - 1))


def _between(schema: tantivy.Schema, name: str, low: int, high: int) -> tantivy.Query:
    if low > high:
        return Query.empty_query()
    return Query.range_query(schema, name, tantivy.FieldType.Unsigned, low, high)
