"""What stands on one PDF page: lines of text and ruled tables, read through PDFium."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from zhichan.rooms.plan.reading.source.builder import CellText
from zhichan.rooms.plan.reading.source.pdf_grid import Grid, Region, Rule, grids_of, rule_between
from zhichan.rooms.plan.reading.source.pdf_layout import Glyph, Line, lines_of, paragraphs

_MOST_OBJECTS = 50_000
_MOST_RULES = 5_000
_LONGEST_CELL = 3_000
_RADICALS = range(0x2E80, 0x2FE0)
_FIRST_IDEOGRAPH = "\u2e80"

Point = tuple[float, float]
Turn = Callable[[float, float], Point]


@dataclass(frozen=True)
class PageTable:
    """A ruled table, where its edges stand and how many columns it has."""

    top: float
    left: float
    right: float
    columns: int
    rows: tuple[tuple[CellText, ...], ...]


@dataclass(frozen=True)
class PageContent:
    """Lines outside tables, tables, the size as shown, and how many of its signs stand for no character."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    tables: tuple[PageTable, ...]
    characters: int
    unreadable: int


def page_content(page: pypdfium2.PdfPage, number: int) -> PageContent:
    """Lines and tables of ``page`` as it is shown, turned pages upright."""
    width, height = page.get_size()
    turn = _turn(page)
    glyphs = _glyphs(page, turn)
    characters, unreadable = len(glyphs), sum(_is_unreadable(glyph.sign) for glyph in glyphs)
    tables = []
    for grid in grids_of(_rules(page, turn)):
        inside = [glyph for glyph in glyphs if grid.holds(*glyph.centre)]
        rows = _rows(grid, inside, number)
        if rows:
            glyphs = [glyph for glyph in glyphs if not grid.holds(*glyph.centre)]
            columns = max(region.column + region.colspan for region in grid.regions)
            tables.append(PageTable(grid.top, grid.left, grid.right, columns, rows))
    lines = lines_of(glyphs, number)
    return PageContent(number, width, height, tuple(lines), tuple(tables), characters, unreadable)


def _turn(page: pypdfium2.PdfPage) -> Turn:
    """How a place on the sheet becomes a place on the page as shown."""
    width, height = page.get_size()  # as shown
    turns: dict[int, Turn] = {
        90: lambda x, y: (y, height - x),
        180: lambda x, y: (width - x, height - y),
        270: lambda x, y: (width - y, x),
    }
    return turns.get(page.get_rotation(), lambda x, y: (x, y))


def _glyphs(page: pypdfium2.PdfPage, turn: Turn) -> list[Glyph]:
    """The printed characters; blanks are left out but remembered."""
    glyphs = []
    after_blank = False
    text = page.get_textpage()
    for place in range(text.count_chars()):
        sign = _sign(raw.FPDFText_GetUnicode(text.raw, place))
        if sign.isspace():
            after_blank = not raw.FPDFText_IsGenerated(text.raw, place)
            continue
        glyphs.append(_glyph(text, place, turn, sign, after_blank=after_blank))
        after_blank = False
    text.close()
    return glyphs


def _glyph(text: pypdfium2.PdfTextPage, place: int, turn: Turn, sign: str, *, after_blank: bool) -> Glyph:
    """One character on the page as shown, begun at its origin: the boxes of some tell only their ink."""
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetLooseCharBox(text.raw, place, ctypes.byref(box))
    raw.FPDFText_GetCharOrigin(text.raw, place, ctypes.byref(x), ctypes.byref(y))
    (left, right), (bottom, top) = map(
        sorted, zip(turn(box.left, box.bottom), turn(box.right, box.top), strict=True)
    )
    origin, base = turn(x.value, y.value)
    height = top - bottom
    if left - height / 2 < origin < left:
        left = origin
    if sign >= _FIRST_IDEOGRAPH and right - left > height / 2:
        right = max(right, left + height)  # an ideograph is as wide as it is high
    return Glyph(left, bottom, right, top, base, sign, after_blank)


def _sign(code: int) -> str:
    """The character of one code; radicals that a font gives for whole characters become those."""
    if code in _RADICALS:
        plain = unicodedata.normalize("NFKC", chr(code))
        return plain if len(plain) == 1 else chr(code)
    return " " if code < 0x20 or code in (0xFFFE, 0xFFFF, 0xAD) or 0xD800 <= code < 0xE000 else chr(code)


def _is_unreadable(sign: str) -> bool:
    return sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff"


def _rules(page: pypdfium2.PdfPage, turn: Turn) -> list[Rule]:
    """The straight lines and rectangle edges drawn on the page; none when it is a drawing, not a table."""
    rules: list[Rule] = []
    for place in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        drawn = raw.FPDFPage_GetObject(page.raw, place)
        if raw.FPDFPageObj_GetType(drawn) != raw.FPDF_PAGEOBJ_PATH:
            continue
        for start, end in _strokes(drawn):
            rule = rule_between(*turn(*start), *turn(*end))
            if rule is not None:
                rules.append(rule)
        if len(rules) > _MOST_RULES:
            return []
    return rules


def _strokes(drawn: raw.FPDF_PAGEOBJECT) -> Iterator[tuple[Point, Point]]:
    """The straight strokes of one path, closing ones included."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(drawn, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    first = before = (0.0, 0.0)
    for place in range(min(raw.FPDFPath_CountSegments(drawn), _MOST_RULES)):
        segment = raw.FPDFPath_GetPathSegment(drawn, place)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        here = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield before, here
        if raw.FPDFPathSegment_GetClose(segment):
            yield here, first
        before = here


def _rows(grid: Grid, inside: list[Glyph], number: int) -> tuple[tuple[CellText, ...], ...]:
    """The cells of a grid, row by row; nothing for an empty frame or one around a whole page of text."""
    if not inside or (len(grid.regions) == 1 and len(inside) > _LONGEST_CELL):
        return ()
    rows: dict[int, list[CellText]] = {}
    for region in grid.regions:
        rows.setdefault(region.row, []).append(_cell(region, inside, number))
    return tuple(tuple(rows[row]) for row in sorted(rows))


def _cell(region: Region, inside: list[Glyph], number: int) -> CellText:
    lines = lines_of((glyph for glyph in inside if region.holds(*glyph.centre)), number)
    return CellText(tuple(paragraphs(lines, region.right)), region.rowspan, region.colspan)
