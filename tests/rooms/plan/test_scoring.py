"""Laws of the arithmetic of scores, and a second computing of it with exact fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.rules.expressions.syntax import formula_of
from zhichan.rooms.plan.scoring import Item, Scheme, ranks_of, result_of

NAMES = ("甲", "乙", "丙")
CENT = Decimal("0.01")
figures = st.decimals(-50, 150, places=2)
values = st.fixed_dictionaries({name: st.none() | figures for name in NAMES})
weights = st.lists(st.integers(1, 60), min_size=3, max_size=3)


def scheme_of(given_weights, *, zero=(), limits=(0, 0)) -> Scheme:
    """One item for each name, its value as it is."""
    items = [
        Item(n, name, Decimal(weight), formula_of(name, NAMES), is_zero_without=n in zero)
        for n, (name, weight) in enumerate(zip(NAMES, given_weights, strict=True), 1)
    ]
    return Scheme(items, *map(Decimal, limits))


def half_up(value: Fraction) -> Decimal:
    """Rounded half up to two places by whole numbers alone; no decimals are divided."""
    cents = (abs(value) * 200 + 1).__floor__() // 2
    return Decimal(cents if value >= 0 else -cents) / 100


@given(values, weights, st.sets(st.integers(1, 3)), st.integers(0, 30), st.integers(0, 30))
def test_the_total_agrees_with_exact_fractions(known, given_weights, zero, bonus, deduction):
    scheme = scheme_of(given_weights, zero=zero, limits=(5, 10))
    result = result_of(scheme, known, bonus=Decimal(bonus), deduction=Decimal(deduction))
    counted = {
        n: (Fraction(0) if known[name] is None else Fraction(min(Decimal(100), max(Decimal(0), known[name]))))
        for n, name in enumerate(NAMES, 1)
        if known[name] is not None or n in zero
    }
    total_weight = sum(given_weights[n - 1] for n in counted)
    points = {n: half_up(value * given_weights[n - 1] / total_weight) for n, value in counted.items()}
    assert [part.points for part in result.parts] == [points.get(n, Decimal(0)) for n in (1, 2, 3)]
    if not counted:
        assert result.total is None
        return
    assert result.total == max(Decimal(0), sum(points.values()) + min(bonus, 5) - min(deduction, 10))


@given(values, weights, figures, figures)
def test_what_is_printed_adds_up_to_the_total(known, given_weights, bonus, deduction):
    scheme = scheme_of(given_weights, limits=(100, 100))
    result = result_of(scheme, known, bonus=abs(bonus), deduction=abs(deduction))
    printed = sum(part.points for part in result.parts) + result.bonus - result.deduction + result.raised
    if result.total is not None:
        assert printed == result.total
        assert result.total >= 0
        assert all(part.points == part.points.quantize(CENT) for part in result.parts)


@given(values, weights, st.sampled_from(NAMES), figures)
def test_a_better_figure_never_gives_less(known, given_weights, name, more):
    """Every formula here grows with its input; so do the points, and so does the total."""
    scheme = scheme_of(given_weights)
    if known[name] is None:
        return
    before = result_of(scheme, known)
    after = result_of(scheme, {**known, name: known[name] + abs(more)})
    assert before.total is not None
    assert after.total is not None
    assert after.total >= before.total
    assert all(b.points <= a.points for b, a in zip(before.parts, after.parts, strict=True))


@given(values, weights)
def test_an_item_left_out_leaves_the_others_their_proportion(known, given_weights):
    """As if the scheme had never had it: with the weights of the others alone, brought to 100 or not."""
    counted = [n for n, name in enumerate(NAMES, 1) if known[name] is not None]
    whole = result_of(scheme_of(given_weights), known)
    items = [item for item in scheme_of(given_weights).items if item.position in counted]
    alone = result_of(Scheme(items), known)
    assert whole.total == alone.total
    assert [part.points for part in whole.parts if part.counted == "counted"] == [
        part.points for part in alone.parts
    ]
    assert all(part.points == 0 for part in whole.parts if part.counted == "left_out")


@given(weights, st.decimals(0, 100, places=2))
def test_equal_items_give_their_own_figure_whatever_the_weights(given_weights, figure):
    """Up to a cent for each item: each is rounded as it is printed."""
    result = result_of(scheme_of(given_weights), dict.fromkeys(NAMES, figure))
    assert result.total is not None
    assert abs(result.total - figure) <= Decimal("0.015")


def test_a_correction_stands_for_what_was_computed_and_brings_a_missing_item_in():
    scheme = scheme_of([50, 30, 20])
    known = {"甲": Decimal(80), "乙": None, "丙": Decimal(50)}
    before = result_of(scheme, known)
    assert before.total == Decimal("71.43")
    assert [part.points for part in before.parts] == [Decimal("57.14"), Decimal("0.00"), Decimal("14.29")]
    after = result_of(scheme, known, corrected={2: Decimal(60)})
    assert [part.points for part in after.parts] == [Decimal(40), Decimal(18), Decimal(10)]
    assert [part.counted for part in after.parts] == ["counted", "corrected", "counted"]


def test_bounds_of_an_item_hold_for_computed_and_corrected_values():
    item = Item(1, "项", Decimal(100), formula_of("甲", NAMES), least=Decimal(20), most=Decimal(90))
    for figure, bounded in (("10", 20), ("55.555", "55.56"), ("99", 90)):
        assert result_of(Scheme([item]), {"甲": Decimal(figure)}).parts[0].bounded == Decimal(bounded)
    assert result_of(Scheme([item]), {}, corrected={1: Decimal(95)}).parts[0].bounded == Decimal(90)


@pytest.mark.parametrize(("words", "points"), [("甲 × 甲", 100), ("0 − 甲 × 甲", 0)])
def test_a_figure_beyond_all_measure_still_gives_points(words, points):
    huge = {"甲": Decimal("9" * 60)}
    item = Item(1, "甲", Decimal(100), formula_of(words, NAMES))
    result = result_of(Scheme([item], Decimal(0), Decimal(0)), huge, bonus=Decimal(0), deduction=Decimal(0))
    assert result.total == points


@pytest.mark.parametrize(
    ("totals", "ranks"),
    [
        ({1: "80", 2: "90", 3: "80", 4: "70"}, {1: 2, 2: 1, 3: 2, 4: 4}),
        ({1: None, 2: "0"}, {1: None, 2: 1}),
        ({}, {}),
    ],
)
def test_equal_totals_share_a_rank_and_the_next_counts_on(totals, ranks):
    given_totals = {key: None if total is None else Decimal(total) for key, total in totals.items()}
    assert ranks_of(given_totals) == ranks
