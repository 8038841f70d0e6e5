"""Two lists of names crossed (交叉): the main values of two columns and what counts where they meet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zhichan.core.charts.bubbles import Bubble, Bubbles
from zhichan.core.charts.specs import Head
from zhichan.rooms.search.analysis.conditions import all_of, value_is
from zhichan.rooms.search.analysis.counting import counted, each
from zhichan.rooms.search.analysis.declaration import Cell, Line
from zhichan.rooms.search.analysis.found import Found

if TYPE_CHECKING:
    import ibis.expr.types as ir


def main_values(found: Found, table: ir.Table, column: str, most: int) -> list[str]:
    """The values of a list that count most, largest first."""
    return [str(one["value"]) for one in found.told(counted(each(table, column), "value").limit(most))]


def crossed(
    found: Found,
    table: ir.Table,
    rows: tuple[str, str, Sequence[str]],
    columns: tuple[str, str, Sequence[str]],
) -> list[Line]:
    """For each of some values of one list, the figures of some values of another. ``rows`` and ``columns``:
    the column, the field it is asked by, the values."""
    (down, down_code, names), (across, across_code, heads) = rows, columns
    both = each(each(table, down, "down"), across, "across")
    met = both.filter(both.down.isin(list(names)), both.across.isin(list(heads)))
    told = found.told(counted(met, "down", "across")) if names and heads else []
    figures = {(one["down"], one["across"]): one for one in told}
    return [
        Line(
            name,
            [
                Cell(
                    int(figures[name, head]["n"]) if (name, head) in figures else 0,
                    int(figures[name, head]["rows"]) if (name, head) in figures else 0,
                    all_of(value_is(down_code, name), value_is(across_code, head)),
                )
                for head in heads
            ],
        )
        for name in names
    ]


def bubbles_of(head: Head, names: Sequence[str], heads: Sequence[str], lines: Sequence[Line]) -> Bubbles:
    """Every figure above zero as a circle."""
    circles = [
        Bubble(row, column, cell.value, cell.where)
        for row, line in enumerate(lines)
        for column, cell in enumerate(line.cells)
        if cell.value
    ]
    return Bubbles(head, names, heads, circles)
