"""Pages that lost their line ends: chapters and items found inside one long line (断行丢失)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from zhichan.rooms.plan.reading.lines import Flow, Line
from zhichan.rooms.plan.reading.numbering import Marker, bare_marker_of, marker_of

_CHAPTER_RANK = 4
_SHORTEST = 60
_LONGEST_MARKER = 12
_LONGEST_HEADING = 45
_PLACE = re.compile(r"(?:(?<=^)|(?<=[。;!?)\s]))(?=[(\d第〇一二三四五六七八九十①-⑳㈠-㈩])")


def spread(lines: Sequence[Line]) -> list[Line]:
    """``lines`` with each one that holds several chapters cut before every chapter and item in it."""
    result: list[Line] = []
    for line in lines:
        cuts = [] if line.barred or "|" in line.folded or len(line.folded) < _SHORTEST else _cuts(line.folded)
        result += _cut(line, cuts) if cuts else [line]
    return result


def _cuts(folded: str) -> list[int]:
    """Where chapters and items begin inside a line; empty unless two chapters follow one another in it."""
    marks = list(_in_sequence(folded))
    if sum(marker.rank <= _CHAPTER_RANK for _, marker in marks) < 2:
        return []
    cuts = {0}
    for start, _ in marks:
        cuts.add(start)
        blank = folded.find(" ", start + _LONGEST_MARKER // 3, start + _LONGEST_HEADING)
        if blank > 0 and "。" not in folded[start:blank]:
            cuts.add(blank + 1)
    head = folded.find(" ", 0, _LONGEST_HEADING)
    if head > 0 and "。" not in folded[:head] and head < marks[0][0]:
        cuts.add(head + 1)
    return sorted(cuts)


def _in_sequence(folded: str) -> Iterator[tuple[int, Marker]]:
    """Markers inside the line that count on from 1 within the one above them."""
    last: dict[float, int] = {}
    for match in _PLACE.finditer(folded):
        start = match.start()
        marker = marker_of(folded[start : start + _LONGEST_MARKER]) or _bare_chapter(folded, start)
        if marker is None or marker.rank > 6:
            continue
        if marker.value != 1 and marker.value != last.get(marker.rank, 0) + 1:
            continue
        last[marker.rank] = marker.value
        yield start, marker


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
