"""Where an axis begins and ends, and where labels stand so that none covers another. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhichan.core.charts.figures import totals_of
from zhichan.core.charts.specs import BarChart, LineChart
from zhichan.core.tables.text import number_text

PARTS = 5
YEARS_WRITTEN = 10


@dataclass(frozen=True)
class Scale:
    """An axis of figures: from ``low`` to ``high``, a line at each ``step``."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> Sequence[float]:
        parts = round((self.high - self.low) / self.step)
        return [round(self.low + self.step * place, 10) for place in range(parts + 1)]

    @property
    def texts(self) -> Sequence[str]:
        """The ticks as they are written: ``4``, ``4.5``."""
        return [number_text(Decimal(str(tick))) for tick in self.ticks]


def scale_of(figures: Sequence[float], *, from_zero: bool) -> Scale:
    """A scale of about five parts of 1, 2 or 5 that holds all figures, with room for a label above them.

    Bars begin at 0; a line may be cut, since its axis is written. Between whole figures there are no halves.
    """
    low, high = min(figures, default=0.0), max(figures, default=0.0)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    span = (high - low) or abs(high) or float(PARTS)
    step = _step(span / PARTS)
    if all(float(figure).is_integer() for figure in figures):
        step = max(step, 1.0)
    top = high + span * 0.06 if high > 0 or not from_zero else high
    bottom = low if low == 0 else low - span * 0.06
    bottom = max(bottom, 0.0) if low >= 0 else bottom
    first, last = math.floor(bottom / step + 1e-9), math.ceil(top / step - 1e-9)
    last = last if last > first else first + PARTS
    return Scale(round(first * step, 10), round(last * step, 10), step)


def _step(wanted: float) -> float:
    """The next of 1, 2, 5, 10, 20… times a power of ten."""
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(round(first * power, 10) for first in (1, 2, 5, 10) if first * power >= wanted * 0.999)


def scale_of_lines(chart: LineChart) -> Scale:
    figures = [float(spot.value) for one in chart.lines for spot in one.spots]
    for reach in chart.forecast.reaches if chart.forecast else ():
        figures += [float(reach.low), float(reach.high)]
    if chart.target:
        figures.append(float(chart.target.value))
    return scale_of(figures, from_zero=False)


def scale_of_bars(chart: BarChart) -> Scale:
    columns = [totals_of(chart)] if chart.is_stacked else [one.values for one in chart.series]
    figures = [float(value) for column in columns for value in column if value is not None]
    if chart.target:
        figures.append(float(chart.target.value))
    return scale_of(figures, from_zero=True)


def days_of(chart: LineChart) -> tuple[date, date]:
    """The first and the last day of the chart. Raises ValueError where it has none."""
    days = [spot.day for one in chart.lines for spot in one.spots]
    days += [reach.day for reach in chart.forecast.reaches] if chart.forecast else []
    if not days:
        raise ValueError("a chart without a figure")
    return min(days), max(days)


def year_ticks(first: date, last: date) -> Sequence[int]:
    """The years written under the axis, at most ten, the last always among them."""
    years = range(first.year, last.year + 1)
    every = -(-len(years) // YEARS_WRITTEN)
    return [year for year in years if (last.year - year) % every == 0]


def apart(wanted: Sequence[float], distance: float, low: float, high: float) -> list[float]:
    """Heights for labels, ``distance`` apart and between low and high, as near as can be.

    Where there is no room for all, they stand as far apart as there is room. O(n log n).
    """
    if not wanted:
        return []
    distance = min(distance, (high - low) / max(len(wanted) - 1, 1))
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    blocks: list[tuple[float, list[int]]] = []
    for place in order:
        blocks.append((wanted[place], [place]))
        while len(blocks) > 1 and _start(blocks[-1], distance) - _end(blocks[-2], distance) < distance - 1e-9:
            upper, lower = blocks.pop(), blocks.pop()
            places = lower[1] + upper[1]
            blocks.append((sum(wanted[one] for one in places) / len(places), places))
    found = [0.0] * len(wanted)
    at = low - distance
    for middle, places in blocks:
        at = max(middle - distance * (len(places) - 1) / 2, at + distance)
        for place in places:
            found[place] = at
            at += distance
        at -= distance
    over = max(found) - high
    ceiling = high
    for place in reversed(order) if over > 0 else ():
        found[place] = min(found[place], ceiling)
        ceiling = found[place] - distance
    return found


def _start(block: tuple[float, list[int]], distance: float) -> float:
    return block[0] - distance * (len(block[1]) - 1) / 2


def _end(block: tuple[float, list[int]], distance: float) -> float:
    return block[0] + distance * (len(block[1]) - 1) / 2
