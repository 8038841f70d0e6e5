"""Values that stand together in a list (共现): pairs of classes, of holders, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zhichan.core.charts.network import Knot, Network, Tie
from zhichan.core.charts.specs import Head
from zhichan.rooms.search.analysis.conditions import all_of, value_is
from zhichan.rooms.search.analysis.counting import counted, each
from zhichan.rooms.search.analysis.declaration import Cell, Line
from zhichan.rooms.search.analysis.found import Found

if TYPE_CHECKING:
    import ibis.expr.types as ir

BETWEEN = " — "


def pairs_of(
    found: Found, table: ir.Table, column: str, code: str, among: Sequence[str] | None, most: int
) -> list[tuple[str, str, Cell]]:
    """The pairs that stand together most, of some values or of all. O(values in a list, squared)."""
    listed = each(table, column).select("id", "counted", "value")
    if among is not None:
        listed = listed.filter(listed.value.isin(list(among)))
    other = listed.select(same_id=listed.id, other=listed.value)
    joined = listed.join(other, [listed.id == other.same_id, listed.value < other.other])
    told = found.told(counted(joined.select("id", "counted", "value", "other"), "value", "other").limit(most))
    return [
        (
            one["value"],
            one["other"],
            Cell(
                int(one["n"]),
                int(one["rows"]),
                all_of(value_is(code, one["value"]), value_is(code, one["other"])),
            ),
        )
        for one in told
    ]


def lines_of(pairs: Sequence[tuple[str, str, Cell]]) -> list[Line]:
    return [Line(f"{one}{BETWEEN}{other}", [cell]) for one, other, cell in pairs]


def network_of(
    head: Head, counts: Sequence[tuple[str, str, Cell]], pairs: Sequence[tuple[str, str, Cell]]
) -> Network:
    """``counts``: each name with what it is called and its own figure; only those that are in a pair."""
    joined = {name for one, other, _cell in pairs for name in (one, other)}
    kept = [each for each in counts if each[0] in joined]
    places = {name: place for place, (name, _label, _cell) in enumerate(kept)}
    return Network(
        head,
        [
            Knot(name, cell.value or 0, cell.where, label if label != name else "")
            for name, label, cell in kept
        ],
        [Tie(places[one], places[other], cell.value or 0, cell.where) for one, other, cell in pairs],
    )


def own_counts(
    found: Found, table: ir.Table, column: str, code: str, names: Sequence[str] | None, most: int
) -> list[tuple[str, str, Cell]]:
    """Values with their own figures, the largest first."""
    listed = each(table, column)
    if names is not None:
        listed = listed.filter(listed.value.isin(list(names)))
    return [
        (
            one["value"],
            one["value"],
            Cell(int(one["n"]), int(one["rows"]), value_is(code, one["value"])),
        )
        for one in found.told(counted(listed, "value").limit(most))
    ]
