"""Growth arithmetic, against a walk year by year and against roots found by halving."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhichan.rooms.plan.reading.growth import check_growth, rounded_like, yearly_rate


def walked(base: Fraction, rate_pct: Fraction, years: int) -> Fraction:
    """A second way: add the growth year by year in exact fractions."""
    for _ in range(years):
        base += base * rate_pct / 100
    return base


def halved(base: Fraction, target: Fraction, years: int) -> Fraction:
    """A second way: the rate found by halving an interval, never by a root."""
    low, high = Fraction(-100), Fraction(10**8)
    for _ in range(90):
        middle = (low + high) / 2
        low, high = (middle, high) if walked(base, middle, years) < target else (low, middle)
    return low


@pytest.mark.parametrize(
    ("base", "target", "rate", "reproduces"),
    [
        ("100", "201.1", "15", True),
        ("100", "201", "15", True),
        ("100", "250", "15", False),
        ("2.0", "4.0", "15", True),
        ("2.0", "4.2", "15", False),
        ("3.17", "10.7", "27.5", True),
        ("28266", "62000", "17", True),
        ("28266", "66000", "17", False),
        ("18", "26", "7.63", True),
        ("50", "50", "0", True),
        ("0", "0", "5", True),
        ("0", "5", "5", False),
    ],
)
def test_rate_reproduces_its_target_or_not(base: str, target: str, rate: str, reproduces: bool) -> None:
    assert check_growth(Decimal(base), Decimal(target), Decimal(rate), 5).reproduces is reproduces


def test_what_the_rate_reaches_is_reported() -> None:
    check = check_growth(Decimal(100), Decimal(250), Decimal(15), 5)
    assert round(check.reached, 4) == Decimal("201.1357")
    assert check.rate is not None
    assert round(check.rate, 2) == Decimal("20.11")


@pytest.mark.parametrize(("base", "target", "years"), [(0, 5, 5), (5, 0, 5), (5, 9, 0), (5, 9, -1)])
def test_no_rate_leads_from_or_to_nothing(base: int, target: int, years: int) -> None:
    assert yearly_rate(Decimal(base), Decimal(target), years) is None


def test_rounding_follows_the_printed_decimals_and_goes_half_up() -> None:
    assert rounded_like(Decimal("2.345"), Decimal("1.00")) == Decimal("2.35")
    assert rounded_like(Decimal("2.5"), Decimal("7")) == Decimal("3")
    assert rounded_like(Decimal("1234"), Decimal("1E+3")) == Decimal("1234")


_FIGURES = st.decimals(min_value=1, max_value=100_000, places=2)
_RATES = st.decimals(min_value=0, max_value=60, places=2)


@settings(deadline=None)
@given(base=_FIGURES, rate=_RATES, years=st.integers(min_value=1, max_value=10))
def test_figure_reached_equals_the_walk(base: Decimal, rate: Decimal, years: int) -> None:
    reached = check_growth(base, base, rate, years).reached
    assert abs(Fraction(reached) - walked(Fraction(base), Fraction(rate), years)) < Fraction(1, 10**12)


@settings(deadline=None)
@given(base=_FIGURES, target=_FIGURES, years=st.integers(min_value=1, max_value=10))
def test_rate_equals_the_one_found_by_halving(base: Decimal, target: Decimal, years: int) -> None:
    rate = yearly_rate(base, target, years)
    assert rate is not None
    assert abs(Fraction(rate) - halved(Fraction(base), Fraction(target), years)) < Fraction(1, 10**9)


@settings(deadline=None)
@given(base=_FIGURES, rate=_RATES, places=st.integers(min_value=0, max_value=3))
def test_target_computed_and_rounded_always_reproduces(base: Decimal, rate: Decimal, places: int) -> None:
    reached = check_growth(base, base, rate, 5).reached
    target = rounded_like(reached, Decimal(1).scaleb(-places))
    assert check_growth(base, target, rate, 5).reproduces
