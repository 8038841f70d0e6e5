"""Tables a page flattened to one cell a line: column headings, then rows of as many cells (拍平的表格).

Where a column counts the rows (序号) its numbers cut the rows, so that a lost or broken cell harms
one row only; without it rows are cut by width, as long as they look alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from zhichan.rooms.plan.reading.columns import column_kind, is_header_word, is_note
from zhichan.rooms.plan.reading.heading_cells import (
    Heading,
    begins_headings,
    headings_at,
    last_heading,
    regrouped,
)
from zhichan.rooms.plan.reading.lines import Line, read_on
from zhichan.rooms.plan.reading.model import Cell
from zhichan.rooms.plan.reading.numbering import marker_of

Row = tuple[Cell, ...]
_COUNTER = re.compile(r"序\s*号|编号")
_CAPTION = re.compile(r"(?:主要|发展|核心|规[划画])+(?:目标|指标)")
_NAMES = re.compile(r"序\s*号|(?:主要)?指标(?:名称)?|名称|类别")
_LONGEST_CELL = 360
_LONG_CELL = 90
_MOST_COLUMNS = 14
_FEWEST_BROKEN = 3  # columns of a table whose headings are broken
_EXTRA_LINES = 6  # lines a row may have above its width: cells of several lines


@dataclass(frozen=True)
class FlatTable:
    """A table over ``used`` lines; the heading row first."""

    used: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Reading:
    """One way to read the lines as a table: its headings and the lines of each row."""

    first: int  # the line on which the rows begin
    headings: Sequence[Heading]
    rows: Sequence[Sequence[Line]]

    @property
    def fit(self) -> tuple[float, int]:
        """How many rows are as wide as the headings and columns hold what these say; then the lines read."""
        width = len(self.headings)
        inner = self.rows[:-1] or self.rows
        even = sum(len(row) == width for row in inner) / len(inner)
        columns = zip(self.headings, zip(*self.rows, strict=False), strict=False)
        right = sum(heading.holds_figures == _are_figures(cells) for heading, cells in columns) / width
        return even + right, sum(map(len, self.rows))


def flat_table(lines: Sequence[Line], index: int) -> FlatTable | None:
    """The flattened table whose column headings begin at ``index``, or None.

    Headings broken over several lines are believed where the rows fit them better than one heading a line.
    """
    if _is_caption(lines, index) or not begins_headings(lines, index):
        return None
    if index and is_header_word(lines[index - 1].folded) and not _is_caption(lines, index - 1):
        return None
    spaced = _spaced_cells(lines, index)
    if spaced and (table := _flat_table([reduce(read_on, cell) for cell in spaced], 0)):
        return FlatTable(sum(map(len, spaced[: table.used])), table.rows)
    return _flat_table(lines, index)


def _is_caption(lines: Sequence[Line], index: int) -> bool:
    """Whether 主要指标 stands above the heading 指标名称 and names the table, not a column."""
    below = lines[index + 1 : index + 2]
    return bool(below) and bool(_CAPTION.fullmatch(lines[index].folded) and _NAMES.fullmatch(below[0].folded))


def _spaced_cells(lines: Sequence[Line], index: int) -> list[list[Line]]:
    """The cells of a page that leaves a blank line between any two and none inside one; else nothing."""
    heads = lines[index : index + _FEWEST_BROKEN]
    if not all(line.gap for line in heads[1:]):
        return []
    cells: list[list[Line]] = []
    for line in lines[index:]:
        if line.gap or not cells:
            cells.append([line])
        else:
            cells[-1].append(line)
    return cells if len(cells) < len(lines) - index else []


def _flat_table(lines: Sequence[Line], index: int) -> FlatTable | None:
    best = _whole(lines, index)
    for reading in _broken(lines, index):
        if best is None or reading.fit > best.fit:
            best = reading
    if best is None:
        return None
    used = best.first - index + sum(map(len, best.rows))
    body = tuple(_cells(row, best.headings) for row in best.rows)
    return FlatTable(used, (tuple(Cell(head.span, heading=True) for head in best.headings), *body))


def _whole(lines: Sequence[Line], index: int) -> _Reading | None:
    """The table read with one heading a line."""
    width = _width(lines, index) if is_header_word(lines[index].folded) else 0
    return _reading(lines, index + width, headings_at(lines, index, index + width)) if width >= 2 else None


def _broken(lines: Sequence[Line], index: int) -> Iterator[_Reading]:
    """The table read with headings broken over several lines, in every width that comes out even."""
    end = last_heading(lines, index)
    for width in range(min(end - index - 1, _MOST_COLUMNS), _FEWEST_BROKEN - 1, -1):
        for headings in regrouped(lines, index, end, width):
            reading = _reading(lines, end, headings)
            if reading and len(reading.rows) > 1:
                yield reading


def _reading(lines: Sequence[Line], first: int, headings: Sequence[Heading]) -> _Reading | None:
    counter = next((i for i, head in enumerate(headings) if _COUNTER.fullmatch(head.words)), None)
    if counter and first < len(lines) and _number(lines[first]) is not None:
        headings, counter = headings[counter:], 0  # what stands above 序号 is a caption
    if counter is None:
        rows = _rows_by_width(lines, first, len(headings))
    else:
        rows = _rows_by_number(lines, first, len(headings), counter)
    return _Reading(first, headings, rows) if rows else None


def _are_figures(cells: Sequence[Line]) -> bool:
    return sum(_shape(cell.folded) == "figure" for cell in cells) * 2 > len(cells)


def _width(lines: Sequence[Line], index: int) -> int:
    """How many lines from ``index`` on head columns; with 序号 all lines up to the cell ``1``."""
    run = 0
    while index + run < len(lines) and run < _MOST_COLUMNS and is_header_word(lines[index + run].folded):
        run += 1
    if any(_COUNTER.fullmatch(line.folded) for line in lines[index : index + run]):
        for width in range(2, _MOST_COLUMNS):
            if index + width >= len(lines) or len(lines[index + width].folded) > 20:
                break
            if width >= run - 1 and _number(lines[index + width]) is not None:
                return width
    return run if run >= 3 else 0


def _rows_by_number(lines: Sequence[Line], start: int, width: int, counter: int) -> list[Sequence[Line]]:
    """Rows cut where the running number goes on."""
    starts: list[int] = []
    likely = start + counter
    expected = (_number(lines[likely]) if likely < len(lines) else None) or 1
    while (found := _number_at(lines, likely, expected, width)) is not None:
        starts.append(max(found - counter, start))
        expected, likely = expected + 1, found + width
    if not starts:
        return []
    end = starts[-1]
    while end < min(starts[-1] + width, len(lines)) and _is_cell(lines[end]):
        end += 1
    return [lines[left:right] for left, right in zip(starts, [*starts[1:], end], strict=True)]


def _number_at(lines: Sequence[Line], likely: int, number: int, width: int) -> int | None:
    """The line with ``number`` closest to where it should stand, not beyond the table's end."""
    earliest = max(likely - width + 2, 0)
    for place in range(earliest, likely + _EXTRA_LINES):
        if place >= len(lines) or not _is_cell(lines[place]):
            latest = place
            break
    else:
        latest = likely + _EXTRA_LINES
    places = sorted(range(earliest, latest), key=lambda place: abs(place - likely))
    return next((place for place in places if lines[place].folded.rstrip(".、") == str(number)), None)


