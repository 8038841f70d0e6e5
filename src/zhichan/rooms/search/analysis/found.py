"""The set that is analysed (分析对象): what a query finds, or ids, with their columns in one state of it.

The last few sets are kept by this process: the page, its exports and what is looked into ask the same ones.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from zhichan.core.access.actor import Actor
from zhichan.core.search.asking import Question, asking_of, found_collection
from zhichan.core.search.collection import Scope
from zhichan.core.search.columns.past import rows_then
from zhichan.core.search.columns.reading import Rows, rows_at
from zhichan.core.search.index import Searcher
from zhichan.core.search.indexing import searcher_at, searcher_of, searcher_with_instant
from zhichan.core.search.language.notes import Note
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import Everything, Ids, Node
from zhichan.rooms.search.analysis.declaration import Options

if TYPE_CHECKING:
    import ibis.expr.types as ir

COLLECTION = "patent"
COLUMNS = (
    "applicants", "owners", "inventors", "ipc_main", "subclass", "filed_on", "published_on", "granted_on",
    "term_ends_on", "public_class", "kind", "region", "family", "cpc", "cited",
)  # fmt: skip
"""What charts count by; the fields of the collection."""
MOST_SETS, MOST_ROWS = 4, 400_000
_LAST: OrderedDict[Hashable, Rows] = OrderedDict()
_LOCK = Lock()


@dataclass(frozen=True)
class Found:
    """``count``: how many patents it holds; the columns hold exactly those. ``notes``: how the line of a
    question was read."""

    rows: Rows
    searcher: Searcher
    wanted: Node
    scope: Scope
    question: Question
    notes: Sequence[Note] = ()

    @property
    def snapshot(self) -> str:
        return self.searcher.snapshot

    @property
    def count(self) -> int:
        return self.rows.count

    def table(self, options: Options) -> ir.Table:
        """The set as Ibis sees it, one row for each patent: ``id``; ``counted``, what is counted once (the
        family, or the patent); ``holders``; ``day`` and ``year`` as chosen; and the columns of the register.
        """
        rows = self.rows.table
        day = rows[options.by]
        return rows.mutate(
            counted=_family_of(rows) if options.is_by_family else rows.id.cast("string"),
            holders=rows.owners if options.has_owners else rows.applicants,
            day=day,
            year=day // 10_000,
        )

    def told(self, expression: ir.Table) -> list[dict[str, Any]]:
        return self.rows.told(expression)

    @cached_property
    def families(self) -> int:
        """How many families; a patent without a family number is one of its own."""
        rows = self.rows.table
        return int(self.told(rows.aggregate(n=_family_of(rows).nunique()))[0]["n"])

    @cached_property
    def family_of(self) -> dict[int, str]:
        """For each id the family, or the patent itself."""
        rows = self.rows.table
        told = self.told(rows.select("id", key=_family_of(rows)))
        return {int(one["id"]): str(one["key"]) for one in told}

    @cached_property
    def ids(self) -> frozenset[int]:
        return frozenset(int(one["id"]) for one in self.told(self.rows.table.select("id")))

    def total(self, options: Options) -> int:
        return self.families if options.is_by_family else self.count


def _family_of(rows: ir.Table) -> ir.Value:
    import ibis

    return ibis.ifelse(rows.family.length() > 0, ibis.literal("F") + rows.family[0], rows.id.cast("string"))


def found_by_query(question: Question, actor: Actor) -> Found:
    """Raises QueryError, TooExpensive, IndexMissing, ColumnsMissing."""
    asking = asking_of(question, actor)
    found = found_of_node(asking.searcher, asking.wanted, asking.scope, question)
    return replace(found, notes=asking.notes)


def found_of_node(searcher: Searcher, wanted: Node, scope: Scope, question: Question | None = None) -> Found:
    """What a tree finds in one state. Raises TooExpensive, ColumnsMissing."""
    collection = found_collection(COLLECTION)
    key = (searcher, wanted, scope)  # the state itself: another installation may name its own the same
    rows = _kept(key)
    if rows is None:
        ids = searcher.ids(wanted, scope)
        rows = _keep(key, rows_at(collection, searcher.snapshot, ids, COLUMNS))
    return Found(rows, searcher, wanted, scope, question or Question(COLLECTION, ""))


def found_by_ids(ids: Sequence[int], actor: Actor) -> Found:
    """The same of ids, of those that the actor may see and that are in the index still."""
    collection = found_collection(COLLECTION)
    scope, searcher = scope_now(collection, actor), searcher_of(collection)
    seen = set(searcher.ids(Everything(), scope))
    wanted = sorted(seen.intersection(ids))
    return Found(
        rows_at(collection, searcher.snapshot, wanted, COLUMNS),
        searcher,
        Everything(),
        scope,
        Question(COLLECTION, ""),
    )


@dataclass(frozen=True)
class Past:
    """The index as it knew everything at an instant, ``at``; ``known_at``: the instant of the state that
    tells it. Both in milliseconds."""

    at: int
    searcher: Searcher
    known_at: int

    def found(self, wanted: Node, scope: Scope) -> Found:
        """What a tree found then. Raises TooExpensive, ColumnsMissing."""
        ids = sorted(self.searcher.ids(wanted, scope))
        collection = found_collection(COLLECTION)
        rows = rows_then(collection, self.searcher.snapshot, self.known_at, ids, self.at, COLUMNS)
        return Found(rows, self.searcher, wanted, scope, Question(COLLECTION, ""))


def past_at(at: int) -> Past:
    """Raises IndexMissing."""
    collection = found_collection(COLLECTION)
    present, known_at = searcher_with_instant(collection)
    searcher = searcher_at(collection, at)
    while searcher.snapshot != present.snapshot:  # the index went on between the two
        present, known_at = searcher_with_instant(collection)
        searcher = searcher_at(collection, at)
    return Past(at, searcher, known_at)


def found_then(ids: Sequence[int], at: int, actor: Actor) -> Found:
    """Patents by their ids as the index knew them at an instant, of those the actor may see and that were in
    it then. Whatever changed since, it is the same. Raises IndexMissing."""
    scope = scope_now(found_collection(COLLECTION), actor)
    return past_at(at).found(Ids(tuple(sorted(ids))), scope)


def _kept(key: Hashable) -> Rows | None:
    with _LOCK:
        if key in _LAST:
            _LAST.move_to_end(key)
        return _LAST.get(key)


def _keep(key: Hashable, rows: Rows) -> Rows:
    with _LOCK:
        if rows.count <= MOST_ROWS:
            _LAST[key] = rows
        while len(_LAST) > MOST_SETS or sum(one.count for one in _LAST.values()) > MOST_ROWS:
            _LAST.popitem(last=False)
    return rows
