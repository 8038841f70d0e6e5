"""CSV files: UTF-8 with a byte order mark, because office programs guess wrongly without one."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from zhichan.core.exports.cells import Cell, guarded
from zhichan.core.exports.sheets import MONEY_FORMAT, PERCENT_FORMAT, Heading, Sheet, percent_text

BYTE_ORDER_MARK = "\ufeff"
MEDIA_TYPE = "text/csv; charset=utf-8"
_ROWS_PER_PIECE = 500


class _Pieces:
    """A file that only remembers what was written since it was last emptied."""

    def __init__(self) -> None:
        self.waiting: list[str] = [BYTE_ORDER_MARK]

    def write(self, text: str) -> int:
        self.waiting.append(text)
        return len(text)

    def take(self) -> bytes:
        taken = "".join(self.waiting).encode("utf-8")
        self.waiting.clear()
        return taken


def csv_pieces(sheet: Sheet) -> Iterator[bytes]:
    """The file in pieces of a few hundred rows; memory does not grow with the rows."""
    pieces = _Pieces()
    writer = csv.writer(pieces)
    writer.writerows([guarded(note)] for note in sheet.notes)
    writer.writerow([guarded(heading.label) for heading in sheet.headings])
    for number, row in enumerate(sheet.rows, start=1):
        writer.writerow(_texts(sheet.headings, row))
        if number % _ROWS_PER_PIECE == 0:
            yield pieces.take()
    writer.writerows([guarded(line)] for line in sheet.foot())
    yield pieces.take()


def _texts(headings: Sequence[Heading], row: Sequence[Cell]) -> list[str]:
    return [_text(heading, cell) for heading, cell in zip(headings, row, strict=True)]


def _text(heading: Heading, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, datetime):
        return timezone.localtime(cell).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    if heading.number_format == PERCENT_FORMAT:
        return percent_text(cell)
    if heading.number_format == MONEY_FORMAT:
        return f"{cell:.2f}"
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
