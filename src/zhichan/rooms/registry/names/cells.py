"""Several names in one cell (多个名称), taken apart only where that is safe.

Semicolons and line ends always part. 、 and ， part when each side is a whole name by itself: an organisation
with its form, or a person. A comma in Latin text belongs to names ("Co., Ltd.", "Doe, Jane") unless every
piece ends in a company form.
"""

from __future__ import annotations

import re

from zhichan.core.folding import letters, plain

from .forms import has_form
from .latin import latin_words
from .latin_forms import FORMS, form_at_end
from .organisation import OrganisationName
from .parsing import parse_name
from .persons import is_person

_ALWAYS = re.compile(r"[;；\n\r\t]+|\|\|?")
_SOMETIMES = re.compile(r"[、，,]")
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")


def parse_cell(cell: str) -> tuple[OrganisationName, ...]:
    """The names of one cell in their order, each once."""
    return tuple(dict.fromkeys(parse_name(name) for name in split_cell(cell)))


def split_cell(cell: str) -> list[str]:
    """The printed names of one cell; brackets with several former names in them are left whole."""
    names = [
        name for piece in _split_outside_brackets(cell, _ALWAYS) for name in _split_safely(piece.strip())
    ]
    return [name for name in names if any(map(str.isalnum, name))]


def _split_safely(text: str) -> list[str]:
    if text.isascii():
        return _split_latin(text)
    pieces = [piece.strip() for piece in _split_outside_brackets(text, _SOMETIMES)]
    return pieces if len(pieces) > 1 and all(map(_is_whole, pieces)) else [text]


def _is_whole(text: str) -> bool:
    if text.isascii():
        return bool(form_at_end(latin_words(plain(text)))[1])
    folded = plain(text)
    found = letters(folded)
    return is_person(folded) or (len(found) >= 4 and has_form(found))


def _split_latin(text: str) -> list[str]:
    """Pieces at commas, forms given back to the name before them; whole unless each piece has a form."""
    pieces: list[str] = []
    for piece in text.split(","):
        if pieces and " ".join(latin_words(plain(piece))) in FORMS:
            pieces[-1] += "," + piece
        else:
            pieces.append(piece)
    whole = len(pieces) < 2 or not all(form_at_end(latin_words(plain(piece)))[1] for piece in pieces)
    return [text] if whole else [piece.strip() for piece in pieces]


def _split_outside_brackets(text: str, separator: re.Pattern[str]) -> list[str]:
    """Signs inside brackets are hidden while the text is split."""
    covered = [range(found.start(), found.end()) for found in _BRACKETS.finditer(text)]
    cuts = [found for found in separator.finditer(text) if not any(found.start() in span for span in covered)]
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]
