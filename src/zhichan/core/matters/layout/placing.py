"""Which cell each box gets: the road in row 0, every other box where its lines are short.

A box is put beside those it is joined to, in the order in which the road comes upon it; then each may move
to a better cell while that makes all lines together shorter.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhichan.core.matters.layout.charts import Cell, Chart, Edge

ROUNDS = 6
_BEND, _UPWARDS, _BACKWARDS, _LOW, _BEYOND = 1.0, 1.2, 0.6, 0.8, 1.5


def cells_of(chart: Chart) -> dict[str, Cell]:
    """A cell of its own for every box; rows and columns without a box are left out."""
    cells = {name: Cell(column, 0) for column, name in enumerate(chart.road)}
    joined = _joined(chart)
    side = _side_boxes(chart, joined)
    for name in side:
        cells[name] = _best_cell(name, cells, joined, len(chart.road))
    for _round in range(ROUNDS):
        if not _improved(side, cells, joined, len(chart.road)):
            break
    return _closed_up(cells)


def _joined(chart: Chart) -> dict[str, list[Edge]]:
    joined: dict[str, list[Edge]] = {name: [] for name in chart.shapes}
    for edge in chart.edges:
        for name in edge:
            joined[name].append(edge)
    return joined


def _side_boxes(chart: Chart, joined: dict[str, list[Edge]]) -> list[str]:
    """The boxes off the road, as they are come upon from it; then those that no line leads to."""
    found = list(chart.road)
    seen = set(found)
    for name in found:
        for edge in joined[name]:
            other = edge[1] if edge[0] == name else edge[0]
            if other not in seen:
                seen.add(other)
                found.append(other)
    found += [name for name in chart.shapes if name not in seen]
    return found[len(chart.road) :]


def _improved(side: list[str], cells: dict[str, Cell], joined: dict[str, list[Edge]], columns: int) -> bool:
    """Move each box to its best cell; whether any moved."""
    moved = False
    for name in side:
        before = cells.pop(name)
        after = _best_cell(name, cells, joined, columns)
        if _cost(name, before, cells, joined, columns) <= _cost(name, after, cells, joined, columns):
            after = before
        cells[name] = after
        moved = moved or after != before
    return moved


def _best_cell(name: str, cells: dict[str, Cell], joined: dict[str, list[Edge]], columns: int) -> Cell:
    """The free cell with the least cost; of equal ones the upper, then the left."""
    taken = set(cells.values())
    return min(
        (cell for cell in _offered(cells) if cell not in taken),
        key=lambda cell: (_cost(name, cell, cells, joined, columns), cell.row, cell.column),
    )


def _offered(cells: dict[str, Cell]) -> Iterator[Cell]:
    lowest = max(cell.row for cell in cells.values())
    last = max(cell.column for cell in cells.values())
    return (Cell(column, row) for row in range(1, lowest + 2) for column in range(last + 2))


def _cost(
    name: str, cell: Cell, cells: dict[str, Cell], joined: dict[str, list[Edge]], columns: int
) -> float:
    total = _LOW * cell.row + _BEYOND * max(0, cell.column - columns + 1)
    for first, second in joined[name]:
        if first == name and second in cells:
            total += _length(cell, cells[second])
        elif second == name and first in cells:
            total += _length(cells[first], cell)
    return total if joined[name] else total + (columns - 1 - cell.column) / (2 * columns)


def _length(first: Cell, second: Cell) -> float:
    """What a line costs: nothing between neighbours, else its way and its bends."""
    columns, rows = second.column - first.column, second.row - first.row
    if (columns, rows) == (1, 0):
        return 0
    if columns == 0 and abs(rows) == 1:
        return 0.2
    back = _BACKWARDS if columns < 0 else 0
    return abs(columns) + _UPWARDS * abs(rows) + _BEND + back


def _closed_up(cells: dict[str, Cell]) -> dict[str, Cell]:
    rows = {row: n for n, row in enumerate(sorted({cell.row for cell in cells.values()}))}
    columns = {column: n for n, column in enumerate(sorted({cell.column for cell in cells.values()}))}
    return {name: Cell(columns[cell.column], rows[cell.row]) for name, cell in cells.items()}
