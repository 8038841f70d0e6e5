"""Tables of a PDF page, from the lines ruled on it (表格线还原)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

_TOLERANCE = 2.5
_SHORTEST = 6.0
_MOST_MERGED = 800


@dataclass(frozen=True)
class Rule:
    """A straight ruled line: ``at`` is its y (level) or x (upright), ``start`` to ``end`` its length."""

    at: float
    start: float
    end: float
    upright: bool


@dataclass(frozen=True)
class Region:
    """One cell of a grid with the columns and rows it covers."""

    row: int
    column: int
    rowspan: int
    colspan: int
    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies in the cell."""
        return self.left <= x < self.right and self.bottom <= y < self.top


@dataclass(frozen=True)
class Grid:
    """One ruled table."""

    left: float
    bottom: float
    right: float
    top: float
    regions: tuple[Region, ...]

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies in the table."""
        return self.left <= x < self.right and self.bottom <= y < self.top


def rule_between(x0: float, y0: float, x1: float, y1: float) -> Rule | None:
    """The rule between two points, None when it is slanted or too short to part cells."""
    if abs(y0 - y1) < 1 and abs(x0 - x1) >= _SHORTEST:
        return Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1), upright=False)
    if abs(x0 - x1) < 1 and abs(y0 - y1) >= _SHORTEST:
        return Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1), upright=True)
    return None


def grids_of(rules: Sequence[Rule]) -> list[Grid]:
    """The tables that the rules of one page form, from top to bottom."""
    merged = _merged(rules)
    if len(merged) > _MOST_MERGED:
        return []  # a drawing
    grids = (_grid(group) for group in _touching(merged))
    return sorted((grid for grid in grids if grid), key=lambda grid: -grid.top)


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Rules that continue or cover each other along one line taken as one."""
    merged: list[Rule] = []
    for upright in (False, True):
        own = [rule for rule in rules if rule.upright is upright]
        places = _places(rule.at for rule in own)
        lines: dict[float, list[Rule]] = {place: [] for place in places}
        for rule in own:
            lines[places[bisect_right(places, rule.at) - 1]].append(rule)
        for place, line in lines.items():
            merged.extend(_along(place, line))
    return merged


def _along(place: float, line: list[Rule]) -> list[Rule]:
    found: list[Rule] = []
    for rule in sorted(line, key=lambda rule: rule.start):
        if found and rule.start <= found[-1].end + _TOLERANCE:
            found[-1] = replace(found[-1], end=max(found[-1].end, rule.end))
        else:
            found.append(replace(rule, at=place))
    return found


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules in groups that hang together."""
    groups: list[list[Rule]] = []
    for rule in rules:
        hit = [group for group in groups if any(_touch(rule, other) for other in group)]
        merged = [rule, *(other for group in hit for other in group)]
        groups = [group for group in groups if not any(group is one for one in hit)]
        groups.append(merged)
    return groups


def _touch(one: Rule, other: Rule) -> bool:
    if one.upright == other.upright:
        near = abs(one.at - other.at) <= _TOLERANCE
        return near and one.start - _TOLERANCE <= other.end and other.start - _TOLERANCE <= one.end
    return (
        other.start - _TOLERANCE <= one.at <= other.end + _TOLERANCE
        and one.start - _TOLERANCE <= other.at <= one.end + _TOLERANCE
    )


def _grid(rules: Sequence[Rule]) -> Grid | None:
    levels = [rule for rule in rules if not rule.upright]
    uprights = [rule for rule in rules if rule.upright]
    ys = _places(rule.at for rule in levels)[::-1]
    xs = _places(rule.at for rule in uprights)
    if len(ys) < 2 or len(xs) < 2:
        return None
    return Grid(xs[0], ys[-1], xs[-1], ys[0], tuple(_regions(xs, ys, levels, uprights)))


def _places(values: Iterable[float]) -> list[float]:
    """Distinct positions in rising order, those within the tolerance taken as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _TOLERANCE:
            places.append(value)
    return places


def _regions(xs: list[float], ys: list[float], levels: list[Rule], uprights: list[Rule]) -> Iterable[Region]:
    """Cells from the top left, each grown right and down until a rule stops it."""
    taken: set[tuple[int, int]] = set()
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            colspan, rowspan = 1, 1
            middle = (ys[row] + ys[row + 1]) / 2
            while column + colspan < len(xs) - 1 and not _crossed(uprights, xs[column + colspan], middle):
                colspan += 1
            middle = (xs[column] + xs[column + 1]) / 2
            while row + rowspan < len(ys) - 1 and not _crossed(levels, ys[row + rowspan], middle):
                rowspan += 1
            taken.update((row + down, column + right) for down in range(rowspan) for right in range(colspan))
            right, bottom = xs[column + colspan], ys[row + rowspan]
            yield Region(row, column, rowspan, colspan, xs[column], bottom, right, ys[row])


def _crossed(rules: list[Rule], at: float, middle: float) -> bool:
    """Whether one of the rules stands at ``at`` and covers ``middle``."""
    return any(abs(rule.at - at) <= _TOLERANCE and rule.start <= middle <= rule.end for rule in rules)
