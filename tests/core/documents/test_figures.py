"""Dates, sums and numerals as official papers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.documents.figures import (
    MOST_FEN,
    money_in_capitals,
    numeral,
    official_date,
    official_instant,
    official_money,
)
from zhichan.core.errors import InvalidInput

FIGURES = "零壹贰叁肆伍陆柒捌玖"


def test_dates_have_no_leading_zero() -> None:
    assert official_date(date(2026, 1, 5)) == "2026年1月5日"
    assert official_date(date(2026, 11, 20)) == "2026年11月20日"


def test_instants_are_told_by_the_clock_in_beijing() -> None:
    assert official_instant(datetime(2026, 1, 4, 16, 5, tzinfo=UTC)) == "2026年1月5日0时05分"
    with pytest.raises(InvalidInput, match="时区"):
        official_instant(datetime(2026, 1, 4, 16, 5))  # noqa: DTZ001


def test_sums_in_figures() -> None:
    assert [official_money(fen) for fen in (0, 1_200_000, 1_200_050, 5)] == [
        "0元",
        "12000元",
        "12000.50元",
        "0.05元",
    ]
    with pytest.raises(InvalidInput):
        official_money(-1)


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (100, "壹元整"),
        (1_200_000, "壹万贰仟元整"),
        (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (10_000_000, "壹拾万元整"),
        (10_000_100, "壹拾万零壹元整"),
        (1_000_100_000, "壹仟万零壹仟元整"),
        (10_000_000_000_000, "壹仟亿元整"),
        (10_000_000_000_100, "壹仟亿零壹元整"),
        (10_500_000_000, "壹亿零伍佰万元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (1_050, "壹拾元零伍角整"),
    ],
)
def test_sums_in_capitals(fen: int, words: str) -> None:
    assert money_in_capitals(fen) == f"人民币{words}"


def test_a_sum_too_high_is_refused() -> None:
    with pytest.raises(InvalidInput, match="一万亿"):
        money_in_capitals(MOST_FEN + 1)


@given(st.integers(0, MOST_FEN))
def test_capitals_read_back_are_the_sum(fen: int) -> None:
    words = money_in_capitals(fen)
    assert words.startswith("人民币")
    assert "零零" not in words
    assert words.endswith("整") is (fen % 10 == 0)
    assert read_back(words.removeprefix("人民币")) == fen


def read_back(words: str) -> int:
    """Capitals as a person reads them: figure by figure, each with its place."""
    total, section, figure = 0, 0, 0
    for sign in words:
        if sign in FIGURES:
            figure = FIGURES.index(sign)
        elif sign in "拾佰仟":
            section += figure * 10 ** ("拾佰仟".index(sign) + 1)
            figure = 0
        elif sign in "万亿":
            total += (section + figure) * {"万": 10**4, "亿": 10**8}[sign]
            section = figure = 0
        elif sign == "元":
            total, section, figure = (total + section + figure) * 100, 0, 0
        elif sign in "角分":
            total += figure * {"角": 10, "分": 1}[sign]
            figure = 0
    return total


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (9999, "九千九百九十九"),
    ],
)
def test_numerals(number: int, words: str) -> None:
    assert numeral(number) == words


def test_a_numeral_out_of_range_is_refused() -> None:
    with pytest.raises(InvalidInput):
        numeral(0)
