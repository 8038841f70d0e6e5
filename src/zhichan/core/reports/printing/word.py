"""A report as docx (公文格式): the page, styles and page numbers of official documents."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_BREAK

from zhichan.core.documents.layout import styles
from zhichan.core.documents.layout.base import blank_docx
from zhichan.core.documents.layout.heads import write_feet
from zhichan.core.documents.layout.writing import Ruled as Table
from zhichan.core.documents.layout.writing import add_run, paragraph
from zhichan.core.documents.package import same_bytes
from zhichan.core.reports.drawing import sentence_of
from zhichan.core.reports.printing.parts import Drawn, Paragraph, Part, Picture, Ruled
from zhichan.core.reports.printing.title import title_lines
from zhichan.core.reports.wording import LineKind

_STYLES = {
    LineKind.ORGAN: styles.CENTRED,
    LineKind.HEADING: styles.HEADING,
    LineKind.SUBHEADING: styles.SUBHEADING,
    LineKind.SENTENCE: styles.BODY,
    LineKind.CAPTION: styles.CAPTION,
    LineKind.PICTURE: styles.PICTURE_CAPTION,
    LineKind.NOTE: styles.NOTE,
    LineKind.CHART: styles.NOTE,
}


def report_docx(title: str, identifier: str, parts: Sequence[Part], pictures: dict[str, bytes]) -> bytes:
    """The file. The same parts and pictures give the same bytes. ``identifier``: which version it is."""
    document = Document(io.BytesIO(blank_docx(title, identifier, styles.REPORT_STYLES)))
    for part in parts:
        _write(document, part, pictures)
    write_feet(document)
    file = io.BytesIO()
    document.save(file)
    return same_bytes(file.getvalue())


def _write(document: Any, part: Part, pictures: dict[str, bytes]) -> None:
    match part:
        case Paragraph(kind=LineKind.ANNEX, text="附件"):
            break_before = paragraph(document, "", styles.FLUSH)
            break_before.add_run().add_break(WD_BREAK.PAGE)
            paragraph(document, part.text, styles.ANNEX)
        case Paragraph(kind=LineKind.TITLE | LineKind.ANNEX):
            _title(document, part.text)
        case Paragraph():
            paragraph(document, part.text, _STYLES[part.kind])
        case Ruled():
            _table(document, part)
        case Picture():
            if part.name in pictures:
                _picture(document, pictures[part.name], sentence_of(part.chart, part.caption))
        case Drawn():
            if part.name in pictures:
                _picture(document, pictures[part.name], part.says)


def _title(document: Any, text: str) -> None:
    """The title in lines of its own."""
    first, *more = title_lines(text)
    made = paragraph(document, first, styles.REPORT_TITLE)
    for line in more:
        made.add_run().add_break()
        add_run(made, line, styles.REPORT_TITLE)


def _table(document: Any, part: Ruled) -> None:
    table = Table(document, [column.width for column in part.columns])
    table.row([(column.label, styles.SMALL_LABEL, 1) for column in part.columns], is_head=True)
    cells = [styles.SMALL_NUMBER if column.is_number else styles.SMALL_CELL for column in part.columns]
    for row in part.rows:
        table.row([(text, style, 1) for text, style in zip(row, cells, strict=True)])


def _picture(document: Any, content: bytes, says: str) -> None:
    """``says``: what the chart shows, for who cannot see it."""
    made = paragraph(document, "", styles.PICTURE)
    shape = made.add_run().add_picture(io.BytesIO(content), width=styles.PICTURE_WIDTH)
    shape._inline.docPr.set("descr", says)
