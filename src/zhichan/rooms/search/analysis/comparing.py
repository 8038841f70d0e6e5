"""Two sets side by side (两组对照): what they share, and the same figures of both, of one state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.charts.specs import BarChart, BarSeries
from zhichan.core.search.asking import found_collection
from zhichan.core.search.collection import Collection, Scope
from zhichan.core.search.index import Searcher
from zhichan.core.search.indexing import searcher_of
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import And, Node, Not
from zhichan.rooms.search.analysis.asking import drawn_chart
from zhichan.rooms.search.analysis.charts.applicants import shortened
from zhichan.rooms.search.analysis.counting import head
from zhichan.rooms.search.analysis.declaration import Cell, ChartResult, Options
from zhichan.rooms.search.analysis.found import COLLECTION, Found, found_of_node

CHARTS = ("applicants", "trend", "classes", "regions", "legal_status", "remaining_term")
PARTS = ("a", "b", "both", "only_a", "only_b")
MOST_DRAWN, EVERY = 10, 1_000_000
ONLY_ONE_VALUE = frozenset({"legal_status"})
"""Charts whose columns part a patent's one value: a line is the sum of its figures."""


@dataclass(frozen=True)
class Pair:
    """Two sets, of one state of the index and of what one asker may see."""

    a: Node
    b: Node
    collection: Collection
    searcher: Searcher
    scope: Scope

    def node(self, part: str) -> Node:
        """What a part is: ``a``, ``b``, ``both``, ``only_a``, ``only_b``."""
        return {
            "a": self.a,
            "b": self.b,
            "both": And((self.a, self.b)),
            "only_a": And((self.a, Not(self.b))),
            "only_b": And((self.b, Not(self.a))),
        }[part]

    def count(self, part: str) -> int:
        """Exact. Raises TooExpensive."""
        return self.searcher.count(self.node(part), self.scope)


def pair_of(a: Node, b: Node, actor: Actor) -> Pair:
    """Raises IndexMissing."""
    collection = found_collection(COLLECTION)
    scope = scope_now(collection, actor)
    return Pair(a, b, collection, searcher_of(collection), scope)


@dataclass(frozen=True)
class Both:
    """A line of a chart with the figure of each set, once for each column."""

    name: str
    cells: Sequence[tuple[Cell, Cell]]


@dataclass(frozen=True)
class Compared:
    """One chart of both. ``columns``: the names of the figures, each told of both."""

    name: str
    title: str
    unit: str
    columns: Sequence[str]
    lines: Sequence[Both]
    drawing: BarChart | None
    notes: Sequence[str] = ()


def compared(pair: Pair, options: Options, names: tuple[str, str]) -> list[Compared]:
    """Every chart of both sets. ``names``: how the two are called in it. Raises ColumnsMissing."""
    both = [found_of_node(pair.searcher, node, pair.scope) for node in (pair.a, pair.b)]
    return [_compared(name, both, options, names) for name in CHARTS]


def _compared(name: str, both: Sequence[Found], options: Options, names: tuple[str, str]) -> Compared:
    every = replace(options, most=EVERY)
    results = [drawn_chart(name, found, every) for found in both]
    figures = [_figures(result) for result in results]
    columns = [_("件")] if name in ONLY_ONE_VALUE else [str(one) for one in results[0].columns[1:]]
    empty = [Cell(0, 0) for _column in columns]
    lines = [
        Both(line, list(zip(*(of.get(line, empty) for of in figures), strict=True)))
        for line in _order(name, figures)
    ]
    drawn = lines if name in ("trend", "remaining_term") else lines[:MOST_DRAWN]
    unfinished = {
        one for result in results if isinstance(result.drawing, BarChart) for one in result.drawing.unfinished
    }
    title = results[0].title
    said = _("%(title)s：%(a)s与%(b)s对照。") % {"title": title, "a": names[0], "b": names[1]}
    drawing = BarChart(
        head(title, options, said),
        [shortened(one.name) for one in drawn],
        [
            BarSeries(names[place], [one.cells[0][place].value for one in drawn], _opens(drawn, place))
            for place in (0, 1)
        ],
        is_lying=name not in ("trend", "remaining_term"),
        unfinished=frozenset(unfinished & {one.name for one in drawn}),
    )
    notes = _notes(results, names)
    return Compared(name, title, results[0].unit, columns, lines, drawing if drawn else None, notes)


def _notes(results: Sequence[ChartResult], names: Sequence[str]) -> list[str]:
    """What is told of both once, what is told of one with its name."""
    said = [frozenset(result.notes) for result in results]
    shared = said[0] & said[1]
    own = [
        note if note in shared else f"{name}：{note}"
        for result, name in zip(results, names, strict=True)
        for note in result.notes
    ]
    return list(dict.fromkeys(own))


def _opens(lines: Sequence[Both], place: int) -> list[str]:
    """``a`` or ``b`` in front of the condition says of which set rows are opened."""
    sign = "ab"[place]
    cells = [one.cells[0][place] for one in lines]
    return [f"{sign}:{cell.where}" if cell.where and cell.rows else "" for cell in cells]


def _figures(result: ChartResult) -> dict[str, list[Cell]]:
    if result.name not in ONLY_ONE_VALUE:
        return {line.name: list(line.cells) for line in result.lines}
    return {line.name: [_sum(line.cells)] for line in result.lines}


def _sum(cells: Sequence[Cell]) -> Cell:
    with_rows = [cell for cell in cells if cell.rows]
    where = " OR ".join(f"({cell.where})" for cell in with_rows)
    value = sum(int(cell.value or 0) for cell in with_rows)
    return Cell(value, sum(cell.rows or 0 for cell in with_rows), f"({where})" if where else "")


def _order(name: str, figures: Sequence[Mapping[str, Sequence[Cell]]]) -> list[str]:
    """Years in their order, parts of a term as they are told, all else by the larger of the two figures."""
    names = list(dict.fromkeys(line for of in figures for line in of))
    if name == "remaining_term":
        return names
    if name == "trend":
        years = [int(one) for one in names]
        return [str(year) for year in range(min(years), max(years) + 1)] if years else []

    def size(line: str) -> int:
        return max(int(of[line][0].value or 0) for of in figures if line in of)

    return sorted(names, key=lambda line: (-size(line), line))
