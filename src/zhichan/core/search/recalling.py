"""Records that left, told as an index held them (往日记录): a list that was kept names them still.

Who may be told of them is for the caller to say: it asks the index of then, within the asker's scope.
"""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Mapping, Sequence

from zhichan.core.access.actor import Actor
from zhichan.core.search.analysis.characters import CLAUSE, SENTENCE
from zhichan.core.search.analysis.tokens import EDGE, SEAM, canonical_of
from zhichan.core.search.collection import EVERYTHING, Collection, Hit
from zhichan.core.search.content import Content
from zhichan.core.search.formers import CHUNK, former_states
from zhichan.core.search.indexing import searcher_of
from zhichan.core.search.tree import Ids

_BLANK = str.maketrans({SEAM: " ", CLAUSE: " ", SENTENCE: " "})


def left(collection: Collection, ids: Several[int]) -> frozenset[int]:
    """Those of some records that the newest state of the index holds for nobody. Raises IndexMissing."""
    if not ids:
        return frozenset()
    return frozenset(ids).difference(searcher_of(collection).ids(Ids(tuple(sorted(ids))), EVERYTHING))


def told_then(collection: Collection, ids: Sequence[int], at: int, actor: Actor) -> list[Hit]:
    """Hits in the order of the ids: as they read today, and those that left as they were held at an instant,
    in milliseconds. The ids are such as the actor might see then. Raises IndexMissing."""
    told = {hit.id: hit for hit in collection.tell(ids, actor)}
    gone = left(collection, [one for one in ids if one not in told])
    told |= {hit.id: hit for hit in recalled(collection, sorted(gone), at)}
    return [told[one] for one in ids if one in told]


def recalled(collection: Collection, ids: Sequence[int], at: int) -> Sequence[Hit]:
    """Records that left, as they were held at an instant; one that was not held then as it was at last."""
    held: dict[int, Content] = {}
    for first in range(0, len(ids), CHUNK):
        for former in former_states(collection, ids[first : first + CHUNK], {}):
            if former.record_id not in held or former.since <= at < former.until:
                held[former.record_id] = former.content
    if not held:
        return []
    return collection.recall(collection, held) if collection.recall else _plain(collection, held)


def _plain(collection: Collection, held: Mapping[int, Content]) -> list[Hit]:
    """By number and the first of its texts alone."""
    return [
        Hit(pk, _first(content, collection.numbers), readable(content.texts[0]), "", {}, {}, is_gone=True)
        for pk, content in held.items()
    ]


def _first(content: Content, names: Sequence[str]) -> str:
    return next((str(value) for name in names for value in content.columns.get(name, ())), "")


def texts_held(collection: Collection, content: Content) -> dict[str, str]:
    """The canonical text of each text field."""
    return dict(zip(collection.texts, content.texts, strict=True))


def spelled(held: str, values: Sequence[str]) -> str:
    """What was held of a text field as it is written in these values where they say the same, else readable
    without the signs and capitals that no index keeps."""
    return "；".join(values) if values and canonical_of(values) == held else readable(held)


def readable(held: str) -> str:
    """A canonical text as somebody can read it."""
    return "；".join(one.translate(_BLANK).strip() for one in held.split(EDGE) if one)
