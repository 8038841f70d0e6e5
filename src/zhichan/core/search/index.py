"""What every search index must do (检索索引), whichever engine is behind it.

It is always asked with a scope, so that counts and facets cannot tell of what the asker may not see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.search.collection import Collection, Record, Scope
from zhichan.core.search.content import Content
from zhichan.core.search.likeness import Alike, Sample
from zhichan.core.search.tree import Node

#: How many suspected records are looked at within a request before a query is said to be too expensive.
CANDIDATES_AT_ONCE = 50_000


class TooExpensive(InvalidInput):
    """So many records would have to be looked at one by one that a page cannot wait for it."""

    code = "search_too_expensive"

    def __init__(self, candidates: int) -> None:
        from django.utils.translation import gettext

        super().__init__(
            gettext(
                "这个检索式要逐件核对 %(candidates)s 件，超过一次能核对的 %(limit)s 件。"
                "请加上分类号、日期或更长的词缩小范围。"
            )
            % {"candidates": f"{candidates:,}", "limit": f"{CANDIDATES_AT_ONCE:,}"}
        )
        self.candidates = candidates


class IndexMissing(WrongState):
    """There is no index to be asked: it is lost, broken, or of another version and being built."""

    code = "search_index_missing"


@dataclass(frozen=True)
class Order:
    """By which day or number, and which way; equal ones follow their ids."""

    by: str
    is_rising: bool = False


@dataclass(frozen=True)
class Page:
    """Ids in their order. ``next_key``, that of the last one, leads to the next page; none when this is the
    last. ``first_key`` is that of the first one; none without any."""

    ids: Sequence[int]
    next_key: int | None
    first_key: int | None = None


@dataclass(frozen=True)
class FacetCount:
    value: str
    count: int


@dataclass(frozen=True)
class Facet:
    """The values of a field, most records first; ``has_more`` when there are more than were asked for."""

    field: str
    counts: Sequence[FacetCount]
    has_more: bool


@dataclass(frozen=True)
class Held:
    """What an index holds of a record, and since which instant, in milliseconds; 0: from the beginning."""

    since: int
    content: Content


@dataclass(frozen=True)
class Former:
    """What an index held of a record from ``since`` until before ``until``. ``key``: of this state alone."""

    key: int
    record_id: int
    since: int
    until: int
    content: Content


class Searcher(Protocol):
    """One state of one collection: all its answers belong together, whatever is written meanwhile."""

    snapshot: str

    def count(self, node: Node, scope: Scope) -> int:
        """How many records match, exactly. Raises TooExpensive."""

    def page(self, node: Node, scope: Scope, order: Order, limit: int, after: int | None = None) -> Page:
        """The next ``limit`` ids after the key of a former page."""

    def ids(self, node: Node, scope: Scope) -> Sequence[int]:
        """Every id that matches, in no order."""

    def facets(self, node: Node, scope: Scope, fields: Mapping[str, int]) -> Sequence[Facet]:
        """For each field its most frequent values, at most as many as asked for; exact counts."""


class PresentSearcher(Searcher, Protocol):
    """The newest state, of which more can be asked than of former ones."""

    def similar(
        self,
        sample: Sample,
        scope: Scope,
        limit: int,
        narrowed: Node | None = None,
        left_out: int | None = None,
    ) -> Sequence[Alike]:
        """The records most like a sample, but for the one left out; those alone that are found by
        ``narrowed``. An order by score, of this state alone. Raises TooExpensive."""

    def figures(self, node: Node, scope: Scope, names: Sequence[str]) -> Sequence[Sequence[int]]:
        """Every id that matches, in no order, then for each field of numbers theirs in the same order; 0
        for none."""


class Writing(Protocol):
    """Changes of one collection that become visible together."""

    def held(self, ids: Sequence[int]) -> Mapping[int, Held]:
        """What is held of those records that are there, before any change of this writing."""

    def content_of(self, record: Record) -> Content:
        """What would be held of a record."""

    def put(
        self, records: Iterable[Record], since: Mapping[int, int] | None = None, *, are_new: bool = False
    ) -> Mapping[int, Content]:
        """Add records, in place of those with the same ids; returns what is held of each now, by its id.
        ``are_new``: none is there yet.

        ``since``: from which instant each is held; absent: from the beginning.
        """

    def put_former(self, formers: Iterable[Former]) -> None:
        """Add former states, in place of those with the same keys."""

    def remove(self, ids: Iterable[int]) -> None: ...

    def commit(self) -> str:
        """Make the changes lasting and visible; returns the name of the new state."""


class SearchIndex(Protocol):
    """Where collections are kept, each in generations: one answers while the next is built beside it.

    One process at a time may write. The states of a generation are named so that ``number_of`` orders them.
    """

    def version_of(self, collection: Collection) -> str:
        """Changes whenever an index that was made before could answer wrongly."""

    def state_of(self, collection: Collection, generation: int) -> str | None:
        """The name of the state last committed; None where there is none that this version can ask."""

    def is_sound(self, collection: Collection, generation: int) -> bool:
        """Whether its files are as they were written; those not looked at for an hour are read. What is not
        sound is missing from then on."""

    def is_worn(self, collection: Collection, generation: int) -> bool:
        """Whether it has taken in so many changes that it is better built anew. Raises IndexMissing."""

    def searcher(self, collection: Collection, generation: int) -> PresentSearcher:
        """The newest state. Raises IndexMissing."""

    def searcher_at(
        self, collection: Collection, generation: int, snapshot: str, at: int, known_at: int
    ) -> Searcher | None:
        """The collection as it was held at an instant. ``known_at``: the instant of the state ``snapshot``.

        None when the newest state is another one by now. Raises IndexMissing.
        """

    def searcher_since(
        self, collection: Collection, generation: int, snapshot: str, since: int
    ) -> Searcher | None:
        """Of the state ``snapshot`` what is held as it is only since after an instant: new or changed.

        None when the newest state is another one by now. Raises IndexMissing.
        """

    def writing(self, collection: Collection, generation: int) -> AbstractContextManager[Writing]: ...

    def keep_only(self, collection: Collection, generation: int) -> None:
        """Remove every other generation."""

    def clear(self, collection: Collection, generation: int) -> None:
        """Remove what may be left of a generation that was begun before."""


def number_of(state: str) -> int:
    """How many operations a state had seen: those of one generation are told apart and ordered by it."""
    return int(state.rpartition(".")[2] or 0)
