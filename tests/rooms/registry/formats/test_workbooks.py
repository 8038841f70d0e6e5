"""Workbooks: merged cells, two rows of headings, a sheet per type, numbers and days as cells, bombs."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from tests.rooms.registry.formats.samples import PATENTS, entries, records, workbook
from zhichan.core.imports.reading.grid import FileRefused, Limits
from zhichan.rooms.registry.formats import ReadingLimits, Unreadable, recognise


def test_numbers_and_days_come_as_a_person_sees_them():
    heading = ("申请号", "名称", "申请人", "申请日", "权利要求数量")
    days = [
        heading,
        (202410000001, "茶叶机", "甲厂", 45293, 8.0),
        ("CN202420000002.1", "盘", "乙", 45294.5, 7),
    ]
    first, second = records(workbook({"清单": days}))
    assert (first.place, second.place) == ("清单!2", "清单!3")
    assert first.values["application_number"] == "202410000001"
    assert (first.values["application_date"], first.values["claims_count"]) == ("45293", "8")
    assert second.values["application_date"] == "45294.5"


def test_a_day_cell_is_iso():
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("甲")
        sheet.write_row(0, 0, ("申请号", "名称", "申请日"))
        sheet.write_row(1, 0, ("CN202410000001.5", "茶"))
        sheet.write_datetime(1, 2, date(2024, 1, 2), book.add_format({"num_format": "yyyy-mm-dd"}))
    (record,) = records(target.getvalue())
    assert record.values["application_date"] == "2024-01-02"


def test_each_sheet_of_a_type_is_read_and_says_its_type():
    book = workbook({"发明": PATENTS[:2], "实用新型": (PATENTS[0], PATENTS[2])})
    read = records(book)
    assert [(entry.number, entry.place, entry.values["patent_type"]) for entry in read] == [
        (1, "发明!2", "发明"),
        (2, "实用新型!2", "实用新型"),
    ]


def test_a_sheet_of_something_else_is_accounted_for_row_by_row():
    read = entries(workbook({"清单": PATENTS, "说明": [["填表说明"], ["一、如实填写"]]}))
    assert [entry.number for entry in read] == [1, 2, 3, 4]
    assert [entry.place for entry in read if isinstance(entry, Unreadable)] == ["说明!1", "说明!2"]


def test_merged_cells_stand_in_every_row_they_cover():
    rows = [PATENTS[0], PATENTS[1], (*PATENTS[2][:2], "", *PATENTS[2][3:])]
    first, second = records(workbook({"清单": rows}, [("清单", 1, 2, 2, 2)]))
    assert first.values["applicants"] == second.values["applicants"] == ("云川区茗香茶业有限公司",)


@pytest.mark.parametrize("merges", [(), (("清单", 1, 2, 1, 3), ("清单", 1, 0, 2, 0), ("清单", 1, 1, 2, 1))])
def test_two_rows_of_headings_are_one_heading(merges):
    rows = [
        ("云川区专利清单", "", "", ""),
        ("申请号", "专利名称", "申请人", ""),
        ("", "", "名称", "地址"),
        ("CN202410000001.5", "茶叶机", "甲厂", "云川区一路 1 号"),
    ]
    (record,) = records(workbook({"清单": rows}, merges))
    assert record.values == {
        "application_number": "CN202410000001.5",
        "title": "茶叶机",
        "applicants": ("甲厂",),
        "applicant_addresses": ("云川区一路 1 号",),
    }


def test_an_area_merged_over_the_whole_sheet_costs_nothing():
    rows = [["清单说明"], *PATENTS]
    book = workbook({"清单": rows}, [("清单", 0, 0, 0, 16_000)])
    assert len(records(book)) == 2


def test_bombs_and_damage_are_refused_in_one_line():
    book = workbook({"清单": PATENTS})
    with pytest.raises(FileRefused):
        entries(book[: len(book) // 2])
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<a/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (1 << 21))
    with pytest.raises(FileRefused) as refused:
        entries(bomb.getvalue(), limits=ReadingLimits(workbook=Limits(unpacked_bytes=1 << 20)))
    assert "解开后超过 1 MB" in refused.value.message


def test_limits_of_rows_and_columns_hold_for_sheets():
    book = workbook({"清单": PATENTS})
    with pytest.raises(FileRefused):
        recognise(book, ReadingLimits(workbook=Limits(rows=2)))
    with pytest.raises(FileRefused):
        recognise(book, ReadingLimits(workbook=Limits(columns=3)))
