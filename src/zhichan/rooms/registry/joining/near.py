"""Which known names can be like some new ones at all (相近的已知名称); pure.

Resolution compares names that share a block. With few new names and many known ones nearly all of the known
have no block in common with any; they are left out by what their key shows, without taking them apart.
Nothing that could be compared is left out, but names in Latin letters whose first or last word is one letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from zhichan.rooms.registry.names import OrganisationName, Script, parse_name
from zhichan.rooms.registry.names.pinyin import sound

_SOUND = 4
_SAY_FORMER = ("原", "曾", "前", "former", "fka", "f/k/a")


class Nearness:
    """What the keys of names that resemble any of some new names have in common with those."""

    def __init__(self, new: Iterable[OrganisationName]) -> None:
        self._keys: set[str] = set()
        self._fronts: set[str] = set()
        self._rests: dict[str, set[str]] = defaultdict(set)
        self._sounds: set[str] = set()
        self._latin_sounds: set[str] = set()
        self._latin_pairs: set[str] = set()
        for name in new:
            self._add(name)

    def _add(self, name: OrganisationName) -> None:
        self._keys.add(name.key)
        self._keys.update(parse_name(former).key for former in name.former)
        if name.is_person:
            return
        starts = name.sound[:_SOUND] if len(name.sound) >= _SOUND else ""
        if name.script == Script.LATIN:
            self._latin_sounds.update({starts} - {""})
            core = name.core.replace(" ", "")
            self._latin_pairs.update({core[:2], core[-2:], name.sound[:2]})
            return
        self._sounds.update({starts} - {""})
        self._fronts.add(name.stem[:2])
        if len(name.core) > 3:
            self._rests[name.core[-2:]].update(name.core[:2])

    def is_near(self, key: str, printed: str) -> bool:
        """Whether a known name may share a block, its key or a former name with a new one."""
        if key in self._keys or any(word in printed.lower() for word in _SAY_FORMER):
            return True
        return self._is_near_latin(key) if key.isascii() else self._is_near_han(key)

    def _is_near_han(self, key: str) -> bool:
        letters = set(key)
        for pair in map("".join, zip(key, f"{key[1:]} ", strict=True)):
            if pair in self._fronts or not letters.isdisjoint(self._rests.get(pair, ())):
                return True
            if self._latin_sounds and self._sounds_alike(pair.strip()):
                return True
        return False

    def _sounds_alike(self, pair: str) -> bool:
        heard = _sound(pair)
        if len(heard) >= _SOUND:
            return heard[:_SOUND] in self._latin_sounds
        return any(wanted.startswith(heard) for wanted in self._latin_sounds)

    def _is_near_latin(self, key: str) -> bool:
        return any(pair in key for pair in self._latin_pairs) or any(
            key[at : at + _SOUND] in self._sounds for at in range(len(key) - _SOUND + 1)
        )


@lru_cache(maxsize=1 << 16)
def _sound(pair: str) -> str:
    return sound(pair)
