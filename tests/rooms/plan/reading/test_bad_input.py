"""What is not a plan is refused with one clear line; nothing but InvalidInput ever leaves the reader."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rooms.plan.reading import rendering
from tests.rooms.plan.reading.source.word_files import paragraph, word_file, zipped
from zhichan.core.errors import InvalidInput
from zhichan.rooms.plan.reading.read import read_plan
from zhichan.rooms.plan.reading.source import archive, source_text
from zhichan.rooms.plan.reading.source.limits import MAX_DOCX_PARTS, MAX_PART_BYTES, MAX_TXT_BYTES

DRESSES: dict[str, bytes] = {
    "utf-8": rendering.PLAN.encode(),
    "gb18030": rendering.PLAN.encode("gb18030"),
    "utf-16": rendering.PLAN.encode("utf-16"),
    "html": rendering.as_html(rendering.PLAN),
    "docx": rendering.as_docx(rendering.PLAN),
    "pdf": rendering.as_pdf(rendering.PLAN),
}


def refused(data: bytes, name: str = "文件.txt") -> InvalidInput:
    with pytest.raises(InvalidInput) as refusal:
        source_text(data, name)
    error = refusal.value
    assert error.message.startswith(f"{name}：")
    assert "\n" not in error.message
    assert error.message.endswith(("。", "？"))
    return error


def workbook() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet().write(0, 0, "指标")
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty_file", "文件是空的"),
        (b" \r\n\t ", "empty_file", "文件是空的"),
        (b"\xef\xbb\xbf", "no_text", "没有读到文字"),
        (b"\x7fELF" + bytes(200), "wrong_type", "是程序"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "wrong_type", "是图片"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "wrong_type", "是图片"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "wrong_type", "另存为 .docx"),
        (b"{\\rtf1\\ansi}", "wrong_type", "另存为 .docx"),
        (b"Rar!\x1a\x07\x00", "wrong_type", "解压"),
        (b"7z\xbc\xaf\x27\x1c", "wrong_type", "解压"),
        (b"\x1f\x8b\x08" + bytes(20), "wrong_type", "解压"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0", "wrong_type", "仅 HTML"),
        (bytes(range(256)) * 20, "not_text", "不是可以识别的中文文本"),
        (b"%PDF-1.4\n%%EOF", "damaged_file", "PDF 已损坏"),
        (b"PK\x03\x04 nothing more", "damaged_file", "Word 文件已损坏"),
        (b"PK\x05\x06" + bytes(18), "wrong_type", "不是 Word 文档"),
        (b"a" * (MAX_TXT_BYTES + 1), "file_too_large", "上限 10 MB"),
    ],
)
def test_each_kind_of_bad_file_has_its_line(data: bytes, code: str, words: str) -> None:
    error = refused(data)
    assert error.specific_code == code
    assert words in error.message


@pytest.mark.parametrize(
    ("paths", "code", "words"),
    [
        (["ppt/presentation.xml"], "wrong_type", "演示文稿"),
        (["OFD.xml"], "wrong_type", "OFD"),
        (["mimetype", "content.xml"], "wrong_type", "ODF"),
        (["规划.txt"], "wrong_type", "压缩包"),
    ],
)
def test_other_zips_are_named(paths: list[str], code: str, words: str) -> None:
    error = refused(zipped(dict.fromkeys(paths, b"<x/>")))
    assert error.specific_code == code
    assert words in error.message


def test_a_spreadsheet_is_sent_to_the_ledger_import() -> None:
    assert "电子表格" in refused(workbook(), "规划.docx").message


@pytest.mark.parametrize("dress", DRESSES)
def test_the_name_of_a_file_decides_nothing(dress: str) -> None:
    for name in ("规划.xlsx", "规划", "规划.pdf", "规划.exe"):
        assert "青禾区" in source_text(DRESSES[dress], name).text


def test_a_hundred_megabytes_of_text_are_refused_at_once() -> None:
    data = b"\xe4\xb8\x80" * 33_333_334
    assert "100.0 MB" in refused(data).message


def test_a_zip_bomb_is_refused_by_what_it_says_of_itself() -> None:
    bomb = zipped({"word/document.xml": b"\x00" * (MAX_PART_BYTES + 1)})
    assert len(bomb) < 100_000
    error = refused(bomb)
    assert error.specific_code == "file_too_large"
    assert "解压后" in error.message


def test_a_zip_bomb_that_lies_about_its_size_is_stopped_while_it_inflates(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "MAX_PART_BYTES", 10_000)
    size = 20_000
    data = zipped({"word/document.xml": b"\x00" * size})
    liar = data.replace(size.to_bytes(4, "little"), (5).to_bytes(4, "little"))
    assert liar != data
    assert refused(liar).specific_code in ("damaged_file", "file_too_large")


def test_inflated_bytes_are_counted_whatever_the_index_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_PART_BYTES", 100)
    opened = archive.open_archive(zipped({"a.xml": b"x" * 200}), "x.docx")
    opened.members.getinfo("a.xml").file_size = 50
    monkeypatch.setattr(zipfile.ZipExtFile, "read", lambda stream, size=-1: b"x" * size)
    with pytest.raises(InvalidInput, match="超过上限"):
        opened.part("a.xml")


def test_a_zip_of_too_many_parts_is_refused() -> None:
    data = zipped({f"p{at}": b"" for at in range(MAX_DOCX_PARTS + 1)}, compression=zipfile.ZIP_STORED)
    assert refused(data).specific_code == "too_many_parts"


def test_an_encrypted_zip_is_refused() -> None:
    data = bytearray(word_file(paragraph("甲")))
    for sign in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.find(sign) + (6 if sign == b"PK\x03\x04" else 8)
        data[at] |= 1
    assert refused(bytes(data)).specific_code == "encrypted"


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><x/>',
        b"<x><y></x>",
        b"",
        b"\xff\xfe\x00",
    ],
)
def test_xml_with_entities_or_damage_is_refused_unread(xml: bytes) -> None:
    assert refused(word_file("", parts={"word/document.xml": xml})).specific_code == "damaged_file"


def test_a_word_file_without_a_body_or_without_text_is_refused() -> None:
    empty = word_file("")
    assert refused(empty).specific_code == "no_text"
    bare = word_file("", parts={"word/document.xml": b"<document/>"})
    assert refused(bare).specific_code == "wrong_type"


def test_a_spoilt_part_is_refused() -> None:
    data = word_file("".join(paragraph(f"第{at}段") for at in range(200)))
    start = data.find(b"word/document.xml") + 60
    assert refused(data[:start] + bytes(40) + data[start + 40 :]).specific_code == "damaged_file"


def survives(data: bytes) -> None:
    """Read, or refused with InvalidInput; any other exception fails the test."""
    message = ""
    try:
        reading = read_plan(data, "文件")
    except InvalidInput as refusal:
        message = refusal.message
    if message:
        assert message.startswith("文件：")
        return
    assert len(reading.source.text) == len(reading.source.folded)
    for item in (
        *reading.targets,
        *reading.tasks,
        *reading.boxes,
        *reading.money_rules,
        *reading.instruments,
    ):
        assert 0 <= item.span[0] < item.span[1] <= len(reading.source.text)


ROUGH = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ROUGH
@given(st.binary(max_size=2_000))
def test_random_bytes_do_no_harm(data: bytes) -> None:
    survives(data)


@ROUGH
@given(st.text(max_size=400))
def test_random_text_does_no_harm(text: str) -> None:
    survives(text.encode("utf-8", "replace"))


@pytest.mark.parametrize("dress", DRESSES)
@ROUGH
@given(st.data())
def test_cut_and_changed_files_do_no_harm(dress: str, data: st.DataObject) -> None:
    whole = DRESSES[dress]
    damaged = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for at, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=30)
    ):
        if at < len(damaged):
            damaged[at] = value
    survives(bytes(damaged))


def shuffled(xml: bytes, chance: random.Random) -> bytes:
    """The tags of an XML part taken out, doubled, exchanged, their figures made senseless."""
    pieces = re.split(rb"(<[^>]+>)", xml)
    for _ in range(chance.choice([1, 3, 20])):
        at = chance.randrange(len(pieces))
        change: Callable[[], object] = chance.choice(
            [
                lambda at=at: pieces.pop(at),
                lambda at=at: pieces.insert(at, chance.choice(pieces)),
                lambda at=at: pieces.__setitem__(
                    at, re.sub(rb"\d+", chance.choice([b"-1", b"9" * 30, b"x", b""]), pieces[at])
                ),
            ]
        )
        change()
    return b"".join(pieces)


@pytest.mark.parametrize(
    "part", ["word/document.xml", "word/styles.xml", "word/numbering.xml", "_rels/.rels"]
)
def test_word_files_with_spoilt_xml_do_no_harm(part: str) -> None:
    with zipfile.ZipFile(io.BytesIO(DRESSES["docx"])) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    chance = random.Random(part)
    for _ in range(16):
        survives(zipped(parts | {part: shuffled(parts[part], chance)}))


@pytest.mark.parametrize(
    "piece",
    [
        "一",
        "（",
        "）",
        "《",
        "1",
        "1.",
        "—",
        " ",
        "\u3000",
        "到2025年，",
        "（区科技局负责）\n",
        "a | b |\n",
        "专栏1 |\n",
        "首页>",
    ],
)
def test_monotonous_text_is_survived(piece: str) -> None:
    head = "青禾区知识产权规划\n为加强知识产权保护，制定本规划。\n一、工作任务\n"
    text = head + piece * (6_000 // len(piece))
    survives(text.encode())


def test_three_hundred_pages_are_read() -> None:
    reading = read_plan(rendering.as_pdf(rendering.PLAN, size=30, pages=300), "长.pdf")
    assert len(reading.source.pages) >= 300
