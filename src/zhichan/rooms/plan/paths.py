"""The path of a target (路径): where the indicator should stand at the end of each year on the way.

A positive baseline gives equal ratios, so does a growth rate (the baseline is then computed back); a
baseline of zero or below, an increment and a sum over the period give equal steps. Source of the choice:
plans state yearly rates and their targets reproduce from them (domain/statistics.md §2).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Literal

PathKind = Literal["geometric", "linear"]
_MOST_YEARS = 50
_SIGNIFICANT_DIGITS = 40


@dataclass(frozen=True)
class Promise:
    """What a path is computed from.

    ``value``: what is promised for ``year``; of a range its lower end. ``start_year``: the year before the
    plan begins, used where the baseline carries no year of its own. ``is_increment``: the value comes on
    top of the baseline (新增). ``is_sum``: the value is counted up over the plan's years (规划期累计数).
    """

    value: Decimal
    year: int
    start_year: int | None = None
    baseline: Decimal | None = None
    baseline_year: int | None = None
    growth_rate_pct: Decimal | None = None
    is_increment: bool = False
    is_sum: bool = False


@dataclass(frozen=True)
class Point:
    year: int
    value: Decimal
    kind: PathKind


def path_of(promise: Promise) -> tuple[Point, ...]:
    """The points from the year after the baseline to the target's year; the last is the target exactly.

    Only the target's own year where the way to it is not known: no start year, or a level promised over
    an unknown baseline without a growth rate.
    """
    end = _end_value(promise)
    start_year = promise.start_year if promise.baseline_year is None else promise.baseline_year
    start = _start_value(promise, start_year)
    if start_year is None or start is None or not 0 < promise.year - start_year <= _MOST_YEARS:
        return (Point(promise.year, end, "linear"),)
    kind: PathKind = "geometric" if _is_geometric(promise, start, end) else "linear"
    decimals = _decimals(start, end)
    span = promise.year - start_year
    between = tuple(
        Point(start_year + step, _rounded(_between(kind, start, end, step, span), decimals), kind)
        for step in range(1, span)
    )
    return (*between, Point(promise.year, end, kind))


def _end_value(promise: Promise) -> Decimal:
    if promise.is_increment and not promise.is_sum and promise.baseline is not None:
        return promise.baseline + promise.value
    return promise.value


def _start_value(promise: Promise, start_year: int | None) -> Decimal | None:
    """Where the path begins; None where nobody said."""
    if promise.is_sum:
        return Decimal(0)
    if promise.baseline is not None:
        return promise.baseline
    if promise.is_increment:
        return Decimal(0)
    if promise.growth_rate_pct is not None and start_year is not None:
        return _computed_back(promise, promise.year - start_year)
    return None


def _computed_back(promise: Promise, span: int) -> Decimal | None:
    """The baseline that grows into the target at the printed rate."""
    factor = 1 + (promise.growth_rate_pct or Decimal(0)) / 100
    if factor <= 0 or not 0 < span <= _MOST_YEARS:
        return None
    return promise.value / factor**span


def _is_geometric(promise: Promise, start: Decimal, end: Decimal) -> bool:
    return start > 0 and end > 0 and not promise.is_sum and not promise.is_increment


def _between(kind: PathKind, start: Decimal, end: Decimal, step: int, span: int) -> Decimal:
    if kind == "linear":
        return start + (end - start) * step / span
    with localcontext(prec=_SIGNIFICANT_DIGITS):
        return start * (end / start) ** (Decimal(step) / span)


def _decimals(start: Decimal, end: Decimal) -> int:
    """As many places as the printed figures have, and two at least for small figures; never above four."""
    printed = max(_places(start), _places(end))
    small = 0 if max(abs(start), abs(end)) >= 100 else 2
    return min(4, max(printed, small))


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
