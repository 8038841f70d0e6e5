"""The words of a formula (算式的词): numbers, names, signs, each with the place it was written at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput

MOST_CHARACTERS = 400

# How signs may be typed on a Chinese or a Latin keyboard, and the one sign they stand for.
_SAME = dict(
    zip(
        (*"＋-－—*＊/／（），、；;＜＞＝≦≧", "<=", "=<", ">=", "=>", "==", "!=", "<>"),
        (*"+−−−××÷÷(),,,,<>=≤≥", "≤", "≤", "≥", "≥", "=", "≠", "≠"),
        strict=True,
    )
)
_PATTERN = re.compile(
    r"(?P<space>\s+)|(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*)"
    r"|(?P<sign><=|=<|>=|=>|==|!=|<>|[-+−×÷*/()<>≤≥=≠,，、；;（）＋－—＊／≦≧＜＞＝])"
)
END = "end"


class Token(NamedTuple):
    """``kind``: number, name, sign or end. ``at`` counts characters from 1."""

    kind: str
    text: str
    at: int


def tokens_of(text: str) -> list[Token]:
    """The words in order, the end last. Raises InvalidInput for a character that has no meaning."""
    if len(text) > MOST_CHARACTERS:
        raise InvalidInput(
            _("算式太长：最多 %(most)d 个字符。") % {"most": MOST_CHARACTERS}, code="formula_long"
        )
    return [*_words(text), Token(END, "", len(text) + 1)]


def _words(text: str) -> Iterator[Token]:
    place = 0
    while place < len(text):
        found = _PATTERN.match(text, place)
        if found is None:
            raise fault(_("“%(sign)s”不能用在算式里") % {"sign": text[place]}, place + 1)
        kind, word = str(found.lastgroup), found.group()
        if kind != "space":
            yield Token(kind, _SAME.get(word, word), place + 1)
        place = found.end()


def fault(reason: str, at: int) -> InvalidInput:
    """The refusal of a formula, with the place it speaks of."""
    return InvalidInput(
        _("算式第 %(at)d 个字符处：%(reason)s。") % {"at": at, "reason": reason}, code="formula", at=at
    )
