"""Encodings are told by what they make of the bytes; broken bytes are reported, nonsense is refused."""

from __future__ import annotations

import pytest

from tests.rooms.plan.reading import rendering
from zhichan.core.errors import InvalidInput
from zhichan.rooms.plan.reading.source import source_text
from zhichan.rooms.plan.reading.source.encoding import declared_charset, decode

PLAN = rendering.PLAN
TRADITIONAL = rendering.traditional(PLAN)


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
    ],
)
def test_simplified_text_is_the_same_in_every_encoding(encoding: str, named: str) -> None:
    source = source_text(PLAN.encode(encoding), "规划.txt")
    assert source.text == PLAN
    assert source.encoding == named
    assert source.script == "hans"
    assert source.lints == ()


@pytest.mark.parametrize(
    ("encoding", "named"), [("big5hkscs", "big5"), ("gb18030", "gb18030"), ("utf-8", "utf-8")]
)
def test_traditional_text_is_the_same_in_every_encoding(encoding: str, named: str) -> None:
    source = source_text(TRADITIONAL.encode(encoding), "規劃.txt")
    assert source.text == TRADITIONAL
    assert source.encoding == named
    assert source.script == "hant"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_single_broken_bytes_are_kept_in_place_and_reported(encoding: str) -> None:
    before, after = PLAN[:200], PLAN[200:]
    source = source_text(before.encode(encoding) + b"\xff" + after.encode(encoding), "规划.txt")
    assert source.text.startswith(before)
    assert source.text.endswith(after[10:])
    assert [lint.code for lint in source.lints] == ["undecodable-bytes"]
    span = source.lints[0].span
    assert span is not None
    assert source.text[slice(*span)] == "\ufffd"


def test_a_dozen_overwritten_bytes_do_not_make_a_long_file_unreadable() -> None:
    data = bytearray((PLAN * 5).encode())
    for place in range(100, len(data), len(data) // 12):
        data[place] = 0xFF
    source = source_text(bytes(data), "规划.txt")
    assert [lint.code for lint in source.lints] == ["undecodable-bytes"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_text_once_taken_for_western_letters_is_read_back(encoding: str) -> None:
    source = source_text(PLAN.encode(encoding).decode("latin-1").encode(), "规划.txt")
    assert (source.text, source.encoding) == (PLAN, encoding)
    assert [lint.code for lint in source.lints] == ["encoded-twice"]


def test_western_letters_among_chinese_words_stay() -> None:
    text = PLAN + "与 Zürich、Orléans、Málaga 合作。\n"
    assert source_text(text.encode(), "规划.txt").text == text


def test_a_cut_last_character_is_tolerated() -> None:
    source = source_text(PLAN.rstrip().encode()[:-1], "规划.txt")
    assert source.text.rstrip("\ufffd") == PLAN.rstrip()[:-1]
    assert source.lints[0].severity == "warn"


def test_one_null_does_not_make_a_file_binary() -> None:
    assert source_text(PLAN[:300].encode() + b"\x00" + PLAN[300:].encode(), "规划.txt").text == PLAN


def test_short_text_of_uncommon_words_is_read() -> None:
    text = "指标\n琉璃厂\n二锅头\n"
    assert source_text(text.encode("gb18030"), "短.txt").text == text
    assert source_text(text.encode(), "短.txt").text == text


def test_the_declared_charset_breaks_a_tie() -> None:
    data = b"\xb0\xa1"
    assert decode(data, "x", declared="gb2312").text == "啊"
    assert decode(data, "x", declared="Big5").text == "陛"
    assert decode(data, "x").text == "啊"


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<meta charset="gb2312">', "gb2312"),
        (b"<META http-equiv=Content-Type content='text/html; charset=Big5'>", "Big5"),
        (b"<p>charset=none</p>", None),
    ],
)
def test_declared_charset_is_found_in_meta_only(head: bytes, charset: str | None) -> None:
    assert declared_charset(head) == charset


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "big5", "big5-hkscs", "utf-8", "x-unknown"])
def test_a_wrong_declaration_does_not_spoil_the_page(declared: str) -> None:
    page = rendering.as_html(PLAN).replace(b"utf-8", declared.encode())
    assert "青禾区“十四五”知识产权发展规划" in source_text(page, "x.html").text


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\xff\xfe" + bytes(range(1, 255)) * 4,
        b"\x01\x02\x03\x04\x05" * 40,
        PLAN.encode("utf-8")[:-100] + bytes(range(128, 256)) * 3,
    ],
)
def test_bytes_that_are_no_chinese_text_are_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput, match="不是可以识别的中文文本") as refusal:
        source_text(data, "x.txt")
    assert refusal.value.specific_code == "not_text"
