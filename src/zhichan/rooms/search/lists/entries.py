"""The entries of a list that was pasted or handed in as a file (清单), each with its row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput
from zhichan.core.exports.kinds import typed_text
from zhichan.core.imports.reading.grid import Grid, column_letter
from zhichan.core.imports.reading.upload import read_upload

MOST_ENTRIES = 20_000
LONGEST_ENTRY = 300
_ROWS_OF_HEADING = 10
_MARKS = re.compile(r"[\t;；]+")


@dataclass(frozen=True)
class Entry:
    """``row``: of the text or the sheet, from 1."""

    row: int
    text: str


@dataclass(frozen=True)
class Listed:
    """``column``: the letter of the column a file was read from; ``heading``: what stands above it."""

    entries: Sequence[Entry]
    column: str = ""
    heading: str = ""


def pasted_entries(text: str, split: Callable[[str], Sequence[str]]) -> Listed:
    """``split``: the entries of one part of a row. Raises InvalidInput for none, or too many."""
    found = [
        Entry(row, one)
        for row, line in enumerate(text.splitlines(), start=1)
        for part in _MARKS.split(line)
        for one in split(part)
        if one.strip()
    ]
    return Listed(_checked([Entry(one.row, one.text.strip()) for one in found]))


def file_entries(content: bytes, headings: Sequence[str]) -> Listed:
    """The column under one of the headings, else the first that holds anything.

    Raises FileRefused for what is no table, InvalidInput for an empty one or too many entries.
    """
    grid = read_upload(content)
    above, column, heading = _place(grid, headings)
    cells = ((row, cells[column]) for row, cells in enumerate(grid.rows, start=1) if column < len(cells))
    told = ((row, typed_text(cell).strip()) for row, cell in cells if row > above)
    return Listed(_checked([Entry(row, text) for row, text in told if text]), column_letter(column), heading)


def _place(grid: Grid, headings: Sequence[str]) -> tuple[int, int, str]:
    """The row above the entries, the column, and its heading."""
    for row, cells in enumerate(grid.rows[:_ROWS_OF_HEADING], start=1):
        for column, cell in enumerate(cells):
            text = typed_text(cell).strip()
            if text in headings:
                return row, column, text
    return 0, next(_columns_with_text(grid), 0), ""


def _columns_with_text(grid: Grid) -> Iterator[int]:
    for column in range(max(map(len, grid.rows), default=0)):
        if any(column < len(cells) and typed_text(cells[column]).strip() for cells in grid.rows):
            yield column


def _checked(entries: list[Entry]) -> list[Entry]:
    if not entries:
        raise InvalidInput(_("清单是空的。请贴上内容，或传一个有内容的表格。"))
    if len(entries) > MOST_ENTRIES:
        raise InvalidInput(
            _("清单有 %(count)s 条，一次最多 %(most)s 条。请分成几份。")
            % {"count": f"{len(entries):,}", "most": f"{MOST_ENTRIES:,}"}
        )
    return entries
