"""Tables that go on over the end of a PDF page (跨页表格)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zhichan.rooms.plan.reading.source.builder import CellText
from zhichan.rooms.plan.reading.source.pdf_page import PageTable

_TOLERANCE = 3.0
_ENDS = ("。", "；", ";", "！", "？", "：", ":")
_SHORTEST_CUT = 20  # signs: a shorter line is the title of a box

Row = tuple[CellText, ...]


def goes_on(table: PageTable, following: PageTable) -> bool:
    """Whether a table at the head of the next page is the rest of the one before: edges and columns agree."""
    return (
        table.columns == following.columns
        and not _words(following.rows[0])[0].startswith("专栏")
        and abs(table.left - following.left) <= _TOLERANCE
        and abs(table.right - following.right) <= _TOLERANCE
    )


def together(table: PageTable, following: PageTable) -> PageTable:
    """Both as one table: a repeated heading row is left out, a row cut by the page is one row again."""
    rest = following.rows[1:] if _words(following.rows[0]) == _words(table.rows[0]) else following.rows
    rows = table.rows
    if rest and _is_cut(rows[-1], rest[0]):
        rows, rest = (*rows[:-1], _mended(rows[-1], rest[0])), rest[1:]
    return replace(table, rows=(*rows, *rest))


def _is_cut(row: Row, following: Row) -> bool:
    """Whether ``following`` is the lower half of ``row``: its first cell is empty, or the text of a table of
    one column breaks off in the middle of a sentence.
    """
    if len(row) != len(following):
        return False
    if len(row) > 1:
        return not following[0].paragraphs
    last = row[0].paragraphs[-1] if row[0].paragraphs else ""
    return len(last) >= _SHORTEST_CUT and not last.endswith(_ENDS)


def _mended(row: Row, following: Row) -> Row:
    return tuple(
        replace(upper, paragraphs=_read_on(upper.paragraphs, lower.paragraphs))
        for upper, lower in zip(row, following, strict=True)
    )


def _read_on(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Two halves of a cell; a sentence that the page cut is one sentence again."""
    if upper and lower and not upper[-1].endswith(_ENDS):
        return (*upper[:-1], upper[-1] + lower[0], *lower[1:])
    return (*upper, *lower)


def _words(row: Row) -> tuple[str, ...]:
    return tuple("".join("".join(cell.paragraphs).split()) for cell in row)
