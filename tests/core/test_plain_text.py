"""Texts that show nothing or turn the writing round are told, however deep they stand in a request."""

from __future__ import annotations

import sys
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.access.api_texts import refuse_unshown
from zhichan.core.errors import InvalidInput
from zhichan.core.plain_text import texts_of, unshown_in

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


def _walked(value: Any) -> list[str]:
    """A second way: by recursion."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [*value, *(text for inner in value.values() for text in _walked(inner))]
    return [text for inner in value for text in _walked(inner)] if isinstance(value, list) else []


@given(JSON)
def test_every_text_is_walked_once(value):
    assert sorted(text for _way, text in texts_of(value)) == sorted(_walked(value))


def test_what_is_refused_is_what_unicode_calls_control_bidi_control_or_surrogate():
    """A second way: by the character database and the names of the bidirectional controls."""
    refused = {chr(code) for code in range(sys.maxunicode + 1) if unshown_in(chr(code))}
    controls = {chr(c) for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)) in ("Cc", "Cs")}
    named = {
        "ARABIC LETTER MARK",
        "LEFT-TO-RIGHT MARK",
        "RIGHT-TO-LEFT MARK",
        "LEFT-TO-RIGHT EMBEDDING",
        "RIGHT-TO-LEFT EMBEDDING",
        "POP DIRECTIONAL FORMATTING",
        "LEFT-TO-RIGHT OVERRIDE",
        "RIGHT-TO-LEFT OVERRIDE",
        "LEFT-TO-RIGHT ISOLATE",
        "RIGHT-TO-LEFT ISOLATE",
        "FIRST STRONG ISOLATE",
        "POP DIRECTIONAL ISOLATE",
    }
    assert refused == controls - set("\t\n\r") | set(map(unicodedata.lookup, named)) | {"\ufffe", "\uffff"}


def test_the_place_and_the_sign_are_told_because_nobody_sees_them():
    found = unshown_in("报告\u202efdp.exe")
    assert found is not None
    assert (found.where, found.code) == (3, "U+202E")
    assert "第 3 个字，U+202E" in found.words


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"title": "甲\x01"}, "title"),
        ({"items": [{"name": "好"}, {"name": "坏\u202e"}]}, "items.1.name"),
        ({"a": {"b": [["\ud800"]]}}, "a.b.0.0"),
        (["\x7f"], "0"),
        ("\x00", "请求内容"),
        ({"甲\u202e": 1}, "请求内容"),
    ],
)
def test_the_field_is_named(sent, field):
    with pytest.raises(InvalidInput) as refused:
        refuse_unshown(sent)
    assert refused.value.message.startswith(f"“{field}”含有看不见的控制字符或改变文字方向的字符")
    assert refused.value.details["field"] == field


def test_depth_does_not_matter():
    deep: Any = "深\u2066"
    for _level in range(5000):
        deep = [deep]
    with pytest.raises(InvalidInput):
        refuse_unshown(deep)
