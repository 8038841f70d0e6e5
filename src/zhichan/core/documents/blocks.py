"""A docx for reading on a page (网页正文): paragraphs and tables in order, no headers and footers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from zhichan.core.documents.layout import styles
from zhichan.core.documents.layout.styles import W
from zhichan.core.documents.package import BODY, parts_of
from zhichan.core.documents.text import words_in, words_of

_PARSER: Any = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_LOOKS = {
    **dict.fromkeys((styles.ORGAN.id, styles.RED_NAME.id, styles.TITLE.id), "title"),
    **dict.fromkeys((styles.HEADING.id, styles.SUBHEADING.id), "heading"),
    **dict.fromkeys((styles.NUMBER.id, styles.CENTRED.id), "centre"),
    **dict.fromkeys((styles.NUMBER_RIGHT.id, styles.RIGHT.id, styles.CLOSING.id), "right"),
    **dict.fromkeys((styles.FLUSH.id, styles.COPIES.id), "flush"),
}


@dataclass(frozen=True)
class Paragraph:
    """``look``: title, heading, centre, right, flush or plain, by the style of its template."""

    words: str
    look: str = "plain"


@dataclass(frozen=True)
class Cell:
    """``span``: over how many columns it goes; ``is_label``: it names what stands beside or below it."""

    words: str
    span: int = 1
    is_label: bool = False


@dataclass(frozen=True)
class Rows:
    """A table, row by row."""

    cells: tuple[tuple[Cell, ...], ...]


def blocks_of(content: bytes) -> list[Paragraph | Rows]:
    """What the body says, empty paragraphs left out. Raises InvalidInput for no docx."""
    tree = etree.fromstring(parts_of(content)[BODY], etree.XMLParser(**_PARSER))
    body = tree.find(f"{{{W}}}body")
    return [] if body is None else list(_blocks(body))


def _blocks(body: etree._Element) -> Iterator[Paragraph | Rows]:
    for element in body:
        if element.tag == f"{{{W}}}p":
            if words := words_in(element).strip():
                yield Paragraph(words, _look(element))
        elif element.tag == f"{{{W}}}tbl":
            yield _rows(element)


def _rows(table: etree._Element) -> Rows:
    rows = table.findall(f"{{{W}}}tr")
    return Rows(tuple(tuple(_cell(cell) for cell in row.findall(f"{{{W}}}tc")) for row in rows))


def _cell(cell: etree._Element) -> Cell:
    span = cell.find(f"{{{W}}}tcPr/{{{W}}}gridSpan")
    columns = span.get(f"{{{W}}}val", "") if span is not None else ""
    first = cell.find(f"{{{W}}}p")
    is_label = first is not None and _style(first) == styles.CELL_LABEL.id
    return Cell("\n".join(words_of(cell)).strip(), int(columns) if columns.isdecimal() else 1, is_label)


def _look(paragraph: etree._Element) -> str:
    return _LOOKS.get(_style(paragraph), "plain")


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
    return style.get(f"{{{W}}}val", "") if style is not None else ""
