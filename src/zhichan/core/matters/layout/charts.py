"""What is laid out and what comes of it: plain values, no drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from math import sqrt

Edge = tuple[str, str]
Point = tuple[float, float]
Line = tuple[Point, ...]


class Outline(Enum):
    BOX = "box"
    DIAMOND = "diamond"
    CIRCLE = "circle"


@dataclass(frozen=True)
class Shape:
    """How large one box is, and of what outline."""

    width: float
    height: float
    outline: Outline = Outline.BOX

    def half_height(self, aside: float) -> float:
        """From the middle to the upper or lower rim, so far beside the middle."""
        half = self.height / 2
        if self.outline is Outline.DIAMOND:
            return max(0.0, half * (1 - abs(aside) / (self.width / 2)))
        if self.outline is Outline.CIRCLE:
            return sqrt(max(0.0, half * half - aside * aside))
        return half


@dataclass(frozen=True)
class Chart:
    """Boxes in their order, the lines between different ones, and the road that stands on one line.

    ``road``: boxes of the first row, from left to right; each is joined to the next.
    """

    shapes: Mapping[str, Shape]
    edges: tuple[Edge, ...]
    road: tuple[str, ...]


@dataclass(frozen=True)
class Spacing:
    """Distances, in the unit of the picture. ``ports``: between lines that meet one side of a box."""

    column: float
    row: float
    track: float
    ports: float
    margin: float
    edge: float


@dataclass(frozen=True)
class Cell:
    """A place in the grid; the road has row 0."""

    column: int
    row: int


@dataclass(frozen=True)
class Place:
    """Where a box is: its left upper corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Layout:
    """The size of the picture, the place of each box, and the line of each edge from rim to rim."""

    width: float
    height: float
    places: Mapping[str, Place]
    lines: Mapping[Edge, Line]
    cells: Mapping[str, Cell] = field(default_factory=dict)
