"""The role of each part of the tree, from its heading and what stands in it."""

from __future__ import annotations

import re

from zhichan.rooms.plan.reading.lines import Line
from zhichan.rooms.plan.reading.model import Role
from zhichan.rooms.plan.reading.structure.roles import role_of_title
from zhichan.rooms.plan.reading.structure.tree import Node

_CLAUSE_END = re.compile(
    r"(?:负责|牵头|落实|配合|参与|推进|完成)[^()。]{0,20}\)[。;]?$|(?:责任|牵头|配合|主办|承办)(?:单位|部门)\s?:"
)


def settle_roles(tree: Node) -> None:
    """Give every node its role, from the top down."""
    running = _Running()
    for node in tree.nodes:
        _settle(node, "", 1, running)
    tree.role = "measures" if not tree.nodes else ""


def ends_with_clause(node: Node) -> bool:
    """Whether the words of a node, its body included, end by naming who answers for it."""
    lines = [node.line, *(part for part in node.parts if isinstance(part, Line))]
    return any(line is not None and _CLAUSE_END.search(line.folded) for line in lines)


class _Running:
    """The last number of each rank over the whole document: numbers may run through chapters."""

    def __init__(self) -> None:
        self.last: dict[float, int] = {}

    def goes_on(self, node: Node) -> bool:
        """Whether the node's number follows the one before it in another chapter."""
        value = node.marker.value if node.marker else 0
        return value > 1 and self.last.get(node.rank) == value - 1

    def note(self, node: Node) -> None:
        if node.marker:
            self.last[node.rank] = node.marker.value


def _settle(node: Node, above: Role, depth: int, running: _Running) -> None:
    title = re.split(r"[。]", node.words, maxsplit=1)[0]
    node.role = role_of_title(title, above, depth)
    if node.role == "safeguards" and above != "safeguards" and _is_work_list(node, running):
        node.role = "measures"
    if node.role in ("goals", "guidance", "background") and not node.nodes and ends_with_clause(node):
        node.role = "measures"  # a goal some unit answers for is work
    running.note(node)
    for child in node.nodes:
        _settle(child, node.role, depth + 1, running)


def _is_work_list(node: Node, running: _Running) -> bool:
    """Whether a chapter on safeguards is one more list of work: its numbers run on and units answer."""
    items = node.nodes
    return bool(items) and running.goes_on(items[0]) and sum(map(ends_with_clause, items)) * 2 > len(items)
