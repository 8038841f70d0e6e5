"""Automatic numbers are written as Word shows them."""

from __future__ import annotations

import pytest

from tests.rooms.plan.reading.source.word_files import list_level, numbered, paragraph, word_file
from zhichan.rooms.plan.reading.source import source_text
from zhichan.rooms.plan.reading.source.docx_numbering import chinese

ABSTRACT = (
    '<w:abstractNum w:abstractNumId="7">'
    + list_level(0, "chineseCounting", "%1、")
    + list_level(1, "chineseCountingThousand", "（%2）")
    + list_level(2, "decimal", "%3.")
    + list_level(3, "decimal", "%1.%4")
    + "</w:abstractNum>"
)
LISTS = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'


def lines(body: str, numbering: str) -> list[str]:
    return source_text(word_file(body, numbering=numbering), "x.docx").text.splitlines()


def test_levels_count_apart_and_begin_anew_below_a_higher_one() -> None:
    body = "".join(
        numbered(text, level=level)
        for text, level in zip("总甲子丑乙寅任丙", (0, 1, 2, 2, 1, 2, 0, 1), strict=True)
    )
    assert lines(body, ABSTRACT + LISTS) == [
        "一、总",
        "（一）甲",
        "1.子",
        "2.丑",
        "（二）乙",
        "1.寅",
        "二、任",
        "（一）丙",
    ]


def test_a_label_may_hold_higher_levels_and_is_parted_from_the_text() -> None:
    assert lines(numbered("甲") + numbered("乙", level=3), ABSTRACT + LISTS) == ["一、甲", "一.1 乙"]
    assert lines(numbered("乙", level=3), ABSTRACT + LISTS) == ["一.1 乙"]


def test_two_lists_of_one_kind_count_on_unless_one_begins_anew() -> None:
    both = '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
    anew = (
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>'
        '<w:lvlOverride w:ilvl="1"/></w:num>'
    )
    body = numbered("甲") + numbered("乙", 2) + numbered("丙", 3) + numbered("丁", 3)
    assert lines(body, ABSTRACT + LISTS + both + anew) == ["一、甲", "二、乙", "四、丙", "五、丁"]


def test_empty_numbered_paragraphs_leave_nothing() -> None:
    assert lines(numbered(" ") + numbered("甲"), ABSTRACT + LISTS) == ["一、甲"]


@pytest.mark.parametrize(
    ("place", "why"),
    [
        (numbered("甲", list_id=0), "taken out of the list"),
        (numbered("甲", list_id=9), "no such list"),
        (numbered("甲", level=8), "no such level"),
        (paragraph("甲", "<w:numPr/>"), "no list named"),
    ],
)
def test_paragraphs_outside_lists_have_no_label(place: str, why: str) -> None:
    assert lines(place, ABSTRACT + LISTS) == ["甲"], why


def test_a_list_without_its_kind_has_no_label() -> None:
    assert lines(numbered("甲"), '<w:num w:numId="1"><w:abstractNumId w:val="99"/></w:num>') == ["甲"]
    assert lines(numbered("甲"), "") == ["甲"]


def test_style_numbering_counts_too() -> None:
    properties = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    style = f'<w:style w:styleId="s"><w:name w:val="n"/>{properties}</w:style>'
    data = word_file(paragraph("甲", '<w:pStyle w:val="s"/>'), styles=style, numbering=ABSTRACT + LISTS)
    assert source_text(data, "x").text == "一、甲\n"


@pytest.mark.parametrize(
    ("form", "start", "label"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 2, "B"),
        ("lowerLetter", 300, "300"),
        ("upperRoman", 49, "XLIX"),
        ("lowerRoman", 4, "iv"),
        ("upperRoman", 400, "400"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircle", 21, "21"),
        ("ideographDigital", 20, "二〇"),
        ("chineseCounting", 0, "0"),
        ("someNewForm", 5, "5"),
    ],
)
def test_forms_of_figures(form: str, start: int, label: str) -> None:
    abstract = f'<w:abstractNum w:abstractNumId="7">{list_level(0, form, "(%1)%5", start)}</w:abstractNum>'
    assert lines(numbered("甲"), abstract + LISTS) == [f"({label})甲"]


@pytest.mark.parametrize("form", ["bullet", "none"])
def test_bullets_have_no_label(form: str) -> None:
    abstract = f'<w:abstractNum w:abstractNumId="7">{list_level(0, form, "●")}</w:abstractNum>'
    assert lines(numbered("甲"), abstract + LISTS) == ["甲"]


def test_a_level_without_start_and_form_counts_from_one() -> None:
    plain = '<w:lvl w:ilvl="0"><w:lvlText w:val="%1."/></w:lvl>'
    level = f'<w:abstractNum w:abstractNumId="7">{plain}</w:abstractNum>'
    assert lines(numbered("甲") + numbered("乙"), level + LISTS) == ["1.甲", "2.乙"]
    bare = '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"/></w:abstractNum>'
    assert lines(numbered("甲"), bare + LISTS) == ["甲"]


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (100, "一百"),
        (103, "一百零三"),
        (110, "一百一十"),
        (999, "九百九十九"),
        (1000, "1000"),
    ],
)
def test_chinese_counting(count: int, text: str) -> None:
    assert chinese(count) == text
