"""A chart as data (图形说明): lines over time, bars, bullets, tiles. Pure; it knows nothing of drawing.

A chart that contradicts itself (more figures than names, a band above its middle) stops with ValueError.
There is no pie, no gauge and no second axis.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from zhichan.core.charts.figures import Table

Figure = Decimal | int


class Step(StrEnum):
    """How a day on the axis of time is written: as the day, or the month, quarter or year it is in."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    def text(self, day: date) -> str:
        """``2024-09-30``, ``2024-09``, ``2024Q3``, ``2024``."""
        return {
            Step.DAY: day.isoformat(),
            Step.MONTH: f"{day:%Y-%m}",
            Step.QUARTER: f"{day.year}Q{(day.month + 2) // 3}",
            Step.YEAR: str(day.year),
        }[self]


@dataclass(frozen=True)
class Head:
    """What every chart says of itself. ``sentence``: what it shows, for who cannot see it."""

    title: str
    unit: str
    source: str
    as_of: date | None
    sentence: str
    is_sample: bool = False


@dataclass(frozen=True)
class Spot:
    """One figure on one day."""

    day: date
    value: Figure


@dataclass(frozen=True)
class Series:
    """A line with its name, days ascending."""

    label: str
    spots: Sequence[Spot]

    def __post_init__(self) -> None:
        days = [spot.day for spot in self.spots]
        if days != sorted(set(days)):
            raise ValueError(f"the days of {self.label} do not ascend")


@dataclass(frozen=True)
class Reach:
    """What is expected on a day, between ``low`` and ``high``."""

    day: date
    value: Figure
    low: Figure
    high: Figure

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} is not between {self.low} and {self.high}")


@dataclass(frozen=True)
class Forecast:
    """What is expected after the last figure of the first series. ``level_pct``: how often the band holds."""

    label: str
    reaches: Sequence[Reach]
    level_pct: int

    def __post_init__(self) -> None:
        if not self.reaches:
            raise ValueError("a forecast without a figure")


@dataclass(frozen=True)
class Mark:
    """A level drawn across the chart with its value: what was promised."""

    label: str
    value: Figure


@dataclass(frozen=True)
class LineChart:
    """Lines over time. ``path``: where the figure should stand, drawn thin; ``series``: where it stood.

    ``is_unfinished``: the last figure of each series is of a period that still runs. ``is_named_at_end``:
    on pages its name stands at the end of each line, and not above the chart.
    """

    head: Head
    series: Sequence[Series]
    step: Step = Step.DAY
    path: Series | None = None
    forecast: Forecast | None = None
    target: Mark | None = None
    is_unfinished: bool = False
    is_named_at_end: bool = False

    @property
    def lines(self) -> Sequence[Series]:
        """The series, then the path."""
        return [*self.series, *([self.path] if self.path else [])]


class Stacking(StrEnum):
    """Whether bars of one name stand side by side or on each other."""

    GROUPED = "grouped"
    STACKED = "stacked"


@dataclass(frozen=True)
class BarSeries:
    """A colour of bars: one figure for each name of the chart, None where it is unknown.

    ``opens``: what each bar opens, for who makes addresses of it. ``is_line``: drawn as a line over the bars.
    ``unfinished``: names whose period still runs for this series, where they are others than the chart's.
    """

    label: str
    values: Sequence[Figure | None]
    opens: Sequence[str] = ()
    is_line: bool = False
    unfinished: frozenset[str] | None = None


@dataclass(frozen=True)
class BarChart:
    """Bars by name; ``is_lying``: the first on top. ``unfinished``: names whose period still runs."""

    head: Head
    names: Sequence[str]
    series: Sequence[BarSeries]
    stacking: Stacking = Stacking.GROUPED
    is_lying: bool = False
    unfinished: frozenset[str] = frozenset()
    target: Mark | None = None

    def __post_init__(self) -> None:
        for one in self.series:
            if len(one.values) != len(self.names):
                raise ValueError(f"{one.label} has {len(one.values)} figures for {len(self.names)} names")
        if self.is_stacked and any((value or 0) < 0 for one in self.series for value in one.values):
            raise ValueError("a stack holds nothing below zero")
        if (self.is_stacked or self.is_lying) and any(one.is_line for one in self.series):
            raise ValueError("a line stands over upright bars alone, side by side")

    @property
    def is_stacked(self) -> bool:
        return self.stacking is Stacking.STACKED

    def is_open(self, one: BarSeries, name: str) -> bool:
        """Whether the period of a name still runs for a series."""
        return name in (self.unfinished if one.unfinished is None else one.unfinished)

    @property
    def bars(self) -> Sequence[BarSeries]:
        """The series that are not lines."""
        return [one for one in self.series if not one.is_line]


@dataclass(frozen=True)
class Bullet:
    """How far something is, in percent of the way: done, expected by the end, and the time passed."""

    name: str
    done_pct: int | None
    reach_pct: int | None = None
    elapsed_pct: int | None = None
    is_behind: bool = False


@dataclass(frozen=True)
class BulletChart:
    head: Head
    bullets: Sequence[Bullet]


@dataclass(frozen=True)
class Tile:
    """A place with its figure at a place of the grid, counted from 0; ``value`` None: unknown."""

    name: str
    value: Figure | None
    row: int
    column: int
    url: str = ""


@dataclass(frozen=True)
class TileGrid:
    """Places side by side; no boundaries are drawn. ``is_by_code``: in the order of their codes and not
    where they lie to each other."""

    head: Head
    tiles: Sequence[Tile]
    is_by_code: bool = False

    def __post_init__(self) -> None:
        places = [(tile.row, tile.column) for tile in self.tiles]
        if len(set(places)) != len(places):
            raise ValueError("two tiles at one place of the grid")


class Shape(ABC):
    """A chart that draws itself (``treemap.py``, ``bubbles.py``, ``network.py``)."""

    head: Head

    @abstractmethod
    def table(self) -> Table:
        """Every figure it draws, and no other."""

    @abstractmethod
    def option(self) -> dict[str, Any]:
        """For ECharts, colours as names of tokens."""

    @abstractmethod
    def draw(self, axes: Axes) -> None:
        """For documents, by matplotlib."""


Chart = LineChart | BarChart | BulletChart | TileGrid | Shape
