"""Pages that lost their line ends: chapters and items found inside one long line (断行丢失)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from zhichan.rooms.plan.reading.lines import Flow, Line
from zhichan.rooms.plan.reading.numbering import Marker, bare_marker_of, marker_of

_CHAPTER_RANK = 4
_ITEM_RANK = 6
_LONGEST_MARKER = 12
_LONGEST_HEADING = 45
_PLACE = re.compile(r"(?:(?<=^)|(?<=[。;!?)\s]))(?=[(\d第〇一二三四五六七八九十①-⑳㈠-㈩])")


def spread(lines: Sequence[Line]) -> list[Line]:
    """``lines`` cut before every chapter and item inside them, where several chapters stand inside lines."""
    marks = _marks(lines)
    inside = [marker for starts in marks for start, marker in starts if start > 0]
    if sum(marker.rank <= _CHAPTER_RANK for marker in inside) < 2:
        return list(lines)
    return [
        piece for line, starts in zip(lines, marks, strict=True) for piece in _cut(line, _cuts(line, starts))
    ]


def _marks(lines: Sequence[Line]) -> list[list[tuple[int, Marker]]]:
    """For each line the numbers in it that count on from 1, over the whole document."""
    last: dict[float, int] = {}
    return [list(_in_sequence(line, last)) for line in lines]


def _in_sequence(line: Line, last: dict[float, int]) -> Iterator[tuple[int, Marker]]:
    if line.barred or "|" in line.folded:
        return
    for match in _PLACE.finditer(line.folded):
        start = match.start()
        words = line.folded[start : start + _LONGEST_MARKER]
        marker = marker_of(words) or _bare_chapter(line.folded, start)
        if marker is None or marker.rank > _ITEM_RANK:
            continue
        if marker.value != 1 and marker.value != last.get(marker.rank, 0) + 1:
            continue
        last[marker.rank] = marker.value
        yield start, marker


def _cuts(line: Line, marks: list[tuple[int, Marker]]) -> list[int]:
    """Where pieces begin: at each number, and at the blank that divides a heading from what is below it."""
    folded, cuts = line.folded, {0}
    for start, _ in marks:
        cuts.add(start)
        blank = folded.find(" ", start + _LONGEST_MARKER // 3, start + _LONGEST_HEADING)
        if blank > 0 and "。" not in folded[start:blank]:
            cuts.add(blank + 1)
    head = folded.find(" ", 0, _LONGEST_HEADING)
    if marks and 0 < head < marks[0][0] and "。" not in folded[:head]:
        cuts.add(head + 1)
    return sorted(cuts)


def _bare_chapter(folded: str, start: int) -> Marker | None:
    """``一 `` between blanks, a chapter's number that lost its sign."""
    marker = bare_marker_of(folded[start : start + _LONGEST_MARKER])
    return marker if marker and marker.system == "han" and (start == 0 or folded[start - 1] == " ") else None


def _cut(line: Line, cuts: list[int]) -> Iterator[Line]:
    bounds = [*cuts, len(line.folded)]
    for number, (start, end) in enumerate(pairwise(bounds)):
        words = line.folded[start:end]
        left = start + len(words) - len(words.lstrip())
        right = end - (len(words) - len(words.rstrip()))
        if left < right:
            flow = Flow(line.text[left:right], line.folded[left:right], line.flow.offsets[left:right])
            yield Line(flow, (flow.span(0, right - left),), 0 if number else line.gap, line.indent)
