"""The canonical texts of one state of an index (规范文本): what is only suspected is checked on them.

The document of a record says where in the file its texts end and how long they are.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Sequence
from pathlib import Path

import tantivy

from zhichan.core.search.analysis.coded import coded, decoded
from zhichan.core.search.content import BETWEEN_FIELDS
from zhichan.core.search.occurrences import coded_expressions, near_occurrences
from zhichan.core.search.tantivy_side.careful import CarefulSearcher
from zhichan.core.search.tantivy_side.documents import TEXT_END, TEXT_SIZE
from zhichan.core.search.tantivy_side.hits import figures_at
from zhichan.core.search.tantivy_side.texts_file import FILE
from zhichan.core.search.tree import Near, Pattern

#: A file so large of which less than half belongs to a record is worn.
WORN_FROM = 64_000_000
_BETWEEN = coded(BETWEEN_FIELDS)


class Texts:
    """Those of one state. Raises ValueError when the file is not as long as the state says, and OSError when
    there is none."""

    def __init__(self, folder: Path, searcher: CarefulSearcher) -> None:
        self._searcher = searcher
        end, used = self._figures()
        with (folder / FILE).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < end:
                raise ValueError(f"{FILE} has {size} bytes, {end} are needed")
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        self.is_worn = size > max(2 * used, WORN_FROM)

    def _figures(self) -> tuple[int, int]:
        """Where the last text ends, and how many bytes belong to a record."""
        asked = {"end": {"max": {"field": TEXT_END}}, "used": {"sum": {"field": TEXT_SIZE}}}
        found = self._searcher.aggregate(tantivy.Query.all_query(), asked)
        return int(found["end"]["value"] or 0), int(found["used"]["value"] or 0)

    def of(self, addresses: Sequence[tantivy.DocAddress]) -> list[list[str]]:
        """For each record its texts, in the order of the text fields."""
        return [decoded(code).split(BETWEEN_FIELDS) for code in self._codes(addresses)]

    def holding(
        self, leaf: Pattern | Near, place: int, addresses: Sequence[tantivy.DocAddress]
    ) -> list[tantivy.DocAddress]:
        """Those of some records that hold a leaf in the text field at ``place``; 1 to 2 µs for each."""
        codes = (code.split(_BETWEEN, place + 1)[place] for code in self._codes(addresses))
        expressions = coded_expressions(leaf)
        if isinstance(leaf, Near) and not expressions:
            return [one for one, code in zip(addresses, codes, strict=True) if _has_near(leaf, decoded(code))]
        first, *others = [one.search for one in expressions]
        if not others:
            return [one for one, code in zip(addresses, codes, strict=True) if first(code)]
        (second,) = others
        return [one for one, code in zip(addresses, codes, strict=True) if first(code) or second(code)]

    def _codes(self, addresses: Sequence[tantivy.DocAddress]) -> list[bytes]:
        kept = self._bytes
        ends, sizes = (figures_at(self._searcher, name, addresses) for name in (TEXT_END, TEXT_SIZE))
        return [kept[end - size : end] for end, size in zip(ends, sizes, strict=True)]


def _has_near(near: Near, text: str) -> bool:
    return next(near_occurrences(near, text), None) is not None
