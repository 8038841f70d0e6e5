"""The headings of a plan as a tree: which line stands under which (章节层次)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from zhichan.rooms.plan.reading.boxes import BoxRegion
from zhichan.rooms.plan.reading.lines import Line
from zhichan.rooms.plan.reading.model import Role
from zhichan.rooms.plan.reading.numbering import RANK, Marker, System, bare_marker_of, marker_of, point_of
from zhichan.rooms.plan.reading.tables import TableRegion

_NOT_NODES: frozenset[System] = frozenset({"dash", "letter"})
_LONGEST_BARE_TITLE = 40
_NEAR, _FAR = 12, 200  # lines in which the second number must come
LOOSE_RANK = 50  # of a paragraph that stands as an item of its own
_SKIPPABLE_BARE = 2
_SKIPPABLE = 3  # numbers a damaged page may have lost in a row


Piece: TypeAlias = "Line | Node | TableRegion | BoxRegion"


@dataclass
class Node:
    """A heading or item with what stands under it; ``marker`` is None where it has no number."""

    line: Line | None
    marker: Marker | None
    rank: float
    parts: list[Piece] = field(default_factory=list)
    role: Role = ""

    @property
    def nodes(self) -> list[Node]:
        return [part for part in self.parts if isinstance(part, Node)]

    @property
    def words(self) -> str:
        """The folded words after the number."""
        if self.line is None:
            return ""
        return self.line.folded[self.marker.end :] if self.marker else self.line.folded

    @property
    def words_at(self) -> int:
        return self.marker.end if self.marker else 0


@dataclass
class _Builder:
    """The way from the root to the newest node, and the last number seen in each system."""

    root: Node
    way: list[Node]
    ranks: Mapping[System, float]
    has_points: bool = False  # 一是, 二是 head the chapters
    last: dict[float, int] = field(default_factory=dict)

    def add(self, node: Node) -> None:
        while len(self.way) > 1 and self.way[-1].rank >= node.rank:
            self.way.pop()
        self.way[-1].parts.append(node)
        self.way.append(node)
        if node.marker:
            self.last[node.rank] = node.marker.value

    def before(self, marker: Marker) -> int | None:
        """The number before ``marker`` in its system: of its sibling, or of another chapter's last item."""
        return self.last.get(self.ranks[marker.system])

    def accepts(self, marker: Marker) -> bool:
        """Whether a number is where it would stand: the first, or the next one of its system."""
        if marker.value == 1:
            return True
        before = self.before(marker)
        if before is None:
            return marker.value <= _SKIPPABLE or marker.rank < 5
        return 0 <= marker.value - before <= _SKIPPABLE


def tree_of(
    lines: Sequence[Line],
    tables: Sequence[TableRegion],
    boxes: Sequence[BoxRegion],
    unnumbered: Mapping[int, float],
) -> Node:
    """The tree over ``lines``; ``unnumbered`` ranks the lines that are headings without number, by offset."""
    root = Node(None, None, -1)
    folded = [line.folded for line in lines]
    builder = _Builder(root, [root], ranks_of(folded), points_head_chapters(folded))
    regions: dict[int, TableRegion | BoxRegion] = {table.first: table for table in tables}
    regions |= {box.first: box for box in boxes}
    index = 0
    while index < len(lines):
        region = regions.get(index)
        if region is not None:
            builder.way[-1].parts.append(region)
            index = region.last
            continue
        _add_line(builder, lines, index, unnumbered)
        index += 1
    return root


def ranks_of(folded: Iterable[str]) -> dict[System, float]:
    """The rank of each numbering in this document: as usual, but 第一条 under 一、 and (一) under 1.
    where the document nests them so."""
    markers = [marker for marker in map(marker_of, folded) if marker]
    systems = [marker.system for marker in markers]
    firsts = Counter(marker.system for marker in markers if marker.value == 1)
    ranks: dict[System, float] = dict(RANK)
    if _comes_first(systems, "han", "article"):
        ranks["article"] = RANK["han"] + 0.5
    if _comes_first(systems, "arabic", "han-paren") and firsts["arabic"] == 1 and firsts["han-paren"] > 1:
        ranks["han-paren"] = RANK["arabic"] + 0.5
    return ranks


def points_head_chapters(folded: Sequence[str]) -> bool:
    """Whether 一是, 二是 … stand where other plans have chapters: before all numbers, no chapter beside."""
    numbers = [marker for marker in map(marker_of, folded) if marker]
    if not numbers:
        return _points_are_headings(folded)
    if any(marker.rank <= RANK["han"] for marker in numbers):
        return False
    first = next((index for index, words in enumerate(folded) if marker_of(words)), 0)
    points = [index for index, words in enumerate(folded) if point_of(words)]
    return len(points) > 1 and points[0] < first < points[-1]


def _points_are_headings(folded: Sequence[str]) -> bool:
    """Whether 一是, 二是 … count on as short lines of their own, each above words of its own."""
    points = [(index, marker.value) for index, words in enumerate(folded) if (marker := point_of(words))]
    if len(points) < 2 or [value for _, value in points] != list(range(1, len(points) + 1)):
        return False
    return all(
        len(folded[index]) <= _LONGEST_BARE_TITLE
        and "。" not in folded[index][:-1]
        and index + 1 < len(folded)
        and point_of(folded[index + 1]) is None
        for index, _ in points
    )


def _comes_first(systems: list[System], one: System, other: System) -> bool:
    return one in systems and other in systems and systems.index(one) < systems.index(other)


def _add_line(builder: _Builder, lines: Sequence[Line], index: int, unnumbered: Mapping[int, float]) -> None:
    line = lines[index]
    marker = marker_of(line.folded)
    if marker is None:
        marker = (point_of(line.folded) if builder.has_points else None) or _believed_bare(
            lines, index, builder
        )
    if marker and marker.system not in _NOT_NODES and builder.accepts(marker):
        builder.add(Node(line, marker, builder.ranks[marker.system]))
    elif marker is None and line.span[0] in unnumbered:
        builder.add(Node(line, None, unnumbered[line.span[0]]))
    else:
        builder.way[-1].parts.append(line)


def _believed_bare(lines: Sequence[Line], index: int, builder: _Builder) -> Marker | None:
    """A number without its dot, where it continues a sequence or begins one that goes on."""
    marker = bare_marker_of(lines[index].folded)
    if marker is None:
        return None
    before = builder.before(marker)
    if before is not None and 1 <= marker.value - before <= _SKIPPABLE_BARE:
        return marker
    if marker.value != 1 or len(lines[index].folded) > _LONGEST_BARE_TITLE:
        return None
    reach = _FAR if marker.system == "han" else _NEAR
    following = (bare_marker_of(line.folded) for line in lines[index + 1 : index + reach])
    return (
        marker
        if any(other and (other.system, other.value) == (marker.system, 2) for other in following)
        else None
    )
