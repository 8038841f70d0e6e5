"""Word documents (.docx): paragraphs, tables, headings and the numbers Word makes up when it shows them.

Reads the XML parts straight from the zip: text boxes (where 专栏 often stand) follow the paragraph
they are anchored to, deleted and hidden text is left out, headers and footers are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from zhichan.core.errors import InvalidInput
from zhichan.rooms.plan.reading.model import SourceText
from zhichan.rooms.plan.reading.source.archive import Archive, open_archive
from zhichan.rooms.plan.reading.source.builder import CellText, TextBuilder
from zhichan.rooms.plan.reading.source.docx_numbering import Numbering
from zhichan.rooms.plan.reading.source.docx_styles import Styles, number_in, w
from zhichan.rooms.plan.reading.source.limits import MAX_DOCX_BYTES, refuse_if_large

_MAIN_PART = "word/document.xml"
_OFFICE_DOCUMENT = "/officeDocument"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARAGRAPH, _TABLE, _TEXT_BOX = w("p"), w("tbl"), w("txbxContent")
_LEFT_OUT = frozenset(
    [
        w("del"),
        w("moveFrom"),
        w("instrText"),
        w("delText"),
        w("pPr"),
        w("rPr"),
        w("sdtPr"),
        w("rt"),
        _FALLBACK,
    ]
)
_SIGNS = {w("tab"): " ", w("ptab"): " ", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
_LONGEST_CELL = 3_000
_FARTHEST_REACH = 1_000


def read_docx(data: bytes, name: str) -> SourceText:
    """The text of a Word document as Word shows it."""
    refuse_if_large(len(data), MAX_DOCX_BYTES, name, "Word 文件")
    archive = open_archive(data, name)
    root = archive.xml(_main_part(archive))
    body = None if root is None else root.find(w("body"))
    if body is None:
        raise InvalidInput(f"{name}：是压缩包但不是 Word 文档；请先解压，再选其中的文件。", code="wrong_type")
    styles = Styles.of(archive.xml("word/styles.xml"))
    document = _Document(TextBuilder(name), styles, Numbering.of(archive.xml("word/numbering.xml")))
    document.read(body)
    return document.builder.finish("docx")


def _main_part(archive: Archive) -> str:
    """The path of the part that holds the text, as the package names it."""
    relations = archive.xml("_rels/.rels")
    for relation in relations if relations is not None else ():
        if str(relation.get("Type", "")).endswith(_OFFICE_DOCUMENT):
            return str(relation.get("Target", _MAIN_PART)).lstrip("/")
    return _MAIN_PART


@dataclass
class _Document:
    builder: TextBuilder
    styles: Styles
    numbering: Numbering

    def read(self, body: etree._Element) -> None:
        for block in _blocks(body):
            if block.tag == _TABLE:
                self.builder.table(self._rows(block))
            else:
                self._paragraph(block)

    def _paragraph(self, paragraph: etree._Element) -> None:
        start = self.builder.length
        depth = self.styles.depth(paragraph)
        for line in self._text(paragraph).split("\n"):
            if line.strip():
                self.builder.line(line.strip(), depth=depth)
        if self.styles.is_contents_line(paragraph) and self.builder.length > start:
            self.builder.asides.append((start, self.builder.length))

    def _text(self, paragraph: etree._Element) -> str:
        """The paragraph's own text after the number Word gives it."""
        text = _own_text(paragraph)
        if not text.strip():
            return ""
        return self.numbering.label(self.styles.numbering_of(paragraph)) + text

    def _rows(self, table: etree._Element) -> Iterator[list[CellText]]:
        for cells in _merged(_grid(table)):
            yield [
                CellText(
                    tuple(line for p in cell.element.iter(_PARAGRAPH) for line in self._text(p).split("\n")),
                    cell.rowspan,
                    cell.colspan,
                    cell.heading,
                )
                for cell in cells
            ]


@dataclass
class _GridCell:
    element: etree._Element
    column: int
    colspan: int
    heading: bool
    continues: bool  # the cell above goes on here
    rowspan: int = 1


def _blocks(body: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and data tables in reading order; text boxes after the paragraph that anchors them."""
    stack = [body]
    while stack:
        element = stack.pop()
        if element.tag in _LEFT_OUT:
            continue
        if element.tag == _TABLE and not _is_layout(element):
            yield element
            continue
        if element.tag == _PARAGRAPH:
            yield element
            stack.extend(reversed(_text_boxes(element)))
            continue
        stack.extend(reversed(element))


def _is_layout(table: etree._Element) -> bool:
    """Whether the table only places things: it holds another or a cell longer than any real one."""
    if any(inner is not table for inner in table.iter(_TABLE)):
        return True
    return any(
        sum(len(text.text or "") for text in cell.iter(w("t"))) > _LONGEST_CELL
        for cell in table.iter(w("tc"))
    )


def _text_boxes(paragraph: etree._Element) -> list[etree._Element]:
    boxes = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        if element.tag == _TEXT_BOX:
            boxes.append(element)
        if element.tag == _TEXT_BOX or element.tag in _LEFT_OUT:
            walk.skip_subtree()
    return boxes


def _own_text(paragraph: etree._Element) -> str:
    """The text of the paragraph without that of text boxes, deletions, hidden runs and field codes."""
    pieces = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        tag = element.tag
        if tag == w("t"):
            pieces.append(element.text or "")
        elif tag in _SIGNS and element.get(w("type")) != "page":
            pieces.append(_SIGNS[tag])
        elif (
            tag in _LEFT_OUT
            or tag == _TEXT_BOX
            or (tag == w("r") and element.find(f"{w('rPr')}/{w('vanish')}") is not None)
        ):
            walk.skip_subtree()
    return "".join(pieces)


def _grid(table: etree._Element) -> Iterator[list[_GridCell]]:
    """The rows of a table with the grid column each cell begins at."""
    for row in table.iter(w("tr")):
        properties = row.find(w("trPr"))
        if properties is not None and properties.find(w("del")) is not None:
            continue
        heading = properties is not None and properties.find(w("tblHeader")) is not None
        cells: list[_GridCell] = []
        for element in row.iter(w("tc")):
            column = cells[-1].column + cells[-1].colspan if cells else 0
            cells.append(_grid_cell(element, column, heading=heading))
        yield cells


def _grid_cell(element: etree._Element, column: int, *, heading: bool) -> _GridCell:
    merge = element.find(f"{w('tcPr')}/{w('vMerge')}")
    colspan = number_in(element, f"{w('tcPr')}/{w('gridSpan')}") or 1
    return _GridCell(
        element,
        column,
        colspan=min(colspan, _FARTHEST_REACH),
        heading=heading,
        continues=merge is not None and merge.get(w("val"), "continue") == "continue",
    )


def _merged(rows: Iterator[list[_GridCell]]) -> list[list[_GridCell]]:
    """Rows without the cells that only continue the one above, which grows instead."""
    kept = []
    above: dict[int, _GridCell] = {}
    for row in rows:
        own = []
        for cell in row:
            if cell.continues and cell.column in above:
                above[cell.column].rowspan += 1
            else:
                above[cell.column] = cell
                own.append(cell)
        kept.append(own)
    return kept
