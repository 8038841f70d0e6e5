"""The tree written down as blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from zhichan.rooms.plan.reading.boxes import BoxRegion
from zhichan.rooms.plan.reading.columns import is_note
from zhichan.rooms.plan.reading.lines import Line
from zhichan.rooms.plan.reading.model import Block, Role, Span
from zhichan.rooms.plan.reading.structure.nesting import is_one_item
from zhichan.rooms.plan.reading.structure.tree import LOOSE_RANK, Node
from zhichan.rooms.plan.reading.tables import TableRegion

_WORK: frozenset[Role] = frozenset({"measures", "projects", "safeguards", "schedule"})


@dataclass(frozen=True)
class _Place:
    """Where in the document a block stands."""

    part: Literal["body", "appendix"]
    path: tuple[str, ...]
    role: Role
    level: int


def blocks_of(tree: Node, part: Literal["body", "appendix"]) -> list[Block]:
    """The blocks of a tree in reading order; spans do not overlap."""
    return list(_inside(tree, _Place(part, (), tree.role, 0)))


def _inside(node: Node, place: _Place) -> Iterator[Block]:
    role = place.role
    for piece in node.parts:
        if isinstance(piece, Node):
            role = place.role or piece.role  # without headings a table or box goes with what stands above it
            yield from _node(piece, replace(place, role=piece.role, level=place.level + 1))
        elif isinstance(piece, Line):
            yield _paragraph(piece, place)
        else:
            yield _region(piece, replace(place, role=role))


def _node(node: Node, place: _Place) -> Iterator[Block]:
    assert node.line is not None  # only the root has no line
    if node.role in _WORK and is_one_item(node):
        yield from _item(node, place)
        return
    if node.rank >= LOOSE_RANK:  # a paragraph of a plan without headings, not of its measures
        yield _paragraph(node.line, place)
        return
    title = _title_end(node)
    offsets = node.line.flow.offsets
    printed = node.line.text[:title]
    yield _block("heading", (offsets[0], offsets[title - 1] + 1), place, node)
    if title < len(offsets):
        yield _block(
            "paragraph", (offsets[title], offsets[-1] + 1), replace(place, path=(*place.path, printed))
        )
    yield from _inside(node, replace(place, path=(*place.path, printed)))


def _item(node: Node, place: _Place) -> Iterator[Block]:
    """A piece of work with its body; what follows a box or table inside it are paragraphs."""
    assert node.line is not None
    end, rest = node.line.span[1], list(_flat(node))
    while rest and isinstance(rest[0], Line) and not is_note(rest[0].folded):
        end = rest.pop(0).span[1]
    yield _block("item", (node.line.span[0], end), place, node)
    for piece in rest:
        yield _paragraph(piece, place) if isinstance(piece, Line) else _region(piece, place)


def _flat(node: Node) -> Iterator[Line | TableRegion | BoxRegion]:
    for piece in node.parts:
        if isinstance(piece, Node):
            if piece.line is not None:
                yield piece.line
            yield from _flat(piece)
        else:
            yield piece


def _title_end(node: Node) -> int:
    """How many characters of the line are its heading: up to the first full stop inside it."""
    assert node.line is not None
    stop = node.line.folded.find("。", node.words_at)
    return len(node.line.folded) if stop < 0 else stop + 1


def _block(
    kind: Literal["heading", "item", "paragraph"], span: Span, place: _Place, node: Node | None = None
) -> Block:
    number, title = None, None
    if node is not None and node.line is not None:
        number = node.line.text[: node.marker.end].strip() if node.marker else None
        end = _title_end(node)
        if end > node.words_at and node.rank < LOOSE_RANK:
            title = node.line.flow.span(node.words_at, end)
    return Block(kind, span, place.level, number, title, place.path, part=place.part, role=place.role)


def _paragraph(line: Line, place: _Place) -> Block:
    kind: Literal["note", "paragraph"] = "note" if is_note(line.folded) else "paragraph"
    return Block(kind, line.span, path=place.path, part=place.part, role=place.role)


def _region(region: TableRegion | BoxRegion, place: _Place) -> Block:
    if isinstance(region, TableRegion):
        return Block(
            "table",
            region.span,
            title=region.caption,
            path=place.path,
            rows=region.rows,
            part=place.part,
            role=place.role,
        )
    return Block(
        "box",
        region.span,
        number=region.number or None,
        title=region.title,
        path=place.path,
        items=region.items,
        part=place.part,
        role=place.role,
    )
