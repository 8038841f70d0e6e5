"""Bands: both sides of a line, ends that lie within the rule, and words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.rules.bands import Band, Side
from zhichan.core.rules.money import fen_of, yuan_text

AMOUNTS = st.integers(0, 10**12)
TIMES = st.decimals(0, 10, places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("side", "below", "on", "above"),
    [
        (Side.AT_LEAST, False, True, True),
        (Side.ABOVE, False, False, True),
        (Side.AT_MOST, True, True, False),
        (Side.BELOW, True, False, False),
    ],
)
def test_a_line_belongs_to_the_side_that_names_it(side: Side, below: bool, on: bool, above: bool) -> None:
    band = Band(base="turnover_fen", side=side, line_fen=5_000_000, most_fen=1)
    assert [band.holds_for(amount) for amount in (4_999_999, 5_000_000, 5_000_001)] == [below, on, above]
    assert band.holds_for(None) is None


@given(AMOUNTS, TIMES, TIMES, st.none() | AMOUNTS)
def test_no_end_of_multiples_lies_outside_the_rule(
    amount: int, one: Decimal, other: Decimal, cap: int | None
) -> None:
    least, most = sorted((one, other))
    ends = Band(base="gains_fen", times_least=least, times_most=most, cap_fen=cap).ends_for(amount)
    assert ends is not None
    assert ends.most_fen <= Fraction(most) * amount
    assert cap is None or ends.most_fen <= cap
    if cap is None:
        assert Fraction(least) * amount <= ends.least_fen < Fraction(least) * amount + 1
        assert Fraction(most) * amount - 1 < ends.most_fen


@given(AMOUNTS, AMOUNTS)
def test_a_larger_amount_never_brings_a_lower_end(one: int, other: int) -> None:
    band = Band(base="gains_fen", times_least=Decimal(1), times_most=Decimal("0.2") * 15, cap_fen=10**9)
    first, second = (band.ends_for(amount) for amount in sorted((one, other)))
    assert first is not None
    assert second is not None
    assert (first.least_fen, first.most_fen) <= (second.least_fen, second.most_fen)


def test_what_is_not_known_gives_no_ends() -> None:
    assert Band(base="gains_fen", times_most=Decimal(5)).ends_for(None) is None
    assert Band().ends_for(100) is None
    assert Band(most_fen=100).ends_for(None) is not None


def test_a_band_in_words() -> None:
    assert Band(most_fen=25_000_000).text == "250,000 元以下"
    assert Band(least_fen=1_000_000, most_fen=10_000_000).text == "10,000 元至 100,000 元"
    assert Band(least_fen=10_000_000, most_fen=10_000_000).text == "100,000 元"
    assert Band(base="g", times_most=Decimal("0.2")).text == "20%以下"
    assert Band(base="g", times_least=Decimal(1), times_most=Decimal(5)).text == "1 倍至 5 倍"
    assert Band(base="g", times_most=Decimal(3), cap_fen=3_000_000).text == "3 倍以下；不超过 30,000 元"
    assert Band().text == "不设数额"
    lines = [Band(base="g", side=side, line_fen=5_000_000, most_fen=1).line_of("所得") for side in Side]
    assert lines == [
        "所得达到 50,000 元",
        "所得超过 50,000 元",
        "没有所得或不超过 50,000 元",
        "没有所得或不足 50,000 元",
    ]
    assert Band(base="g", side=Side.ABOVE, line_fen=0, most_fen=1).line_of("所得") == "有所得"
    assert Band(base="g", side=Side.AT_MOST, line_fen=0, most_fen=1).line_of("所得") == "没有所得"


@given(st.integers(0, 10**15))
def test_an_amount_reads_back_from_its_words(fen: int) -> None:
    assert fen_of(yuan_text(fen).removesuffix(" 元")) == fen


@pytest.mark.parametrize("text", ["", "abc", "-1", "1.234", "NaN", "Infinity", "1e20", "１２x"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="金额"):
        fen_of(text)
