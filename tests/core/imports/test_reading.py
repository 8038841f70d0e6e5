"""Files that are no ledger: each is refused in one line that says what to do, before it costs anything."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.imports.ledgers import csv_bytes, workbook
from zhichan.core.imports.reading import package
from zhichan.core.imports.reading.grid import FileRefused, column_index, column_letter
from zhichan.core.imports.reading.upload import read_upload

GOOD = workbook([["名称", "类别"], ["甲局", "政府部门"]])


def rebuilt(change, *, compression=zipfile.ZIP_DEFLATED) -> bytes:
    """The good workbook with one part changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source, zipfile.ZipFile(target, "w", compression) as copy:
        for part in source.infolist():
            content = change(part.filename, source.read(part))
            if content is not None:
                copy.writestr(part.filename, content)
    return target.getvalue()


def in_sheet(text: bytes) -> bytes:
    """The good workbook with other rows in its sheet."""

    def change(name, content):
        if not name.endswith("sheet1.xml"):
            return content
        start, end = content.index(b"<sheetData>"), content.index(b"</sheetData>")
        return content[:start] + b"<sheetData>" + text + content[end:]

    return rebuilt(change)


def lying_zip() -> bytes:
    """A part that holds more than it declares."""
    content = bytearray(rebuilt(lambda name, text: text + b" " * 500_000 if "sheet1" in name else text))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as source:
        part = source.getinfo("xl/worksheets/sheet1.xml")
        real = part.file_size.to_bytes(4, "little")
    return bytes(content).replace(real, (1000).to_bytes(4, "little"))


ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
CELL = b'<row r="%d"><c r="%s" t="inlineStr"><is><t>x</t></is></c></row>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b" \r\n\t", "文件是空的"),
        (b"%PDF-1.7 ...", "这不是表格文件"),
        (b"\x89PNG\r\n", "这不是表格文件"),
        (b"<!DOCTYPE html><table>", "这不是表格文件"),
        (b"\x00\x01\x02\x03" * 100, "这不是表格文件"),
        (ENCRYPTED, "另存为 xlsx"),
        (GOOD[:200], "文件已损坏"),
        (GOOD[: len(GOOD) // 2], "文件已损坏"),
        (rebuilt(lambda name, text: None if name == "xl/workbook.xml" else text), "这不是 Excel 工作簿"),
        (rebuilt(lambda name, text: b"<a" if name == "xl/workbook.xml" else text), "文件已损坏"),
        (rebuilt(lambda name, text: None if name.endswith(".rels") else text), "文件已损坏"),
        (in_sheet(b""), "工作簿里没有内容"),
        (in_sheet(CELL % (100_001, b"A100001")), "表格太大"),
        (in_sheet(CELL % (1, b"XFD1")), "表格太大"),
        (in_sheet((CELL % (1, b"A1")) + (CELL % (99_000, b"CV99000"))), "表格太大"),
        (in_sheet(b'<row r="1"><c t="inlineStr"><is><t>x</t></is></c></row>'), "写法少见"),
        (lying_zip(), "文件已损坏"),
        (csv_bytes([["名称", "类别"], ['"甲', "乙"]]) + b'"', "引号不成对"),
        ("名称,类别\n".encode() + b"\xff\xff\xff", "读不出文字编码"),
        (csv_bytes([["x"] * 201]), "表格太大"),
        (b"a\n" * 100_001, "表格太大"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(content, words):
    with pytest.raises(FileRefused) as refusal:
        read_upload(content)
    assert words in refusal.value.message
    assert "\n" not in refusal.value.message


def test_a_bomb_is_refused_before_it_is_unpacked():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", "<workbook/>")
        with bomb.open("xl/worksheets/sheet1.xml", "w") as part:
            for _piece in range(160):
                part.write(b"0" * 1024 * 1024)
    content = target.getvalue()
    assert len(content) < 400_000
    tracemalloc.start()
    with pytest.raises(FileRefused, match="解开后超过 150 MB，没有打开"):
        read_upload(content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def _book(cells: str, texts: str, *more: tuple[str, str]) -> bytes:
    """A workbook written by hand: the rows of its sheet and its shared texts as XML."""
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/sharedStrings.xml": f'<sst xmlns="{SPREADSHEET}">{texts}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SPREADSHEET}" xmlns:a-b="{SPREADSHEET}"><sheetData>'
        f"{cells}</sheetData></worksheet>",
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in [*parts.items(), *more]:
            package.writestr(name, content)
    return target.getvalue()


def _cells(cell: str, count: int) -> str:
    return "".join(f'<row r="{n}">{cell % n}</row>' for n in range(1, count + 1))


PLAIN = '<c r="A%d" t="s"><v>0</v></c>'
LONG = f"<si><t>{'长' * 10_000}</t></si><si><t>短</t></si>"


@pytest.mark.parametrize(
    "cell",
    [
        PLAIN,
        '<c r="A%d" t="s"><!-- 0 --><v>0</v></c>',
        '<c r="A%d" t = "s" ><v> 0 </v></c>',
        '<a-b:c r="A%d" t="s"><a-b:v>0</a-b:v></a-b:c>',
    ],
)
def test_a_text_repeated_in_every_cell_is_counted_in_every_cell(cell):
    """A few kilobytes name one long text thousands of times; read, each cell holds it whole."""
    content = _book(_cells(cell, 6_000), LONG)
    assert len(content) < 60_000
    tracemalloc.start()
    with pytest.raises(FileRefused, match="解开后超过 150 MB，没有打开"):
        read_upload(content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_many_cells_may_share_short_texts():
    grid = read_upload(_book(_cells('<c r="A%d" t="s"><v>1</v></c>', 6_000), LONG))
    assert (len(grid.rows), grid.rows[5_999]) == (6_000, ["短"])


@pytest.mark.parametrize(
    "cell",
    [
        """<c r="A%d" x=">" t="s"><v>0</v></c>""",
        """<c r="A%d" x='">' t="s"><v>0</v></c>""",
        """<c r="A%d" x='"">' t="s"><v>0</v></c>""",
        """<c r="A%d" t='s'><v>0</v></c>""",
    ],
)
def test_a_cell_written_to_be_misread_is_refused(cell):
    with pytest.raises(FileRefused, match="写法少见"):
        read_upload(_book(_cells(cell, 2), LONG))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/SHAREDSTRINGS.xml"])
def test_a_part_that_stands_there_twice_is_refused(name):
    with pytest.raises(FileRefused, match="已损坏"):
        read_upload(_book(_cells(PLAIN, 2), LONG, (name, f'<sst xmlns="{SPREADSHEET}"/>')))


def test_shared_texts_that_are_no_xml_are_refused():
    with pytest.raises(FileRefused, match="已损坏"):
        read_upload(_book(_cells(PLAIN, 2), "<si><t>"))


def test_too_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(package, "MOST_PARTS", 3)
    with pytest.raises(FileRefused, match="解开后超过"):
        read_upload(GOOD)


def test_entities_are_not_expanded():
    evil = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>'
    with pytest.raises(FileRefused):
        read_upload(rebuilt(lambda name, text: evil if name == "xl/workbook.xml" else text))


def test_a_tag_longer_than_a_piece_is_refused_not_overlooked(monkeypatch):
    monkeypatch.setattr(package, "_PIECE", 5_000)
    with pytest.raises(FileRefused, match="写法少见"):
        read_upload(in_sheet(b"<row><c " + b" " * 9000 + b'r="XFD1048576"><v>1</v></c></row>'))


def test_the_first_visible_sheet_with_content_is_read():
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet("空")
        book.add_worksheet("藏").write(0, 0, "藏")
        book.add_worksheet("数据").write(1, 1, "见")
        book.get_worksheet_by_name("藏").hide()
    assert read_upload(target.getvalue()).rows == [[None, None], [None, "见"]]


def test_cells_that_only_carry_a_format_do_not_count():
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet()
        page.write(0, 0, "名称")
        page.write_blank(1_000_000, 300, None, book.add_format({"bold": True}))
    assert read_upload(target.getvalue()).rows == [["名称"]]


def test_a_large_sheet_is_scanned_across_pieces(monkeypatch):
    monkeypatch.setattr(package, "_PIECE", 5_000)
    rows = [["名称", "数"], *([f"单位{n}", n] for n in range(2_000))]
    content = workbook(rows, formulas=[(n, 1, "=1+1", 2) for n in range(1, 2_001)])
    grid = read_upload(content)
    assert len(grid.rows) == 2_001
    assert grid.formulas == {(n + 1, 1) for n in range(1, 2_001)}


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(GOOD)))
def test_any_bytes_are_read_or_refused(noise, place):
    for content in (noise, GOOD[:place] + noise + GOOD[place + len(noise) :], b"PK\x03\x04" + noise):
        with suppress(FileRefused):
            assert read_upload(content).rows


def test_a_zip_of_a_version_that_is_not_yet_is_refused():
    listed = GOOD.index(b"PK\x01\x02") + 6  # the version needed to read the first part
    with pytest.raises(FileRefused, match="打不开"):
        read_upload(GOOD[:listed] + b"\x40\x00" + GOOD[listed + 2 :])


@settings(deadline=None)
@given(st.integers(0, 20_000))
def test_column_letters(index):
    assert column_index(column_letter(index)) == index
    assert column_letter(0) == "A"
    assert column_letter(26) == "AA"


def test_a_workbook_with_a_password_on_its_parts_is_refused():
    content = bytearray(GOOD)
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    with pytest.raises(FileRefused, match="加了密码"):
        read_upload(bytes(content))


def test_a_workbook_packed_in_an_unusual_way_is_refused():
    with pytest.raises(FileRefused, match="已损坏"):
        read_upload(rebuilt(lambda name, text: text, compression=zipfile.ZIP_BZIP2))
