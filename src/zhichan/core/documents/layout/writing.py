"""Paragraphs and tables in our styles (写入); every run names its face, as word processors want it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length
from docx.table import _Cell

from zhichan.core.documents.layout.page import TYPE_WIDTH
from zhichan.core.documents.layout.styles import CELL, CELL_LABEL, CELL_SIGNED, Style

Cell = tuple[str, Style, int]
"""Text, style, and how many columns of the grid it takes."""


def paragraph(container: Any, text: str, style: Style) -> Any:
    """A new last paragraph of the document, a cell, a header or a footer."""
    return written(container.add_paragraph(), text, style)


def written(made: Any, text: str, style: Style) -> Any:
    """Style and text of a paragraph that is there."""
    properties = made._p.get_or_add_pPr()
    properties.style = style.id
    if text:
        add_run(made, text, style)
    return made


def add_run(made: Any, text: str, style: Style) -> Any:
    run = made.add_run(text)
    properties = run._r.get_or_add_rPr()
    fonts = OxmlElement("w:rFonts")
    for kind in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), style.face)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(fonts)
    properties.append(language)
    return run


def field(made: Any, code: str, style: Style) -> None:
    """A field of the word processor, as the number of the page."""
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = add_run(made, "", style)._r
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run.append(mark)


def indents(made: Any, **characters: int) -> None:
    """Indents in whole characters: ``left=1``, ``right=4``."""
    found = made._p.get_or_add_pPr().get_or_add_ind()
    for side, count in characters.items():
        found.set(qn(f"w:{side}Chars"), str(count * 100))
        found.set(qn(f"w:{side}"), str(count * 320))


def border(made: Any, side: str, eighths: int, space: int, colour: str) -> None:
    """A rule along a paragraph, ``eighths`` of a point thick and ``space`` points away."""
    edge = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", eighths), ("space", space), ("color", colour)):
        edge.set(qn(f"w:{name}"), str(value))
    edges = OxmlElement("w:pBdr")
    edges.append(edge)
    properties = made._p.get_or_add_pPr()
    place = next((one for one in properties if one.tag in _AFTER_BORDER), None)
    if place is None:
        properties.append(edges)
    else:
        place.addprevious(edges)


_AFTER_BORDER = frozenset(qn(f"w:{name}") for name in ("snapToGrid", "spacing", "ind", "jc", "outlineLvl"))


class Ruled:
    """A table with ruled boxes over the whole type area; ``widths``: of its columns, in parts of what
    a first one of ``first_twips`` leaves."""

    def __init__(self, document: Any, widths: Sequence[int], *, first_twips: int = 0) -> None:
        self._table = document.add_table(rows=0, cols=0)
        table = self._table._tbl
        rest, total = round(Length(TYPE_WIDTH).twips) - first_twips, sum(widths)
        first = [first_twips] if first_twips else []
        self.widths = [*first, *(rest * width // total for width in widths)]
        for width in self.widths:
            column = OxmlElement("w:gridCol")
            column.set(qn("w:w"), str(width))
            table.tblGrid.append(column)
        _ruled(table.tblPr, sum(self.widths))

    def row(
        self,
        cells: Sequence[Cell],
        *,
        is_head: bool = False,
        twips: int = 0,
        whole: bool = True,
        is_kept: bool = False,
    ) -> None:
        """A row; ``twips``: at least how high; ``whole``: on one page; ``is_kept``: and on that of what
        follows. A head is repeated on each page."""
        row = OxmlElement("w:tr")
        row.append(_row_properties(is_head, twips, whole))
        self._table._tbl.append(row)
        column = 0
        for text, style, span in cells:
            width = sum(self.widths[column : column + span])
            row.append(_cell(text, style, span, width, self._table, is_kept))
            column += span

    def tag(self, tag: str) -> None:
        """A condition or loop over rows: it stands in a row of its own, which goes when filled."""
        self.row([(tag, CELL, len(self.widths))])


def label(text: str, span: int = 1) -> Cell:
    return (text, CELL_LABEL, span)


def value(text: str, span: int = 1) -> Cell:
    return (text, CELL, span)


def _ruled(properties: Any, width: int) -> None:
    for child in list(properties):
        properties.remove(child)
    wide = OxmlElement("w:tblW")
    wide.set(qn("w:w"), str(width))
    wide.set(qn("w:type"), "dxa")
    edges = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{side}")
        for name, mark in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            edge.set(qn(f"w:{name}"), mark)
        edges.append(edge)
    fixed = OxmlElement("w:tblLayout")
    fixed.set(qn("w:type"), "fixed")
    for element in (wide, edges, fixed):
        properties.append(element)


def _row_properties(is_head: bool, twips: int, whole: bool) -> Any:
    properties = OxmlElement("w:trPr")
    if whole:
        properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    if twips:
        height = OxmlElement("w:trHeight")
        height.set(qn("w:val"), str(twips))
        height.set(qn("w:hRule"), "atLeast")
        properties.append(height)
    return properties


def _cell(text: str, style: Style, span: int, width: int, table: Any, is_kept: bool) -> Any:
    """A second line of the text is where somebody signs."""
    cell: Any = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    wide = OxmlElement("w:tcW")
    wide.set(qn("w:w"), str(width))
    wide.set(qn("w:type"), "dxa")
    properties.append(wide)
    if span > 1:
        spans = OxmlElement("w:gridSpan")
        spans.set(qn("w:val"), str(span))
        properties.append(spans)
    middle = OxmlElement("w:vAlign")
    middle.set(qn("w:val"), "center")
    properties.append(middle)
    cell.append(properties)
    for nth, words in enumerate(text.split("\n")):
        made = paragraph(_Cell(cell, table), words, CELL_SIGNED if nth else style)
        if is_kept:
            made.paragraph_format.keep_with_next = True
    return cell
