"""Chapters whose items stand as paragraphs without numbers (标题后无编号的分项)."""

from __future__ import annotations

import re

from zhichan.rooms.plan.reading.lines import Line
from zhichan.rooms.plan.reading.model import Role
from zhichan.rooms.plan.reading.numbering import marker_of
from zhichan.rooms.plan.reading.structure.roles import is_container
from zhichan.rooms.plan.reading.structure.tree import LOOSE_RANK, Node

_CHAPTER_RANK = 4.9
_TITLE = re.compile(
    r"(?:-{1,2}|[·●◆■])?\s*[^。;,:]{2,22}[。:](?=.{8,})|\((?!责任|牵头|配合|完成|协办)[\u4e00-\u9fff“”]{2,12}\)(?=.{8,})|[一二三四五六七八九十]{1,2}是"
)
_WORK: frozenset[Role] = frozenset({"measures", "projects", "safeguards"})


def settle_loose_items(tree: Node) -> None:
    """Make items of a chapter's paragraphs where each opens with a title, or the chapter names no work."""
    for node in tree.nodes:
        settle_loose_items(node)
        if node.rank > _CHAPTER_RANK or node.role not in _WORK or node.nodes or "。" in node.words:
            continue
        lines = [part for part in node.parts if isinstance(part, Line)]
        if is_container(node.words) or (len(lines) > 1 and all(map(_is_titled, lines))):
            node.parts = [
                Node(part, None, LOOSE_RANK, role=node.role) if isinstance(part, Line) else part
                for part in node.parts
            ]


def _is_titled(line: Line) -> bool:
    marker = marker_of(line.folded)
    return bool(_TITLE.match(line.folded)) or (marker is not None and marker.system == "dash")
