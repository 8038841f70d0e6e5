"""Headings that lost or never had a number: known by their words, their shortness, or the file's marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhichan.rooms.plan.reading.lines import Line
from zhichan.rooms.plan.reading.model import SourceText
from zhichan.rooms.plan.reading.numbering import marker_of
from zhichan.rooms.plan.reading.structure.roles import is_role_heading

_LONGEST = 26
_SHORTEST_BODY = 6
_NO_HEADING = re.compile(r"附\s*[件表]\s*\d{0,2}|\d{4}年\d{1,2}月\d{1,2}日|\d[\d.年月-]*|序\s*号")
_TOP = 4.0
_BELOW = 4.5


def unnumbered_headings(source: SourceText, lines: Sequence[Line], free: set[int]) -> dict[int, float]:
    """Rank of each line (by its start offset) that is a heading without number; ``free`` are the lines
    outside tables and boxes."""
    marked = _marked(source)
    numbered = [index for index in free if _is_strong(lines[index])]
    ranks: dict[int, float] = {}
    for index in sorted(free):
        rank = _rank(lines, index, marked, is_numbered=bool(numbered))
        if rank is not None:
            ranks[lines[index].span[0]] = rank
    return ranks if numbered or marked else _without_numbers(lines, free)


def _rank(lines: Sequence[Line], index: int, marked: dict[int, int], *, is_numbered: bool) -> float | None:
    line = lines[index]
    if marker_of(line.folded):
        return None
    if line.span[0] in marked and len(line.folded) <= 2 * _LONGEST and line.folded[-1] not in "。;":
        return _TOP + 0.2 * marked[line.span[0]]
    if is_role_heading(line.folded):
        return 5 if is_numbered else _TOP
    following = marker_of(lines[index + 1].folded) if index + 1 < len(lines) else None
    if (
        following
        and following.value == 1
        and following.rank >= 5
        and _is_short(line)
        and _ends(lines, index - 1)
    ):
        return following.rank - 0.5
    return None


def _without_numbers(lines: Sequence[Line], free: set[int]) -> dict[int, float]:
    """Headings of a plan without any number above ``(1)``: short lines that stand over paragraphs."""
    short = {index for index in free if _stands_over(lines, index, free)}
    tops = {
        index
        for index in short
        if index + 1 in short or (is_role_heading(lines[index].folded) and index - 1 not in short)
    }
    if len(short) < 2:
        return {}
    below = _BELOW if tops else _TOP
    return {lines[index].span[0]: _TOP if index in tops else below for index in short}


def _stands_over(lines: Sequence[Line], index: int, free: set[int]) -> bool:
    if not _is_short(lines[index]) or marker_of(lines[index].folded) or index + 1 not in free:
        return False
    below = lines[index + 1]
    return len(below.folded) >= _SHORTEST_BODY and (
        below.folded[-1] in "。;:)" or (_is_short(below) and index + 2 in free)
    )


def _is_short(line: Line) -> bool:
    if line.barred or _NO_HEADING.fullmatch(line.folded):
        return False
    return 2 <= len(line.folded) <= _LONGEST and line.folded[-1] not in "。;:,!?)”、"


def _ends(lines: Sequence[Line], index: int) -> bool:
    return index < 0 or lines[index].folded[-1] in "。;:!?)”"


def _is_strong(line: Line) -> bool:
    marker = marker_of(line.folded)
    return marker is not None and marker.rank <= 6


def _marked(source: SourceText) -> dict[int, int]:
    """Start and relative depth of the headings the file itself marks."""
    top = min((heading.depth for heading in source.headings), default=0)
    return {heading.span[0]: heading.depth - top for heading in source.headings}
