"""Boxes of special projects (专栏): where they begin and end, their items."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zhichan.rooms.plan.reading.lines import Flow, Line, flow_of
from zhichan.rooms.plan.reading.model import Block, Box, BoxItem, Outline, SourceText, Span
from zhichan.rooms.plan.reading.numbering import Marker, bare_marker_of, marker_of

_TITLE = re.compile(
    r"\(?专\s?栏\s*(?P<number>[〇一二三四五六七八九十]{1,3}(?![〇-龥])|[〇一二三四五六七八九十]{1,3}(?=[\s::)、.])|\d{1,2}(?:-\d{1,2})?)?\s*\)?"
    r"(?P<sign>\s*[::、.]?\s*)(?P<title>.*)"
)
_KIND_OF_BOX = re.compile(r"(?:工程|行动|计划|项目|指标|任务|措施|活动|清单)$")
_LONGEST_TITLE = 45
_STRONG_RANK = 5  # chapters and sections: (一) and above


@dataclass(frozen=True)
class BoxRegion:
    """A box over lines ``first`` to before ``last``."""

    first: int
    last: int
    number: str
    title: Span | None
    items: tuple[tuple[str, Span], ...]
    span: Span


def box_title(folded: str) -> re.Match[str] | None:
    """The parts of a line that opens a box, or None."""
    match = _TITLE.match(folded)
    if not match or len(match["title"]) > _LONGEST_TITLE:
        return None
    if match["title"].endswith(("。", ";", ",")):
        return None
    is_signed = match["number"] or match["sign"].strip() or folded.startswith("(")
    return match if is_signed or (" " in folded[2:4] and _KIND_OF_BOX.search(match["title"])) else None


def boxes_in(source: SourceText, lines: Sequence[Line]) -> list[BoxRegion]:
    """Every box over ``lines``, in order; lines inside one box never open another."""
    regions: list[BoxRegion] = []
    index = 0
    outer: Marker | None = None
    while index < len(lines):
        match = box_title(lines[index].folded)
        if match:
            region = _region(source, lines, index, match, outer)
            regions.append(region)
            index = region.last
        else:
            outer = marker_of(lines[index].folded) or outer
            index += 1
    return regions


def _region(
    source: SourceText, lines: Sequence[Line], first: int, match: re.Match[str], outer: Marker | None
) -> BoxRegion:
    body = first + 1
    title = lines[first].flow.span(*match.span("title")) if match["title"] else None
    if title is None and body < len(lines) and _is_title(lines[body]):
        title, body = lines[body].span, body + 1
    framed = _framed_end(source, lines, first, body)
    last = framed if framed else _open_end(lines, body, outer)
    items = _items(source, lines[body:last])
    span = (lines[first].span[0], lines[last - 1].span[1])
    return BoxRegion(first, last, match["number"] or "", title, items, span)


def _framed_end(source: SourceText, lines: Sequence[Line], first: int, body: int) -> int | None:
    """Where a box that is a table ends: with the table, or with the row of one cell below its title."""
    start = lines[first].span[0]
    table = next((table for table in source.tables if table.span[0] <= start < table.span[1]), None)
    if table and (table.span[1] - table.span[0]) * 2 < len(source.text):
        return next((i for i in range(body, len(lines)) if lines[i].span[0] >= table.span[1]), len(lines))
    if not lines[first].barred:
        return None
    last = body
    while last < len(lines) and not lines[last].barred and not _opens_chapter(lines[last]):
        last += 1  # a cell of several paragraphs has its bar behind the last one
    if last == len(lines) or not lines[last].barred:
        return None
    while last < len(lines) and lines[last].barred and not box_title(lines[last].folded):
        last += 1
    return last


def _opens_chapter(line: Line) -> bool:
    marker = marker_of(line.folded)
    return bool(box_title(line.folded)) or (marker is not None and marker.rank <= _STRONG_RANK)


def _is_title(line: Line) -> bool:
    return (
        len(line.folded) <= _LONGEST_TITLE
        and line.folded[-1] not in "。;,:"
        and marker_of(line.folded) is None
    )


def _open_end(lines: Sequence[Line], body: int, outer: Marker | None) -> int:
    """Where a box without a frame ends: after its marked items, or after one unmarked paragraph."""
    first_item = _first_item(lines, body, outer)
    if first_item is None:
        return (
            min(body + 1, len(lines)) if body < len(lines) and not _closes(lines[body], None, outer) else body
        )
    last, previous = first_item, None
    while last < len(lines):
        marker = marker_of(lines[last].folded)
        if marker is None:
            if box_title(lines[last].folded) or not _goes_on(lines, last, previous):
                break
        elif last > first_item and (
            _resumes(marker, outer, previous) or _closes(lines[last], previous, outer)
        ):
            break
        else:
            previous = marker
        last += 1
    return last


def _goes_on(lines: Sequence[Line], index: int, previous: Marker | None) -> bool:
    """Whether an unmarked line is the body of the item above: its title stands alone, or items follow."""
    if _is_title_line(lines[index - 1]) and lines[index].gap <= lines[index - 1].gap + 1:
        return True
    for line in lines[index + 1 : index + 3]:
        marker = marker_of(line.folded)
        if marker and previous:
            is_next = marker.value == previous.value + 1
            return marker.system == previous.system and (is_next or marker.system == "dash")
    return False


def _is_title_line(line: Line) -> bool:
    return len(line.folded) <= _LONGEST_TITLE and line.folded[-1] not in "。;,:"


def _first_item(lines: Sequence[Line], body: int, outer: Marker | None) -> int | None:
    """The first marked item, at most three paragraphs of introduction below the title."""
    for index in range(body, min(body + 4, len(lines))):
        marker = marker_of(lines[index].folded)
        if marker:
            restarts = index == body and _restarts(marker, outer)
            return None if _closes(lines[index], None, outer) and not restarts else index
        if box_title(lines[index].folded):
            return None
    return None


def _restarts(marker: Marker, outer: Marker | None) -> bool:
    """Whether (一) right below a box's title can only be the box's own: the document is deeper or beyond."""
    return (
        marker.system == "han-paren"
        and marker.value == 1
        and outer is not None
        and (outer.rank >= marker.rank or outer.system == "section")
    )


def _resumes(marker: Marker, outer: Marker | None, previous: Marker | None) -> bool:
    """Whether (四) goes on with the document's own (三) above the box; no box has but one item."""
    if (
        outer is None
        or previous is None
        or previous.value < 2
        or marker.system != "han-paren"
        or marker.system != outer.system
    ):
        return False
    return marker.value == outer.value + 1


