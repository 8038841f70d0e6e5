"""What an index stores of texts is read back as it was, in few bytes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.core.search.corpus import SIGNS
from zhichan.core.search.analysis.coded import coded, coded_together, decoded
from zhichan.core.search.analysis.tokens import canonical_of
from zhichan.core.search.content import Content, stored_content

_texts = st.text(SIGNS + "𠮷😀", max_size=30) | st.text(max_size=30)


@given(st.lists(st.lists(_texts, max_size=3).map(canonical_of), min_size=1, max_size=4))
def test_a_content_is_read_back(texts: list[str]) -> None:
    content = Content(tuple(texts), {"ipc": ("H01M10/052",)}, ("unit:1",), {"filed": 20240930})
    assert stored_content(texts, content.rest()) == content


def test_every_character_has_a_code_that_begins_nowhere_else() -> None:
    codes = {coded(chr(code)): chr(code) for code in range(0x110000)}
    assert len(codes) == 0x110000
    assert all(code[0] < 0xA0 <= min(code[1:], default=0xA0) for code in codes)
    assert all(decoded(code) == character for code, character in codes.items())


@given(st.text())
def test_a_text_is_read_back_from_its_code(text: str) -> None:
    assert decoded(coded(text)) == text


@given(st.lists(_texts, max_size=4))
def test_texts_coded_together_have_the_codes_of_each(texts: list[str]) -> None:
    each = [coded(text) for text in texts]
    assert coded_together(texts) == (b"".join(each), [len(code) for code in each])


def test_every_character_is_coded_together_as_by_itself() -> None:
    for characters in ([chr(code) for code in range(0x10000)], ["电", chr(0x10000), "池"]):
        assert coded_together(characters) == (
            b"".join(map(coded, characters)),
            [len(coded(one)) for one in characters],
        )


def test_common_characters_take_less_than_two_bytes() -> None:
    assert len(coded("锂离子电池的隔膜装置")) == 17  # 锂 three, 电 的 装 置 one
    assert len(coded("lithium 10.5")) == 12
