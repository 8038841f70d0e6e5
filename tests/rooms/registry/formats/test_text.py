"""Tables as text: any encoding, separator and line end reads the same; what cannot be read is named."""

from __future__ import annotations

import gzip
import random
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rooms.registry.formats.samples import PATENTS, csv_bytes, entries, packed, records
from zhichan.core.imports.reading.grid import FileRefused
from zhichan.rooms.registry.formats import (
    NotRecognised,
    ReadingLimits,
    Record,
    Unreadable,
    format_named,
    recognise,
)
from zhichan.rooms.registry.formats.reading import opening
from zhichan.rooms.registry.formats.reading.opening import USUAL
from zhichan.rooms.registry.formats.reading.sheets import sheets_of

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")


def values_of(source) -> list[dict]:
    return [dict(record.values) for record in records(source)]


EXPECTED = [
    {
        "application_number": "CN202410000001.5",
        "title": "一种云川茶叶烘干机",
        "applicants": ("云川区茗香茶业有限公司",),
        "inventors": ("张一", "李二"),
        "application_date": "2024.01.02",
        "ipc_main": "A23F3/06",
    },
    {
        "application_number": "CN202420000002.1",
        "title": "茶叶筛分装置",
        "applicants": ("云川学院", "云川区农技站"),
        "inventors": ("王三", "赵四"),
        "application_date": "2024.02.03",
        "ipc_main": "B07B1/28",
    },
]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("separator", [",", "\t", "|"])
def test_every_dialect_says_the_same(encoding, line_end, separator):
    content = csv_bytes(PATENTS, encoding, line_end=line_end, separator=separator)
    assert values_of(content) == EXPECTED
    assert values_of(packed(content)) == EXPECTED


def test_a_path_is_read_like_bytes(tmp_path):
    (path := tmp_path / "任意名.dat").write_bytes(packed(csv_bytes(PATENTS)))
    assert values_of(path) == EXPECTED


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(str.strip)
tables = st.integers(2, 6).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=12)
)


@settings(max_examples=150, deadline=None)
@given(tables, st.sampled_from(ENCODINGS), st.sampled_from(["\r\n", "\n"]), st.sampled_from([",", "\t", ";"]))
def test_a_csv_in_any_dialect_reads_back(table, encoding, line_end, separator):
    heading = [f"列{number}" for number in range(len(table[0]))]
    content = csv_bytes([heading, *table], encoding, line_end=line_end, separator=separator)
    read = [row for sheet in sheets_of(content, USUAL) for _line, row in sheet.rows if row]
    assert [[cell.lstrip("'") for cell in row] for row in read[1:]] == [
        [cell.lstrip("'") for cell in row] for row in table
    ]


def test_a_line_break_in_a_cell_counts_as_a_line_of_the_file():
    broken = ("CN202430000003.8", "茶壶\n（套件）", "云川陶瓷厂", "钱五", "2024.3.4", "07-01")
    read = records(csv_bytes([*PATENTS[:2], broken, PATENTS[2]]))
    assert [record.place for record in read] == ["第 2 行", "第 3 行", "第 5 行"]
    assert read[1].values["title"] == "茶壶\n（套件）"


def test_titles_above_the_header_and_blank_rows_are_no_input_rows():
    read = records(csv_bytes([["云川区专利清单"], [], *PATENTS[:2], [], ["", "", ""], PATENTS[2], []]))
    assert [(record.number, record.place) for record in read] == [(1, "第 4 行"), (2, "第 7 行")]


def test_a_guard_of_our_own_exports_is_taken_off():
    guarded = ("CN202410000001.5", "'=茶", "'-甲", "张一", "2024.01.02", "A23F3/06")
    (record,) = records(csv_bytes([PATENTS[0], guarded]))
    assert (record.values["title"], record.values["applicants"]) == ("=茶", ("-甲",))


def test_each_row_that_cannot_be_read_is_named_and_the_others_are_read():
    text = csv_bytes(PATENTS).decode()
    lines = text.splitlines(keepends=True)
    content = "".join([lines[0], lines[1], '"甲"乙,丙\r\n', lines[0], lines[2], "a,b,c,d,e,f,g,h\r\n"])
    read = entries(content.encode())
    assert [entry.number for entry in read] == [1, 2, 3, 4, 5]
    assert [type(entry) for entry in read] == [Record, Unreadable, Unreadable, Record, Unreadable]
    assert read[1].place == "第 3 行"
    assert "引号" in read[1].reason
    assert read[2].reason == "这一行又是表头。"
    assert read[4].reason == "这一行有 8 列，表格只有 6 列，可能错位。"


def test_a_last_row_that_breaks_off_is_named():
    content = csv_bytes(PATENTS)
    whole, cut = entries(content.removesuffix(b"\r\n")), entries(content[:-40])
    assert [type(entry) for entry in whole] == [Record, Record]
    assert [type(entry) for entry in cut] == [Record, Unreadable]
    assert cut[1].reason == "最后一行不完整，文件可能没有传完。"


def test_a_quote_that_never_closes_names_every_line_it_swallowed():
    content = csv_bytes(PATENTS[:2]) + b'CN1,"abc,d,e,f,g\r\n' + csv_bytes(PATENTS[1:])
    read = entries(content)
    assert [type(entry) for entry in read] == [Record, Unreadable, Unreadable, Unreadable]
    assert [entry.place for entry in read[1:]] == ["第 3 行", "第 4 行", "第 5 行"]


