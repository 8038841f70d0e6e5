"""Lines over time in a document: direct labels, the path thin, the forecast dashed with its band."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from zhichan.core.charts.axes import apart, days_of, scale_of_lines, year_ticks
from zhichan.core.charts.drawing import SMALL, TEXT, bare, inset, width_of
from zhichan.core.charts.figures import band_text, days_written, target_text, text_of
from zhichan.core.charts.specs import LineChart, Series, Step
from zhichan.core.charts.tokens import colour, series_token

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw(axes: Axes, chart: LineChart) -> None:
    scale, (first, last) = scale_of_lines(chart), days_of(chart)
    names = [_named(one, with_figure=len(chart.series) > 1) for one in chart.lines if one.spots]
    names += [band_text(chart.forecast)] if chart.forecast else []
    figures = max(width_of(text, SMALL) for text in scale.texts)
    inset(axes, 3 + figures, 4 + max(map(width_of, names), default=0))
    bare(axes)
    room = max((last - first).days, 1) * 0.02
    axes.set_xlim(first.toordinal() - room, last.toordinal() + room)
    axes.set_ylim(scale.low, scale.high)
    axes.set_yticks(list(scale.ticks), scale.texts)
    axes.grid(axis="y", color=colour("--rule"), linewidth=0.6)
    axes.set_axisbelow(True)
    axes.axhline(scale.low, color=colour("--rule-2"), linewidth=0.8)
    _ticks(axes, chart, first, last)
    for place, one in enumerate(chart.series):
        _line(axes, chart, one, colour(series_token(place)))
    if chart.path:
        _plot(axes, chart.path, colour("--c7"), 1.0)
    if chart.forecast:
        _forecast(axes, chart)
    if chart.target:
        _target(axes, chart)
    _names(axes, chart)


def _ticks(axes: Axes, chart: LineChart, first: date, last: date) -> None:
    """Years stand where their last figure does, so that a mark and its year are one above the other."""
    days = sorted(
        {spot.day for one in chart.lines for spot in one.spots}
        | {reach.day for reach in (chart.forecast.reaches if chart.forecast else ())}
    )
    if chart.step is Step.YEAR:
        years = year_ticks(first, last)
        shown = [(day.toordinal(), str(day.year)) for day in days if day.year in years]
    else:
        shown = [(date(year, 12, 31).toordinal(), str(year)) for year in year_ticks(first, last)]
        shown = [one for one in shown if first.toordinal() <= one[0] <= last.toordinal()]
        shown = shown or [(day.toordinal(), chart.step.text(day)) for day in (first, last)]
    axes.set_xticks([at for at, _text in shown], [text for _at, text in shown])


def _plot(axes: Axes, one: Series, ink: str, width: float, **how: object) -> None:
    axes.plot(
        [spot.day.toordinal() for spot in one.spots],
        [float(spot.value) for spot in one.spots],
        color=ink,
        linewidth=width,
        **how,  # type: ignore[arg-type]
    )


def _line(axes: Axes, chart: LineChart, one: Series, ink: str) -> None:
    settled = one.spots[:-1] if chart.is_unfinished else one.spots
    _plot(axes, Series(one.label, settled), ink, 1.8, marker="o", markersize=3.2)
    if chart.is_unfinished and one.spots:
        _plot(axes, Series(one.label, one.spots[-2:]), ink, 1.4, linestyle=(0, (3, 2)))
        _plot(
            axes,
            Series(one.label, one.spots[-1:]),
            ink,
            1.4,
            marker="o",
            markersize=4,
            markerfacecolor=colour("--surface"),
        )
    written = days_written(chart, one.label)
    for spot in one.spots if len(chart.series) == 1 else ():
        if spot.day in written:
            _write(axes, spot.day, float(spot.value), text_of(spot.value), above=True)


def _write(axes: Axes, day: date, value: float, text: str, *, above: bool) -> None:
    axes.annotate(
        text,
        (day.toordinal(), value),
        xytext=(0, 4 if above else -4),
        textcoords="offset points",
        ha="center",
        va="bottom" if above else "top",
        size=TEXT,
        annotation_clip=False,
    )


def _forecast(axes: Axes, chart: LineChart) -> None:
    assert chart.forecast is not None
    starts = (
        [(spot.day.toordinal(), float(spot.value)) for spot in chart.series[0].spots[-1:]]
        if chart.series
        else []
    )
    days = [day for day, _value in starts] + [one.day.toordinal() for one in chart.forecast.reaches]
    middle = [value for _day, value in starts] + [float(one.value) for one in chart.forecast.reaches]
    low = [value for _day, value in starts] + [float(one.low) for one in chart.forecast.reaches]
    high = [value for _day, value in starts] + [float(one.high) for one in chart.forecast.reaches]
    ink = colour(series_token(0))
    axes.fill_between(days, low, high, color=ink, alpha=0.18, linewidth=0)
    axes.plot(days, middle, color=ink, linewidth=1.6, linestyle=(0, (3, 2)))
    last = chart.forecast.reaches[-1]
    axes.plot(
        days[-1:], middle[-1:], color=ink, marker="o", markersize=4, markerfacecolor=colour("--surface")
    )
    _write(axes, last.day, float(last.value), text_of(last.value), above=False)


def _target(axes: Axes, chart: LineChart) -> None:
    assert chart.target is not None
    level, ink = float(chart.target.value), colour("--seal")
    axes.axhline(level, color=ink, linewidth=1.2)
    axes.annotate(
        target_text(chart),
        (axes.get_xlim()[0], level),
        xytext=(2, 2),
        textcoords="offset points",
        color=ink,
        weight="bold",
        size=TEXT,
        va="bottom",
    )


def _named(one: Series, *, with_figure: bool) -> str:
    """The name of a line, and among several its last figure: ``发明 240``."""
    return f"{one.label} {text_of(one.spots[-1].value)}" if with_figure else one.label


def _names(axes: Axes, chart: LineChart) -> None:
    """The name of each line at its end, at the right, so far apart that none covers another."""
    many = len(chart.series) > 1
    named = [
        (_named(one, with_figure=many), float(one.spots[-1].value), colour(series_token(place)))
        for place, one in enumerate(chart.series)
        if one.spots
    ]
    if len(named) == 1 and not chart.path and not chart.forecast:
        return
    if chart.path and chart.path.spots:
        named.append((chart.path.label, float(chart.path.spots[-1].value), colour("--ink-3")))
    if chart.forecast:
        named.append(
            (band_text(chart.forecast), float(chart.forecast.reaches[-1].value), colour(series_token(0)))
        )
    low, high = axes.get_ylim()
    height = axes.get_position().height * axes.get_figure().get_size_inches()[1] * 72  # type: ignore[union-attr]
    heights = apart([value for _name, value, _ink in named], (high - low) * TEXT * 1.25 / height, low, high)
    for (name, _value, ink), at in zip(named, heights, strict=True):
        axes.annotate(
            name,
            (1, at),
            xycoords=("axes fraction", "data"),
            xytext=(4, 0),
            textcoords="offset points",
            color=ink,
            size=TEXT,
            va="center",
            annotation_clip=False,
        )
