"""Which characters look or sound like one (近似字): of those met in marks so far, and how much.

Characters are learned as they are met: to look through all there are takes a second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from zhichan.core.marks import shape, sound
from zhichan.core.marks.keys import character_keys
from zhichan.core.marks.packing import CODES, RARE, character_of, code_of
from zhichan.core.marks.scoring import SOUND_PERCENT

Table = NDArray[np.uint8]

_known = np.zeros(CODES, bool)
_known[[0, RARE]] = True
_by_key: dict[str, set[str]] = defaultdict(set)
_by_reading: dict[str, set[int]] = defaultdict(set)
_learning = Lock()


def learn(codes: NDArray[np.int64]) -> None:
    """Make the characters of these codes known to what follows."""
    met = np.zeros(CODES, bool)
    met[codes] = True
    with _learning:
        for code in np.flatnonzero(met & ~_known).tolist():
            character = character_of(code)
            for key in character_keys(character):
                _by_key[key].add(character)
            for syllable in sound.readings(character):
                _by_reading[syllable].add(code)
            _known[code] = True


def likeness_to(character: str) -> Table:
    """For the code of every known character the most it can add to a score beside this one, 0 to 100.

    What has no key in common with it neither looks nor sounds like it.
    """
    table = np.zeros(CODES, np.uint8)
    if code_of(character) == RARE:
        table[1:] = 100
        return table
    with _learning:
        others = sorted(set().union(*(_by_key.get(key, ()) for key in character_keys(character))))
    table[[code_of(other) for other in others]] = [_adds(character, other) for other in others]
    table[RARE] = 100
    return table


def with_reading(syllable: str) -> Collection[int]:
    """The codes of all known ones that may be read so."""
    with _learning:
        return list(_by_reading.get(syllable, ()))


def _adds(one: str, other: str) -> int:
    return max(shape.seen(one, other), -(-sound.heard(one, other) * SOUND_PERCENT // 100))
