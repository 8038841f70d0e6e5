"""Files hold the rows as given, guard formulas, and take memory for a few rows only."""

from __future__ import annotations

import csv
import io
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from zhichan.core.errors import InvalidInput
from zhichan.core.exports import xlsx_file
from zhichan.core.exports.responses import export_rows
from zhichan.core.exports.sheets import Heading

# Closing a reply closes old database connections.
pytestmark = pytest.mark.django_db
HEADINGS = [
    Heading("任务", "@"),
    Heading("进度", "0%"),
    Heading("时限", "yyyy-mm-dd"),
    Heading("件", "General"),
]
ROWS = [
    ["=cmd()", Decimal("0.6"), date(2021, 12, 31), 12654],
    ['含"引号"，和\n换行', None, None, Decimal("4.37")],
    ["", Decimal(1), date(2024, 2, 29), 0],
]


def content_of(response) -> bytes:
    content = b"".join(response.streaming_content)
    response.close()
    return content


def test_csv_has_a_byte_order_mark_and_guarded_texts():
    response = export_rows("任务台账", HEADINGS, ROWS, file_format="csv")
    content = content_of(response)
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) == [
        ["任务", "进度", "时限", "件"],
        ["'=cmd()", "60%", "2021-12-31", "12654"],
        ['含"引号"，和\n换行', "", "", "4.37"],
        ["", "100%", "2024-02-29", "0"],
    ]
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]


def test_xlsx_holds_typed_cells_and_guarded_texts():
    content = content_of(export_rows("任务/台账:*?", HEADINGS, ROWS, file_format="xlsx"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["任务_台账___"]
    assert book.get_sheet_by_index(0).to_python() == [
        ["任务", "进度", "时限", "件"],
        ["'=cmd()", 0.6, date(2021, 12, 31), 12654.0],
        ['含"引号"，和\n换行', "", "", 4.37],
        ["", 1.0, date(2024, 2, 29), 0.0],
    ]


def test_instants_stand_in_the_time_of_the_office():
    headings, row = [Heading("存入", "yyyy-mm-dd hh:mm")], [datetime(2026, 11, 20, 16, 30, tzinfo=UTC)]
    assert b"2026-11-21 00:30" in content_of(export_rows("x", headings, [row], file_format="csv"))
    content = content_of(export_rows("x", headings, [row], file_format="xlsx"))
    cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [cell.isoformat() for cell in cells[1]] == ["2026-11-21T00:30:00"]


def test_a_text_too_long_for_a_cell_is_refused_and_points_to_csv():
    rows = [["字" * 32_768]]
    with pytest.raises(InvalidInput, match=r"第 2 行有一格超过 32,767 个字，xlsx 放不下。请导出 CSV。"):
        export_rows("x", HEADINGS[:1], rows, file_format="xlsx")
    assert len(content_of(export_rows("x", HEADINGS[:1], rows, file_format="csv"))) > 90_000


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch):
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 3)
    assert content_of(export_rows("x", HEADINGS, ROWS, file_format="xlsx"))
    with pytest.raises(InvalidInput, match="请缩小范围或导出 CSV"):
        export_rows("x", HEADINGS, [*ROWS, ROWS[0]], file_format="xlsx")


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_rows(file_format):
    def peak(count: int) -> int:
        rows = (["建立重大案件会商制度" * 5, Decimal("0.5"), date(2021, 1, 1), n] for n in range(count))
        tracemalloc.start()
        response = export_rows("x", HEADINGS, rows, file_format=file_format)
        for _piece in response.streaming_content:
            pass
        response.close()
        _now, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(100)
    assert peak(8_000) < peak(800) * 2
