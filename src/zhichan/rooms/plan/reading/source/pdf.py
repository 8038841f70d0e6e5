"""PDF files with a text layer: paragraphs and ruled tables by position; running heads apart (版式文件).

PDFium is not safe to enter twice at once, so reading holds a lock for the whole file.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

import pypdfium2

from zhichan.core.errors import InvalidInput
from zhichan.rooms.plan.reading.model import Lint, SourceText
from zhichan.rooms.plan.reading.source.builder import TextBuilder
from zhichan.rooms.plan.reading.source.limits import MAX_PDF_BYTES, MAX_PDF_PAGES, refuse_if_large
from zhichan.rooms.plan.reading.source.pdf_layout import Line, Margins, between, continues
from zhichan.rooms.plan.reading.source.pdf_margins import margins_of
from zhichan.rooms.plan.reading.source.pdf_page import PageContent, PageTable, page_content
from zhichan.rooms.plan.reading.source.pdf_tables import goes_on, together

Progress = Callable[[int, int], None]

_PDFIUM = threading.Lock()
_PASSWORD_ERROR = 4
_EDGE = 0.12  # of the page height, at the top and at the bottom
_REPEATED_ON = 3
_REPEATED_IN_PLACE_ON = 2
_SMALLER = 0.9  # of the usual size: small type at the head of a sheet is a running head
_MIN_CHARACTERS_A_PAGE = 8
_UNREADABLE_PERCENT = 30
_LONGEST_NUMBER = 4
_DASHES = r"[-—–―－·~]+"
_PAGE_NUMBER = re.compile(
    rf"^{_DASHES}\s*\d{{1,4}}\s*{_DASHES}$|^\d{{1,4}}\s*/\s*\d{{1,4}}$"
    r"|^第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?$"
)
# What browsers print at the foot of a page: its address and number.
_BROWSER = re.compile(r"^(?:https?|file):/|\s\d{1,4}/\d{1,4}$")


def read_pdf(data: bytes, name: str, progress: Progress | None = None) -> SourceText:
    """The text of a PDF; ``progress`` hears (pages done, pages in all). Some 10 ms a page."""
    refuse_if_large(len(data), MAX_PDF_BYTES, name, "PDF 文件")
    builder = TextBuilder(name)
    with _PDFIUM:
        pages = _pages(data, builder, progress)
    _refuse_without_text(pages, name)
    running = _running_lines(pages)
    writer = _Writer(builder, margins_of(pages, running), running)
    for page in pages:
        writer.write(page)
    writer.close()
    return builder.finish("pdf")


def _pages(data: bytes, builder: TextBuilder, progress: Progress | None) -> list[PageContent]:
    """Every page that can be read; one that cannot leaves a lint."""
    pages = []
    document = _opened(data, builder.name)
    try:
        count = len(document)
        if count > MAX_PDF_PAGES:
            message = f"{builder.name}：PDF 有 {count} 页，超过上限 {MAX_PDF_PAGES} 页；请拆分后再试。"
            raise InvalidInput(message, code="too_many_pages", pages=count)
        for number in range(count):
            try:
                page = document[number]
                pages.append(page_content(page, number))
                page.close()
            except pypdfium2.PdfiumError:
                builder.lints.append(
                    Lint("unreadable-page", "warn", f"第 {number + 1} 页无法读取，已跳过。", None)
                )
            if progress:
                progress(number + 1, count)
    finally:
        document.close()
    return pages


def _opened(data: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as refusal:
        if refusal.err_code == _PASSWORD_ERROR:
            raise InvalidInput(f"{name}：PDF 已加密；请去掉打开密码后再试。", code="encrypted") from refusal
        message = f"{name}：PDF 已损坏，无法读取；请重新下载或另存后再试。"
        raise InvalidInput(message, code="damaged_file") from refusal


def _refuse_without_text(pages: Sequence[PageContent], name: str) -> None:
    characters = sum(page.characters for page in pages)
    if characters < _MIN_CHARACTERS_A_PAGE * len(pages) or not characters:
        raise InvalidInput(
            f"{name}：PDF 没有文字层（多为扫描件）；请先做文字识别（OCR），或改用 Word、网页原文。",
            code="no_text_layer",
        )
    if sum(page.unreadable for page in pages) * 100 > characters * _UNREADABLE_PERCENT:
        raise InvalidInput(
            f"{name}：PDF 的文字层是乱码（字体没有编码表）；请改用 Word、网页原文，或做文字识别（OCR）。",
            code="unreadable_text_layer",
        )


@dataclass
class _Writer:
    """Hands paragraphs and tables to the builder; running heads follow the paragraph they interrupt."""

    builder: TextBuilder
    margins: dict[int, Margins]
    running: frozenset[Line]
    paragraph: list[Line] = field(default_factory=list)
    table: PageTable | None = None
    table_page: int = 0  # where the open table begins
    last_page: int = 0  # and where it has got to
    waiting: list[Line] = field(default_factory=list)

    def write(self, page: PageContent) -> None:
        """Append one page; its last paragraph or table stays open, for the next page may go on with it."""
        for piece in _in_order(page):
            if isinstance(piece, PageTable):
                self._table(page.number, piece)
            elif piece in self.running:
                self.waiting.append(piece)
            else:
                self._line(piece)

    def close(self) -> None:
        """End the open paragraph or table, then put the running heads that came up in the meantime."""
        if self.table:
            self._begin(self.table_page)
            self.builder.table(self.table.rows)
            self.table = None
        before = None
        for line in self.paragraph:
            if before:
                self.builder.text(between(before.text, line.text))
            self._begin(line.page)
            self.builder.text(line.text)
            before = line
        if before:
            self.builder.text("\n")
        self.paragraph.clear()
        for line in self.waiting:
            start = self.builder.length
            self._begin(line.page)
            self.builder.line(line.text)
            self.builder.asides.append((start, self.builder.length))
        self.waiting.clear()

    def _table(self, page: int, table: PageTable) -> None:
        if self.table and page > self.last_page and goes_on(self.table, table):
            self.table, self.last_page = together(self.table, table), page
            return
        self.close()
        self.table, self.table_page, self.last_page = table, page, page

    def _line(self, line: Line) -> None:
        if self.table:
            self.close()
        if self.paragraph:
            last = self.paragraph[-1]
            if not continues(last, line, self.margins[last.page], self.margins[line.page]):
                self.close()
        self.paragraph.append(line)

    def _begin(self, page: int) -> None:
        while len(self.builder.pages) <= page:
            self.builder.page()


def _in_order(page: PageContent) -> list[Line | PageTable]:
    """The pieces of a page from top to bottom."""

    def top(piece: Line | PageTable) -> float:
        return piece.top if isinstance(piece, PageTable) else piece.base

    return sorted([*page.lines, *page.tables], key=lambda piece: -top(piece))


def _running_lines(pages: Sequence[PageContent]) -> frozenset[Line]:
    """Page numbers, small type at the head of a sheet, what a browser prints at its foot, and lines at its
    edge that return: thrice, or twice at one place.
    """
    usual = median([line.size for page in pages for line in page.lines] or [0.0])
    edges = [(line, page) for page in pages for line in page.lines if _at_edge(line, page)]
    texts = Counter(
        text for text, _ in {(_without_figures(line.text), line.page) for line, _ in edges} if text
    )
    places = Counter(place for place, _ in {(_placed(line), line.page) for line, _ in edges} if place[0])
    counts = Counter(_offset(line) for line, _ in edges)
    del counts[None]
    return frozenset(
        line
        for line, page in edges
        if _PAGE_NUMBER.match(line.text)
        or counts[_offset(line)] > 1
        or (len(pages) == 1 and line.text == "1")
        or (line.size <= _SMALLER * usual and (line.base > page.height / 2 or _BROWSER.search(line.text)))
        or texts[_without_figures(line.text)] >= _REPEATED_ON
        or places[_placed(line)] >= _REPEATED_IN_PLACE_ON
    )


def _offset(line: Line) -> int | None:
    """By how much a bare number differs from the place of its page: the same for page numbers."""
    return int(line.text) - line.page if line.text.isdecimal() and len(line.text) <= _LONGEST_NUMBER else None


def _placed(line: Line) -> tuple[str, int, int]:
    return _without_figures(line.text), round(line.left), round(line.base)


def _at_edge(line: Line, page: PageContent) -> bool:
    return not _EDGE * page.height < line.base < (1 - _EDGE) * page.height


def _without_figures(text: str) -> str:
    return re.sub(r"[\d\s]+", "", text)
