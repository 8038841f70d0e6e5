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

# How much wider than its neighbours a gap is that stands for a blank, in character heights.
_LATIN_GAP = 0.25
_CHINESE_GAP = 0.2
_MIXED_GAP = 0.35  # Word itself sets Chinese and Latin a quarter apart
_WIDEST_SETTING = 0.5
_PRINTED_BLANK_GAP = 0.12  # where the file has a blank; some have blanks of no width
_SAME_LINE = 0.5
# A line that ends this close to the margin, in characters, is full: signs that may not begin or end a line
# take their neighbours with them.
_SHORT_OF_WIDE = 3.2
_SHORT_OF_NARROW = 1.6
_WIDE = 16.0
_INDENT = 0.8
_INDENT_FROM, _INDENT_TO = 1.2, 3.5
_LOOSEST_PITCH = 2.4
_SIZE_CHANGE = 0.2
_SENTENCE_ENDS = ("。", "；", ";", "：", ":", "！", "？")
_STARTS_ANEW = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|专栏\s*[\d一二三四五六七八九十]|第[一二三四五六七八九十]+[章节])"
)
_NUMBERED = re.compile(r"^(?:\d{1,2}[.．、](?!\d)|[(（]\d{1,2}[)）])")


class Glyph(NamedTuple):
    """One character, the box it takes up, the line it stands on, and whether a printed blank comes before."""

    left: float
    bottom: float
    right: float
    top: float
    base: float
    sign: str
    after_blank: bool = False

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    @property
    def size(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True)
class Line:
    """One printed line; ``base`` is the height its characters stand at."""

    text: str
    left: float
    right: float
    base: float
    size: float
    page: int


@dataclass(frozen=True)
class Margins:
    """Where the text of a page begins and ends, left to right, and how its paragraphs are told apart.

    ``indented``: they begin further in. ``pitch``: they do not, but lines further apart than this are of two
    paragraphs; 0 where distances do not tell.
    """

    left: float
    right: float
    indented: bool = True
    pitch: float = 0.0


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """The characters as lines from top to bottom, each from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.base):
        if rows and abs(rows[-1][0].base - glyph.base) < _SAME_LINE * max(rows[-1][0].size, glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    lines = (_line(sorted(row, key=lambda glyph: glyph.left), page) for row in rows)
    return [line for line in lines if line.text.strip()]


def _line(row: Sequence[Glyph], page: int) -> Line:
    sizes = sorted(glyph.size for glyph in row)
    usual = _usual_gap(row)
    pieces = [row[0].sign]
    for before, glyph in pairwise(row):
        if glyph.left - before.right > usual + _gap(before, glyph):
            pieces.append(" ")
        pieces.append(glyph.sign)
    return Line(
        clean("".join(pieces)).strip(),
        row[0].left,
        max(glyph.right for glyph in row),
        row[0].base,
        sizes[len(sizes) // 2],
        page,
    )


def _usual_gap(row: Sequence[Glyph]) -> float:
    """The middle one of the gaps of a line: what setting it to full width has put between all characters."""
    gaps = sorted(max(after.left - before.right, 0.0) for before, after in pairwise(row))
    return min(gaps[(len(gaps) - 1) // 2], _WIDEST_SETTING * row[0].size) if gaps else 0.0


def _gap(before: Glyph, after: Glyph) -> float:
    """How far beyond the usual two characters stand apart for a blank between them."""
    size = max(before.size, after.size)
    if after.after_blank:
        return _PRINTED_BLANK_GAP * size
    latin = before.sign.isascii() + after.sign.isascii()
    return (_CHINESE_GAP, _MIXED_GAP, _LATIN_GAP)[latin] * size


def continues(line: Line, following: Line, margins: Margins, margins_after: Margins) -> bool:
    """Whether ``following`` goes on with the paragraph of ``line``."""
    size = max(line.size, following.size)
    wide = margins.right - margins.left >= _WIDE * size
    short = (_SHORT_OF_WIDE if wide else _SHORT_OF_NARROW) * size
    return (
        line.right >= margins.right - short
        and following.left <= margins_after.left + _INDENT * size
        and abs(line.size - following.size) <= _SIZE_CHANGE * size
        and (line.page != following.page or line.base - following.base <= _LOOSEST_PITCH * size)
        and (margins.indented or _reads_on(line, following, margins))
        and not _STARTS_ANEW.match(following.text)
        and not (_NUMBERED.match(following.text) and line.text.endswith((*_SENTENCE_ENDS, ")", "）")))
    )


def _reads_on(line: Line, following: Line, margins: Margins) -> bool:
    """Whether a line goes on where paragraphs are not indented: by its distance, else by the sentence."""
    if margins.pitch and line.page == following.page:
        return line.base - following.base <= margins.pitch
    return not line.text.endswith(_SENTENCE_ENDS)


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


def paragraphs(lines: Sequence[Line], right: float) -> list[str]:
    """The lines of one frame that ends at ``right``, for instance a table cell, as paragraphs.

    A frame is too small to show its habits: a full line is read on unless a number follows a full stop.
    """
    if not lines:
        return []
    margins = Margins(min(line.left for line in lines), right)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and continues(groups[-1][-1], line, margins, margins):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [joined(group) for group in groups]


def is_indented(lines: Sequence[Line]) -> bool:
    """Whether some line begins about two characters further in than another, as paragraphs do."""
    left = min(line.left for line in lines)
    return any(_INDENT_FROM <= (line.left - left) / line.size <= _INDENT_TO for line in lines)
