"""Small invented files in the layouts, and how to write them in any dialect."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Sequence

import xlsxwriter

from zhichan.rooms.registry.formats import Entry, ReadingLimits, Record, recognise
from zhichan.rooms.registry.formats.reading.opening import USUAL

PATENTS = (
    ("申请号", "专利名称", "申请人", "发明人", "申请日", "主分类号"),
    (
        "CN202410000001.5",
        "一种云川茶叶烘干机",
        "云川区茗香茶业有限公司",
        "张一;李二",
        "2024.01.02",
        "A23F3/06",
    ),
    ("CN202420000002.1", "茶叶筛分装置", "云川学院；云川区农技站", "王三、赵四", "2024.02.03", "B07B1/28"),
)


def csv_bytes(
    rows: Sequence[Sequence[str]], encoding: str = "utf-8", *, line_end: str = "\r\n", separator: str = ","
) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=line_end).writerows(rows)
    return text.getvalue().encode(encoding)


def workbook(sheets: dict[str, Sequence[Sequence[object]]], merges: Sequence[tuple] = ()) -> bytes:
    """``merges``: sheet name, then first row, first column, last row, last column, counted from nought."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            for of, top, left, bottom, right in merges:
                if of == name:
                    sheet.merge_range(top, left, bottom, right, rows[top][left])
    return target.getvalue()


def entries(source, limits: ReadingLimits = USUAL) -> list[Entry]:
    return list(recognise(source, limits).format.read(source, limits))


def records(source) -> list[Record]:
    read = entries(source)
    assert all(isinstance(entry, Record) for entry in read), read
    return read


def packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
