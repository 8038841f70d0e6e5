"""The figures of a chart as a table (数据表), and which of them are written beside the drawing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from zhichan.core.charts.specs import (
    BarChart,
    BulletChart,
    Chart,
    Figure,
    Forecast,
    LineChart,
    Shape,
    TileGrid,
)
from zhichan.core.tables.text import number_text

MOST_BARS_WRITTEN = 24
SHADES = 5


@dataclass(frozen=True)
class Table:
    """``rows``: a name, then one figure for each further column; None where there is none."""

    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Figure | None]]]

    @property
    def texts(self) -> Sequence[tuple[str, Sequence[str]]]:
        """The rows as they are written."""
        return [(name, [text_of(value) for value in values]) for name, values in self.rows]


def text_of(value: Figure | None) -> str:
    return number_text(value)


def table_of(chart: Chart) -> Table:
    """Every figure the chart draws, and no other."""
    if isinstance(chart, Shape):
        return chart.table()
    if isinstance(chart, LineChart):
        return _table_of_lines(chart)
    if isinstance(chart, BarChart):
        return _table_of_bars(chart)
    if isinstance(chart, BulletChart):
        return Table(
            [_("名称"), _("完成（%）"), _("预测至期末（%）"), _("时间进度（%）")],
            [(one.name, [one.done_pct, one.reach_pct, one.elapsed_pct]) for one in chart.bullets],
        )
    return Table([_("地区"), _with_unit(chart)], [(tile.name, [tile.value]) for tile in chart.tiles])


def _with_unit(chart: Chart) -> str:
    return f"{chart.head.title}（{chart.head.unit}）" if chart.head.unit else chart.head.title


def _table_of_lines(chart: LineChart) -> Table:
    found: dict[str, dict[date, Figure]] = {
        one.label: {spot.day: spot.value for spot in one.spots} for one in chart.lines
    }
    if chart.forecast:
        reaches = chart.forecast.reaches
        found[chart.forecast.label] = {one.day: one.value for one in reaches}
        found[_("下限（%(level)s%% 区间）") % {"level": chart.forecast.level_pct}] = {
            one.day: one.low for one in reaches
        }
        found[_("上限（%(level)s%% 区间）") % {"level": chart.forecast.level_pct}] = {
            one.day: one.high for one in reaches
        }
    days = sorted({day for line in found.values() for day in line})
    rows: list[tuple[str, Sequence[Figure | None]]] = [
        (chart.step.text(day), [line.get(day) for line in found.values()]) for day in days
    ]
    if chart.target:
        rows = [(name, [*values, chart.target.value]) for name, values in rows]
    columns = [_("时点"), *found, *([chart.target.label] if chart.target else [])]
    return Table(columns, rows)


def _table_of_bars(chart: BarChart) -> Table:
    columns = [_("名称"), *(one.label for one in chart.series)]
    rows: list[tuple[str, Sequence[Figure | None]]] = [
        (name, [one.values[place] for one in chart.series]) for place, name in enumerate(chart.names)
    ]
    if chart.target:
        columns.append(chart.target.label)
        rows = [(name, [*values, chart.target.value]) for name, values in rows]
    return Table(columns, rows)


def band_text(forecast: Forecast) -> str:
    """``预测（80% 区间）``: the level of a band is always named."""
    return _("%(label)s（%(level)s%% 区间）") % {"label": forecast.label, "level": forecast.level_pct}


def target_text(chart: LineChart | BarChart) -> str:
    """``目标 6 件``; empty where nothing was promised."""
    if chart.target is None:
        return ""
    return f"{chart.target.label} {text_of(chart.target.value)} {chart.head.unit}".strip()


def days_written(chart: LineChart, label: str) -> frozenset[date]:
    """Of which days the figure is written beside the line: the last, and where it is alone the first."""
    line = next(one for one in chart.series if one.label == label)
    spots = line.spots[-1:] if len(chart.series) > 1 else [*line.spots[:1], *line.spots[-1:]]
    return frozenset(spot.day for spot in spots)


def are_bars_written(chart: BarChart) -> bool:
    """Whether every bar has room for its figure."""
    return len(chart.names) * (1 if chart.is_stacked else len(chart.bars)) <= MOST_BARS_WRITTEN


def totals_of(chart: BarChart) -> Sequence[Figure | None]:
    """The height of each stack; None where nothing of it is known."""
    stacks = [[one.values[place] for one in chart.series] for place in range(len(chart.names))]
    known = [[value for value in stack if value is not None] for stack in stacks]
    return [sum(stack) if stack else None for stack in known]


def shades_of(chart: TileGrid) -> tuple[Sequence[int | None], Sequence[str]]:
    """The shade from 0 to 4 of each tile, None for an unknown figure; and what each shade stands for.

    Bounds are round figures: a tenth, a fifth, two fifths and three quarters of the greatest.
    """
    known = [Decimal(tile.value) for tile in chart.tiles if tile.value is not None]
    bounds = bounds_of(max(known, default=Decimal(0)))
    shades = [
        None if tile.value is None else sum(tile.value >= bound for bound in bounds) for tile in chart.tiles
    ]
    if not bounds:
        return shades, []
    words = [f"<{text_of(bounds[0])}"]
    words += [f"{text_of(low)}–<{text_of(high)}" for low, high in pairwise(bounds)]
    return shades, [*words, f"≥{text_of(bounds[-1])}"]


def bounds_of(greatest: Decimal) -> Sequence[Decimal]:
    """Where the shades part; four rising figures, fewer where rounding makes two the same."""
    if greatest <= 0:
        return []
    wanted = [greatest * share / 100 for share in (10, 20, 40, 75)]
    return sorted({_rounded(one) for one in wanted})


def _rounded(value: Decimal) -> Decimal:
    """To halves of its first digit: 153 → 150, 18.6 → 20, 0.43 → 0.45; a whole number where that is one."""
    half = Decimal(5).scaleb(value.adjusted() - 1)
    rounded = (value / half).quantize(Decimal(1)) * half
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded.normalize()


def grid_note(chart: TileGrid) -> str:
    """What the place of a tile says, and what it does not."""
    if chart.is_by_code:
        return _("按地区代码排列，不表示方位和行政区域界线。")
    return _("方位示意格网，不表示行政区域界线。")
