"""Numbers in figures and in characters have one value; what is no number has none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhichan.rooms.plan.reading.numbers import (
    chinese_pair,
    chinese_value,
    fraction_value,
    number_value,
    percent_value,
    scale_value,
)

_DIGITS = "零一二三四五六七八九"


def in_characters(value: int) -> str:
    """A second way: write a number below 10^12 in characters as one would say it."""
    if value == 0:
        return "零"
    words = ""
    for scale, name in ((100_000_000, "亿"), (10_000, "万"), (1, "")):
        part, value = divmod(value, scale)
        if not part:
            continue
        gap = "零" if words and part < 1000 else ""
        words += gap + _below_myriad(part) + name
    return words[1:] if words.startswith("一十") else words


def _below_myriad(value: int) -> str:
    words, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, scale)
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return words


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("12654", "12654"),
        ("12,654", "12654"),
        ("1,234,567", "1234567"),
        ("0.35", "0.35"),
        ("4.10", "4.10"),
        ("十", "10"),
        ("十五", "15"),
        ("一百", "100"),
        ("一百零五", "105"),
        ("两千", "2000"),
        ("两万五千", "25000"),
        ("三百六十五", "365"),
        ("一亿", "100000000"),
        ("五百万", "5000000"),
        ("一万亿", "1000000000000"),
        ("三点五", "3.5"),
        ("二〇二五", "2025"),
        ("零", "0"),
    ],
)
def test_printed_number_has_its_value(printed: str, value: str) -> None:
    assert number_value(printed) == Decimal(value)


@pytest.mark.parametrize(
    "printed",
    ["", "1,23", "三五", "三五千", "万", "千百", "百千", "五万三亿", "abc", "1.2.3", "9" * 40, "一" * 40],
)
def test_what_is_no_number_has_no_value(printed: str) -> None:
    assert number_value(printed) is None


@pytest.mark.parametrize(("printed", "low", "high"), [("两三", 2, 3), ("三五", 3, 5), ("一二", 1, 2)])
def test_loose_pair_gives_both_ends(printed: str, low: int, high: int) -> None:
    assert chinese_pair(printed) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("printed", ["五三", "三", "十五", "三三", "零五", "甲乙"])
def test_what_is_no_loose_pair_gives_none(printed: str) -> None:
    assert chinese_pair(printed) is None


def test_shares_in_words_are_read() -> None:
    assert percent_value("百分之八十五") == 85
    assert percent_value("百分之3.5") == Decimal("3.5")
    assert percent_value("百分之") is None
    assert fraction_value("三分之一") == Decimal("0.3333")
    assert fraction_value("4分之3") == Decimal("0.7500")
    assert fraction_value("零分之一") is None
    assert fraction_value("三分") is None


def test_scale_words_multiply() -> None:
    assert [scale_value(word) for word in ("", "万", "千万", "亿", "万亿")] == [
        1,
        10**4,
        10**7,
        10**8,
        10**12,
    ]


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_number_in_characters_reads_back(value: int) -> None:
    assert chinese_value(in_characters(value)) == value


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**12))
def test_number_in_figures_reads_back_with_and_without_separators(value: int) -> None:
    assert number_value(str(value)) == number_value(f"{value:,}") == value


@settings(deadline=None)
@given(st.decimals(min_value=0, max_value=10**6, places=2))
def test_decimal_keeps_its_printed_places(value: Decimal) -> None:
    assert number_value(f"{value:.2f}") == value
    assert str(number_value(f"{value:.2f}")) == f"{value:.2f}"


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_number_or_none(text: str) -> None:
    for read in (number_value, chinese_value, chinese_pair, percent_value, fraction_value):
        read(text)
