"""Which characters look or sound like one (近似字): of all there are, with how much, found once and kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from zhichan.core.marks import shape, sound
from zhichan.core.marks.keys import character_keys
from zhichan.core.marks.packing import BLOCKS, CODES, RARE, code_of
from zhichan.core.marks.scoring import SOUND_PERCENT

MOST_KEPT = 6_000

Table = NDArray[np.uint8]


def likeness_to(character: str) -> Table:
    """For the code of every character the most it can add to a score beside this one, 0 to 100."""
    table = np.zeros(CODES, np.uint8)
    if code_of(character) == RARE:
        table[1:] = 100
        return table
    codes, values = _alike(character)
    table[codes] = values
    table[RARE] = 100
    return table


def with_reading(syllable: str) -> Sequence[int]:
    """The codes of all that may be read so."""
    return _by_reading().get(syllable, ())


@lru_cache(maxsize=MOST_KEPT)
def _alike(character: str) -> tuple[NDArray[np.uint16], Table]:
    """Whatever has a key in common with it: what has none neither looks nor sounds like it."""
    others = sorted({one for key in character_keys(character) for one in _by_key().get(key, "")})
    values = [_adds(character, other) for other in others]
    return np.array([code_of(one) for one in others], np.uint16), np.array(values, np.uint8)


def _adds(one: str, other: str) -> int:
    return max(shape.seen(one, other), -(-sound.heard(one, other) * SOUND_PERCENT // 100))


def _every() -> Iterator[str]:
    for first, end in BLOCKS:
        yield from map(chr, range(first, end))


@cache
def _by_key() -> Mapping[str, str]:
    """Half a second, once."""
    found: dict[str, list[str]] = defaultdict(list)
    for character in _every():
        for key in character_keys(character):
            found[key].append(character)
    return {key: "".join(characters) for key, characters in found.items()}


@cache
def _by_reading() -> Mapping[str, Sequence[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for character in _every():
        for syllable in sound.readings(character):
            found[syllable].append(code_of(character))
    return found
