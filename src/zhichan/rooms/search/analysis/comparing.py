"""Two sets side by side (两组对照): what they share, and the same figures of both, of one state.

By family a set has a family that has one member in it; what parts share is told in families, their rows are
all the patents of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.charts.specs import BarChart, BarSeries
from zhichan.core.search.asking import found_collection
from zhichan.core.search.collection import Collection, Hit, Scope
from zhichan.core.search.index import Searcher
from zhichan.core.search.indexing import searcher_of
from zhichan.core.search.recalling import told_then
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import And, Ids, Node, Not
from zhichan.rooms.search.analysis.asking import drawn_chart
from zhichan.rooms.search.analysis.charts.applicants import shortened
from zhichan.rooms.search.analysis.charts.legal_status import standings
from zhichan.rooms.search.analysis.counting import head
from zhichan.rooms.search.analysis.declaration import Cell, ChartResult, Line, Options
from zhichan.rooms.search.analysis.found import COLLECTION, Found, Past, found_of_node, past_at

CHARTS = ("applicants", "trend", "classes", "regions", "legal_status", "remaining_term")
PARTS = ("a", "b", "both", "only_a", "only_b")
MOST_DRAWN, EVERY = 10, 1_000_000


@dataclass(frozen=True)
class Pair:
    """Two sets, of one state of the index and of what one asker may see. ``past``: of an earlier instant."""

    a: Node
    b: Node
    collection: Collection
    searcher: Searcher
    scope: Scope
    past: Past | None = None
    is_by_family: bool = False

    @cached_property
    def found(self) -> tuple[Found, Found]:
        """Both sets with their columns. Raises TooExpensive, ColumnsMissing."""
        return self._found(self.a), self._found(self.b)

    def _found(self, node: Node) -> Found:
        if self.past is not None:
            return self.past.found(node, self.scope)
        return found_of_node(self.searcher, node, self.scope)

    def node(self, part: str) -> Node:
        """The patents of a part: ``a``, ``b``, ``both``, ``only_a``, ``only_b``."""
        if self.is_by_family and part not in ("a", "b"):
            wanted, (a, b) = self._families(part), self.found
            family_of = {**a.family_of, **b.family_of}
            return Ids(tuple(sorted(one for one, family in family_of.items() if family in wanted)))
        return {
            "a": self.a,
            "b": self.b,
            "both": And((self.a, self.b)),
            "only_a": And((self.a, Not(self.b))),
            "only_b": And((self.b, Not(self.a))),
        }[part]

    def _families(self, part: str) -> frozenset[str]:
        a, b = (frozenset(one.family_of.values()) for one in self.found)
        return {"a": a, "b": b, "both": a & b, "only_a": a - b, "only_b": b - a}[part]

    def teller(self, actor: Actor) -> Callable[[Sequence[int]], Sequence[Hit]]:
        """What says of records how they read: today, and of an earlier instant those that left as of then."""
        if self.past is None:
            return lambda ids: self.collection.tell(ids, actor)
        at = self.past.at
        return lambda ids: told_then(self.collection, ids, at, actor)

    def count(self, part: str) -> int:
        """How many patents, or families, exactly. Raises TooExpensive."""
        return len(self._families(part)) if self.is_by_family else self.patents(part)

    def patents(self, part: str) -> int:
        """Raises TooExpensive."""
        return self.searcher.count(self.node(part), self.scope)


def pair_of(a: Node, b: Node, actor: Actor, *, at: int | None = None, is_by_family: bool = False) -> Pair:
    """``at``: as the index knew both at an earlier instant, in milliseconds. Raises IndexMissing."""
    collection = found_collection(COLLECTION)
    scope = scope_now(collection, actor)
    past = past_at(at) if at is not None else None
    searcher = past.searcher if past is not None else searcher_of(collection)
    return Pair(a, b, collection, searcher, scope, past, is_by_family)


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
    options = replace(options, is_by_family=pair.is_by_family)
    return [_compared(name, pair.found, options, names) for name in CHARTS]


def _compared(name: str, both: Sequence[Found], options: Options, names: tuple[str, str]) -> Compared:
    every = replace(options, most=EVERY)
    results = [drawn_chart(name, found, every) for found in both]
    is_standing = name == "legal_status"  # its columns are kinds: here a line has one figure
    figures = [
        _figures(standings(found, every) if is_standing else result.lines)
        for found, result in zip(both, results, strict=True)
    ]
    columns = [results[0].unit] if is_standing else [str(one) for one in results[0].columns[1:]]
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


def _figures(lines: Sequence[Line]) -> dict[str, list[Cell]]:
    return {line.name: list(line.cells) for line in lines}


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
