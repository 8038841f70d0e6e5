"""The rows of a theme and of parts of it (专题库清单), and its own indicators (本库指标).

All is asked of the index with the actor's scope: nobody counts what they may not see.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zhichan.core.access.actor import Actor
from zhichan.core.measures.declaration import Question, measure_named
from zhichan.core.remembered import remembered
from zhichan.core.search.collection import Collection, Hit, Scope
from zhichan.core.search.index import Facet, Order, Searcher
from zhichan.core.search.indexing import searcher_of
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import And, Ids, Node, OneOf, Range

PER_PAGE = 50
MOST_APPLICANTS = 100
_EVERY_VALUE = 1_000_000


@dataclass(frozen=True)
class Rows:
    """One page of rows; ``next_key`` leads to the next."""

    count: int
    hits: Sequence[Hit]
    next_key: int | None


def within(ids: frozenset[int], line: str, collection: Collection) -> Node:
    """What is searched: the records, and of them what a line finds. Raises QueryError."""
    kept = Ids(tuple(sorted(ids)))
    return And((kept, read_query(line, collection))) if line.strip() else kept


def rows_of(node: Node, collection: Collection, actor: Actor, after: int | None = None) -> Rows:
    """Raises IndexMissing, TooExpensive."""
    scope = scope_now(collection, actor)
    seen = Seen(searcher_of(collection), scope)
    return rows_in(seen, node, collection, lambda ids: collection.tell(ids, actor), after)


@dataclass(frozen=True)
class Seen:
    """A state of an index and what of it an asker may see; the scope was asked for first."""

    searcher: Searcher
    scope: Scope


def rows_in(
    seen: Seen,
    node: Node,
    collection: Collection,
    tell: Callable[[Sequence[int]], Sequence[Hit]],
    after: int | None = None,
) -> Rows:
    """The same of one state, told as ``tell`` does. Raises TooExpensive."""
    page = seen.searcher.page(node, seen.scope, Order(collection.orders[0]), PER_PAGE, after)
    count = seen.searcher.count(node, seen.scope)
    return Rows(count, tell(page.ids), page.next_key)


@dataclass(frozen=True)
class Figures:
    """The indicators of a theme: each opens to its rows by ``line`` or by name."""

    number: int
    in_force: int
    filed_this_year: int
    applicants: int
    year: int


def figures_of(ids: frozenset[int], collection: Collection, actor: Actor, today: date) -> Figures:
    """Counts of the patents as they stand today. Raises IndexMissing."""
    scope, searcher = scope_now(collection, actor), searcher_of(collection)
    kept, year = Ids(tuple(sorted(ids))), today.year

    def count(*nodes: Node) -> int:
        return searcher.count(And((kept, *nodes)) if nodes else kept, scope)

    [names] = searcher.facets(kept, scope, {"applicants": _EVERY_VALUE})
    return Figures(
        number=count(),
        in_force=count(OneOf("public_class", ("in_force",))),
        filed_this_year=count(Range("filed_on", year * 10_000, year * 10_000 + 9_999)),
        applicants=len(names.counts),
        year=year,
    )


def applicants_of(ids: frozenset[int], collection: Collection, actor: Actor) -> Facet:
    """Those who hold most of it, by the names they bear today."""
    scope, searcher = scope_now(collection, actor), searcher_of(collection)
    kept = Ids(tuple(sorted(ids)))
    return searcher.facets(kept, scope, {"applicants": MOST_APPLICANTS})[0]


def high_value_ids(today: date, at: datetime) -> frozenset[int]:
    """The high-value inventions in force, by the measure the plan is reported with. O(register)."""
    measure = measure_named("high_value_inventions")

    def made() -> frozenset[int]:
        asked = Question("", today, at, measure.read_options({}))
        return frozenset(measure.compute(asked).rows.values_list("subject_id", flat=True))

    return remembered(("search.high_value", today), made)
