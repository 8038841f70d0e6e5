"""Printed lines into lines of sense: what is rejoined, what stays apart, where each character stands."""

from __future__ import annotations

import pytest

from tests.rooms.plan.reading.plan_texts import source_of
from zhichan.rooms.plan.reading.lines import flow_of, lines_of, printed_lines, wrap_of

PARAGRAPH = (
    "推动全区知识产权创造质量、运用效益、保护水平和服务能力全面提升，"
    "为建设创新型城区提供坚实有力的支撑，力争走在全市前列"
)


def wrapped(text: str, width: int) -> str:
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


def joined(text: str) -> list[str]:
    return [line.text for line in lines_of(source_of(text))]


@pytest.mark.parametrize("width", [15, 16, 18, 20, 28])
def test_hard_wrapped_paragraphs_are_rejoined(width: int) -> None:
    paragraphs = [PARAGRAPH + "。", "第二段也同样很长，" + PARAGRAPH + "。", "最后一段。"]
    assert joined("\n\n".join(wrapped(text, width) for text in paragraphs)) == paragraphs


def test_indent_divides_paragraphs_that_no_blank_line_divides() -> None:
    paragraphs = [PARAGRAPH + "。", PARAGRAPH + "，不断完善。"]
    page = "\n".join(wrapped("　　" + text, 20) for text in paragraphs)
    assert joined(page) == paragraphs


def test_lines_of_an_unwrapped_page_stay_as_they_are() -> None:
    page = ["一、总体要求", PARAGRAPH + "。", "二、重点任务", "（一）做好甲", PARAGRAPH * 2 + "。"]
    assert joined("\n".join(page)) == page


def test_numbered_line_below_a_full_line_begins_anew() -> None:
    full = PARAGRAPH[:20]
    page = [full, "（一）" + PARAGRAPH[:17], PARAGRAPH[:20], PARAGRAPH[:20] + "。"]
    assert joined("\n".join(page))[:2] == [
        full,
        "（一）" + PARAGRAPH[:17] + PARAGRAPH[:20] + PARAGRAPH[:20] + "。",
    ]


def test_table_rows_are_never_joined() -> None:
    rows = [f"{PARAGRAPH[:8]} | {PARAGRAPH[8:18]} |"] * 5
    assert joined("\n".join(rows)) == rows


def test_row_of_one_cell_loses_its_bar_and_says_so() -> None:
    [line] = lines_of(source_of("专栏1 培育工程 |"))
    assert (line.text, line.barred) == ("专栏1 培育工程", True)


def test_offsets_lead_back_to_the_page() -> None:
    text = "\n".join(wrapped("　　" + PARAGRAPH + "。", 20).split("\n") * 2)
    source = source_of(text)
    for line in lines_of(source):
        assert [source.text[offset] for offset in line.flow.offsets] == list(line.text)
        assert source.text[line.span[0]] == line.text[0]
        assert source.text[line.span[1] - 1] == line.text[-1]


def test_furniture_is_left_out_as_if_it_were_not_there() -> None:
    text = "甲\n导航\n\n乙"
    lines = lines_of(source_of(text), ((2, 4),))
    assert [(line.text, line.gap) for line in lines] == [("甲", 0), ("乙", 1)]


def test_blanks_are_squeezed_and_line_ends_dropped_but_between_words() -> None:
    source = source_of("实施  “A B”\n计划 use\nthe PCT\nCN 路线")
    flow = flow_of(source, ((0, len(source.text)),))
    assert flow.text == "实施 “A B”计划 use the PCTCN 路线"
    assert flow.span(0, 2) == (0, 2)


def test_page_of_short_lines_has_no_wrap() -> None:
    assert wrap_of(printed_lines(source_of("甲\n乙\n丙"))) is None
    assert wrap_of(printed_lines(source_of(""))) is None


def test_width_in_columns_is_seen_where_figures_are_narrow() -> None:
    lines = [
        "截至2020年12月31日全区累计授权专利量",
        "12345件其中发明专利2345件实用新型专",
        "利8000件外观设计专利2000件商标有效注",
        "册量达到30000件版权登记量突破10000",
        "件。",
    ]
    assert joined("\n".join(lines)) == ["".join(lines)]


def test_day_at_the_head_of_a_wrapped_line_is_no_number() -> None:
    head = "在宣传周活动中要广泛发动各方力量参与进来，在"
    text = (
        head + "4.26世界知识产权日前后集中开展系列宣传活动，营造尊重知识、诚信守法的社会氛围，提高公众意识。"
    )
    page = wrapped(text, len(head)).split("\n")
    assert page[1].startswith("4.26")
    assert joined("\n".join(page)) == ["".join(page)]
