"""How marks sound (音): syllables without tones, every reading of a character, pairs that are confused.

Readings are those of pypinyin. Letters are compared by a key of our own for how a Chinese ear takes them.
"""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache
from itertools import product

from zhichan.core.marks.aligning import NOT_ALIKE, aligned, few_letters, kept_share, steps_between

SAME, CONFUSED = 100, 90
OTHER_ORDER_PERCENT = 85
MOST_READINGS = 6
MOST_SPELLINGS = 6
_NUMERALS = str.maketrans("0123456789", "零一二三四五六七八九")
_INITIAL = re.compile(r"[zcs]h|[bpmfdtnlgkhjqxrzcsyw]?")
# What is confused in speech: the tongue curled or not, n and l, the nasal before and behind.
_FRONT = {"zh": "z", "ch": "c", "sh": "s", "n": "l"}
_BACK = re.compile(r"(?<=[aei])ng$")
_LETTERS = [(re.compile(pattern), to) for pattern, to in (
    ("ph", "f"), ("gh|ght", "g"), ("sch|sh", "s"), ("tch|ch", "c"), ("th", "t"), ("wh", "w"), ("kn", "n"),
    ("qu", "kw"), ("ck|q", "k"), ("c(?=[eiy])", "s"), ("c", "k"), ("x", "ks"), ("z", "s"), ("v", "w"),
    ("oo|ou|u", "u"), ("ee|ea|ie|y|i", "i"), ("(?<=.)h", ""), (r"(.)\1+", r"\1"), ("(?<=...)e$", ""),
)]  # fmt: skip
_VOWELS = re.compile("(?<=.)[aeiou]")


@cache
def readings(character: str) -> frozenset[str]:
    """The syllables a character may be read as; none where nobody knows.

    Out of its table: asking pypinyin itself takes twenty times as long.
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # hundreds of thousands of lists, and none is asked
    from pypinyin.constants import PINYIN_DICT

    said = str(PINYIN_DICT.get(ord(character), ""))
    return frozenset([*dict.fromkeys(map(_toneless, said.split(",")))][:MOST_READINGS] if said else ())


@cache
def _toneless(syllable: str) -> str:
    from pypinyin import Style
    from pypinyin.style import convert

    return str(convert(syllable, Style.NORMAL, strict=True, default=syllable))


@cache
def confusable(syllable: str) -> str:
    """The syllable with what is easily confused made one: zh/z, ch/c, sh/s, n/l, ang/an, eng/en, ing/in."""
    found = _INITIAL.match(syllable)
    initial = found[0] if found else ""
    return _FRONT.get(initial, initial) + _BACK.sub("n", syllable[len(initial) :])


@lru_cache(maxsize=200_000)
def heard(one: str, other: str) -> int:
    """How alike two characters sound, 0 to 100."""
    ours, theirs = readings(one), readings(other)
    if one == other or ours & theirs:
        return SAME
    return CONFUSED if _confusable_readings(one) & _confusable_readings(other) else 0


def of_han(one: str, other: str) -> int:
    """How alike two rows of characters sound: in order, and a little less in another order."""
    in_order, unordered = aligned(one, other, heard)
    return max(in_order, unordered * OTHER_ORDER_PERCENT // 100)


@lru_cache(maxsize=100_000)
def letter_key(word: str) -> str:
    """Letters as they are heard."""
    for pattern, to in _LETTERS:
        word = pattern.sub(to, word)
    return word


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """The consonants of the key, and a vowel at its beginning."""
    return _VOWELS.sub("", letter_key(word))


def of_letters(one: str, other: str) -> int:
    if one == other:
        return SAME if one else 0
    ours, theirs = letter_key(one), letter_key(other)
    if ours == theirs:
        return 95
    heard = kept_share(ours, theirs) * CONFUSED // 100
    is_near = steps_between(one, other) <= few_letters(one, other) or skeleton(one) == skeleton(other)
    return heard if is_near else min(heard, NOT_ALIKE)


@lru_cache(maxsize=100_000)
def spellings(han: str) -> tuple[str, ...]:
    """Characters written in letters, in every reading as far as these are few."""
    each = [sorted(readings(character)) for character in han]
    if not each or not all(each):
        return ()
    made: list[str] = []
    for syllables in product(*each):
        made.append("".join(syllables))
        if len(made) == MOST_SPELLINGS:
            break
    return tuple(dict.fromkeys(made))


def of_han_and_letters(han: str, letters: str) -> int:
    """Characters beside letters: 95 where the letters spell them; else what is kept of the spelling, which
    alone makes nothing alike."""
    if not han or not letters:
        return 0
    spelled = spellings(han)
    if letters in spelled:
        return 95
    return max((min(kept_share(one, letters), NOT_ALIKE) for one in spelled), default=0)


def numerals(digits: str) -> str:
    """Digits as they are read one by one."""
    return digits.translate(_NUMERALS)


@cache
def _confusable_readings(character: str) -> frozenset[str]:
    return frozenset(map(confusable, readings(character)))
