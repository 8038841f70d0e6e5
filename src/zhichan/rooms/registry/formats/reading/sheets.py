"""The rows of csv text or of the sheets of a workbook, each with the line a person finds it on.

Measured on one core: the standard csv module gives 340,000 rows of 11 columns a second, Polars read and
handed out as Python rows 350,000, without line numbers, other encodings or the row that cannot be read.
So text goes through the csv module. The quote that our own exports put before what a spreadsheet would
run is taken off.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from zhichan.core.exports.cells import unguarded
from zhichan.core.imports.reading.csv_text import too_large
from zhichan.core.imports.reading.grid import FileRefused, Limits
from zhichan.core.imports.reading.package import damaged, open_package, shapes_of
from zhichan.rooms.registry.formats.reading.merged import filled
from zhichan.rooms.registry.formats.reading.opening import ReadingLimits, Source, head_of, opened
from zhichan.rooms.registry.formats.reading.text import TextLines, encoding_of, has_marks

_SEPARATORS = (",", "\t", ";", "|", "，")
_LOOKED_AT = 30
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (b"%pdf", b"\x89png", b"\xff\xd8\xff", b"{\\rtf", b"<html", b"<!doctype html", b"gif8", b"7z\xbc")

_MOST_REMEMBERED = 8
_CHECKED: dict[tuple[bytes, Limits], frozenset[str]] = {}

Row = tuple[int, list[str] | str]
"""Line number, and the cells or the reason why there are none."""


@dataclass(frozen=True)
class Sheet:
    """``name`` is empty for text. The rows are read while they are asked for, once."""

    name: str
    rows: Iterator[Row]

    @property
    def before(self) -> str:
        """What stands before a line number where a place is named."""
        return f"{self.name}!" if self.name else "第 "

    @property
    def after(self) -> str:
        return "" if self.name else " 行"

    def place(self, line: int) -> str:
        return f"{self.before}{line}{self.after}"


def is_workbook(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04")


def sheets_of(source: Source, limits: ReadingLimits) -> Iterator[Sheet]:
    """The sheets of a file in order. Raises FileRefused for what is no table, with what to do."""
    head = head_of(source)
    if is_workbook(head):
        yield from _workbook(source, limits.workbook)
        return
    if head.startswith(_OLE):
        raise FileRefused(_("这是旧式的 .xls 或加了密码的文件。请去掉密码，另存为 xlsx 再传。"))
    if head[:64].lstrip().lower().startswith(_OTHERS):
        raise FileRefused(_("这不是表格文件。请传 xlsx 或 csv。"))
    with closing(opened(source, limits.text_bytes, limits.packed_ratio)) as stream:
        encoding, mark = encoding_of(head)
        lines = TextLines(stream, encoding, mark)
        separator = separator_of(head[mark:].decode(encoding, "replace"))
        yield Sheet("", _text_rows(lines, separator, limits))


def separator_of(text: str) -> str:
    """The separator that cuts the first lines most evenly, and then into most columns."""
    lines = text.splitlines(keepends=True)
    lines = lines[:-1] or lines
    return max(_SEPARATORS, key=lambda separator: _evenness(lines, separator))


def _evenness(lines: list[str], separator: str) -> tuple[float, int]:
    widths: list[int] = []
    try:
        for row in csv.reader(lines, delimiter=separator):
            if row:
                widths.append(len(row))
            if len(widths) == _LOOKED_AT:
                break
    except csv.Error:
        pass
    if not widths:
        return 0.0, 0
    width, times = Counter(widths).most_common(1)[0]
    return (times / len(widths), width) if width > 1 else (0.0, 1)


def _text_rows(lines: TextLines, separator: str, limits: ReadingLimits) -> Iterator[Row]:
    """A broken quote loses the lines it swallowed: each of them is handed out as a reason."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    done = width = 0
    while True:
        try:
            for row in reader:
                line, done = done + 1, reader.line_num
                if lines.ends_open and len(row) < width:
                    yield line, _("最后一行不完整，文件可能没有传完。")
                elif lines.is_marked and has_marks(row):
                    yield line, _("这一行的文字编码与文件其他部分不同，或夹有乱码。")
                elif len(row) > limits.columns:
                    raise _too_wide(len(row), limits.columns)
                elif lines.is_quoted:
                    yield line, [unguarded(cell) if cell[:1] == "'" else cell for cell in row]
                else:
                    yield line, row
                width = len(row)
                if line > limits.rows:
                    raise too_large(Limits(rows=limits.rows, columns=limits.columns))
            return
        except csv.Error:
            reason = _("引号不成对，或一格超过 %(most)s 字。") % {"most": f"{csv.field_size_limit():,}"}
            first, done = done + 1, reader.line_num
            yield from ((line, reason) for line in range(first, done + 1))


def _too_wide(columns: int, most: int) -> FileRefused:
    return FileRefused(
        _("表格有 %(columns)s 列，最多 %(most)d 列。请只留要导入的列。")
        % {"columns": f"{columns:,}", "most": most}
    )


def _workbook(source: Source, limits: Limits) -> Iterator[Sheet]:
    """Every visible sheet that holds anything, once the package is known to be no bomb."""
    file = source.open("rb") if isinstance(source, Path) else io.BytesIO(source)
    with file:
        filled_sheets = _checked(file, limits)
        file.seek(0)
        try:
            with CalamineWorkbook.from_filelike(file) as book:
                for sheet in book.sheets_metadata:
                    if sheet.name in filled_sheets and sheet.visible == SheetVisibleEnum.Visible:
                        yield Sheet(sheet.name, _sheet_rows(book.get_sheet_by_name(sheet.name)))
        except CalamineError as error:
            raise damaged() from error


def _checked(file: io.BufferedReader | io.BytesIO, limits: Limits) -> frozenset[str]:
    """The sheets that hold anything. Checking takes three times as long as reading, so that a file just
    looked at for its layout is not checked again: the last few are remembered by their digest."""
    key = (hashlib.file_digest(file, "sha256").digest(), limits)
    if key not in _CHECKED:
        file.seek(0)
        with open_package(file, limits) as package:
            shapes = shapes_of(package, limits)
        while len(_CHECKED) >= _MOST_REMEMBERED:
            _CHECKED.pop(next(iter(_CHECKED)), None)
        _CHECKED[key] = frozenset(name for name, shape in shapes.items() if shape.rows)
    return _CHECKED[key]


def _sheet_rows(sheet: CalamineSheet) -> Iterator[Row]:
    rows = enumerate(sheet.iter_rows(), 1)
    texts = ((line, [_text(cell) for cell in row]) for line, row in rows)
    yield from filled(texts, sheet.merged_cell_ranges or ())


def _text(cell: object) -> str:
    """The text a person sees: whole numbers without a point, days without midnight."""
    if isinstance(cell, str):
        return unguarded(cell) if cell[:1] == "'" else cell
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time() else cell).isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if cell is None else str(cell)
