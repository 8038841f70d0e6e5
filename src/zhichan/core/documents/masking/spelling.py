"""One value in many spellings (写法): full width, spaced out, hyphened, in Chinese figures.

A text is folded character by character, each folded character remembering where it stood; a value is then
found wherever the folded value stands in the folded text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from zhichan.core.folding import simplified

_CHINESE_FIGURES = dict(
    zip("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "00123456789123456789" + "1", strict=True)
)
_DOTS = frozenset("·・‧•∙_*")


@dataclass(frozen=True)
class Folded:
    """``places``: for each folded character the place of the one it came from."""

    text: str
    places: tuple[int, ...]

    def spans(self, value: str) -> Iterator[tuple[int, int]]:
        """Start and end, in the original, of every place where a folded value stands."""
        start = self.text.find(value) if value else -1
        while start >= 0:
            yield self.places[start], self.places[start + len(value) - 1] + 1
            start = self.text.find(value, start + 1)


def folded(text: str, *, as_number: bool) -> Folded:
    """Without spaces, hyphens and what cannot be seen; as a number also without any sign, Chinese figures as
    figures."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        one = _folded_character(character, as_number)
        characters.append(one)
        places += [place] * len(one)
    return Folded("".join(characters), tuple(places))


def key_of(value: str, *, as_number: bool) -> str:
    return folded(value, as_number=as_number).text


@lru_cache(maxsize=20_000)
def _folded_character(character: str, as_number: bool) -> str:
    found = ""
    for one in unicodedata.normalize("NFKC", character):
        category = unicodedata.category(one)
        if category[0] in "ZCM" or category == "Pd" or one in _DOTS:
            continue
        if as_number and category[0] in "PS":
            continue
        figure = unicodedata.decimal(one, None)
        if figure is not None:
            found += str(figure)
        elif as_number and one in _CHINESE_FIGURES:
            found += _CHINESE_FIGURES[one]
        else:
            found += simplified(one).casefold()
    return found
