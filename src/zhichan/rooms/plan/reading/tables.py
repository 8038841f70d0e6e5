"""Tables in a plan: marked by the file, printed as ``a | b |`` rows, or flattened to one cell a line (表).

A table is found over the lines of the document and handed on as rows of cells, the heading row
first. What the columns mean is for the reader of targets or tasks to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhichan.rooms.plan.reading.barred_tables import barred_table
from zhichan.rooms.plan.reading.blank_tables import blank_table
from zhichan.rooms.plan.reading.columns import assigns_duties
from zhichan.rooms.plan.reading.flat_tables import flat_table
from zhichan.rooms.plan.reading.lines import Line
from zhichan.rooms.plan.reading.model import Cell, SourceTable, SourceText, Span
from zhichan.rooms.plan.reading.numbering import marker_of

Row = tuple[Cell, ...]

_CAPTION = re.compile(r"指标|表|清单|分工|任务|目录|目标")


@dataclass(frozen=True)
class TableRegion:
    """A table over lines ``first`` to before ``last``; ``caption`` is the line above that names it."""

    first: int
    last: int
    rows: tuple[Row, ...]
    span: Span
    caption: Span | None = None
    assigns_duties: bool = False


def tables_in(source: SourceText, lines: Sequence[Line]) -> list[TableRegion]:
    """Every table over ``lines``, in order, not overlapping."""
    regions: list[TableRegion] = []
    index = 0
    while index < len(lines):
        region = _marked_table(source, lines, index) or _listed_table(source, lines, index)
        if region:
            captioned = _with_caption(lines, region, regions[-1].last if regions else 0)
            regions.append(replace(captioned, assigns_duties=assigns_duties(words_of(source, region.rows))))
            index = region.last
        else:
            index += 1
    return regions


def words_of(source: SourceText, rows: tuple[Row, ...]) -> list[list[str]]:
    """The folded words of each cell."""
    return [[source.folded[slice(*cell.span)] for cell in row] for row in rows]


def _region(
    lines: Sequence[Line], first: int, last: int, rows: tuple[Row, ...], caption: Span | None = None
) -> TableRegion:
    return TableRegion(first, last, rows, (lines[first].span[0], lines[last - 1].span[1]), caption)


def _with_caption(lines: Sequence[Line], region: TableRegion, lowest: int) -> TableRegion:
    above = region.first - 1
    if above < lowest:
        return region
    line = lines[above]
    if len(line.folded) > 40 or line.folded[-1] in "。;:" or marker_of(line.folded):
        return region
    if not _CAPTION.search(line.folded):
        return region
    return _region(lines, above, region.last, region.rows, line.span)


def _marked_table(source: SourceText, lines: Sequence[Line], index: int) -> TableRegion | None:
    """A table the file itself marks as one, unless it only lays out the page or frames a box."""
    start = lines[index].span[0]
    table = next((table for table in source.tables if table.span[0] <= start < table.span[1]), None)
    if table is None or not _is_real_table(source, table):
        return None
    last = index
    while last < len(lines) and lines[last].span[0] < table.span[1]:
        last += 1
    return _region(lines, index, last, _filled(table.rows))


def _is_real_table(source: SourceText, table: SourceTable) -> bool:
    widest = max((len(row) for row in table.rows), default=0)
    if widest < 2 or len(table.rows) < 2:
        return False
    start, end = table.span
    return (end - start) * 2 < len(source.text) or widest >= 3


def _filled(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Rows with cells that cover several rows or columns repeated, one in each place they cover."""
    result: list[list[Cell]] = []
    held: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        cells: list[Cell] = []
        waiting = list(row)
        while waiting or len(cells) in held:
            column = len(cells)
            if column in held:
                cell, left = held.pop(column)
                cells.append(replace(cell, rowspan=1, colspan=1))
                if left > 1:
                    held[column] = (cell, left - 1)
                continue
            cell = waiting.pop(0)
            for offset in range(max(1, min(cell.colspan, 30))):
                cells.append(replace(cell, rowspan=1, colspan=1))
                if cell.rowspan > 1:
                    held[column + offset] = (cell, cell.rowspan - 1)
        result.append(cells)
    return tuple(tuple(cells) for cells in result)


def _listed_table(source: SourceText, lines: Sequence[Line], index: int) -> TableRegion | None:
    """A table that the page kept as lines: with bars, flattened, or divided by blanks."""
    table = barred_table(source, lines, index) or flat_table(lines, index) or blank_table(lines, index)
    return _region(lines, index, index + table.used, table.rows) if table else None
