"""The lines between the boxes: each in channels and gutters, on the track of the box it leads to.

A line leaves its box above or below, runs along a track of the channel there, where it must through a gutter
to another channel, and enters the other box above or below; neighbours are joined straight. All lines that
reach one box from one side share its track. On each side of a box leaving and entering have ports of their
own, at other places than those of the box across the channel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from zhichan.core.matters.layout.charts import Cell, Chart, Edge, Layout, Line, Place, Point, Spacing

Bundle = tuple[str, bool]
"""The box a line leads to, and whether it enters it from above."""


class Port(IntEnum):
    """The ways a line meets a channel, in the order in which they stand from left to right."""

    UPPER_OUT = 0
    LOWER_IN = 1
    LOWER_OUT = 2
    UPPER_IN = 3


@dataclass(frozen=True)
class Way:
    """How one line runs. ``leaves`` and ``enters``: the channels; the same one where one is enough.
    ``gutter``: the gutter between two channels."""

    out: Port
    into: Port
    leaves: int
    enters: int
    gutter: int | None = None
    is_straight: bool = False

    @property
    def from_above(self) -> bool:
        return self.into is Port.LOWER_IN


@dataclass
class _Demand:
    """What the lines need: ports by column and channel, stretches by channel and by gutter."""

    ports: dict[tuple[int, int], set[Port]] = field(default_factory=dict)
    channels: dict[int, dict[Bundle, tuple[int, int]]] = field(default_factory=dict)
    gutters: dict[int, dict[Bundle, tuple[int, int]]] = field(default_factory=dict)


def routed(chart: Chart, cells: Mapping[str, Cell], spacing: Spacing) -> Layout:
    """Places of the boxes, with as much room between them as the lines need, and the lines."""
    ways = {edge: _way(cells[edge[0]], cells[edge[1]]) for edge in chart.edges}
    demand = _Demand()
    for edge, way in ways.items():
        if way is not None:
            _ask(demand, edge, way, cells)
    return _Plan(chart, cells, spacing, demand).drawn(ways)


def _way(first: Cell, second: Cell) -> Way | None:
    """None for two neighbours in a row, who are joined from side to side."""
    columns, rows = second.column - first.column, second.row - first.row
    if rows == 0:
        return None if columns == 1 else Way(Port.LOWER_OUT, Port.LOWER_IN, first.row, first.row)
    if rows > 0:
        out, into, leaves, enters = Port.UPPER_OUT, Port.LOWER_IN, first.row + 1, second.row
    else:
        out, into, leaves, enters = Port.LOWER_OUT, Port.UPPER_IN, first.row, second.row + 1
    if leaves == enters:
        return Way(out, into, leaves, enters, is_straight=columns == 0)
    gutter = second.column if columns > 0 else second.column + 1
    return Way(out, into, leaves, enters, gutter)


def _ask(demand: _Demand, edge: Edge, way: Way, cells: Mapping[str, Cell]) -> None:
    first, second = cells[edge[0]].column, cells[edge[1]].column
    bundle = edge[1], way.from_above
    if way.is_straight:
        port = way.out if way.from_above else way.into
        demand.ports.setdefault((first, way.leaves), set()).add(port)
        return
    demand.ports.setdefault((first, way.leaves), set()).add(way.out)
    demand.ports.setdefault((second, way.enters), set()).add(way.into)
    if way.gutter is None:
        _widen(demand.channels, way.leaves, bundle, (2 * first + 1, 2 * second + 1))
        return
    _widen(demand.channels, way.leaves, bundle, (2 * first + 1, 2 * way.gutter))
    _widen(demand.channels, way.enters, bundle, (2 * way.gutter, 2 * second + 1))
    _widen(demand.gutters, way.gutter, bundle, (way.leaves, way.enters))


def _widen(
    kept: dict[int, dict[Bundle, tuple[int, int]]], where: int, bundle: Bundle, ends: tuple[int, int]
) -> None:
    known = kept.setdefault(where, {})
    all_ends = (*known.get(bundle, ends), *ends)
    known[bundle] = min(all_ends), max(all_ends)


def _tracks(stretches: Mapping[Bundle, tuple[int, int]]) -> dict[Bundle, int]:
    """A track for each stretch, so that none on one track overlap; long ones on the first."""
    tracks: dict[Bundle, int] = {}
    used: list[list[tuple[int, int]]] = []
    for bundle, (low, high) in sorted(stretches.items(), key=lambda one: (one[1][0] - one[1][1], one)):
        free = (n for n, track in enumerate(used) if all(high < begin or end < low for begin, end in track))
        number = next(free, len(used))
        if number == len(used):
            used.append([])
        used[number].append((low, high))
        tracks[bundle] = number
    return tracks


class _Plan:
    """Turns cells, ports and tracks into points."""

    def __init__(self, chart: Chart, cells: Mapping[str, Cell], spacing: Spacing, demand: _Demand) -> None:
        self.chart, self.cells, self.spacing, self.demand = chart, cells, spacing, demand
        self.wide = max(shape.width for shape in chart.shapes.values())
        self.high = max(shape.height for shape in chart.shapes.values())
        self.columns = 1 + max(cell.column for cell in cells.values())
        self.rows = 1 + max(cell.row for cell in cells.values())
        self.channel_tracks = {k: _tracks(one) for k, one in demand.channels.items()}
        self.gutter_tracks = {k: _tracks(one) for k, one in demand.gutters.items()}
        self.gutter_x = self._begins(self.gutter_tracks, self.columns, self.wide, spacing.column)
        self.channel_y = self._begins(self.channel_tracks, self.rows, self.high, spacing.row)

    def _begins(
        self, tracks: Mapping[int, Mapping[Bundle, int]], cells: int, size: float, least: float
    ) -> list[float]:
        """Where each channel (gutter) begins; the last one ends the picture."""
        begins = [0.0]
        for k in range(cells + 1):
            room = self._room(tracks.get(k, {}))
            is_rim = k in (0, cells)
            gap = max(self.spacing.edge if is_rim else least, room)
            begins.append(begins[-1] + gap + (size if k < cells else 0))
        return begins

    def _room(self, tracks: Mapping[Bundle, int]) -> float:
        if not tracks:
            return 0
        return 2 * self.spacing.margin + max(tracks.values()) * self.spacing.track

    def drawn(self, ways: Mapping[Edge, Way | None]) -> Layout:
        places = {name: self._place(name) for name in self.chart.shapes}
        lines = {edge: self._line(edge, way, places) for edge, way in ways.items()}
        return Layout(self.gutter_x[-1], self.channel_y[-1], places, lines, self.cells)

    def _place(self, name: str) -> Place:
        cell, shape = self.cells[name], self.chart.shapes[name]
        x, y = self._middle(cell)
        return Place(x - shape.width / 2, y - shape.height / 2, shape.width, shape.height)

    def _middle(self, cell: Cell) -> Point:
        return (
            self.gutter_x[cell.column + 1] - self.wide / 2,
            self.channel_y[cell.row + 1] - self.high / 2,
        )

    def _line(self, edge: Edge, way: Way | None, places: Mapping[str, Place]) -> Line:
        first, second = edge
        if way is None:
            y = places[first].middle[1]
            return (places[first].x + places[first].width, y), (places[second].x, y)
        if way.is_straight:
            port = way.out if way.from_above else way.into
            aside = self._aside(self.cells[first].column, way.leaves, port)
            return self._rim(first, way.out, aside), self._rim(second, way.into, aside)
        bundle = second, way.from_above
        start = self._rim(first, way.out, self._aside(self.cells[first].column, way.leaves, way.out))
        end = self._rim(second, way.into, self._aside(self.cells[second].column, way.enters, way.into))
        leaves = self._track_y(way.leaves, bundle)
        if way.gutter is None:
            return start, (start[0], leaves), (end[0], leaves), end
        x, enters = self._track_x(way.gutter, bundle), self._track_y(way.enters, bundle)
        return start, (start[0], leaves), (x, leaves), (x, enters), (end[0], enters), end

    def _rim(self, name: str, port: Port, aside: float) -> Point:
        """Where a line meets the rim of a box: its lower one if the box lies above the channel."""
        x, y = self._middle(self.cells[name])
        half = self.chart.shapes[name].half_height(aside)
        return x + aside, y + half if port in (Port.UPPER_OUT, Port.UPPER_IN) else y - half

    def _aside(self, column: int, channel: int, port: Port) -> float:
        """How far beside the middle a port lies: the ports in use are spread evenly."""
        used = sorted(self.demand.ports[column, channel])
        return (used.index(port) - (len(used) - 1) / 2) * self.spacing.ports

    def _track_y(self, channel: int, bundle: Bundle) -> float:
        gap = self.channel_y[channel + 1] - self.channel_y[channel] - (channel < self.rows) * self.high
        return self.channel_y[channel] + self._into(gap, self.channel_tracks[channel], bundle)

    def _track_x(self, gutter: int, bundle: Bundle) -> float:
        gap = self.gutter_x[gutter + 1] - self.gutter_x[gutter] - (gutter < self.columns) * self.wide
        return self.gutter_x[gutter] + self._into(gap, self.gutter_tracks[gutter], bundle)

    def _into(self, gap: float, tracks: Mapping[Bundle, int], bundle: Bundle) -> float:
        """Of a track from where its channel begins: the tracks stand in the middle of it."""
        return (gap - max(tracks.values()) * self.spacing.track) / 2 + tracks[bundle] * self.spacing.track
