"""The original of a version laid out for reading (原文): paragraphs, tables and marked places.

Plain values made of the stored text and the places of items; no database, no HTML.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise
from typing import Literal

Kind = Literal["target", "task", "other"]
_HEADING = re.compile(
    r"\s*(?:第[一二三四五六七八九十百零〇\d]+[章节編编部分篇]|[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十]+[)）])"
)
_LONGEST_HEADING = 40
_LONGEST_CELL = 14
_CELL_END = " |"


@dataclass(frozen=True)
class Mark:
    """A place of the text that an item was read from.

    ``url`` opens the item beside it. ``has_address``: whether this is the place that the item's own link
    leads to; a conflict has several places and one of them has.
    """

    item: int
    label: str
    kind: Kind
    start: int
    end: int
    url: str
    is_open: bool = False
    is_waiting: bool = False
    has_address: bool = True

    @property
    def css(self) -> str:
        """The classes of the stylesheet: task, q (waiting), on (open)."""
        found = ["hl", *(["task"] if self.kind == "task" else [])]
        found += [name for name, wanted in (("q", self.is_waiting), ("on", self.is_open)) if wanted]
        return " ".join(found)


@dataclass(frozen=True)
class Notice:
    """A place that a remark of the reader speaks of: it has an address and lights up, and is no link."""

    address: str
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """Words that lie in the same marks: ``mark`` is the narrowest, ``begins`` are those that start here.

    ``is_place``: the mark is shown here for the first time, so this is where a reader who steps through the
    marked places comes to.
    ``notices``: the addresses of the notices that cover the words; ``noticed``: of those that start here.
    """

    text: str
    mark: Mark | None = None
    begins: tuple[Mark, ...] = ()
    ends: bool = False
    is_place: bool = False
    notices: tuple[str, ...] = ()
    noticed: tuple[str, ...] = ()

    @property
    def anchors(self) -> tuple[Mark, ...]:
        """Marks that start here and are not the one shown: their place still needs an address."""
        return tuple(mark for mark in self.begins if mark is not self.mark and mark.has_address)

    @property
    def is_first(self) -> bool:
        """Whether the place of the mark shown begins here and has an address."""
        return self.mark is not None and self.mark.has_address and self.mark in self.begins


@dataclass(frozen=True)
class Block:
    """A paragraph or heading (``rows`` empty), or a table of rows of cells."""

    kind: Literal["heading", "paragraph", "table"]
    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = field(default=())


def laid_out(
    text: str,
    marks: Iterable[Mark],
    row_spans: Sequence[tuple[int, int]] = (),
    notices: Iterable[Notice] = (),
) -> list[Block]:
    """The text as blocks in order, empty lines left out.

    ``row_spans``: places known to be one table row each although the text keeps a cell per line.
    Cost: O(length + marks × log marks) where few marks overlap.
    """
    cutter = _Cutter(text, [*marks, *notices])
    blocks: list[Block] = []
    rows: list[tuple[tuple[Piece, ...], ...]] = []
    for cells in _lines(text, _whole_rows(text, row_spans)):
        if len(cells) > 1:
            rows.append(tuple(cutter.pieces(start, end) for start, end in cells))
            continue
        _close_table(blocks, rows)
        start, end = cells[0]
        blocks.append(Block(_kind_of(text[start:end]), cutter.pieces(start, end)))
    _close_table(blocks, rows)
    return blocks


def places_in(blocks: Iterable[Block]) -> list[Mark]:
    """The marks in the order in which they are shown, one for each marked place."""
    pieces = (piece for block in blocks for part in (block.pieces, *chain(*block.rows)) for piece in part)
    return [piece.mark for piece in pieces if piece.mark is not None and piece.is_place]


def _close_table(blocks: list[Block], rows: list[tuple[tuple[Piece, ...], ...]]) -> None:
    if rows:
        blocks.append(Block("table", rows=tuple(rows)))
        rows.clear()


def _kind_of(line: str) -> Literal["heading", "paragraph"]:
    is_short = len(line.strip()) <= _LONGEST_HEADING and not any(sign in line for sign in "。；;")
    return "heading" if is_short and _HEADING.match(line) else "paragraph"


def _lines(text: str, row_spans: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Each line that is not empty as the places of its cells; a plain line has one."""
    at, rows = 0, iter(row_spans)
    row = next(rows, None)
    while at < len(text):
        while row is not None and row[0] < at:
            row = next(rows, None)
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if row is not None and row[0] <= end and row[0] == at + _indent(text, at, end) and row[1] > end:
            yield _cells_of_row(text, *row)
            at = row[1] + 1 if text[row[1] : row[1] + 1] == "\n" else row[1]
            continue
        if text[at:end].strip():
            yield _cells_of_line(text, at, end)
        at = end + 1


