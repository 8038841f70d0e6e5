"""How a line was read, as every page that asks or shows one tells it (检索式提示): ``search/notes.html``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from zhichan.core.search.language.notes import Note
from zhichan.rooms.search.actions.long_lines import fits_address
from zhichan.rooms.search.asked import Asked

MOST_NOTES = 5
Told = list[tuple[Note, str]]


def notes_told(notes: Sequence[Note], url_of: Callable[[str], str]) -> Told:
    """Each with the page of the line that was likely meant, where that is short enough for an address."""
    return [
        (one, url_of(one.instead) if one.instead and fits_address(one.instead) else "")
        for one in notes[:MOST_NOTES]
    ]


def with_line(asked: Asked) -> Callable[[str], str]:
    """The result page of the same with another line."""
    return lambda line: replace(asked, line=line, key="").url()
