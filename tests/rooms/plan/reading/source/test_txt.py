"""Plain text: one kind of line end, nothing unseen, left-overs of other programs removed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.errors import InvalidInput
from zhichan.rooms.plan.reading.source import source_text
from zhichan.rooms.plan.reading.source.builder import clean, script_of
from zhichan.rooms.plan.reading.source.limits import MAX_CHARACTERS, MAX_TXT_BYTES


def read(text: str) -> str:
    return source_text(text.encode(), "x.txt").text


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028", "\x85", "\x0c"])
def test_every_kind_of_line_end_is_one(line_end: str) -> None:
    assert read(f"第一行{line_end}第二行") == "第一行\n第二行"


def test_characters_nobody_sees_are_dropped() -> None:
    assert read("知\u200b识\ufeff产\u00ad权\x01\u202e。") == "知识产权。"


def test_blanks_at_line_ends_go_and_indents_stay() -> None:
    assert read("　　第一段 \u3000\t\n  第二段") == "　　第一段\n  第二段"


def test_left_over_entities_become_characters() -> None:
    assert (
        read("&ldquo;十四五&rdquo;&nbsp;规划&#8212;目标&lt;5%，A&unknown;B")
        == "“十四五”\u00a0规划—目标<5%，A&unknown;B"
    )


def test_pinyin_left_by_a_converter_is_dropped_only_where_it_floods() -> None:
    flooded = "產(chǎn)權(quán)規(guī)劃" * 5
    assert read(flooded) == "產權規劃" * 5
    assert read("拼音：产(chǎn)权") == "拼音：产(chǎn)权"
    assert read("產(chǎn )權(quán)" * 5) == "產權" * 5
    assert read("各(ge)地(di)方(fang)(fang)規(gui)劃" * 12) == "各地方規劃" * 12
    assert read("各(ge)地" * 12) == "各(ge)地" * 12
    assert read("设备(km)与(kg)，" * 20) == "设备(km)与(kg)，" * 20


def test_text_and_folded_text_are_equally_long() -> None:
    source = source_text("（一）２０２５年—智慧財產權計畫\u00a0《規劃》".encode(), "x.txt")
    assert len(source.text) == len(source.folded)
    assert source.folded == "(一)2025年-智慧财产权计划 《规划》"
    assert source.script == "hant"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


def test_script_is_by_majority() -> None:
    assert script_of("知识产权规划，引文：後") == "hans"
    assert script_of("知識產權規劃，后") == "hant"
    assert script_of("ABC") == "hans"


def test_text_beyond_the_byte_limit_is_refused_with_the_limit() -> None:
    with pytest.raises(InvalidInput, match="上限 10 MB") as refusal:
        source_text(b"a" * (MAX_TXT_BYTES + 1), "大.txt")
    assert refusal.value.specific_code == "file_too_large"


def test_text_beyond_the_character_limit_is_refused() -> None:
    with pytest.raises(InvalidInput, match="超过 300 万字") as refusal:
        source_text("一".encode() * (MAX_CHARACTERS + 1), "长.txt")
    assert refusal.value.specific_code == "text_too_long"


def test_text_of_nothing_to_read_is_refused() -> None:
    with pytest.raises(InvalidInput, match="没有读到文字"):
        source_text("\u200b\u200b".encode(), "空.txt")
