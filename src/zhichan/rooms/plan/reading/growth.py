"""Arithmetic of growth notes (年均增长率): does the printed rate lead from the base to the target?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

_PRECISION = 40


@dataclass(frozen=True)
class GrowthCheck:
    """``reached``: base × (1 + rate)^years; ``rate``: the exact one in per cent, ``None`` from zero."""

    reached: Decimal
    rate: Decimal | None
    reproduces: bool


def check_growth(base: Decimal, target: Decimal, rate_pct: Decimal, years: int) -> GrowthCheck:
    """Compare a printed yearly rate with base and target, both as printed.

    The rate reproduces the target where the figure it reaches rounds (half up) to the target at the
    target's decimals, or where the exact rate rounds to the printed rate at its decimals: a plan may
    have rounded either.
    """
    with localcontext() as context:
        context.prec = _PRECISION
        reached = base * (1 + rate_pct / 100) ** years
        exact = yearly_rate(base, target, years)
        by_figure = rounded_like(reached, target) == target
        by_rate = exact is not None and rounded_like(exact, rate_pct) == rate_pct
    return GrowthCheck(reached, exact, by_figure or by_rate)


def yearly_rate(base: Decimal, target: Decimal, years: int) -> Decimal | None:
    """The rate in per cent that leads from base to target in so many years; ``None`` where there is none."""
    if base <= 0 or target <= 0 or years <= 0:
        return None
    with localcontext() as context:
        context.prec = _PRECISION
        return ((target / base).ln() / years).exp() * 100 - 100


def rounded_like(value: Decimal, printed: Decimal) -> Decimal:
    """``value`` rounded half up to the decimals of ``printed``."""
    exponent = printed.as_tuple().exponent
    places = min(int(exponent), 0) if isinstance(exponent, int) else 0
    return value.quantize(Decimal(1).scaleb(places), rounding=ROUND_HALF_UP)
