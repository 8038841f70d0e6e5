"""The cells of an xlsx workbook."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from zhichan.core.exports.cells import Cell, unguarded
from zhichan.core.imports.reading.grid import FileRefused, Grid
from zhichan.core.imports.reading.package import SheetShape, damaged, open_package, shapes_of


def read_workbook(content: bytes) -> Grid:
    """The first visible sheet that holds anything. Raises FileRefused."""
    file = io.BytesIO(content)
    with open_package(file) as package:
        shapes = shapes_of(package)
    file.seek(0)
    try:
        with CalamineWorkbook.from_filelike(file) as book:
            return _grid(book, shapes)
    except CalamineError as error:
        raise damaged() from error


def _grid(book: CalamineWorkbook, shapes: dict[str, SheetShape]) -> Grid:
    for sheet in book.sheets_metadata:
        shape = shapes.get(sheet.name)
        if shape is None or not shape.rows or sheet.visible != SheetVisibleEnum.Visible:
            continue
        page = book.get_sheet_by_name(sheet.name)
        rows = [[_cell(cell) for cell in row] for row in page.to_python(skip_empty_area=False)]
        merged = [(r1 + 1, c1, r2 + 1, c2) for (r1, c1), (r2, c2) in page.merged_cell_ranges or ()]
        return Grid(rows, frozenset(shape.formulas), merged)
    raise FileRefused(_("工作簿里没有内容。请传有表头和数据的台账。"))


def _cell(cell: object) -> Cell:
    if isinstance(cell, str):
        return unguarded(cell) if cell else None
    if cell is None or isinstance(cell, Cell):
        return cell
    return str(cell)
