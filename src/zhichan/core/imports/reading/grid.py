"""A sheet as it was read: its cells by row number, and what cannot be trusted in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhichan.core.errors import InvalidInput
from zhichan.core.exports.cells import Cell

MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CELLS = 4_000_000
MOST_BYTES = 150 * 1024 * 1024


class FileRefused(InvalidInput):
    """A whole file cannot be read; the message says what, where and what to do."""

    code = "file_refused"


@dataclass(frozen=True)
class Limits:
    """How far a workbook may reach; a ledger's own limits unless a caller that reads in pieces says more."""

    rows: int = MOST_ROWS
    columns: int = MOST_COLUMNS
    cells: int = MOST_CELLS
    unpacked_bytes: int = MOST_BYTES


OF_A_LEDGER = Limits()


@dataclass(frozen=True)
class Grid:
    """``rows[0]`` is the first line of the sheet; row numbers are counted from one, as spreadsheets do.

    ``formulas``: places (row number, column index) that hold a formula. ``merged``: first and last row
    number and column index of merged areas.
    """

    rows: Sequence[Sequence[Cell]]
    formulas: frozenset[tuple[int, int]] = frozenset()
    merged: Sequence[tuple[int, int, int, int]] = ()

    def is_blank(self, number: int) -> bool:
        return all(
            cell is None or (isinstance(cell, str) and not cell.strip()) for cell in self.rows[number - 1]
        )


def column_letter(index: int) -> str:
    """``0`` is ``A``, ``26`` is ``AA``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