def _closes(line: Line, previous: Marker | None, outer: Marker | None) -> bool:
    """Whether a line belongs to the document around the box again."""
    marker = marker_of(line.folded)
    if marker is None:
        return bool(box_title(line.folded))
    if marker.system == "dash":
        return False
    if previous is not None and previous.system == marker.system:
        return marker.value != previous.value + 1
    if previous is not None and previous.system != "dash" and marker.rank > previous.rank:
        return marker.value != 1
    if marker.rank <= _STRONG_RANK or previous is not None:
        return True
    return marker.value != 1 or (outer is not None and outer.rank > marker.rank)


def _items(source: SourceText, lines: Sequence[Line]) -> tuple[tuple[str, Span], ...]:
    """The marked items: (marker as printed, span of its words up to the next item)."""
    starts = _starts(source, lines, marker_of)
    if not starts:
        starts = _starts(source, lines, bare_marker_of)
        starts = starts if len(starts) > 1 else []
    if not starts:
        return ()
    bounds = [start for _, start, _ in starts[1:]] + [lines[-1].span[1]]
    return tuple(
        (printed, _trimmed(source, words, bound))
        for (printed, _, words), bound in zip(starts, bounds, strict=True)
    )


def _starts(
    source: SourceText, lines: Sequence[Line], read: Callable[[str], Marker | None]
) -> list[tuple[str, int, int]]:
    """(marker as printed, where it stands, where its words begin) of the items, all in one numbering."""
    starts: list[tuple[str, int, int]] = []
    system: str | None = None
    for line in lines:
        marker = read(line.folded)
        if marker and system in (None, marker.system):
            system = marker.system
            starts.extend(_marks_in(source, line, marker))
    return starts


def _marks_in(source: SourceText, line: Line, marker: Marker) -> list[tuple[str, int, int]]:
    """The marker that begins the line and those of the same system that go on inside it."""
    offsets = line.flow.offsets
    marks = [(marker, 0)]
    if marker.system != "dash":
        for match in re.finditer(r"(?<=[。;.!\s)])(?=[(\d①-⑳])", line.folded):
            found = marker_of(line.folded[match.start() : match.start() + 12])
            if found and found.system == marker.system and found.value == marks[-1][0].value + 1:
                marks.append((found, match.start()))
    return [
        (_printed(source, offsets[at], offsets[at + found.end - 1] + 1), offsets[at], offsets[at + found.end])
        for found, at in marks
        if at + found.end < len(offsets)
    ]


def _printed(source: SourceText, start: int, end: int) -> str:
    return source.text[start:end].strip()


def _trimmed(source: SourceText, start: int, end: int) -> Span:
    while end > start and (source.folded[end - 1].isspace() or source.folded[end - 1] == "|"):
        end -= 1
    return start, end


def boxes_of(outline: Outline) -> tuple[Box, ...]:
    """The boxes of a document with their items, in order."""
    return tuple(_box(outline.source, block) for block in outline.blocks if block.kind == "box")


def _box(source: SourceText, block: Block) -> Box:
    items = tuple(BoxItem(marker, _words(source, span).text) for marker, span in block.items)
    title = _words(source, block.title).text if block.title else ""
    repairs = () if block.number and title else ("专栏缺少编号或名称",)
    return Box(
        span=block.span,
        confidence=0.98 if not repairs else 0.8,
        repairs=repairs,
        number=block.number or "",
        title=title,
        items=items,
    )


def _words(source: SourceText, span: Span) -> Flow:
    return flow_of(source, (span,))
