"""The passages of a plan in which promises may stand, each with what its place says of it (段落)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from zhichan.rooms.plan.reading.deadlines import is_deadline
from zhichan.rooms.plan.reading.model import Block, Outline, Span
from zhichan.rooms.plan.reading.once import once_an_outline
from zhichan.rooms.plan.reading.sentences import Flow, flow_of
from zhichan.rooms.plan.reading.table_kinds import announces_indicators

Zone = Literal["past", "looks-back", "goal", "work"]

_CONTENT = ("heading", "item", "paragraph", "box")
_YEAR = re.compile(r"20\d{2}(?=[年./-])")
_MARKER = re.compile(r"^(?:\(?[一二三四五六七八九十\d]{1,3}[)、.]+(?!\d))+|^[①-⑳]|^-{1,4}")


@dataclass(frozen=True)
class Passage:
    """One run of text. ``zone``: past (a chapter on what was reached), looks-back (the same, told only from
    the course of a page without headings), goal, work. ``box``: number of the box around it.
    ``section``: the headings above; years set by a lead sentence hold within it.
    """

    flow: Flow
    zone: Zone
    box: str | None
    section: tuple[str, ...]
    block: Block
    due: int | None = None  # the year the row of a table says its work is due


@once_an_outline
def passages_of(outline: Outline) -> tuple[Passage, ...]:
    """All passages of content in reading order; items of a box and cells of a work table one by one.

    Indicator tables have readers of their own. O(length of the document).
    """
    return tuple(_passages_of(outline))


def _passages_of(outline: Outline) -> Iterator[Passage]:
    for block in outline.blocks:
        if block.kind not in _CONTENT and (
            block.kind != "table" or announces_indicators(outline.source, block)
        ):
            continue
        for span, due in _cells(outline, block) if block.kind == "table" else _runs(outline, block):
            flow = _unmarked(flow_of(outline.source, span, without=_title_of(block)))
            if flow.text:
                yield Passage(flow, zone_of(block), _box(block), _section(block), block, due)


def _cells(outline: Outline, block: Block) -> Iterator[tuple[Span, int | None]]:
    """Cells below the heading row, with the year of their row: 任务分工表 and the like state promises too."""
    for row in block.rows[1:]:
        words = (outline.source.folded[slice(*cell.span)] for cell in row)
        years = [int(year) for cell in words if is_deadline(cell) for year in _YEAR.findall(cell)]
        for cell in row:
            yield cell.span, max(years, default=None)


def zone_of(block: Block) -> Zone:
    """What the place of a block says of its figures."""
    if block.role == "background":
        return "past" if block.path else "looks-back"
    return "goal" if block.role == "goals" else "work"


def _runs(outline: Outline, block: Block) -> Iterator[tuple[Span, int | None]]:
    """The block as a whole; of a box its lead and each item; of an item under a bare heading both apart."""
    at = block.span[0]
    if block.kind == "item" and block.title and _is_bare(outline, block.title):
        yield (at, block.title[1]), None
        at = block.title[1]
    for _, item in block.items:
        if item[0] > at:
            yield (at, item[0]), None
        yield item, None
        at = item[1]
    if at < block.span[1]:
        yield (at, block.span[1]), None


def _is_bare(outline: Outline, title: Span) -> bool:
    """Whether a title ends without a stop: a line of its own above the body."""
    return outline.source.folded[title[1] - 1] not in "。;:,!?"


def _title_of(block: Block) -> tuple[Span, ...]:
    """The title of a box is no sentence; that of an item may promise something itself."""
    if block.kind != "box" or block.title is None:
        return ()
    return ((block.span[0], block.title[1]),)


def _section(block: Block) -> tuple[str, ...]:
    return (*block.path, f"专栏{block.number}") if block.kind == "box" else block.path


def _box(block: Block) -> str | None:
    return block.number or "" if block.kind == "box" else None


def _unmarked(flow: Flow) -> Flow:
    match = _MARKER.match(flow.text)
    if not match:
        return flow
    return Flow(flow.text[match.end() :], flow.offsets[match.end() :])
