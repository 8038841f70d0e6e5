"""Column headings of a flattened table, each on one line or broken over several (断行的表头)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from zhichan.rooms.plan.reading.columns import is_header_word
from zhichan.rooms.plan.reading.lines import Line
from zhichan.rooms.plan.reading.model import Span

_MOST_PIECES = 4  # lines one heading may be broken over
_LONGEST_PIECE = 10
_MOST_LINES = 30
_MOST_READINGS = 40
_FIGURES = re.compile(r"(?:19|20)\d\d|目标值?|基期|现状|基数|基准|十[二三四五六]五|年均|增速|增长率")
_NO_FIGURES = re.compile(
    r"序号|编号|指标(?!值)|名称|任务|措施|工作|单位|部门|属性|性质|类别|责任|时限|期限|备注|说明"
)


@dataclass(frozen=True)
class Heading:
    """One column heading, where it stands and its folded words read on."""

    span: Span
    words: str

    @property
    def holds_figures(self) -> bool:
        return bool(_FIGURES.search(self.words)) and not _NO_FIGURES.search(self.words)


def headings_at(lines: Sequence[Line], start: int, end: int) -> list[Heading]:
    """The lines from ``start`` to before ``end`` as one heading each."""
    return [Heading(line.span, line.folded) for line in lines[start:end]]


def begins_headings(lines: Sequence[Line], start: int) -> bool:
    """Whether a heading begins on line ``start``, alone or read on with the lines below."""
    return next(_first_groups(lines, start), None) is not None


def last_heading(lines: Sequence[Line], start: int) -> int:
    """The line before which the headings from ``start`` end, at the farthest; cells may be broken."""
    reached, farthest = {start}, start
    while reached and farthest < start + _MOST_LINES:
        reached = {end for place in reached for end in _first_groups(lines, place)}
        farthest = max([farthest, *reached])
    return farthest


def regrouped(lines: Sequence[Line], start: int, end: int, width: int) -> Iterator[list[Heading]]:
    """Every way to read lines ``start`` to before ``end`` as ``width`` headings, a few at most."""
    return islice(_regrouped(lines, start, end, width), _MOST_READINGS)


def _regrouped(lines: Sequence[Line], start: int, end: int, width: int) -> Iterator[list[Heading]]:
    @cache
    def fits(place: int, left: int) -> bool:
        if not left:
            return place == end
        if not left <= end - place <= left * _MOST_PIECES:
            return False
        return any(fits(stop, left - 1) for stop in _first_groups(lines, place))

    def ways(place: int, left: int) -> Iterator[list[Heading]]:
        if not left:
            yield []
            return
        for stop in _first_groups(lines, place):
            if fits(stop, left - 1):
                head = Heading((lines[place].span[0], lines[stop - 1].span[1]), _joined(lines[place:stop]))
                yield from ([head, *rest] for rest in ways(stop, left - 1))

    if end - start <= _MOST_LINES and fits(start, width):
        yield from ways(start, width)


def _first_groups(lines: Sequence[Line], start: int) -> Iterator[int]:
    """Where the heading that begins on line ``start`` may end."""
    for stop in range(start + 1, min(start + _MOST_PIECES, len(lines)) + 1):
        pieces = lines[start:stop]
        if len(pieces) > 1 and any(len(piece.folded) > _LONGEST_PIECE for piece in pieces):
            return
        if is_header_word(_joined(pieces)):
            yield stop


def _joined(pieces: Sequence[Line]) -> str:
    return "".join(piece.folded for piece in pieces)
