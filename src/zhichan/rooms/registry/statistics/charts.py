"""The chart beside a cross table (统计图): lines over years, else bars of the rows, with what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhichan.core.charts.specs import BarChart, BarSeries, Head, LineChart, Series, Spot, Step
from zhichan.core.tables.text import number_text
from zhichan.rooms.registry.statistics.crossing import Cross

MOST_LINES, MOST_BARS = 5, 10
_LONGEST_NAME = 8


@dataclass(frozen=True)
class Drawn:
    """A chart with the rows it shows and those it leaves out; ``left_count``: what those come to."""

    chart: LineChart | BarChart
    shown: int
    left: int
    left_count: int

    @property
    def has_lines(self) -> bool:
        return isinstance(self.chart, LineChart)


def drawn_of(cross: Cross, columns: Sequence[str]) -> Drawn | None:
    """Lines of the largest rows where the columns are years, else bars; None where nothing was counted."""
    if not cross.total:
        return None
    years = [column for column in columns if column] if cross.wanted.columns.is_time else []
    if len(years) > 1:
        known = [row for row in cross.row_keys if row]
        rows = sorted(known, key=lambda row: -cross.row_totals[row])[:MOST_LINES]
        if rows:
            return _drawn(cross, rows, _lines(cross, rows, years))
    rows = list(cross.row_keys[:MOST_BARS])
    return _drawn(cross, rows, _bars(cross, rows))


def _drawn(cross: Cross, rows: Sequence[str], chart: LineChart | BarChart) -> Drawn:
    count = sum(cross.row_totals[row] for row in rows)
    return Drawn(chart, len(rows), len(cross.row_keys) - len(rows), cross.total - count)


def _lines(cross: Cross, rows: Sequence[str], years: Sequence[str]) -> LineChart:
    """A line for each row; the year that still runs is marked."""
    series = [
        Series(_name(cross, row), [Spot(_begins(year), cross.counts.get((row, year), 0)) for year in years])
        for row in rows
    ]
    said = "；".join(
        f"{one.label} {'、'.join(f'{spot.day.year} {number_text(spot.value)}' for spot in one.spots)}"
        for one in series
    )
    runs = date(int(years[-1]), 12, 31) > cross.wanted.asked.on
    return LineChart(_head(cross, said), series, Step.YEAR, is_unfinished=runs, is_named_at_end=True)


def _bars(cross: Cross, rows: Sequence[str]) -> BarChart:
    names, counts = [_name(cross, row) for row in rows], [cross.row_totals[row] for row in rows]
    said = "；".join(f"{name} {number_text(count)}" for name, count in zip(names, counts, strict=True))
    series = [BarSeries(str(cross.wanted.subject.label), counts)]
    return BarChart(_head(cross, said), names, series, is_lying=True)


def _head(cross: Cross, said: str) -> Head:
    wanted = cross.wanted
    title = f"{wanted.rows.label} × {wanted.columns.label}"
    return Head(title, _("件"), "", wanted.asked.on, f"{title}。{said}")


def _name(cross: Cross, row: str) -> str:
    label = cross.row_labels[row]
    return label if len(label) <= _LONGEST_NAME else f"{label[:_LONGEST_NAME]}…"


def _begins(year: str) -> date:
    """The day at which an axis of time writes the year."""
    return date(int(year), 1, 1)
