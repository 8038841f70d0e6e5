"""Which promise of one wording is which of another (比对): by number and by likeness of the words.

Used when a new version takes over an older one's indicators and tasks, when two versions are compared,
and to suggest the plan task that a yearly work point serves.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from zhichan.rooms.plan.reading.folding import fold_key

Id = TypeVar("Id", bound=Hashable)

# A reworded task keeps more than half of its pairs of characters; two different tasks of one plan
# share less than a third (both seen in the tests' sample plans).
SAME_WORDS = 0.55
SAME_NUMBER = 0.35
# Names of indicators are short, and a qualifier more (高价值) makes another indicator.
SAME_NAME = 0.85
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Promised(Generic[Id]):
    """One side's entry: its number in the document (may be empty) and the words it is known by."""

    id: Id
    number: str
    words: str


@dataclass(frozen=True)
class Pair(Generic[Id]):
    old: Id
    new: Id
    likeness: float


def pairs_of(
    old: Sequence[Promised[Id]], new: Sequence[Promised[Id]], *, least: float = SAME_WORDS
) -> tuple[Pair[Id], ...]:
    """Pair each entry with at most one of the other side, the likest first; in the order of ``new``.

    Entries with the same number pair from a likeness of ``SAME_NUMBER``, others from ``least``;
    of equally like ones the same number wins, then the order. Cost grows with the pairs of entries
    that share two characters in a row.
    """
    taken: set[int] = set()
    found: dict[int, Pair[Id]] = {}
    for score, _, new_at, old_at in sorted(_candidates(old, new, least)):
        if new_at not in found and old_at not in taken:
            taken.add(old_at)
            found[new_at] = Pair(old[old_at].id, new[new_at].id, -score)
    return tuple(found[at] for at in sorted(found))


def _candidates(
    old: Sequence[Promised[Id]], new: Sequence[Promised[Id]], least: float
) -> Iterator[tuple[float, bool, int, int]]:
    keys = [_key(entry.words) for entry in old]
    grams = [_bigrams(key) for key in keys]
    having = _having(grams)
    for new_at, entry in enumerate(new):
        key = _key(entry.words)
        own = _bigrams(key)
        for old_at, shared in _shared(own, having).items():
            score = 1.0 if key == keys[old_at] else 2 * shared / (len(own) + len(grams[old_at]))
            same_number = bool(entry.number) and _key(entry.number) == _key(old[old_at].number)
            if score >= (SAME_NUMBER if same_number else least):
                yield -score, not same_number, new_at, old_at


class Likest(Generic[Id]):
    """Entries made ready to be asked which of them are likest to some words.

    Likeness here is the part of the words' pairs of characters found in the entry, a pair weighing
    less the more entries have it: what every task of a plan says tells nothing.
    """

    def __init__(self, among: Sequence[Promised[Id]]) -> None:
        grams = [_bigrams(_key(entry.words)) for entry in among]
        self._ids = [entry.id for entry in among]
        self._having = _having(grams)
        self._weight = {
            gram: math.log(1 + len(grams) / len(entries)) for gram, entries in self._having.items()
        }
        self._unseen = math.log(1 + len(grams))

    def to(self, words: str, *, most: int, least: float) -> list[tuple[Id, float]]:
        """The likest entries with their likeness from 0 to 1, best first."""
        own = _bigrams(_key(words))
        whole = sum(self._weight.get(gram, self._unseen) for gram in own)
        scores: defaultdict[int, float] = defaultdict(float)
        for gram in own:
            for at in self._having.get(gram, ()):
                scores[at] += self._weight[gram]
        best = sorted((-score / whole, at) for at, score in scores.items() if score >= least * whole)
        return [(self._ids[at], -score) for score, at in best[:most]]


def _key(words: str) -> str:
    """The words without signs, blanks, width and script."""
    return _SIGNS.sub("", fold_key(words))


def _bigrams(key: str) -> frozenset[str]:
    """Pairs of neighbouring characters; a single character stands for itself."""
    return frozenset(map("".join, itertools.pairwise(key))) or frozenset({key} - {""})


def _having(grams: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    having: defaultdict[str, list[int]] = defaultdict(list)
    for at, own in enumerate(grams):
        for gram in own:
            having[gram].append(at)
    return having


def _shared(own: frozenset[str], having: dict[str, list[int]]) -> Counter[int]:
    return Counter(at for gram in own for at in having.get(gram, ()))
