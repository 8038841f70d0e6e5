"""Bytes of a file into ``SourceText``: one module a format, found by content."""

from __future__ import annotations

from collections.abc import Callable

from zhichan.rooms.plan.reading.model import SourceText
from zhichan.rooms.plan.reading.source.detect import media_of
from zhichan.rooms.plan.reading.source.txt import read_txt

Progress = Callable[[int, int], None]
"""Called with (pages done, pages in all) while a long file is read."""


def source_text(data: bytes, name: str, *, progress: Progress | None = None) -> SourceText:
    """What the file says, whatever it is called; ``name`` is only for messages.

    Raises InvalidInput, with one line that says what is wrong and what to do, for anything that
    is not a readable txt, html, docx or pdf; no other error leaves here.
    """
    # Each reader is loaded when a file needs it: lxml and PDFium cost 30 and 65 ms of a 1.2 s budget.
    match media_of(data, name):
        case "pdf":
            from zhichan.rooms.plan.reading.source.pdf import read_pdf

            return read_pdf(data, name, progress)
        case "docx":
            from zhichan.rooms.plan.reading.source.docx import read_docx

            return read_docx(data, name)
        case "html":
            from zhichan.rooms.plan.reading.source.html import read_html

            return read_html(data, name)
        case "txt":
            return read_txt(data, name)
