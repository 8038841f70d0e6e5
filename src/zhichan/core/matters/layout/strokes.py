"""Lines as they are drawn: a stretch that two of them share once only, corners rounded, heads at the ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from zhichan.core.matters.layout.charts import Edge, Line, Point


@dataclass(frozen=True)
class Stroke:
    """What is drawn for one line: nothing of what an earlier one has drawn already."""

    line: Line
    has_head: bool


def strokes_of(lines: Mapping[Edge, Line], turn: float) -> dict[Edge, Stroke]:
    """For each line the stretch of its own, and at both ends as much more as a rounded corner takes."""
    strokes: dict[Edge, Stroke] = {}
    for (first, second), line in lines.items():
        earlier = [(edge, lines[edge]) for edge in strokes]
        begin = max((_shared(line, one) for edge, one in earlier if edge[0] == first), default=0.0)
        end = max((_shared(line[::-1], one[::-1]) for edge, one in earlier if edge[1] == second), default=0.0)
        own = _between(line, max(0.0, begin - turn), max(0.0, end - turn))
        strokes[first, second] = Stroke(own, end == 0)
    return strokes


def _shared(line: Line, other: Line) -> float:
    """How far two lines run together from where they begin."""
    if line[0] != other[0]:
        return 0.0
    length = 0.0
    for (a, b), (c, d) in zip(_segments(line), _segments(other), strict=False):
        if _direction(a, b) != _direction(c, d):
            return length
        step = min(_distance(a, b), _distance(c, d))
        length += step
        if _distance(a, b) != _distance(c, d):
            return length
    return length


def _between(line: Line, begin: float, end: float) -> Line:
    """The line without so much of its beginning and so much of its end."""
    whole = sum(_distance(a, b) for a, b in _segments(line))
    return _from(_from(line, begin)[::-1], min(end, whole - begin))[::-1]


def _from(line: Line, skipped: float) -> Line:
    for n, (a, b) in enumerate(_segments(line)):
        length = _distance(a, b)
        if skipped < length:
            return (_towards(a, b, skipped), *line[n + 1 :])
        skipped -= length
    return line[-1:]


def path_of(line: Line, turn: float) -> str:
    """The ``d`` of a path along the line with rounded corners."""
    parts = [f"M{_n(line[0])}"]
    for before, corner, after in zip(line, line[1:], line[2:], strict=False):
        near = min(turn, _distance(before, corner) / 2, _distance(corner, after) / 2)
        parts.append(
            f"L{_n(_towards(corner, before, near))}Q{_n(corner)} {_n(_towards(corner, after, near))}"
        )
    return "".join([*parts, f"L{_n(line[-1])}"])


def head_of(line: Line, length: float, half: float) -> str:
    """The ``d`` of an arrow head at the end of the line."""
    (x, y), (dx, dy) = line[-1], _direction(line[-2], line[-1])
    left = x - dx * length - dy * half, y - dy * length + dx * half
    right = x - dx * length + dy * half, y - dy * length - dx * half
    return f"M{_n(left)}L{_n((x, y))}L{_n(right)}z"


def _segments(line: Line) -> list[tuple[Point, Point]]:
    return [(a, b) for a, b in pairwise(line) if a != b]


def _distance(a: Point, b: Point) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def _direction(a: Point, b: Point) -> Point:
    length = _distance(a, b)
    return (b[0] - a[0]) / length, (b[1] - a[1]) / length


def _towards(a: Point, b: Point, far: float) -> Point:
    dx, dy = _direction(a, b)
    return a[0] + dx * far, a[1] + dy * far


def number(value: float) -> str:
    """As short as it can be: ``12``, ``12.5``."""
    return f"{round(value, 1):g}"


def _n(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"
