"""What an index holds of a record (索引内容): its canonical texts, its codes and numbers, who may see it.

It is enough to hold the record once more after the register has changed it: former states are kept so.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.analysis.tokens import EDGE, atoms_in, canonical
from zhichan.core.search.collection import Collection, Record, Sort

#: Between the canonical texts of two fields. The chain leaves no control characters in a text.
BETWEEN_FIELDS = "\x03"
#: The atoms of each value of a field.
Atoms = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Content:
    """``texts``: the canonical text of each text field, in their order; ``columns``: normal codes and
    numbers; ``orders``: the day or number of each order, 0 for none."""

    texts: tuple[str, ...]
    columns: Mapping[str, tuple[str | int, ...]]
    scope: tuple[str, ...]
    orders: Mapping[str, int]

    def joined_texts(self) -> bytes:
        return BETWEEN_FIELDS.join(self.texts).encode()

    def rest(self) -> bytes:
        """All but the texts."""
        told = (self.columns, self.scope, self.orders)
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def content_of(record: Record, collection: Collection) -> tuple[Content, Sequence[Atoms]]:
    """The content of a record, and the atoms of its text fields."""
    texts: list[str] = []
    all_atoms: list[Atoms] = []
    columns: dict[str, tuple[str | int, ...]] = {}
    for one in collection.fields:
        values = record.values.get(one.name, ())
        if one.sort is Sort.TEXT:
            atoms = [found for value in values if (found := atoms_of(str(value)))]
            all_atoms.append(atoms)
            texts.append("".join(EDGE + canonical(value) for value in atoms) + EDGE if atoms else "")
        if not values:
            continue
        if one.sort is Sort.CODE or (one.sort is Sort.TEXT and one.facet):
            columns[one.name] = tuple(dict.fromkeys(one.normal(str(value)) for value in values))
        elif one.sort in (Sort.DAY, Sort.NUMBER):
            columns[one.name] = tuple(int(str(value)) for value in values)
    orders = {name: int(str(next(iter(record.values.get(name, ())), 0))) for name in collection.orders}
    return Content(tuple(texts), columns, tuple(sorted(record.scope)), orders), all_atoms


def stored_content(texts: bytes, rest: bytes) -> Content:
    """What an index stored of a record, read back."""
    return _content(tuple(texts.decode().split(BETWEEN_FIELDS)), *json.loads(rest))


def _content(texts: tuple[str, ...], columns: Any, scope: Any, orders: Any) -> Content:
    return Content(texts, {name: tuple(values) for name, values in columns.items()}, tuple(scope), orders)


def atoms_of_content(content: Content) -> Sequence[Atoms]:
    """The atoms of the text fields, read out of their canonical texts."""
    return [[atoms_in(value) for value in text.split(EDGE) if value] for text in content.texts]


def packed(content: Content, following: Content | None) -> bytes:
    """A former content as it is kept: a text that stayed the same in what followed is not kept twice."""
    later: Sequence[str | None] = following.texts if following else [None] * len(content.texts)
    texts = [None if text == other else text for text, other in zip(content.texts, later, strict=True)]
    told = (texts, content.columns, content.scope, content.orders)
    return zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())


def unpacked(kept: bytes, following: Content | None) -> Content:
    """The former content. A text that is nowhere any more, since what followed was lost, is empty."""
    texts, *rest = json.loads(zlib.decompress(kept))
    later: Sequence[str] = following.texts if following else [""] * len(texts)
    return _content(
        tuple(other if text is None else text for text, other in zip(texts, later, strict=True)), *rest
    )
