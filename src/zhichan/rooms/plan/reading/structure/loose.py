"""Chapters whose items stand as paragraphs without numbers (标题后无编号的分项)."""

from __future__ import annotations

import re

from zhichan.rooms.plan.reading.lines import Line
from zhichan.rooms.plan.reading.model import Role
from zhichan.rooms.plan.reading.numbering import marker_of, point_of
from zhichan.rooms.plan.reading.structure.purposes import ends_with_clause
from zhichan.rooms.plan.reading.structure.roles import is_container
from zhichan.rooms.plan.reading.structure.tree import LOOSE_RANK, Node, Piece
from zhichan.rooms.plan.reading.units import unit_clauses

_CHAPTER_RANK = 4.9
_TITLE = re.compile(
    r"(?:-{1,2}|[·●◆■])?\s*[^。;,:]{2,22}[。:](?=.{8,})|\((?!责任|牵头|配合|完成|协办)[\u4e00-\u9fff“”]{2,12}\)(?=.{8,})|[一二三四五六七八九十]{1,2}是"
)
_WORK: frozenset[Role] = frozenset({"measures", "projects", "safeguards"})
_POINT_RANK = 12.0  # 一是, 二是 stand below every other number


def settle_loose_items(tree: Node) -> None:
    """Make items of a chapter's paragraphs where each opens with a title, or the chapter names no work."""
    for node in tree.nodes:
        settle_loose_items(node)
        if node.role in _WORK and not node.nodes and "。" not in node.words and _has_points(node):
            node.parts = _pointed(node)
        if node.rank > _CHAPTER_RANK or node.role not in _WORK or node.nodes or "。" in node.words:
            continue
        lines = [part for part in node.parts if isinstance(part, Line)]
        if (is_container(node.words) and not _is_item_of(tree)) or (
            len(lines) > 1 and (all(map(_is_titled, lines)) or all(map(is_answered, lines)))
        ):
            node.parts = [
                Node(part, None, LOOSE_RANK, role=node.role) if isinstance(part, Line) else part
                for part in node.parts
            ]


def _is_item_of(above: Node) -> bool:
    """Whether a 组织保障 below ``above`` is one item of it, no chapter: items beside it name their work."""
    return above.role in _WORK and any(not is_container(other.words) for other in above.nodes)


def _has_points(node: Node) -> bool:
    """Whether 一是, 二是 … (or 一要, 二要) are the items of a part without other numbers.

    They are in a chapter; under a smaller number they are its steps, unless each names who answers.
    """
    lines = [part for part in node.parts if isinstance(part, Line)]
    points = [(line, marker) for line in lines if (marker := point_of(line.folded))]
    if [marker.value for _, marker in points] != list(range(1, len(points) + 1)) or len(points) < 2:
        return False
    if node.rank <= _CHAPTER_RANK:
        return True
    return all(ends_with_clause(Node(line, marker, _POINT_RANK)) for line, marker in points)


def _pointed(node: Node) -> list[Piece]:
    """The parts of a node with each point as an item that takes the lines below it."""
    parts: list[Piece] = []
    for part in node.parts:
        marker = point_of(part.folded) if isinstance(part, Line) else None
        last = parts[-1] if parts else None
        if isinstance(part, Line) and marker:
            parts.append(Node(part, marker, _POINT_RANK, role=node.role))
        elif isinstance(last, Node) and isinstance(part, Line):
            last.parts.append(part)
        else:
            parts.append(part)
    return parts


def is_answered(line: Line) -> bool:
    """Whether a paragraph ends with a bracket that names who answers for it."""
    if not line.folded.endswith((")", ")。")):
        return False
    return any(clause.units for clause in unit_clauses(line.text, line.folded))


def _is_titled(line: Line) -> bool:
    marker = marker_of(line.folded)
    return bool(_TITLE.match(line.folded)) or (marker is not None and marker.system == "dash")
