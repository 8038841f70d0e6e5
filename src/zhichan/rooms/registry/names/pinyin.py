"""The sound of Chinese characters in Latin letters (汉语拼音), as names of firms use it.

GB 2312 orders its 3,755 common characters by sound, so their readings follow from where each
syllable begins; a list adds the other characters met in names. Characters read in two ways get the reading
usual in names; it serves comparison, not print.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from .word_lists import lines

_COMMON = (0xB0A1, 0xD7F9)
_LONGEST = 6  # zhuang


def sound(text: str) -> str:
    """The syllables without tones, joined; other letters stay, characters of unknown sound are left out."""
    return text.translate(_SOUNDS)


@cache
def reading(character: str) -> str:
    """One character's syllable, ü written v; empty when it is not known."""
    if character in _others():
        return _others()[character]
    place = _place(character)
    if not _COMMON[0] <= place <= _COMMON[1]:
        return ""
    starts, syllables = _order()
    return syllables[bisect_right(starts, place) - 1]


def first_syllables(spelled: str, count: int) -> str:
    """The first syllables of a word in Latin letters, each as long as can be; empty where there are none."""
    end = 0
    for _ in range(count):
        found = _syllable_at(spelled, end)
        if not found:
            return ""
        end += found
    return spelled[:end]


def _syllable_at(spelled: str, start: int) -> int:
    """How long the longest syllable is that stands there; 0 where none does."""
    sizes = range(min(_LONGEST, len(spelled) - start), 0, -1)
    return next((size for size in sizes if spelled[start : start + size] in _syllables()), 0)


class _Sounds(dict[int, str]):
    """Each character's syllable, found when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = chr(code) if code < 128 else reading(chr(code))
        return self[code]


_SOUNDS = _Sounds()


def _place(character: str) -> int:
    return int.from_bytes(character.encode("gb2312", "ignore"), "big")


@cache
def _order() -> tuple[list[int], list[str]]:
    marks = [mark for line in lines("readings.txt") if ":" not in line for mark in line.split()]
    return [_place(mark[0]) for mark in marks], [mark[1:] for mark in marks]


@cache
def _syllables() -> frozenset[str]:
    return frozenset([*_order()[1], *_others().values()])


@cache
def _others() -> dict[str, str]:
    groups = [group.split(":") for line in lines("readings.txt") if ":" in line for group in line.split()]
    return {character: syllable for syllable, characters in groups for character in characters}
