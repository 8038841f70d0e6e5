"""Tables of any layout: where headings stand, what is proposed, what stays open, how rows are read then."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rooms.registry.files import number
from tests.rooms.registry.formats.samples import csv_bytes, workbook
from zhichan.core.imports.reading import package as package_reading
from zhichan.core.imports.reading.grid import FileRefused, Limits
from zhichan.rooms.registry.formats import ReadingLimits
from zhichan.rooms.registry.formats.mapping.checking import obstacles
from zhichan.rooms.registry.formats.mapping.definition import (
    MappedColumn,
    Outline,
    TableMapping,
    content_of,
    is_possible,
    keys_of,
    mapping_of,
    places_of,
    shape_of,
)
from zhichan.rooms.registry.formats.mapping.headings import headings_of
from zhichan.rooms.registry.formats.mapping.marks import MARKS, mark_between, parted_at
from zhichan.rooms.registry.formats.mapping.proposing import guess_outline, proposed, seen_columns
from zhichan.rooms.registry.formats.mapping.reading import fitted, reader_of, tried
from zhichan.rooms.registry.formats.mapping.samples import kept_samples, samples_of, sheet_samples
from zhichan.rooms.registry.formats.records import Record, Unreadable

KINDS = ("patent", "organisation")
DATA = (
    ("云川甲装置", number(1), "云川甲示例有限公司、云川乙示例有限公司", "03/04/2021", ""),
    ("云川乙装置", number(2), "云川甲示例有限公司", "05/06/2021", "补录"),
)
HEADINGS = ("件名", "号码", "谁的", "哪天", "备注")
GROUPED = (
    ("2024 年三季度台账", "", "", "", ""),
    ("权利", "", "", "日期", "备注"),
    ("件名", "号码", "申请人", "申请", ""),
    *DATA,
)


def made(rows, encoding: str = "utf-8") -> tuple[bytes, TableMapping]:
    content = csv_bytes(rows, encoding)
    samples = sheet_samples(content)
    return content, proposed(guess_outline(samples, KINDS), samples)


def fields(mapping: TableMapping) -> dict[str, str]:
    return {column.heading: column.field for column in mapping.columns}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_unknown_headings_are_told_by_contents_in_every_encoding(encoding):
    content, mapping = made([HEADINGS, *DATA], encoding)
    assert mapping.outline == Outline("patent", 1, 1)
    assert fields(mapping) == {
        "件名": "title",
        "号码": "application_number",
        "谁的": "applicants",
        "哪天": "application_date",
    }
    first, second = reader_of(mapping)(content)
    assert first.values["applicants"] == ("云川甲示例有限公司", "云川乙示例有限公司")
    assert (second.number, second.place, second.values["title"]) == (2, "第 3 行", "云川乙装置")


def test_a_title_and_two_rows_of_headings_are_found():
    content, mapping = made(GROUPED)
    assert mapping.outline == Outline("patent", 3, 2)
    assert mapping.headings == ("权利·件名", "权利·号码", "权利·申请人", "日期·申请", "备注")
    assert [entry.place for entry in reader_of(mapping)(content)] == ["第 4 行", "第 5 行"]


def test_merged_headings_of_a_workbook_are_the_same():
    rows = [list(row) for row in GROUPED]
    merges = [("汇总", 0, 0, 0, 4), ("汇总", 1, 0, 1, 2), ("汇总", 1, 4, 2, 4)]
    samples = sheet_samples(workbook({"汇总": rows}, merges))
    mapping = proposed(guess_outline(samples, KINDS), samples)
    assert mapping.outline == Outline("patent", 3, 2)
    assert mapping.headings == ("权利·件名", "权利·号码", "权利·申请人", "日期·申请", "备注")
    assert mapping.shape == made(GROUPED)[1].shape


def test_a_table_without_headings_is_read_from_its_first_row():
    content, mapping = made(DATA)
    assert (mapping.outline.heading_rows, mapping.outline.heading_line) == (0, 0)
    assert [column.nth for column in mapping.columns][:2] == [0, 1]
    assert len(list(reader_of(mapping)(content))) == 2
    samples = sheet_samples(csv_bytes([("申请号", "申请日", "申请人", "名称", "备注"), *DATA]))
    assert fitted(mapping, samples) is None


def test_a_table_is_of_the_kind_of_which_a_column_tells_one_thing_from_another():
    firms = [("云川甲示例有限公司", "云川区示例路 1 号"), ("云川乙示例大学", "云川区示例路 2 号")]
    _content, mapping = made([("谁", "哪里"), *firms])
    assert mapping.outline == Outline("organisation", 1, 1)
    assert fields(mapping) == {"谁": "name", "哪里": "address"}
    _content, named = made([("单位名称", "地址"), *firms])
    assert named.kind == "organisation"


def test_two_equal_headings_are_two_columns():
    headings = ("日期", "号码", "日期", "", "")
    assert keys_of(headings) == [("日期", 0), ("号码", 0), ("日期", 1), ("", 0), ("", 1)]
    outline = Outline("patent", 1, 1)
    chosen = (
        MappedColumn("号码", 0, "application_number"),
        MappedColumn("日期", 1, "grant_date"),
        MappedColumn("日期", 0, "application_date"),
    )
    mapping = TableMapping(outline, headings, chosen)
    content = csv_bytes([headings, ("2021-01-02", number(1), "2022-01-02", "x", "y")])
    [record] = reader_of(mapping)(content)
    assert (record.values["application_date"], record.values["grant_date"]) == ("2021-01-02", "2022-01-02")


def test_a_mapping_fits_the_same_headings_in_another_order_and_place():
    _content, mapping = made([HEADINGS, *DATA])
    turned = [[row[place] for place in (4, 3, 2, 1, 0)] for row in (HEADINGS, *DATA)]
    other = csv_bytes([("一份标题", "", "", "", ""), *turned])
    again = fitted(mapping, sheet_samples(other))
    assert again is not None
    assert again.outline.heading_line == 2
    assert [r.values["title"] for r in reader_of(again)(other)] == ["云川甲装置", "云川乙装置"]
    assert fitted(mapping, sheet_samples(csv_bytes([(*HEADINGS[:4], "附注"), *DATA]))) is None
    assert fitted(mapping, sheet_samples(csv_bytes([HEADINGS[:4], *(row[:4] for row in DATA)]))) is None


def test_only_chosen_sheets_are_read_and_others_with_other_headings_refused():
    book = workbook(
        {"一月": [HEADINGS, *DATA], "说明": [("怎么填",), ("见上",)], "二月": [HEADINGS, DATA[0]]}
    )
    samples = sheet_samples(book)
    mapping = proposed(guess_outline(samples, KINDS), samples)
    assert mapping.outline.sheets == ("一月", "二月")
    assert [entry.place for entry in reader_of(mapping)(book)] == ["一月!2", "一月!3", "二月!2"]
    every = replace(mapping, outline=replace(mapping.outline, sheets=()))
    assert sum(isinstance(entry, Unreadable) for entry in reader_of(every)(book)) == 2
    next_month = sheet_samples(workbook({"三月": [HEADINGS, *DATA]}))
    assert fitted(mapping, next_month).outline.sheets == ()


def test_dates_that_can_be_read_in_two_ways_wait_for_a_person():
    content, mapping = made([HEADINGS, *DATA])
    samples = sheet_samples(content)
    assert [seen.is_open for seen in seen_columns(mapping.outline, samples)] == [
        False,
        False,
        False,
        True,
        False,
    ]
    [(key, text)] = obstacles(mapping, samples)
    assert (key, text) == (("哪天", 0), "“申请日”一列分不清日和月，请选日期写法。")
    for order, expected in (("day_month", "2021-04-03"), ("month_day", "2021-03-04")):
        columns = tuple(replace(c, dates=order) if c.heading == "哪天" else c for c in mapping.columns)
        told = replace(mapping, columns=columns)
        assert obstacles(told, samples) == []
        assert next(iter(reader_of(told)(content))).values["application_date"] == expected


def test_a_date_that_settles_the_column_leaves_nothing_open():
    content, mapping = made(
        [HEADINGS, *DATA, ("云川丙装置", number(3), "云川甲示例有限公司", "31/12/2021", "")]
    )
    assert obstacles(mapping, sheet_samples(content)) == []


def test_what_is_missing_or_mapped_twice_is_named():
    _content, mapping = made([HEADINGS, *DATA])
    none = replace(mapping, columns=())
    assert [text for _key, text in obstacles(none)] == ["还没有指定任何列。"]
    titles = replace(mapping, columns=tuple(c for c in mapping.columns if c.field == "title"))
    assert obstacles(titles)[0][1].startswith("至少要有一列是这些字段之一：申请号、专利号")
    twice = replace(mapping, columns=(*mapping.columns, MappedColumn("备注", 0, "title")))
    assert obstacles(twice) == [(("备注", 0), "“名称”指定了 2 列，只能留一列。")]


def test_the_first_rows_are_tried_as_they_would_be_read():
    content, mapping = made([HEADINGS, *DATA])
    assert tried(mapping, sheet_samples(content)) == list(reader_of(mapping)(content))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文件是空的"),
        (b"<?xml version='1.0'?><a/>", "这是 XML"),
        (csv_bytes([[str(n) for n in range(10_000)]]), "10,000 列"),
        (workbook({"Sheet1": []}), "没有能读的行"),
        (workbook({f"表{n}": [HEADINGS] for n in range(31)}), "多于 30 张"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(content, said):
    with pytest.raises(FileRefused, match=said) as refusal:
        sheet_samples(content)
    assert "\n" not in refusal.value.message


def test_a_bomb_is_refused_before_anything_of_it_is_read():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<a/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (1 << 21))
    with pytest.raises(FileRefused, match="解开后超过 1 MB"):
        sheet_samples(bomb.getvalue(), ReadingLimits(workbook=Limits(unpacked_bytes=1 << 20)))


def test_a_workbook_packed_beyond_reason_is_refused_though_it_is_within_the_limits(monkeypatch):
    monkeypatch.setattr(package_reading, "FREE_BYTES", 1 << 20)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<a/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (1 << 21))
    with pytest.raises(FileRefused, match="压缩得不合常理"):
        sheet_samples(bomb.getvalue())


def test_rows_in_another_encoding_are_refused_one_by_one():
    good = csv_bytes([HEADINGS, *DATA * 10], "gb18030")
    content = good + csv_bytes([DATA[0]], "utf-8") + csv_bytes([DATA[1]], "gb18030")
    samples = sheet_samples(content)
    mapping = proposed(guess_outline(samples, KINDS), samples)
    read = list(reader_of(mapping)(content))
    assert [type(entry) for entry in read] == [*[Record] * 20, Unreadable, Record]
    assert "文字编码" in read[20].reason


def test_what_is_kept_is_the_same_again():
    content, mapping = made(GROUPED)
    assert mapping_of(content_of(mapping)) == mapping
    samples = sheet_samples(content)
    assert samples_of(kept_samples(samples)) == samples


@pytest.mark.parametrize(
    "broken",
    [
        lambda m: replace(m, columns=(MappedColumn("没有的", 0, "title"),)),
        lambda m: replace(m, columns=(MappedColumn("件名", 0, "没有的字段"),)),
        lambda m: replace(m, columns=(MappedColumn("件名", 0, "title", "没有的符号"),)),
        lambda m: replace(m, columns=(MappedColumn("件名", 0, "title", "", "没有的次序"),)),
        lambda m: replace(m, outline=Outline("没有的种类", 1, 1)),
        lambda m: replace(m, outline=Outline("patent", 1, 4)),
        lambda m: replace(m, outline=Outline("patent", 1, 2)),
    ],
)
def test_a_mapping_that_cannot_be_is_told(broken):
    _content, mapping = made([HEADINGS, *DATA])
    assert is_possible(mapping)
    assert not is_possible(broken(mapping))


def test_marks_part_values_and_drop_what_is_empty():
    texts = {
        "semicolon": "；;",
        "comma": "，,",
        "enumeration": "、",
        "slash": "/／",
        "bar": "|｜",
        "line": "\n",
        "blank": " ",
    }
    for code, marks in texts.items():
        for mark in marks:
            assert parted_at(code)(f" 甲{mark}{mark}乙 ") == ("甲", "乙")
    assert parted_at("none")("甲；乙、丙") == ("甲；乙、丙",)
    assert set(texts) | {"none"} == set(MARKS)


def test_the_enumeration_mark_is_proposed_only_between_names():
    assert mark_between(["云川甲有限公司、云川乙有限公司", "云川丙厂"]) == "enumeration"
    assert mark_between(["张三、李四"]) == "enumeration"
    assert mark_between(["云川甲有限公司、张三"]) == "enumeration"
    assert mark_between(["云川甲、乙两地联合有限公司"]) == ""
    assert mark_between(["云川甲有限公司；云川乙有限公司、云川丙有限公司"]) == ""
    assert mark_between(["云川甲有限公司"]) == ""


@given(st.lists(st.text("申请号日期 件()（）-", max_size=4), max_size=8), st.randoms())
def test_every_column_has_one_key_and_the_order_of_columns_does_not_change_the_shape(headings, random):
    places = places_of(headings)
    assert sorted(places.values()) == list(range(len(headings)))
    turned = random.sample(headings, len(headings))
    assert shape_of(turned, 1) == shape_of(headings, 1)
    assert shape_of([*headings, "另一列"], 1) != shape_of(headings, 1)
    assert shape_of(headings, 2) != shape_of(headings, 1)


@given(st.lists(st.lists(st.sampled_from(["", "甲", "乙"]), min_size=1, max_size=5), min_size=1, max_size=6))
def test_headings_are_as_wide_as_the_table_wherever_they_are_said_to_stand(table):
    rows = [(line, cells) for line, cells in enumerate(table, 1) if any(cells)]
    width = max((len(cells) for _line, cells in rows), default=0)
    for count in range(4):
        for line in range(count, 7):
            assert len(headings_of(rows, Outline("patent", line, count))) == width
