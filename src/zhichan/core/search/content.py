"""What an index holds of a record (索引内容): its canonical texts, its codes and numbers, who may see it.

It is enough to hold the record once more after the register has changed it: former states are kept so.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhichan.core.search.analysis.tokens import canonical_of
from zhichan.core.search.collection import Collection, Record, Sort

#: Between the canonical texts of two fields. The chain leaves no control characters in a text.
BETWEEN_FIELDS = "\x03"
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Content:
    """``texts``: the canonical text of each text field, in their order; ``columns``: normal codes and
    numbers; ``orders``: the day or number of each order, 0 for none."""

    texts: tuple[str, ...]
    columns: Mapping[str, tuple[str | int, ...]]
    scope: tuple[str, ...]
    orders: Mapping[str, int]

    def rest(self) -> bytes:
        """All but the texts."""
        told = (self.columns, self.scope, self.orders)
        return _written(told).encode()


def content_of(record: Record, collection: Collection) -> Content:
    texts = tuple(canonical_of(map(str, record.values.get(name, ()))) for name in collection.texts)
    orders = {name: int(str(next(iter(record.values.get(name, ())), 0))) for name in collection.orders}
    return Content(texts, columns_of(record, collection), tuple(sorted(record.scope)), orders)


def columns_of(record: Record, collection: Collection) -> dict[str, tuple[str | int, ...]]:
    """The normal codes, each once, and the numbers of those fields that have any."""
    columns: dict[str, tuple[str | int, ...]] = {}
    for one in collection.counted:
        values = record.values.get(one.name)
        if not values:
            continue
        if one.sort in (Sort.DAY, Sort.NUMBER):
            columns[one.name] = tuple(int(str(value)) for value in values)
        else:
            columns[one.name] = tuple(dict.fromkeys(one.normal(str(value)) for value in values))
    return columns


def stored_content(texts: Sequence[str], rest: bytes) -> Content:
    """What an index stored of a record, read back."""
    return _content(tuple(texts), *json.loads(rest))


def _content(texts: tuple[str, ...], columns: Any, scope: Any, orders: Any) -> Content:
    return Content(texts, {name: tuple(values) for name, values in columns.items()}, tuple(scope), orders)


def packed(content: Content, following: Content | None) -> bytes:
    """A former content as it is kept: a text that stayed the same in what followed is not kept twice."""
    later: Sequence[str | None] = following.texts if following else [None] * len(content.texts)
    texts = [None if text == other else text for text, other in zip(content.texts, later, strict=True)]
    told = (texts, content.columns, content.scope, content.orders)
    return zlib.compress(_written(told).encode())


def unpacked(kept: bytes, following: Content | None) -> Content:
    """The former content. A text that is nowhere any more, since what followed was lost, is empty."""
    texts, *rest = json.loads(zlib.decompress(kept))
    later: Sequence[str] = following.texts if following else [""] * len(texts)
    return _content(
        tuple(other if text is None else text for text, other in zip(texts, later, strict=True)), *rest
    )
