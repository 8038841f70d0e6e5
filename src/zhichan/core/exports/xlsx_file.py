"""XLSX files, written row by row: memory does not grow with the rows, a temporary file does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any, BinaryIO

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput
from zhichan.core.exports.cells import LONGEST_XLSX_TEXT, Cell, guarded
from zhichan.core.exports.sheets import Heading, Sheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_575
# Texts are never read as formulas, addresses or numbers.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
    "default_date_format": "yyyy-mm-dd",
}


def xlsx_file(sheet: Sheet) -> BinaryIO:
    """The workbook as an open temporary file at its start.

    Raises InvalidInput for more rows than a sheet has and for a text that does not fit a cell: such
    exports go into CSV.
    """
    target = TemporaryFile(prefix="zhichan-export-")  # noqa: SIM115  the caller sends and closes it
    try:
        with xlsxwriter.Workbook(target, _OPTIONS) as book:
            page = book.add_worksheet(_sheet_name(sheet.title))
            last = above = len(sheet.notes)
            _write_headings(book, page, sheet.headings, sheet.notes)
            formats = [book.add_format({"num_format": h.number_format}) for h in sheet.headings]
            for last, row in enumerate(sheet.rows, start=above + 1):
                _write_row(page, last, row, formats)
            for number, line in enumerate(sheet.foot(), start=last + 1):
                page.write_string(number, 0, guarded(line[:LONGEST_XLSX_TEXT]))
    except InvalidInput:
        target.close()
        raise
    target.seek(0)
    return target


def _sheet_name(title: str) -> str:
    """A title a sheet may carry: at most 31 characters, none of those that references use."""
    return "".join("_" if char in "[]:*?/\\'" else char for char in title)[:31] or "Sheet1"


def _write_headings(book: Any, page: Any, headings: Sequence[Heading], notes: Sequence[str]) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": False})
    page.freeze_panes(len(notes) + 1, 0)
    for index, heading in enumerate(headings):
        page.set_column(index, index, heading.width)
    for line, note in enumerate(notes):
        page.write_string(line, 0, guarded(note[:LONGEST_XLSX_TEXT]))
    for index, heading in enumerate(headings):
        page.write_string(len(notes), index, guarded(heading.label), bold)


def _write_row(page: Any, number: int, row: Sequence[Cell], formats: Sequence[Any]) -> None:
    if number > MOST_ROWS:
        raise InvalidInput(
            _("超过 %(most)s 行，一张工作表放不下。请缩小范围或导出 CSV。") % {"most": f"{MOST_ROWS:,}"}
        )
    for index, (cell, cell_format) in enumerate(zip(row, formats, strict=True)):
        if cell is None or cell == "":
            continue
        if isinstance(cell, str):
            _write_text(page, number, index, guarded(cell), cell_format)
        elif isinstance(cell, datetime):
            page.write_datetime(number, index, timezone.make_naive(cell), cell_format)
        elif isinstance(cell, date):
            page.write_datetime(number, index, cell, cell_format)
        elif isinstance(cell, bool):
            page.write_boolean(number, index, cell, cell_format)
        else:
            page.write_number(number, index, float(cell) if isinstance(cell, Decimal) else cell, cell_format)


def _write_text(page: Any, number: int, index: int, text: str, cell_format: Any) -> None:
    if len(text) > LONGEST_XLSX_TEXT:
        raise InvalidInput(
            _("第 %(row)d 行有一格超过 %(longest)s 个字，xlsx 放不下。请导出 CSV。")
            % {"row": number + 1, "longest": f"{LONGEST_XLSX_TEXT:,}"}
        )
    page.write_string(number, index, text, cell_format)