def _number(line: Line) -> int | None:
    """The running number a cell holds; a part of a longer table may begin at 33."""
    words = line.folded.rstrip(".、")
    return int(words) if words.isdecimal() and words.isascii() and len(words) <= 3 else None


def _rows_by_width(lines: Sequence[Line], start: int, width: int) -> list[Sequence[Line]]:
    """Rows of ``width`` cells each, as long as their cells look alike column by column."""
    rows: list[Sequence[Line]] = []
    for left in range(start, len(lines) - width + 1, width):
        row = lines[left : left + width]
        if not all(map(_is_cell, row)) or (rows and not _alike(rows[0], row)):
            break
        rows.append(row)
    return rows


def _is_cell(line: Line) -> bool:
    """Not a heading, a note, a box or a paragraph too long for a cell."""
    words = line.folded
    if is_note(words) or words.startswith(("专栏", "(专栏")) or len(words) > _LONGEST_CELL:
        return False
    marker = marker_of(words)
    return not (marker and marker.rank <= 5 and marker.end < len(words))


def _alike(first: Sequence[Line], other: Sequence[Line]) -> bool:
    same = sum(_shape(a.folded) == _shape(b.folded) for a, b in zip(first, other, strict=True))
    return same * 2 >= len(first)


def _shape(words: str) -> str:
    """The kind of a cell: figure, blank sign, nature or words."""
    if re.fullmatch(r"[-/〇]+|[≥≤<>约]?\(?[\d.,]+\)?[%‰]?[万亿]?[件个家项元人]?(?:以上)?", words):
        return "figure"
    if re.fullmatch(r"预期性?|约束性?", words):
        return "nature"
    return "long words" if len(words) > _LONG_CELL else "words"


def _cells(row: Sequence[Line], header: Sequence[Heading]) -> Row:
    """The cells of a row; lines above its width belong to the cell of the work, or the widest one."""
    extra = len(row) - len(header)
    if extra <= 0:
        return tuple(Cell(line.span) for line in row)
    kinds = [column_kind(head.words) for head in header]
    tasks = [index for index, kind in enumerate(kinds) if kind == "task"]
    at = tasks[-1] if tasks else len(header) // 2
    spans = [line.span for line in row]
    joined = (spans[at][0], spans[at + extra][1])
    return tuple(Cell(span) for span in (*spans[:at], joined, *spans[at + extra + 1 :]))
