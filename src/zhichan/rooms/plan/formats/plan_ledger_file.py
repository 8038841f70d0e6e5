"""Writing the plan ledger: what it says comes back unchanged when it is read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from zhichan.core.exports.cells import Cell, guarded
from zhichan.rooms.plan.formats.plan_ledger_columns import COLUMNS, SheetKind
from zhichan.rooms.plan.item_entry import TargetEntry, TaskEntry

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def plan_ledger_file(targets: Sequence[TargetEntry], tasks: Sequence[TaskEntry]) -> bytes:
    """The workbook; with no entries an empty ledger to fill in."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        _write_sheet(book, book.add_worksheet("指标"), "targets", targets)
        _write_sheet(book, book.add_worksheet("任务"), "tasks", tasks)
    return file.getvalue()


def _write_sheet(book: Any, page: Any, kind: SheetKind, entries: Sequence[TargetEntry | TaskEntry]) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    page.freeze_panes(1, 0)
    for index, column in enumerate(COLUMNS[kind]):
        page.set_column(index, index, 40 if column.name in ("name", "text") else 14)
        page.write_string(0, index, str(column.label), bold)
        cells = book.add_format({"num_format": column.kind.number_format})
        for number, entry in enumerate(entries, start=1):
            value = getattr(entry, column.name)
            if value not in (None, "", ()):
                _write(page, number, index, column.kind.cell(value), cells)


def _write(page: Any, row: int, index: int, cell: Cell, cell_format: Any) -> None:
    if isinstance(cell, str):
        page.write_string(row, index, guarded(cell), cell_format)
    elif isinstance(cell, date):
        page.write_datetime(row, index, cell, cell_format)
    else:
        page.write_number(row, index, float(cell) if isinstance(cell, Decimal) else cell, cell_format)
