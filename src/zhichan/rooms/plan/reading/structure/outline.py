"""From a source text to its outline: lines, parts, tables and boxes, the tree of headings, blocks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from zhichan.rooms.plan.reading.boxes import BoxRegion, boxes_in
from zhichan.rooms.plan.reading.columns import is_header_word
from zhichan.rooms.plan.reading.lines import Line, lines_of
from zhichan.rooms.plan.reading.model import Block, Outline, SourceText, Span
from zhichan.rooms.plan.reading.once import once_a_source
from zhichan.rooms.plan.reading.structure.blocks import blocks_of
from zhichan.rooms.plan.reading.structure.closing import closing_of
from zhichan.rooms.plan.reading.structure.collapsed import spread
from zhichan.rooms.plan.reading.structure.headless import is_headless, settle_headless, settle_last_words
from zhichan.rooms.plan.reading.structure.loose import settle_loose_items
from zhichan.rooms.plan.reading.structure.parts import notice_blocks, parts_of, title_span
from zhichan.rooms.plan.reading.structure.purposes import settle_roles
from zhichan.rooms.plan.reading.structure.repeats import repeated
from zhichan.rooms.plan.reading.structure.tree import Node, tree_of
from zhichan.rooms.plan.reading.structure.unnumbered import unnumbered_headings
from zhichan.rooms.plan.reading.tables import TableRegion, tables_in

_FEWEST_COLUMNS = 3


def outline_of(source: SourceText, furniture: tuple[Span, ...] = ()) -> Outline:
    """The whole document as blocks in order; ``furniture`` becomes blocks of its own. O(length)."""
    lines = sense_lines(source, furniture)
    parts = parts_of(lines)
    blocks = notice_blocks(lines[: parts.title])
    if parts.body > parts.title:
        blocks.append(Block("title", title_span(lines[parts.title : parts.body])))
    aside: list[Span] = []
    stretches: tuple[tuple[Literal["body", "appendix"], int, int], ...] = (
        ("body", parts.body, parts.appendix),
        ("appendix", parts.appendix, len(lines)),
    )
    for part, start, end in stretches:
        again = repeated(lines[start:end])
        aside += [lines[start + index].span for index in sorted(again)]
        kept = [line for index, line in enumerate(lines[start:end]) if index not in again]
        closing = closing_of(kept)
        blocks += [Block(kind, kept[index].span, part=part) for index, kind in closing.items()]
        blocks += blocks_of(_tree(source, kept[: len(kept) - len(closing)]), part)
    left = tuple(sorted((*furniture, *aside)))
    return Outline(source, tuple(_with_furniture(blocks, left)), left)


def _with_furniture(blocks: list[Block], furniture: tuple[Span, ...]) -> list[Block]:
    """All blocks in order; furniture inside another block, or inside other furniture, is none of its own."""
    ordered = sorted(blocks, key=lambda block: block.span)
    starts = [block.span[0] for block in ordered]
    reached = 0
    for start, end in furniture:
        above = bisect_right(starts, start) - 1
        below = starts[above + 1] if above + 1 < len(starts) else end
        if start >= reached and end <= below and (above < 0 or ordered[above].span[1] <= start):
            blocks.append(Block("furniture", (start, end)))
            reached = end
    return sorted(blocks, key=lambda block: block.span)


def sense_lines(source: SourceText, furniture: tuple[Span, ...] = ()) -> list[Line]:
    """The lines of sense of a document, also where its page lost the line ends."""
    return list(_sense_lines(source, furniture))


@once_a_source
def _sense_lines(source: SourceText, furniture: tuple[Span, ...]) -> tuple[Line, ...]:
    return tuple(spread(lines_of(source, furniture)))


def _parted(
    source: SourceText, lines: Sequence[Line], box: BoxRegion, tables: list[TableRegion]
) -> BoxRegion:
    """A box that is a table of indicators, as its title alone; ``tables`` then holds the table below it."""
    for at, table in enumerate(tables):
        inside = box.first <= table.first < box.last < table.last
        if inside and not box.items and _names_indicators(source, table):
            first = bisect_right([line.span[0] for line in lines], table.rows[0][0].span[0]) - 1
            tables[at] = replace(table, first=first, span=(lines[first].span[0], table.span[1]))
            return replace(box, last=first, span=(box.span[0], lines[first - 1].span[1]))
    return box


def _names_indicators(source: SourceText, table: TableRegion) -> bool:
    """Whether the first row is made of column headings, one of them for the indicators."""
    header = ["".join(source.folded[slice(*cell.span)].split()) for cell in table.rows[0]]
    return (
        len(header) >= _FEWEST_COLUMNS
        and all(map(is_header_word, header))
        and any("指标" in word for word in header)
    )


def _tree(source: SourceText, lines: Sequence[Line]) -> Node:
    every = tables_in(source, lines)
    boxes = [_parted(source, lines, box, every) for box in boxes_in(source, lines)]
    boxed = {index for box in boxes for index in range(box.first, box.last)}
    tables = [table for table in every if boxed.isdisjoint(range(table.first, table.last))]
    taken = boxed | {index for table in tables for index in range(table.first, table.last)}
    headings = unnumbered_headings(source, lines, set(range(len(lines))) - taken)
    tree = tree_of(lines, tables, boxes, headings)
    if is_headless(tree):
        settle_headless(tree)
    else:
        settle_roles(tree)
        settle_loose_items(tree)
        settle_last_words(tree)
    return tree
