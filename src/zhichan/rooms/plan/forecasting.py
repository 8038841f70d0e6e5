"""Forecasting a series of figures (预测): a damped trend, its back-test, and an interval that was proven.

A stock is forecast by Holt's damped trend of statsmodels with fixed weights: on real series of patents they
err less than weights fitted to each short series, and than Theta. A flow is forecast to stay: no trend tried
errs less, and of a yearly figure it says that the quarters left bring what they brought a year before
(docs/benchmarks/forecasts.md). The interval is
conformal: its ends are quantiles of how far such forecasts lay from the truth, in multiples of the size of a
usual step, found on one half of the series and proven on the other by ``tools/backtest_forecasts.py``.

Plain figures: no database, no clock. statsmodels takes seconds to import and comes when it is first needed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

FEWEST = 8
LEVEL_PERCENT = 80
# The back-test begins where so many points are known, and takes at most so many origins, the latest.
_FIRST_ORIGIN = 5
_MOST_ORIGINS = 12
_RECENT_STEPS = 16
# A series whose own back-test the interval covers less than this is not told (it should be 0.8).
_LEAST_COVERED = 0.6
_FEWEST_CHECKS = 8


class Kind(StrEnum):
    """``STOCK``: a level that moves on (期末数, 累计数); ``FLOW``: sums over the four quarters up to each."""

    STOCK = "stock"
    FLOW = "flow"


class Refusal(StrEnum):
    FEW = "few"
    WORSE = "worse"
    UNCOVERED = "uncovered"


# Which method a stored forecast was made by; a change of weights or ends is another one.
METHODS = {Kind.STOCK: "damped-1", Kind.FLOW: "stays-1"}
_LEVEL, _TREND, _DAMPING = 1.0, 0.3, 0.98
# For each step ahead the lower and upper end, in usual steps above the forecast. Made by the tool above.
ENDS: dict[Kind, tuple[tuple[float, float], ...]] = {
    Kind.STOCK: (
        *((-1.07, 2.20), (-1.91, 4.14), (-2.52, 6.50), (-3.20, 8.56)),
        *((-3.78, 9.96), (-4.05, 10.79), (-4.61, 12.64), (-5.28, 15.76)),
    ),
    Kind.FLOW: ((-1.46, 2.63), (-2.68, 4.45), (-3.28, 6.60), (-3.86, 8.00)),
}


@dataclass(frozen=True)
class Step:
    """The forecast of one period ahead with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Forecasted:
    """``steps``: one for each period ahead; empty where ``refusal`` says why.

    ``error`` and ``naive_error``: mean absolute error over ``origins`` rolling origins, of the forecast and
    of a figure that stays as it is; None where there were too few points.
    """

    steps: tuple[Step, ...]
    error: float | None = None
    naive_error: float | None = None
    origins: int = 0
    refusal: Refusal | None = None


def most_steps(points: int, kind: Kind) -> int:
    """How far ahead so many points let one see: half as far as they reach, no farther than proven."""
    return min(points // 2, len(ENDS[kind]))


def forecast_of(values: Sequence[float], *, kind: Kind, steps: int) -> Forecasted:
    """The next ``steps`` figures of a series, evenly spaced in time; fewer where it does not see so far.

    Refused with fewer than eight points, where the back-test errs more than a figure that stays, or where
    the interval covers too little of it. O(origins) fits of some milliseconds.
    """
    if len(values) < FEWEST:
        return Forecasted((), refusal=Refusal.FEW)
    steps = min(steps, most_steps(len(values), kind))
    tested = backtest(values, kind, steps)
    usual = usual_step(values, tested)
    error = _mean(abs(one.error) for one in tested)
    naive = _mean(abs(one.naive_error) for one in tested)
    origins = len({one.origin for one in tested})
    refusal = _refusal(tested, kind, usual, error, naive)
    if refusal is not None:
        return Forecasted((), error, naive, origins, refusal)
    ahead = ahead_of(values, kind, steps)
    return Forecasted(tuple(_stepped(values, ahead, kind, usual)), error, naive, origins)


def _stepped(values: Sequence[float], ahead: Sequence[float], kind: Kind, usual: float) -> list[Step]:
    """Where no figure was below zero none is forecast."""
    floor = 0.0 if min(values) >= 0 else -math.inf
    return [
        Step(max(floor, value), max(floor, value + low * usual), max(floor, value + high * usual))
        for value, (low, high) in zip(ahead, ENDS[kind], strict=False)
    ]


def ahead_of(values: Sequence[float], kind: Kind, steps: int) -> list[float]:
    """The figures ahead: of a stock by Holt's damped trend, of a flow the last one."""
    return [values[-1]] * steps if kind is Kind.FLOW else damped(values, steps)


def damped(values: Sequence[float], steps: int) -> list[float]:
    """Holt's damped trend from the first two figures on."""
    import numpy
    from statsmodels.tsa.holtwinters import Holt

    first, *others = values
    model = Holt(
        numpy.asarray(others, dtype=float),
        damped_trend=True,
        initialization_method="known",
        initial_level=first,
        initial_trend=others[0] - first,
    )
    with numpy.errstate(divide="ignore", invalid="ignore"):  # its information criteria, of a perfect fit
        fitted = model.fit(
            smoothing_level=_LEVEL, smoothing_trend=_TREND, damping_trend=_DAMPING, optimized=False
        )
        return [float(value) for value in fitted.forecast(steps)]


@dataclass(frozen=True)
class Tested:
    """One figure of the past forecast from the ``origin`` first ones, ``ahead`` steps on (from 0).

    ``error``: how far the truth lay above the forecast; ``naive_error``: above the last figure known.
    """

    origin: int
    ahead: int
    error: float
    naive_error: float


def backtest(values: Sequence[float], kind: Kind, steps: int) -> list[Tested]:
    """Forecasts from rolling origins against what came: each uses nothing but the figures before it."""
    found = []
    for origin in range(max(_FIRST_ORIGIN, len(values) - _MOST_ORIGINS), len(values)):
        known, truth = values[:origin], values[origin : origin + steps]
        for ahead, (guess, true) in enumerate(zip(ahead_of(known, kind, len(truth)), truth, strict=True)):
            found.append(Tested(origin, ahead, true - guess, true - known[-1]))
    return found


def usual_step(values: Sequence[float], tested: Sequence[Tested]) -> float:
    """The size the interval is told in: half the mean step of late, half the mean error one step ahead."""
    recent = values[-_RECENT_STEPS - 1 :]
    moved = _mean(abs(after - before) for before, after in pairwise(recent))
    missed = _mean(abs(one.error) for one in tested if one.ahead == 0)
    return (moved + missed) / 2


def _refusal(
    tested: Sequence[Tested], kind: Kind, usual: float, error: float, naive: float
) -> Refusal | None:
    if error > naive:
        return Refusal.WORSE
    ends = ENDS[kind]
    covered = [ends[one.ahead][0] * usual <= one.error <= ends[one.ahead][1] * usual for one in tested]
    if len(covered) >= _FEWEST_CHECKS and _mean(covered) < _LEAST_COVERED:
        return Refusal.UNCOVERED
    return None


def _mean(figures: object) -> float:
    found = list(figures)  # type: ignore[call-overload]
    return math.fsum(found) / len(found) if found else 0.0
