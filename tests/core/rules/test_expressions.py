"""Formulas people write: what is read, what is refused and where, and that values agree with Python's own."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal, localcontext
from fractions import Fraction
from operator import add, mul, sub, truediv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.errors import InvalidInput
from zhichan.core.rules.expressions.computing import Computed, computed, written
from zhichan.core.rules.expressions.syntax import formula_of, names_in

NAMES = ("任务数", "按期数", "率")
KNOWN = {"任务数": Decimal(8), "按期数": Decimal(6), "率": None}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("100 × 按期数 ÷ 任务数", "75"),
        ("100*按期数/任务数", "75"),
        ("（任务数－2）＊3", "18"),
        ("2 − (3 − 1) - -4", "4"),
        ("10 - 4 - 3", "3"),
        ("100 / 10 / 5", "2"),
        ("100 / (10 / 5)", "50"),
        ("min(任务数, 5, 7)", "5"),
        ("取大（按期数、任务数）", "8"),
        ("clamp(任务数, 0, 5)", "5"),
        ("if(任务数 < 5, 60, 任务数 <= 8, 80, 100)", "80"),
        ("分段（任务数＞8，1，0）", "0"),
        ("if(任务数 = 0, 率, 按期数)", "6"),
    ],
)
def test_a_formula_has_the_value_that_school_arithmetic_gives(text, value):
    assert computed(formula_of(text, NAMES), KNOWN) == Computed(Decimal(value))


@pytest.mark.parametrize(
    ("text", "at", "reason"),
    [
        ("", 1, "请写算式"),
        ("100 × 办结率", 7, "没有“办结率”这项数据"),
        ("100 ×", 6, "没有写完"),
        ("(任务数 + 1", 9, "应写“)”"),
        ("任务数 按期数", 5, "缺少运算符"),
        ("sum(任务数, 1)", 1, "没有“sum”这个函数"),
        ("min(任务数)", 1, "至少要写两项"),
        ("clamp(任务数, 1)", 1, "要写三项"),
        ("if(任务数, 1)", 4, "先写条件"),
        ("任务数 > 5", 5, "缺少运算符"),
        ("__import__('os')", 12, "不能用在算式里"),
        ("任务数.real", 4, "不能用在算式里"),
        ("任务数 ** 2", 6, "这里应是数"),
        ("min", 1, "后面要写括号"),
        ("(" * 40 + "1" + ")" * 40, 31, "套得太深"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text, at, reason):
    with pytest.raises(InvalidInput, match=rf"第 {at} 个字符处") as refused:
        formula_of(text, NAMES)
    assert reason in refused.value.message
    assert refused.value.details["at"] == at


def test_a_formula_that_is_too_long_is_refused():
    with pytest.raises(InvalidInput, match="最多 400 个字符"):
        formula_of("1+" * 201 + "1", NAMES)


def test_what_is_not_known_and_what_is_divided_by_nothing_has_no_value():
    assert computed(formula_of("1 + 率", NAMES), KNOWN) == Computed(None, "率")
    assert computed(formula_of("1 ÷ (任务数 − 8)", NAMES), KNOWN) == Computed(None, "", True)


def test_a_formula_is_written_out_with_the_numbers_put_in():
    formula = formula_of("100*(任务数-按期数)/任务数 + 率", NAMES)
    assert written(formula) == "100 × (任务数 − 按期数) ÷ 任务数 + 率"
    assert written(formula, KNOWN) == "100 × (8 − 6) ÷ 8 + 缺率"
    assert list(names_in(formula)) == ["任务数", "按期数", "任务数", "率"]


def trees():
    """Formulas as text, each with the value Python's fractions give; None where something divides by zero."""
    leaf = st.integers(0, 50).map(lambda n: (str(n), Fraction(n)))
    return st.recursive(leaf, lambda inner: _called(inner) | _operated(inner), max_leaves=8)


def _operated(inner):
    """Divided is by plain numbers only: rounding may not decide whether there is a value."""
    plain = st.integers(0, 50).map(lambda n: (str(n), Fraction(n)))
    plus = st.tuples(inner, st.sampled_from(["+", "−", "×"]), inner)
    return (plus | st.tuples(inner, st.just("÷"), plain)).map(
        lambda t: (f"({t[0][0]} {t[1]} {t[2][0]})", _python(t[1], t[0][1], t[2][1]))
    )


def _called(inner):
    return st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(
        lambda t: (
            f"{t[0]}({t[1][0]}, {t[2][0]})",
            None if None in (t[1][1], t[2][1]) else {"min": min, "max": max}[t[0]](t[1][1], t[2][1]),
        )
    )


def _python(sign, left, right):
    if left is None or right is None or (sign == "÷" and right == 0):
        return None
    return {"+": add, "−": sub, "×": mul, "÷": truediv}[sign](left, right)


@given(trees())
def test_every_formula_agrees_with_exact_fractions_and_survives_being_written(drawn):
    text, exact = drawn
    formula = formula_of(text, ())
    again = formula_of(written(formula), ())
    assert computed(again, {}) == computed(formula, {})
    found = computed(formula, {}).value
    if exact is None:
        assert found is None
        return
    assert found is not None
    with localcontext(prec=60):
        exact_decimal = Decimal(exact.numerator) / exact.denominator
        assert abs(found - exact_decimal) < Decimal("1e-12")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_and_nothing_else(text):
    with suppress(InvalidInput):
        assert written(formula_of(text, NAMES))
