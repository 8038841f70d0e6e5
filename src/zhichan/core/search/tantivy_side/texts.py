"""The canonical texts of an index in a file of its own (文本文件): what is only suspected is checked on them.

They lie coded one behind the other and are never changed: a record that is put again is written again at
the end. Its document says where its texts end and how long they are. They are on disk before the engine
commits, so a state that is there has its texts; what a killed writer left behind belongs to no state.
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
from zhichan.core.search.tantivy_side.hits import figures_at
from zhichan.core.search.tree import Near, Pattern

FILE, TEXT_END, TEXT_SIZE = "texts", "text_end", "text_size"
#: A file so large of which less than half belongs to a record is worn.
WORN_FROM = 64_000_000
_BETWEEN = coded(BETWEEN_FIELDS)


class TextsWriter:
    """For the one writer of an index."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / FILE).open("ab")
        self._end = self._file.tell()

    def add(self, texts: Sequence[str]) -> tuple[int, int]:
        """Where the texts of a record end, and how long they are, in bytes."""
        code = coded(BETWEEN_FIELDS.join(texts))
        self._end += self._file.write(code)
        return self._end, len(code)

    def keep(self) -> None:
        """Have all that was added on disk."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()


class Texts:
    """Those of one state. Raises ValueError when the file is not as long as the state says, and OSError when
    there is none."""

    def __init__(self, folder: Path, searcher: tantivy.Searcher) -> None:
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
        """Those of some records that hold a leaf in the text field at ``place``. About 1 µs for each."""
        codes = (code.split(_BETWEEN)[place] for code in self._codes(addresses))
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