def _whole_rows(text: str, row_spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Rows kept a cell per line, each with its number from the line before, and the heading above them."""
    rows = []
    for start, end in sorted(row_spans):
        if "\n" in text[start:end].strip():
            before = next(_lines_before(text, start), None)
            has_number = before is not None and text[before[0] : before[1]].strip().isdigit()
            rows.append((before[0] if before and has_number else start, end))
    return [*_heading_row(text, rows), *rows]


def _heading_row(text: str, rows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """As many short lines above the first row as that has cells, where they read like a heading."""
    if not rows:
        return []
    width = len(_cells_of_row(text, *rows[0]))
    lines = list(islice(_lines_before(text, rows[0][0]), width))
    words = [text[start:end].strip() for start, end in lines]
    if len(words) < width or any(len(word) > _LONGEST_CELL or word.endswith("。") for word in words):
        return []
    return [(lines[-1][0], lines[0][1])] if any("指标" in word or "名称" in word for word in words) else []


def _lines_before(text: str, at: int) -> Iterator[tuple[int, int]]:
    """The places of the lines before one, nearest first, empty ones left out."""
    while at > 0:
        end = text.rfind("\n", 0, at)
        if end < 0:
            return
        start = text.rfind("\n", 0, end) + 1
        if text[start:end].strip():
            yield start + _indent(text, start, end), end
        at = start


def _indent(text: str, start: int, end: int) -> int:
    line = text[start:end]
    return len(line) - len(line.lstrip())


def _cells_of_row(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The lines of one table row, each a cell."""
    cells, at = [], start
    for line in text[start:end].split("\n"):
        if line.strip():
            cells.append((at, at + len(line)))
        at += len(line) + 1
    return cells


def _cells_of_line(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """``cell | cell |`` as its cells; a plain line is one."""
    line = text[start:end]
    if " | " not in line and not line.endswith(_CELL_END):
        return [(start, end)]
    cells, at = [], start
    for cell in line.removesuffix(_CELL_END).split(" | "):
        cells.append((at, at + len(cell)))
        at += len(cell) + len(" | ")
    return cells


class _Cutter:
    """Cuts any stretch of the text where marks and notices begin and end."""

    def __init__(self, text: str, places: Iterable[Mark | Notice]) -> None:
        self._text = text
        self._places = sorted((one for one in places if one.start < one.end), key=lambda one: one.start)
        self._edges = sorted({edge for one in self._places for edge in (one.start, one.end)})
        self._begun: set[int] = set()
        self._shown: set[int] = set()
        self._next, self._active = 0, list[Mark | Notice]()

    def pieces(self, start: int, end: int) -> tuple[Piece, ...]:
        first, last = bisect_right(self._edges, start), bisect_left(self._edges, end)
        cuts = [start, *self._edges[first:last], end]
        near = self._near(start, end)
        return tuple(self._piece(left, right, near) for left, right in pairwise(cuts) if left < right)

    def _near(self, start: int, end: int) -> list[Mark | Notice]:
        """The places that touch the stretch; stretches are asked for in the order of the text."""
        while self._next < len(self._places) and self._places[self._next].start < end:
            self._active.append(self._places[self._next])
            self._next += 1
        self._active = [one for one in self._active if one.end > start]
        return self._active

    def _piece(self, start: int, end: int, near: Sequence[Mark | Notice]) -> Piece:
        covering = [one for one in near if one.start <= start and one.end >= end]
        begins = [one for one in covering if id(one) not in self._begun]
        self._begun.update(map(id, begins))
        marks = [one for one in covering if isinstance(one, Mark)]
        narrowest = min(marks, key=lambda mark: (mark.end - mark.start, mark.item), default=None)
        is_place = narrowest is not None and id(narrowest) not in self._shown
        self._shown.add(id(narrowest))
        return Piece(
            self._text[start:end],
            narrowest,
            tuple(one for one in begins if isinstance(one, Mark)),
            ends=narrowest is not None and narrowest.end == end,
            is_place=is_place,
            notices=tuple(one.address for one in covering if isinstance(one, Notice)),
            noticed=tuple(one.address for one in begins if isinstance(one, Notice)),
        )
