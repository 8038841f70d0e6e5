"""What a patent cites and what cites it (引用与被引), as far as files told and the register holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhichan.core.access.actor import Actor
from zhichan.core.search.asking import found_collection
from zhichan.core.search.indexing import searcher_of
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import OneOf
from zhichan.rooms.search.lists.numbers import known_values, listed

COLLECTION = "patent"


@dataclass(frozen=True)
class Citations:
    """``cites``: how many documents it names, ``cites_here``: how many patents of the register those are that
    the asker may see, ``cites_line`` the query for them. ``citing_here``, ``citing_line``: the patents of the
    register that name one of its documents. A line is empty where nothing is found."""

    cites: int
    cites_here: int
    cites_line: str
    citing_here: int
    citing_line: str


def citations_of(pk: int, actor: Actor) -> Citations | None:
    """Of one patent the actor may see; None for one that is in the register no more. Raises IndexMissing."""
    collection = found_collection(COLLECTION)
    scope, searcher = scope_now(collection, actor), searcher_of(collection)
    record = next(iter(collection.read([pk])), None)
    if record is None:
        return None
    cited = _normal("citations", record.values.get("citations", ()))
    own = _normal("documents", [*record.values.get("documents", ()), *record.values.get("number", ())])
    here = tuple(sorted(known_values(collection, "documents", cited, actor)))
    cites_here = searcher.count(OneOf("documents", here), scope) if here else 0
    citing_here = searcher.count(OneOf("citations", own), scope) if own else 0
    return Citations(
        len(cited),
        cites_here,
        listed("PN", "=", here) if here else "",
        citing_here,
        listed("CT", "=", own) if citing_here else "",
    )


def _normal(field: str, values: Sequence[object]) -> tuple[str, ...]:
    normal = found_collection(COLLECTION).by_name[field].normal
    return tuple(dict.fromkeys(normal(str(value)) for value in values))
