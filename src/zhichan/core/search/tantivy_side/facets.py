"""How many records have each value of a field, exactly, without telling all values (筛选计数).

To tell a value costs the engine more than to count it, and each segment tells its own. So at first a segment
tells its most frequent values alone, and the engine says how many records a value can have at most that some
segment left out. Where no such value can be among the first, those that can be are counted one by one; else
all values are told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import tantivy

from zhichan.core.search.collection import Collection, Sort
from zhichan.core.search.index import Facet, FacetCount
from zhichan.core.search.tantivy_side.careful import CarefulSearcher
from zhichan.core.search.tantivy_side.compiling import Query, all_of
from zhichan.core.search.tantivy_side.hits import count_in

#: More values of one facet than any collection has.
MOST_VALUES = 2_000_000
#: A segment tells so many times the values that are wanted, as long as these are few; so many times as many
#: are counted one by one at most.
TIMES_TOLD = 60
TIMES_COUNTED = 8
MOST_CUT = 50
_YEAR = 10_000


class Facets:
    """Of one state of a collection."""

    def __init__(self, collection: Collection, schema: tantivy.Schema, searcher: CarefulSearcher) -> None:
        self._collection, self._schema, self._searcher = collection, schema, searcher

    def of(self, query: tantivy.Query, fields: Mapping[str, int]) -> list[Facet]:
        """For each field its most frequent values, at most as many as asked for; equal ones by their text,
        and years of a day, newest first."""
        at_once = {name: most for name, most in fields.items() if self._is_day(name) or most <= MOST_CUT}
        asked = {name: self._aggregation(name, most) for name, most in at_once.items()}
        answered = self._searcher.aggregate(query, asked) if asked else {}
        return [self._facet(name, most, answered.get(name), query) for name, most in fields.items()]

    def _facet(self, name: str, most: int, answer: Mapping[str, Any] | None, query: tantivy.Query) -> Facet:
        if answer is None:
            counts = self._all(name, most, query)
        elif self._is_day(name):
            counts = _years(answer["buckets"])
        else:
            counts = self._sure(name, most, answer, query)
        return Facet(name, counts[:most], len(counts) > most)

    def _sure(
        self, name: str, most: int, answer: Mapping[str, Any], query: tantivy.Query
    ) -> list[FacetCount]:
        """From what the segments told at first; one more than asked for, where there are more."""
        told = _counts(answer)
        left_out = int(answer.get("doc_count_error_upper_bound") or 0)
        if not left_out:
            return _in_order(told)
        least = told[most - 1].count
        able = [one for one in told if one.count + left_out >= least]
        # Where all that is told may be among the first, so may what was left out.
        if len(able) == len(told) or len(able) > most * TIMES_COUNTED:
            return self._all(name, most, query)
        counted = [FacetCount(one.value, self._count(name, one.value, query)) for one in able]
        return [*_in_order(counted), *told[len(able) :]]

    def _count(self, name: str, value: str, query: tantivy.Query) -> int:
        having = all_of([query, Query.term_query(self._schema, name, value)])
        return count_in(self._searcher.search(having, limit=1))

    def _all(self, name: str, most: int, query: tantivy.Query) -> list[FacetCount]:
        answer = self._searcher.aggregate(query, {name: _terms(name, most + 1, MOST_VALUES)})[name]
        if answer.get("doc_count_error_upper_bound"):
            raise AssertionError(f"facet {name} is not exact")
        return _in_order(_counts(answer))

    def _aggregation(self, name: str, most: int) -> dict[str, Any]:
        if self._is_day(name):
            return {"histogram": {"field": name, "interval": _YEAR, "min_doc_count": 1}}
        return _terms(name, max(most, 1) * TIMES_TOLD + 1)

    def _is_day(self, name: str) -> bool:
        return self._collection.by_name[name].sort is Sort.DAY


def _terms(name: str, size: int, of_segment: int = 0) -> dict[str, Any]:
    """The engine lets a segment tell no fewer than ``size``."""
    return {"terms": {"field": name, "size": size, "segment_size": max(size, of_segment)}}


def _counts(answer: Mapping[str, Any]) -> list[FacetCount]:
    """Most frequent ones first, equal ones by their text, as the engine orders them."""
    return [FacetCount(str(one["key"]), int(one["doc_count"])) for one in answer["buckets"]]


def _in_order(counts: Sequence[FacetCount]) -> list[FacetCount]:
    return sorted(counts, key=lambda one: (-one.count, one.value))


def _years(buckets: Sequence[Mapping[str, Any]]) -> list[FacetCount]:
    years = [(int(bucket["key"]) // _YEAR, int(bucket["doc_count"])) for bucket in buckets]
    return [FacetCount(str(year), count) for year, count in sorted(years, reverse=True)]
