"""Bars in a document, upright or lying, side by side or stacked; what is not finished is outlined, dashed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhichan.core.charts.axes import scale_of_bars
from zhichan.core.charts.drawing import SMALL, TEXT, bare, inset, width_of
from zhichan.core.charts.figures import are_bars_written, target_text, text_of, totals_of
from zhichan.core.charts.specs import BarChart
from zhichan.core.charts.tokens import bar_tokens, colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FILLED = 0.7
"""How much of the room of a name its bars take."""
LEAST_SHARE = 0.07
"""A part of a stack lower than this share of the axis has no room for its figure."""


def draw(axes: Axes, chart: BarChart) -> None:
    scale = scale_of_bars(chart)
    if chart.is_lying:
        inset(axes, 4 + max(map(width_of, chart.names), default=0), 12, top_mm=_legend_room(chart))
    else:
        inset(axes, 3 + max(width_of(one, SMALL) for one in scale.texts), 3, top_mm=_legend_room(chart))
    bare(axes)
    if chart.is_lying:
        axes.set_xlim(scale.low, scale.high)
        axes.set_xticks(list(scale.ticks), scale.texts)
        axes.set_ylim(len(chart.names) - 0.5, -0.5)
        axes.set_yticks(range(len(chart.names)), chart.names)
    else:
        axes.set_ylim(scale.low, scale.high)
        axes.set_yticks(list(scale.ticks), scale.texts)
        axes.set_xlim(-0.5, len(chart.names) - 0.5)
        axes.set_xticks(range(len(chart.names)), chart.names)
    axes.tick_params(axis="y" if chart.is_lying else "x", labelsize=TEXT, labelcolor=colour("--ink-2"))
    axes.grid(axis="x" if chart.is_lying else "y", color=colour("--rule"), linewidth=0.6)
    axes.set_axisbelow(True)
    (axes.axvline if chart.is_lying else axes.axhline)(0, color=colour("--rule-2"), linewidth=0.8)
    _bars(axes, chart, scale.high - scale.low)
    if chart.target:
        _target(axes, chart)
    if len(chart.series) > 1:
        _legend(axes, chart)


def _legend_room(chart: BarChart) -> float:
    return 7.0 if len(chart.series) > 1 else 3.0


def _bars(axes: Axes, chart: BarChart, span: float) -> None:
    count = 1 if chart.is_stacked else len(chart.bars)
    width = FILLED / max(count, 1)
    floors = [0.0] * len(chart.names)
    nth = -1
    for place, one in enumerate(chart.series):
        if one.is_line:
            _line(axes, chart, place)
            continue
        nth += 1
        offset = 0.0 if chart.is_stacked else (nth - (count - 1) / 2) * width
        for at, (name, value) in enumerate(zip(chart.names, one.values, strict=True)):
            if value is None:
                continue
            size = float(value)
            _bar(axes, chart, (at + offset, floors[at], size, width * 0.92), place, chart.is_open(one, name))
            if are_bars_written(chart) and (not chart.is_stacked or size >= span * LEAST_SHARE):
                _write(axes, chart, at + offset, floors[at], size, text_of(value))
            if chart.is_stacked:
                floors[at] += size
    if chart.is_stacked and len(chart.series) > 1 and are_bars_written(chart):
        for at, total in enumerate(totals_of(chart)):
            if total is not None:
                _beyond(axes, chart, at, float(total), text_of(total), bold=True)


def _bar(
    axes: Axes, chart: BarChart, box: tuple[float, float, float, float], place: int, is_open: bool
) -> None:
    at, floor, size, width = box
    ink = colour(bar_tokens(chart)[place])
    look = (
        {"facecolor": colour("--surface-3"), "edgecolor": ink, "linestyle": (0, (3, 2)), "linewidth": 1.2}
        if is_open
        else {"facecolor": ink, "edgecolor": colour("--surface"), "linewidth": 0.4}
    )
    if chart.is_lying:
        axes.barh(at, size, height=width, left=floor, **look)  # type: ignore[arg-type]
    else:
        axes.bar(at, size, width=width, bottom=floor, **look)  # type: ignore[arg-type]


def _line(axes: Axes, chart: BarChart, place: int) -> None:
    """Figures joined; those of a period that still runs are open circles."""
    spots = [(at, float(value)) for at, value in enumerate(chart.series[place].values) if value is not None]
    ink = colour(bar_tokens(chart)[place])
    axes.plot(
        [at for at, _value in spots], [value for _at, value in spots], color=ink, linewidth=1.6, zorder=3
    )
    for at, value in spots:
        fill = colour("--surface") if chart.is_open(chart.series[place], chart.names[at]) else ink
        axes.plot([at], [value], marker="o", markersize=4, color=ink, markerfacecolor=fill, zorder=4)


def _write(axes: Axes, chart: BarChart, at: float, floor: float, size: float, text: str) -> None:
    """The figure of a bar: at its end, in a stack inside it."""
    if not chart.is_stacked:
        _beyond(axes, chart, at, size, text)
        return
    middle = floor + size / 2
    is_open = chart.names[round(at)] in chart.unfinished
    spot = (middle, at) if chart.is_lying else (at, middle)
    axes.annotate(
        text, spot, ha="center", va="center", size=SMALL, color=colour("--ink" if is_open else "--surface")
    )


def _beyond(axes: Axes, chart: BarChart, at: float, end: float, text: str, *, bold: bool = False) -> None:
    sign = -1 if end < 0 else 1
    axes.annotate(
        text,
        (end, at) if chart.is_lying else (at, end),
        xytext=(3 * sign, 0) if chart.is_lying else (0, 2 * sign),
        textcoords="offset points",
        ha=("left" if sign > 0 else "right") if chart.is_lying else "center",
        va="center" if chart.is_lying else ("bottom" if sign > 0 else "top"),
        size=SMALL,
        weight="bold" if bold else "normal",
        zorder=5,
        bbox=None
        if len(chart.bars) == len(chart.series)
        else {"facecolor": colour("--surface"), "pad": 0.6, "lw": 0},
        annotation_clip=False,
    )


def _target(axes: Axes, chart: BarChart) -> None:
    assert chart.target is not None
    level, ink = float(chart.target.value), colour("--seal")
    (axes.axvline if chart.is_lying else axes.axhline)(level, color=ink, linewidth=1.2)
    low, high = axes.get_xlim()
    axes.annotate(
        target_text(chart),
        (level, 1) if chart.is_lying else (low, level),
        xycoords=("data", "axes fraction") if chart.is_lying else "data",
        xytext=(0, 2) if chart.is_lying else (2, 2),
        textcoords="offset points",
        color=ink,
        weight="bold",
        size=TEXT,
        ha=("right" if level > (low + high) / 2 else "left") if chart.is_lying else "left",
        va="bottom",
        annotation_clip=False,
    )


def _legend(axes: Axes, chart: BarChart) -> None:
    """The names of the colours above the bars, in their order."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    marks = [
        Line2D([], [], color=colour(bar_tokens(chart)[place]), marker="o", markersize=4, label=one.label)
        if one.is_line
        else Patch(facecolor=colour(bar_tokens(chart)[place]), label=one.label)
        for place, one in enumerate(chart.series)
    ]
    axes.legend(
        handles=marks,
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=len(marks),
        frameon=False,
        fontsize=TEXT,
        handlelength=1.2,
        handleheight=0.8,
        columnspacing=1.2,
        borderaxespad=0.2,
    )
