"""A mark cut into what is compared apart (要素): Chinese characters, words of letters, numbers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from zhichan.core.folding import plain

#: What is longer is no name to compare but a text.
LONGEST = 60
#: So few letters or digits beside a name are its model (A8), not a part to know it by.
MODEL = 2
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]")


@dataclass(frozen=True, slots=True)
class Mark:
    """``han``: all its Chinese characters in order; ``words``: its words of letters; ``numbers``: its digits.

    All folded: width, script, case and accents do not count, nor do signs.
    """

    han: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def letters(self) -> str:
        return "".join(self.words)

    @property
    def digits(self) -> str:
        return "".join(self.numbers)

    @property
    def is_empty(self) -> bool:
        return not (self.han or self.words or self.numbers)

    @property
    def has_body(self) -> bool:
        """Whether there is more in it than a model."""
        return bool(self.han) or max(len(self.letters), len(self.digits)) > MODEL

    @property
    def digits_read(self) -> str:
        """Its digits, where they can be read as a name: not those of a model beside one."""
        return "" if self.has_body and len(self.digits) <= MODEL else self.digits

    @property
    def kinds(self) -> int:
        """Of how many kinds of element it is made."""
        return sum(map(bool, (self.han, self.words, self.numbers)))


@lru_cache(maxsize=100_000)
def mark_of(name: str) -> Mark:
    """The elements of a name; at most ``LONGEST`` characters count."""
    runs = [(kind, "".join(run)) for kind, run in groupby(_folded(name[: 4 * LONGEST])[:LONGEST], _kind)]
    return Mark(
        "".join(text for kind, text in runs if kind == "han"),
        tuple(text for kind, text in runs if kind == "letters"),
        tuple(text for kind, text in runs if kind == "digits"),
    )


def folded_word(text: str) -> str:
    """A word of a list in the form marks are compared in, without blanks and signs."""
    return "".join(one for one in _folded(text) if _kind(one))


def is_han(text: str) -> bool:
    """Whether a text begins with a Chinese character."""
    return bool(_HAN.match(text))


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", plain(text))
    return plain("".join(one for one in decomposed if unicodedata.category(one) != "Mn"))


def _kind(character: str) -> str:
    """``han``, ``letters``, ``digits``, or empty for what parts words."""
    if _HAN.match(character):
        return "han"
    if character.isdecimal():
        return "digits"
    return "letters" if character.isalpha() else ""
