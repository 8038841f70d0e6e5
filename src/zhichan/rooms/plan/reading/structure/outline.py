"""From a source text to its outline: lines, parts, tables and boxes, the tree of headings, blocks."""

from __future__ import annotations

from collections.abc import Sequence

from zhichan.rooms.plan.reading.boxes import boxes_in
from zhichan.rooms.plan.reading.lines import Line, lines_of
from zhichan.rooms.plan.reading.model import Block, Outline, SourceText, Span
from zhichan.rooms.plan.reading.structure.blocks import blocks_of
from zhichan.rooms.plan.reading.structure.headless import is_headless, settle_headless
from zhichan.rooms.plan.reading.structure.parts import notice_blocks, parts_of, title_span
from zhichan.rooms.plan.reading.structure.purposes import settle_roles
from zhichan.rooms.plan.reading.structure.tree import Node, tree_of
from zhichan.rooms.plan.reading.tables import TableRegion, tables_in


def outline_of(source: SourceText, furniture: tuple[Span, ...] = ()) -> Outline:
    """The whole document as blocks in order; ``furniture`` becomes blocks of its own. O(length)."""
    lines = lines_of(source, furniture)
    parts = parts_of(lines)
    blocks = [Block("furniture", span) for span in furniture]
    blocks += notice_blocks(lines[: parts.title])
    if parts.body > parts.title:
        blocks.append(Block("title", title_span(lines[parts.title : parts.body])))
    blocks += blocks_of(_body_tree(source, lines[parts.body : parts.appendix]), "body")
    blocks += blocks_of(_body_tree(source, lines[parts.appendix :]), "appendix")
    return Outline(source, tuple(sorted(blocks, key=lambda block: block.span)))


def _body_tree(source: SourceText, lines: Sequence[Line]) -> Node:
    boxes = boxes_in(source, lines)
    boxed = {index for box in boxes for index in range(box.first, box.last)}
    tables = [table for table in _tables(source, lines) if not boxed & set(range(table.first, table.last))]
    headings = frozenset(heading.span[0] for heading in source.headings)
    tree = tree_of(lines, tables, boxes, headings)
    if is_headless(tree):
        settle_headless(tree)
    else:
        settle_roles(tree)
    return tree


def _tables(source: SourceText, lines: Sequence[Line]) -> list[TableRegion]:
    return tables_in(source, lines)
