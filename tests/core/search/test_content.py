"""What an index stores of texts is read back as it was, in the shorter of two encodings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.search.corpus import SIGNS
from zhichan.core.search.analysis.atoms import runs_of
from zhichan.core.search.analysis.tokens import canonical_of
from zhichan.core.search.content import Content, stored_content, texts_in

_runs = (st.text(SIGNS + "𠮷😀", max_size=30) | st.text(max_size=30)).map(runs_of).filter(bool)


@given(st.lists(st.lists(_runs, max_size=3).map(canonical_of), min_size=1, max_size=4))
def test_texts_are_read_back(texts: list[str]) -> None:
    content = Content(tuple(texts), {"ipc": ("H01M10/052",)}, ("unit:1",), {"filed": 20240930})
    assert texts_in(content.joined_texts()) == texts
    assert stored_content(content.joined_texts(), content.rest()) == content


@pytest.mark.parametrize(("text", "most"), [("锂离子电池隔膜" * 10, 140 + 1), ("lithium" * 10, 70 + 1)])
def test_neither_script_is_stored_longer_than_it_must(text: str, most: int) -> None:
    assert len(Content((text,), {}, (), {}).joined_texts()) == most
