"""Flows: what a reader sees of a passage, every character with its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.model import SourceText
from zhichan.rooms.plan.reading.sentences import flow_of, printed, sentences_of
from zhichan.rooms.plan.reading.wording import number_words


def source(text: str) -> SourceText:
    return SourceText(text, fold(text), "txt", None, "hans")


def test_breaks_and_layout_blanks_are_taken_out() -> None:
    assert flow_of(source("达到1\n2 件，\u3000 新增"), (0, 12)).text == "达到12件,新增"


def test_blanks_between_words_stay() -> None:
    assert flow_of(source("GB 29 31 ab cd"), (0, 14)).text == "GB29 31ab cd"


def test_parts_can_be_left_out() -> None:
    flow = flow_of(source("专栏1 甲工程 培育"), (0, 10), without=[(0, 7)])
    assert (flow.text, flow.span(0, 2)) == ("培育", (8, 10))


def test_empty_slice_has_no_span() -> None:
    with pytest.raises(ValueError, match="empty"):
        flow_of(source("甲"), (0, 1)).span(1, 1)


def test_sentences_end_at_stops_and_semicolons() -> None:
    flow = flow_of(source("甲。乙；丙"), (0, 5))
    assert [flow.text[slice(*span)] for span in sentences_of(flow)] == ["甲。", "乙;", "丙"]


def test_printed_gives_the_page_back() -> None:
    page = source("萬件 AB CD")
    assert printed(page, flow_of(page, (0, 8)), 0, 8) == "萬件AB CD"


def test_numbers_in_messages_have_no_exponent() -> None:
    from decimal import Decimal

    assert [number_words(Decimal(one)) for one in ("1E+3", "4.10", "-0", "0.5")] == [
        "1000",
        "4.1",
        "0",
        "0.5",
    ]


@given(st.text(max_size=60))
@settings(deadline=None)
def test_every_character_of_a_flow_knows_its_place(text: str) -> None:
    page = source(text)
    flow = flow_of(page, (0, len(text)))
    assert len(flow.text) == len(flow.offsets)
    assert list(flow.offsets) == sorted(flow.offsets)
    assert all(sign in (" ", page.folded[at]) for sign, at in zip(flow.text, flow.offsets, strict=True))
    assert "".join(flow.text[slice(*span)] for span in sentences_of(flow)) == flow.text
