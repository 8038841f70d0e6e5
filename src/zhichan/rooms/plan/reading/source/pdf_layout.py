"""From the places of characters on a PDF page to lines and paragraphs (版面还原).

Coordinates are points from the lower left corner of the page as shown. A paragraph of an official
document begins two characters in and runs to the right margin; that is what joins hard-wrapped lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from zhichan.rooms.plan.reading.source.builder import clean

_LATIN_GAP = 0.25  # of the character height: beyond it two Latin characters are two words
_GAP = 0.6
_SAME_LINE = 0.5
_SHORT_OF_MARGIN = 2.2  # a line that ends this close to the margin, in characters, is full
_INDENT = 0.8
_LOOSEST_PITCH = 2.4
_SIZE_CHANGE = 0.2
_SENTENCE_ENDS = ("。", "；", ";", "：", ":", "！", "？")
_STARTS_ANEW = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|专栏\s*\d|第[一二三四五六七八九十]+[章节])"
)
_NUMBERED = re.compile(r"^(?:\d{1,2}[.．、](?!\d)|[(（]\d{1,2}[)）])")


class Glyph(NamedTuple):
    """One character and the box it takes up."""

    left: float
    bottom: float
    right: float
    top: float
    sign: str

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, self.middle

    @property
    def size(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True)
class Line:
    """One printed line."""

    text: str
    left: float
    right: float
    middle: float
    size: float
    page: int


@dataclass(frozen=True)
class Margins:
    """Where the text of a page begins and ends, left to right; ``indented``: paragraphs begin further in."""

    left: float
    right: float
    indented: bool = True


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """The characters as lines from top to bottom, each from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.middle):
        if rows and abs(rows[-1][0].middle - glyph.middle) < _SAME_LINE * max(rows[-1][0].size, glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    lines = (_line(sorted(row, key=lambda glyph: glyph.left), page) for row in rows)
    return [line for line in lines if line.text.strip()]


def _line(row: Sequence[Glyph], page: int) -> Line:
    pieces = [row[0].sign]
    for before, glyph in pairwise(row):
        if glyph.left - before.right > _gap(before, glyph):
            pieces.append(" ")
        pieces.append(glyph.sign)
    sizes = sorted(glyph.size for glyph in row)
    return Line(
        clean("".join(pieces)).strip(),
        row[0].left,
        max(glyph.right for glyph in row),
        row[0].middle,
        sizes[len(sizes) // 2],
        page,
    )


def _gap(before: Glyph, after: Glyph) -> float:
    latin = before.sign.isascii() and after.sign.isascii()
    return (_LATIN_GAP if latin else _GAP) * max(before.size, after.size)


def continues(line: Line, following: Line, margins: Margins, margins_after: Margins) -> bool:
    """Whether ``following`` goes on with the paragraph of ``line``."""
    size = max(line.size, following.size)
    return (
        line.right >= margins.right - _SHORT_OF_MARGIN * size
        and following.left <= margins_after.left + _INDENT * size
        and abs(line.size - following.size) <= _SIZE_CHANGE * size
        and (line.page != following.page or line.middle - following.middle <= _LOOSEST_PITCH * size)
        and (margins.indented or not line.text.endswith(_SENTENCE_ENDS))
        and not _STARTS_ANEW.match(following.text)
        and not (_NUMBERED.match(following.text) and line.text.endswith((*_SENTENCE_ENDS, ")", "）")))
    )


def joined(lines: Sequence[Line]) -> str:
    """The lines of one paragraph as one."""
    text = lines[0].text
    for line in lines[1:]:
        text += between(text, line.text) + line.text
    return text


def between(before: str, after: str) -> str:
    """What a line end stands for: a blank between two Latin words, nothing in Chinese."""
    last, first = before[-1:], after[:1]
    is_word_end = last.isascii() and last.isalpha() and first.isascii() and first.isalpha()
    return " " if is_word_end else ""


def paragraphs(lines: Sequence[Line], margins: Margins) -> list[str]:
    """The lines of one frame, for instance a table cell, as paragraphs."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and continues(groups[-1][-1], line, margins, margins):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [joined(group) for group in groups]
