"""The arithmetic of a score (得分), as plain functions.

Of each item the formula gives a value, rounded to two places and kept between the item's bounds. An item
whose data are missing is left out, its weight going to the others in their proportion, or counts as
nothing, as the scheme says. An item's points are

    value × weight ÷ sum of the weights that count

rounded half up to two places, so that what is printed adds up to the total exactly. Added and deducted
points (加分、扣分) count up to the scheme's limits; a total is never below nothing. Two places and the
rounding are the product's own; no law sets them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Literal

from zhichan.core.rules.expressions.computing import DIGITS, computed
from zhichan.core.rules.expressions.syntax import Node

CENT = Decimal("0.01")
MOST = Decimal(10) ** 9
NOTHING = Decimal("0.00")
WHOLE = Decimal(100)

Counted = Literal["counted", "left_out", "zero", "corrected"]
Values = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Item:
    """``is_zero_without``: an item without data counts as nothing instead of being left out."""

    position: int
    name: str
    weight: Decimal
    formula: Node
    least: Decimal = NOTHING
    most: Decimal = WHOLE
    is_zero_without: bool = False


@dataclass(frozen=True)
class Scheme:
    items: Sequence[Item]
    bonus_most: Decimal = NOTHING
    deduction_most: Decimal = NOTHING


@dataclass(frozen=True)
class Part:
    """``value``: of the formula, rounded, before the bounds; None without data. ``bounded``: what counts.

    ``missing``: the input that is not known, ``÷0`` for a division by nothing. ``weights``: the sum of the
    weights that count, by which the points are divided.
    """

    position: int
    weight: Decimal
    weights: Decimal
    value: Decimal | None
    bounded: Decimal | None
    points: Decimal
    missing: str
    counted: Counted


@dataclass(frozen=True)
class Result:
    """``bonus`` and ``deduction`` as far as they count; ``raised``: by how much the total was lifted to
    nothing."""

    parts: tuple[Part, ...]
    bonus: Decimal
    deduction: Decimal
    raised: Decimal
    total: Decimal | None


DIVIDED_BY_NOTHING = "÷0"


@dataclass(frozen=True)
class _Valued:
    item: Item
    value: Decimal | None
    missing: str
    counted: Counted

    @property
    def bounded(self) -> Decimal | None:
        if self.counted == "zero":
            return NOTHING
        if self.value is None:
            return None
        return max(self.item.least, min(self.item.most, self.value))


def result_of(
    scheme: Scheme,
    values: Values,
    *,
    bonus: Decimal = NOTHING,
    deduction: Decimal = NOTHING,
    corrected: Mapping[int, Decimal] | None = None,
) -> Result:
    """What a unit gets. ``corrected``: by an item's position the value that stands for the computed one.

    Total None where no item could be counted.
    """
    with localcontext(prec=DIGITS):
        valued = [_valued(item, values, corrected or {}) for item in scheme.items]
        weights = sum((one.item.weight for one in valued if one.counted != "left_out"), Decimal(0))
        parts = tuple(_part(one, weights) for one in valued)
        if not weights:
            return Result(parts, NOTHING, NOTHING, NOTHING, None)
        added, taken = min(bonus, scheme.bonus_most), min(deduction, scheme.deduction_most)
        total = sum((part.points for part in parts), Decimal(0)) + added - taken
        raised = max(NOTHING, -total)
        return Result(parts, _cents(added), _cents(taken), _cents(raised), _cents(total + raised))


def _valued(item: Item, values: Values, corrected: Mapping[int, Decimal]) -> _Valued:
    if item.position in corrected:
        return _Valued(item, _cents(corrected[item.position]), "", "corrected")
    found = computed(item.formula, values)
    if found.value is not None:
        return _Valued(item, _cents(found.value), "", "counted")
    missing = DIVIDED_BY_NOTHING if found.is_divided_by_nothing else found.missing
    return _Valued(item, None, missing, "zero" if item.is_zero_without else "left_out")


def _part(one: _Valued, weights: Decimal) -> Part:
    bounded = one.bounded
    points = NOTHING if bounded is None else _cents(bounded * one.item.weight / weights)
    return Part(
        one.item.position, one.item.weight, weights, one.value, bounded, points, one.missing, one.counted
    )


def _cents(value: Decimal) -> Decimal:
    """To two places; what is beyond ``MOST`` either way stays there, no item is worth as much."""
    return max(-MOST, min(MOST, value)).quantize(CENT, ROUND_HALF_UP)


def ranks_of(totals: Mapping[int, Decimal | None]) -> dict[int, int | None]:
    """The rank of each: equal totals share one, the next counts on (1, 1, 3). None without a total."""
    order = sorted((total for total in totals.values() if total is not None), reverse=True)
    return {key: None if total is None else order.index(total) + 1 for key, total in totals.items()}
