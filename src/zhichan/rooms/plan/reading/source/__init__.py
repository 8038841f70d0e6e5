"""Bytes of a file into ``SourceText``: one module a format, found by content."""

from __future__ import annotations

from collections.abc import Callable

from zhichan.rooms.plan.reading.model import SourceText
from zhichan.rooms.plan.reading.source.detect import media_of
from zhichan.rooms.plan.reading.source.txt import read_txt

Progress = Callable[[int, int], None]
"""Called with (pages done, pages in all) while a long file is read."""


def source_text(data: bytes, name: str) -> SourceText:
    """What the file says, whatever it is called; ``name`` is only for messages.

    Raises InvalidInput, with one line that says what is wrong and what to do, for anything that
    is not a readable txt, html, docx or pdf; no other error leaves here.
    """
    media_of(data, name)
    return read_txt(data, name)