def test_rows_of_another_encoding_are_refused_one_by_one():
    rows = [PATENTS[0], *[PATENTS[1]] * 40]
    content = csv_bytes(rows) + csv_bytes([PATENTS[2]], "gb18030") + csv_bytes([PATENTS[1]])
    read = entries(content)
    assert len(read) == 42
    assert [entry.number for entry in read if isinstance(entry, Unreadable)] == [41]
    assert "文字编码" in read[40].reason


def test_gb18030_that_begins_late_is_read():
    latin = ("US20240000001A1", "A tea machine", "Tea Inc", "Smith, John", "2024-01-02", "A23F3/06")
    heading = ("Application Number", "Title", "Applicants", "Inventors", "Filing Date", "IPC Main")
    content = csv_bytes([heading, *[latin] * 2000]) + csv_bytes(PATENTS[1:], "gb18030")
    read = records(content)
    assert len(read) == 2002
    assert read[0].values["inventors"] == ("Smith, John",)
    assert read[-1].values["applicants"] == ("云川学院", "云川区农技站")


def test_a_list_without_header_is_told_by_its_contents():
    rows = [
        ("20240102", "ZL 202410000001.5", "云川区茗香茶业有限公司", "一种茶叶烘干机", "张一、李二", "授权"),
        ("20240203", "ZL 202420000002.1", "云川学院", "一种茶叶筛分装置", "王三", "授权"),
    ]
    assert recognise(csv_bytes(rows)).format.name == "headerless_list"
    assert len(records(csv_bytes([*rows, rows[0][:3]]))) == 3
    assert values_of(csv_bytes(rows))[0] == {
        "application_date": "20240102",
        "application_number": "ZL 202410000001.5",
        "applicants": ("云川区茗香茶业有限公司",),
        "title": "一种茶叶烘干机",
        "inventors": ("张一", "李二"),
        "legal_status": "授权",
    }


def test_other_kinds_of_plain_lists_are_told_apart():
    marks = [
        ("注册号", "商标名称", "类别", "申请人", "核定使用商品"),
        ("12345678", "茗香", "30", "甲", "茶；糖"),
    ]
    firms = [("企业名称", "统一社会信用代码", "注册地址"), ("云川区茗香茶业有限公司", "91XX", "云川区")]
    assert recognise(csv_bytes(marks)).format.name == "trademark_list"
    assert values_of(csv_bytes(marks))[0]["goods"] == ("茶", "糖")
    assert recognise(csv_bytes(firms)).format.name == "organisation_list"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"\xef\xbb\xbf \r\n\r\n", "文件是空的"),
        (gzip.compress(b"", mtime=0), "文件是空的"),
        (b"%PDF-1.7 abc", "这不是表格文件"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(200, 255)), "这不是表格文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "旧式的 .xls"),
        (b"\x00\x01\x02" * 500, "这不是表格或文本文件"),
        (random.Random(1).randbytes(9000).replace(b"\x00", b"\x01"), "读不出文字编码"),
        (gzip.compress(csv_bytes(PATENTS), mtime=0)[:60], "文件已损坏"),
        (csv_bytes([[f"申请号{n}" for n in range(10_000)]]), "表格有 10,000 列"),
        (b"a,b\r\n1,2\r\n", "认不出这个文件的格式"),
        (b"x" * (1 << 25), "有一行太长"),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_line(content, words):
    with pytest.raises(FileRefused) as refused:
        entries(content)
    assert words in refused.value.message
    assert "\n" not in refused.value.message


def test_a_gzip_bomb_is_refused_while_it_unpacks(monkeypatch):
    monkeypatch.setattr(opening, "FREE_BYTES", 1 << 20)
    blank = (b"," * 255 + b"\n") * (1 << 13)
    with pytest.raises(FileRefused) as refused:
        list(format_named("patent_list").read(packed(csv_bytes(PATENTS) + blank)))
    assert "压缩得不合常理" in refused.value.message


def test_limits_are_the_callers():
    rows = csv_bytes([PATENTS[0], *[PATENTS[1]] * 20])
    with pytest.raises(FileRefused):
        entries(rows, limits=ReadingLimits(rows=10))
    with pytest.raises(FileRefused):
        entries(rows, limits=ReadingLimits(text_bytes=100))


def test_a_long_text_is_read_in_constant_memory(tmp_path):
    with (path := tmp_path / "long.csv").open("wb") as file:
        file.write(csv_bytes(PATENTS[:1]))
        for _ in range(100):
            file.write(csv_bytes(PATENTS[1:]) * 100)
    layout = recognise(path).format
    tracemalloc.start()
    count = sum(1 for _entry in layout.read(path))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 6_000_000


@pytest.mark.parametrize("number", ["号码", "权利号码"])
def test_a_table_that_does_not_say_of_which_rights_its_numbers_are_is_left_to_a_person(number):
    """Nothing in it tells of rights abroad, though their register has such headings too."""
    table = [("件名", number, "申请人", "备注"), ("装置", "202129005100.6", "云川示例公司", "发明")]
    with pytest.raises(NotRecognised):
        recognise(csv_bytes(table))
