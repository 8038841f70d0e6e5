"""Charts as shapes (图形): lines over years, or bars; the table beside them says the same. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 400, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 88, 12, 26
BAR, GAP = 18, 8
LABEL = 116
MOST_TICKS = 7


@dataclass(frozen=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True)
class Line:
    """``points`` for a polyline; ``dots`` for its marks, with what each says."""

    number: int
    label: str
    points: str
    dots: Sequence[tuple[float, float, str]]
    label_at: float


@dataclass(frozen=True)
class Lines:
    width: int
    height: int
    lines: Sequence[Line]
    across: Sequence[Tick]
    up: Sequence[Tick]
    left: int
    right: float


@dataclass(frozen=True)
class Bar:
    """``end``: where its figure is written."""

    y: float
    width: float
    end: float
    label: str
    figure: str


@dataclass(frozen=True)
class Bars:
    width: int
    height: int
    bars: Sequence[Bar]
    left: int


def lines_of(series: Sequence[tuple[str, Sequence[int]]], ticks: Sequence[str]) -> Lines:
    """One line for each series; every series has a figure for each tick."""
    top = _nice(max((max(figures) for _label, figures in series), default=0))
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    step = (right - LEFT) / max(len(ticks) - 1, 1)

    def place(index: int, figure: int) -> tuple[float, float]:
        return round(LEFT + index * step, 1), round(bottom - (bottom - TOP) * figure / top, 1)

    drawn = []
    used: list[float] = []
    for number, (label, figures) in enumerate(series, 1):
        places = [place(index, figure) for index, figure in enumerate(figures)]
        dots = [
            (x, y, f"{label} {tick} {figure:,}")
            for (x, y), tick, figure in zip(places, ticks, figures, strict=True)
        ]
        label_at = _free(places[-1][1], used)
        used.append(label_at)
        drawn.append(Line(number, label, " ".join(f"{x},{y}" for x, y in places), dots, label_at))
    every = -(-len(ticks) // MOST_TICKS)
    across = [
        Tick(place(index, 0)[0], tick)
        for index, tick in enumerate(ticks)
        if (len(ticks) - 1 - index) % every == 0
    ]
    up = [Tick(place(0, figure)[1], f"{figure:,}") for figure in (0, top // 2, top)]
    return Lines(WIDTH, HEIGHT, drawn, across, up, LEFT, right)


def bars_of(figures: Sequence[tuple[str, int]]) -> Bars:
    """One bar under the other, the longest as wide as there is room."""
    top = max((figure for _label, figure in figures), default=0) or 1
    room = WIDTH - LABEL - 56
    bars = [
        Bar(
            4 + index * (BAR + GAP),
            width := round(room * figure / top, 1),
            round(LABEL + width + 6, 1),
            label,
            f"{figure:,}",
        )
        for index, (label, figure) in enumerate(figures)
    ]
    return Bars(WIDTH, 8 + len(bars) * (BAR + GAP), bars, LABEL)


def _nice(most: int) -> int:
    """An even round number that is at least the figure: 2, 4, 10, 20, 40, 100…"""
    for power in range(12):
        for first in (2, 4, 10):
            found: int = first * 10**power
            if found >= most:
                return found
    return most + most % 2


def _free(wanted: float, used: Sequence[float]) -> float:
    """A height for a label at which no other stands, as near as can be."""
    for distance in range(0, HEIGHT, 2):
        for found in (wanted + distance, wanted - distance):
            if TOP <= found <= HEIGHT - BOTTOM and all(abs(found - other) >= 12 for other in used):
                return found
    return wanted
