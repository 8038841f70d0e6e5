"""Quantities: number, unit and tail are found as printed; names, dates and codes are none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.quantities import Quantity, quantities_in


def found(text: str) -> list[tuple[str, str, str | None, str]]:
    return [(str(q.low), str(q.high), q.unit, q.tail) for q in quantities_in(fold(text))]


def one(text: str) -> Quantity:
    (quantity,) = quantities_in(fold(text))
    return quantity


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "tail"),
    [
        ("突破1.2万件", "1.2", "1.2", "万件", ""),
        ("达到25，000件", "25000", "25000", "件", ""),
        ("60项以上", "60", "60", "项", "以上"),
        ("5个及以上", "5", "5", "个", "以上"),
        ("约30家左右", "30", "30", "家", "左右"),
        ("60天以内", "60", "60", "天", "以内"),
        ("2-3家", "2", "3", "家", ""),
        ("2—3家", "2", "3", "家", ""),
        ("2～3家", "2", "3", "家", ""),
        ("2至3家", "2", "3", "家", ""),
        ("2家至3家", "2", "3", "家", ""),
        ("1万元—5万元", "1", "5", "万元", ""),
        ("8千至1万件", "0.8", "1", "万件", ""),
        ("10%—15%", "10", "15", "%", ""),
        ("15％", "15", "15", "%", ""),
        ("百分之八十以上", "80", "80", "%", "以上"),
        ("百分之八十至百分之九十", "80", "90", "%", ""),
        ("三分之一", "0.3333", "0.3333", None, ""),
        ("6个百分点", "6", "6", "个百分点", ""),
        ("十五件", "15", "15", "件", ""),
        ("一百家", "100", "100", "家", ""),
        ("三五家", "3", "5", "家", ""),
        ("两到三家", "2", "3", "家", ""),
        ("两万五千亩", "25000", "25000", "亩", ""),
        ("１２件", "12", "12", "件", ""),
        ("4.37件/万人", "4.37", "4.37", "件/万人", ""),
        ("35微克/立方米", "35", "35", "微克/立方米", ""),
        ("1.5万亿元", "1.5", "1.5", "万亿元", ""),
        ("2.5万人次", "2.5", "2.5", "万人次", ""),
        ("达到6", "6", "6", None, ""),
        ("突破10万", "10", "10", "万", ""),
        ("发放10万余份", "10", "10", "万份", ""),
        ("3-5", "3", "5", None, ""),
    ],
)
def test_quantity_is_read_as_printed(text: str, low: str, high: str, unit: str | None, tail: str) -> None:
    assert found(text) == [(low, high, unit, tail)]


def test_loose_figures_are_marked() -> None:
    assert one("500余万元").loose
    assert one("100多家").loose
    assert one("十余家").loose
    assert not one("100家").loose


def test_spelled_figures_are_marked() -> None:
    assert one("十五件").spelled
    assert not one("15件").spelled


def test_span_covers_number_unit_and_tail() -> None:
    text = "新增标准60项以上,每年"
    quantity = one(text)
    assert text[quantity.start : quantity.end] == "60项以上"
    assert text[quantity.start : quantity.number_end] == "60项"
    assert quantity.measure == "项"
    assert one("突破25万件").measure == "件"
    assert one("达到6").measure == ""


def test_range_is_told_from_a_single_figure() -> None:
    assert one("2-3家").is_range
    assert not one("3家").is_range


def test_several_quantities_come_in_order() -> None:
    assert [str(q.low) for q in quantities_in("5家、10家和20名")] == ["5", "10", "20"]


@pytest.mark.parametrize(
    "text",
    [
        "到2025年",
        "2020-2021年度",
        "2021年12月底前",
        "云知办〔2021〕39号",
        "（2021）369号",
        "GB/T 29490-2013",
        "PM2.5浓度",
        "5G网络",
        "《质量强国建设纲要（2021—2035年）》",
        "“三合一”审判",
        "第14条",
        "第十二次会议",
        "“1+3+N”体系",
        "1+2+3格局",
        "3.15消费者权益日",
        "12330热线",
        "五市协作",
        "三大产业",
        "千人计划",
        "百家争鸣",
        "二〇二五年",
        "20203月",
        "一次性给予",
        "电话：0471-1234567",
    ],
)
def test_names_dates_and_codes_hold_no_quantity(text: str) -> None:
    assert [quantity for quantity in quantities_in(fold("".join(text.split()))) if quantity.unit] == []


def test_bare_numbers_can_be_left_out() -> None:
    assert quantities_in("达到6", bare=False) == ()


@pytest.mark.parametrize("scale", ["", "万", "亿"])
@settings(deadline=None)
@given(value=st.integers(min_value=1, max_value=10**7), unit=st.sampled_from(["件", "家", "元", "人"]))
def test_every_printed_style_of_a_figure_reads_the_same(scale: str, value: int, unit: str) -> None:
    wide = str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for printed in (str(value), f"{value:,}", wide):
        quantity = one(f"达到{printed}{scale}{unit}")
        assert (quantity.low, quantity.unit) == (Decimal(value), f"{scale}{unit}")


@settings(deadline=None)
@given(
    st.text(alphabet="0123456789.,-至到万亿千百十一二三个家件元%以上内左右年月日()“”《》第号/ ", max_size=80)
)
def test_any_run_of_figure_signs_is_read_without_overlap(text: str) -> None:
    last = 0
    for quantity in quantities_in(text):
        assert last <= quantity.start < quantity.number_end <= quantity.end <= len(text)
        assert quantity.low <= quantity.high
        last = quantity.end


@pytest.mark.parametrize("sign", ["1", "一", "1,", "1-", "“", "《", "百分之", "1+", "(", "1万"])
def test_long_runs_of_one_sign_are_survived(sign: str) -> None:
    assert len(list(quantities_in(sign * 10_000))) <= 10_000
