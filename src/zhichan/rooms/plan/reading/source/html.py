"""Saved web pages (网页): visible text in reading order, with headings, tables and asides.

Parsed by lxml without network and entities; a broken page is read as far as a browser would.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from zhichan.rooms.plan.reading.model import SourceText
from zhichan.rooms.plan.reading.source.builder import CellText, TextBuilder
from zhichan.rooms.plan.reading.source.encoding import Decoded, declared_charset, decode
from zhichan.rooms.plan.reading.source.html_elements import (
    BLOCKS,
    HEADINGS,
    PUBLISHED_NAMES,
    TITLE_NAMES,
    is_aside,
    is_hidden,
    is_unseen,
    layout_tables,
    reach,
)
from zhichan.rooms.plan.reading.source.limits import MAX_HTML_BYTES, refuse_if_large
from zhichan.rooms.plan.reading.source.txt import without_ghosts

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_IDEOGRAPH = "[\u3000-\u9fff\uff00-\uffef]"
_BREAK_BETWEEN_IDEOGRAPHS = re.compile(rf"(?<={_IDEOGRAPH})[ \t\r\f]*\n[ \t\r\n\f]*(?={_IDEOGRAPH})")
_OWN_NUMBER = re.compile(r"[\s\u3000]*[(（\[【]?\s*[\d０-９一二三四五六七八九十①-⑳]")
_LITTLE_TEXT = 300
_MOSTLY_HIDDEN = 2


def read_html(data: bytes, name: str) -> SourceText:
    """The visible text of a page; hidden parts only when hardly anything is visible without them."""
    refuse_if_large(len(data), MAX_HTML_BYTES, name, "网页文件")
    decoded = decode(data, name, declared=declared_charset(data))
    root = _parsed(decoded.text)
    page = _Page(TextBuilder(name)).render(root)
    if page.builder.length < _LITTLE_TEXT and page.passed_over_hidden:
        whole = _Page(TextBuilder(name), with_hidden=True).render(root)
        page = whole if whole.builder.length > _MOSTLY_HIDDEN * page.builder.length else page
    return _finished(page.builder, root, decoded)


def _finished(builder: TextBuilder, root: etree._Element, decoded: Decoded) -> SourceText:
    builder.posted = _named_content(root, PUBLISHED_NAMES)
    title = _named_content(root, TITLE_NAMES) or root.findtext(".//title")
    return builder.finish("html", decoded=decoded, title=title)


def _parsed(text: str) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    data = without_ghosts(text.replace("\x00", ""), entities=False).encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    return etree.Element("html") if root is None else root


def _named_content(root: etree._Element, names: frozenset[str]) -> str | None:
    """What a meta element of one of these names says; sites by the state's standard have them."""
    for meta in root.iter("meta"):
        if meta.get("name", "").lower() in names and meta.get("content", "").strip():
            return meta.get("content", "").strip()
    return None


@dataclass
class _OpenCell:
    rowspan: int
    colspan: int
    heading: bool
    paragraphs: list[str] = field(default_factory=list)


@dataclass
class _OpenTable:
    element: etree._Element
    rows: list[list[_OpenCell]] = field(default_factory=list)
    caption: list[str] = field(default_factory=list)


@dataclass
class _Page:
    """Walks the elements once and hands lines and tables to the builder."""

    builder: TextBuilder
    with_hidden: bool = False
    passed_over_hidden: bool = False
    inline: list[str] = field(default_factory=list)
    depth: int = 0  # of the heading the walk is in
    verbatim: int = 0  # pre elements around
    counters: list[int] = field(default_factory=list)  # of the lists around; -1 for lists without numbers
    marker: str = ""
    table: _OpenTable | None = None
    aside: tuple[etree._Element, int] | None = None

    def render(self, root: etree._Element) -> _Page:
        layout = layout_tables(root)
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped: etree._Element | None = None
        for event, element in walk:
            if event == "start":
                if self._is_passed_over(element):
                    skipped = element
                    walk.skip_subtree()
                else:
                    self._open(element, is_layout=element in layout)
                    self.inline.append(element.text or "")
                continue
            if element is not skipped:
                self._close(element)
            self.inline.append(element.tail or "")
        self._flush()
        return self

    def _is_passed_over(self, element: etree._Element) -> bool:
        hidden = is_hidden(element)
        self.passed_over_hidden |= hidden
        return is_unseen(element) or (hidden and not self.with_hidden)

    def _open(self, element: etree._Element, *, is_layout: bool) -> None:
        tag = element.tag
        if tag in BLOCKS or tag == "br":
            self._flush()
        if tag in HEADINGS:
            self.depth = HEADINGS[tag]
        elif tag == "pre":
            self.verbatim += 1
        elif tag in ("ol", "ul"):
            self._open_list(element)
        elif tag == "li":
            self._open_item()
        elif tag == "table" and not is_layout and self.table is None:
            self.table = _OpenTable(element)
        elif tag in ("tr", "td", "th") and self.table is not None:
            self._open_cell(self.table, element)
        if self.aside is None and self.table is None and is_aside(element):
            self._flush()
            self.aside = element, self.builder.length

    def _close(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._flush()
        if tag in HEADINGS:
            self.depth = 0
        elif tag == "pre":
            self.verbatim -= 1
        elif tag in ("ol", "ul"):
            self.counters.pop()
        elif self.table is not None and element is self.table.element:
            self._close_table(self.table)
        if self.aside is not None and element is self.aside[0]:
            self._flush()
            self.builder.asides.append((self.aside[1], self.builder.length))
            self.aside = None

    def _open_list(self, element: etree._Element) -> None:
        numbered = element.tag == "ol" and "none" not in element.get("style", "")
        self.counters.append(reach(element, "start") - 1 if numbered else -1)

    def _open_item(self) -> None:
        if self.counters and self.counters[-1] >= 0:
            self.counters[-1] += 1
            self.marker = f"{self.counters[-1]}."

    def _open_cell(self, table: _OpenTable, element: etree._Element) -> None:
        if element.tag == "tr" or not table.rows:
            table.rows.append([])
        if element.tag != "tr":
            cell = _OpenCell(reach(element, "rowspan"), reach(element, "colspan"), element.tag == "th")
            table.rows[-1].append(cell)

    def _close_table(self, table: _OpenTable) -> None:
        self.table = None
        for line in table.caption:
            self.builder.line(line)
        self.builder.table(
            [CellText(tuple(cell.paragraphs), cell.rowspan, cell.colspan, cell.heading) for cell in row]
            for row in table.rows
        )

    def _flush(self) -> None:
        """End the line the walk has been collecting."""
        text = "".join(self.inline)
        self.inline.clear()
        for line in text.split("\n") if self.verbatim else [_collapsed(text)]:
            self._put(line.rstrip() if self.verbatim else line.strip())

    def _put(self, line: str) -> None:
        if not line:
            return
        if self.marker and not _OWN_NUMBER.match(line):
            line = self.marker + line
        self.marker = ""
        if self.table is None:
            self.builder.line(line, depth=self.depth)
        elif self.table.rows and self.table.rows[-1]:
            self.table.rows[-1][-1].paragraphs.append(line)
        else:
            self.table.caption.append(line)


def _collapsed(text: str) -> str:
    """Blanks as a browser shows them, but a source line break between ideographs leaves nothing."""
    return _BLANKS.sub(" ", _BREAK_BETWEEN_IDEOGRAPHS.sub("", text))
