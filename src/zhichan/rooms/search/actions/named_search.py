"""A search kept under a name (按名称保存的检索): what of it is written, and what it finds now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from zhichan.core.access.actor import Actor
from zhichan.core.naming import named
from zhichan.core.search.asking import found_collection
from zhichan.core.search.indexing import searcher_with_instant
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import Node
from zhichan.core.search.tree_text import kept


@dataclass(frozen=True)
class NamedSearch:
    """``chosen``: the values chosen from facets; ``asked``: the whole tree, with those and the synonyms."""

    name: str
    collection: str
    line: str
    chosen: Sequence[tuple[str, str]]
    asked: Node

    def values(self, longest_name: int) -> dict[str, Any]:
        """As rows keep it. Raises InvalidInput for what is no name."""
        return {
            "name": named(self.name, longest_name),
            "collection": self.collection,
            "line": self.line,
            "chosen": [list(one) for one in self.chosen],
            "asked": kept(self.asked),
        }


class FoundNow(NamedTuple):
    """``known_at``: the instant of the index, in milliseconds, ``snapshot``: its state."""

    ids: Sequence[int]
    known_at: int
    snapshot: str


def found_now(search: NamedSearch, by: Actor) -> FoundNow:
    """All it finds of what the actor may see. Raises InvalidInput, IndexMissing and TooExpensive."""
    collection = found_collection(search.collection)
    scope = scope_now(collection, by)
    searcher, known_at = searcher_with_instant(collection)
    return FoundNow(searcher.ids(search.asked, scope), known_at, searcher.snapshot)
