"""Marks like one, as somebody asks for them (商标近似检索)."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from zhichan.core.access.actor import Actor
from zhichan.core.marks.apart import is_apart
from zhichan.core.marks.elements import Mark, mark_of
from zhichan.core.marks.keys import LEAST_FOUND
from zhichan.core.marks.meaning import Words, words_of
from zhichan.core.marks.scoring import Likeness, compare_marks, held_reason
from zhichan.core.marks.ways import Way, is_held, ways_of
from zhichan.rooms.registry.face import NO_NARROWING, Candidate, Narrowing, candidates
from zhichan.rooms.search.models import MarkWord, StartingWordsSwitch
from zhichan.rooms.search.starting_words import starting_generic, starting_pairs

USUAL_LEAST = LEAST_FOUND


@dataclass(frozen=True)
class MarkQuestion:
    """``least``: the score from which on a mark is listed. ``ways``: only marks like it in one of these ways;
    with ``HELD`` also those that hold it whole below that score. None: in any."""

    name: str
    ways: frozenset[Way] = frozenset()
    narrowing: Narrowing = NO_NARROWING
    least: int = USUAL_LEAST


@dataclass(frozen=True)
class LikeMark:
    mark: Candidate
    likeness: Likeness
    ways: frozenset[Way]


@dataclass(frozen=True)
class MarkAnswer:
    """``found``: how many the index offered, in the state ``snapshot``; ``compared``: how many of them were
    looked at."""

    marks: Sequence[LikeMark] = field(default_factory=list)
    compared: int = 0
    found: int = 0
    is_cut: bool = False
    took_ms: float = 0
    snapshot: str = ""


def marks_like(asked: MarkQuestion, actor: Actor) -> MarkAnswer:
    """The marks like one, the most alike first. Raises IndexMissing while there is no index."""
    begun = time.perf_counter()
    words, wanted = office_words(), mark_of(asked.name)
    offered = candidates(asked.name, words, asked.narrowing, actor, asked.least)
    known: dict[str, tuple[Likeness, frozenset[Way]] | None] = {}
    hits = []
    for one in offered.marks:
        if one.title not in known:
            known[one.title] = _judged(wanted, mark_of(one.title), asked, words)
        if (judged := known[one.title]) is not None:
            hits.append(LikeMark(one, *judged))
    hits.sort(key=lambda hit: (-hit.likeness.score, -hit.likeness.shape, -hit.likeness.sound, hit.mark.pk))
    took = round((time.perf_counter() - begun) * 1000, 1)
    compared = 0 if wanted.is_empty else len(offered.marks)
    return MarkAnswer(hits, compared, offered.found, offered.is_cut, took, offered.snapshot)


def close_marks(
    name: str, classes: Collection[str], actor: Actor, least: int = USUAL_LEAST
) -> list[tuple[Candidate, int]]:
    """The marks of these classes (none: of all) that are close to a name, each with its score, best first.

    A score is advice, never a finding. Raises IndexMissing.
    """
    asked = MarkQuestion(name, narrowing=Narrowing(classes=tuple(sorted(classes))), least=least)
    return [(hit.mark, hit.likeness.score) for hit in marks_like(asked, actor).marks]


def office_words() -> Words:
    """The lists as they stand: the office's own, and the starting list while it counts. Two queries."""
    rows = MarkWord.objects.order_by("pk").values_list("kind", "word", "other")
    return _words(tuple(rows), counts_starting_words())


def counts_starting_words() -> bool:
    """Whether the list that came with the product is looked at. One query."""
    newest = StartingWordsSwitch.objects.order_by("-pk").values_list("is_on", flat=True).first()
    return newest is not False


@lru_cache(maxsize=4)
def _words(rows: tuple[tuple[str, str, str], ...], has_starting: bool) -> Words:
    """The same for the same lists, so that what was found out by them is known the next time."""
    pairs = [(word, other) for kind, word, other in rows if kind == MarkWord.Kind.SAME]
    generic = [word for kind, word, _other in rows if kind == MarkWord.Kind.GENERIC]
    if has_starting:
        return words_of([*pairs, *starting_pairs()], [*generic, *starting_generic()])
    return words_of(pairs, generic)


def _judged(
    one: Mark, other: Mark, asked: MarkQuestion, words: Words
) -> tuple[Likeness, frozenset[Way]] | None:
    """How a mark is like the one asked for; None where it is not listed."""
    if is_apart(one, other, words):
        return None
    found = compare_marks(one, other, words)
    is_wanted = found.score >= asked.least or (Way.HELD in asked.ways and is_held(one, other))
    if not is_wanted:
        return None
    if not found.reasons:
        found = replace(found, reasons=(held_reason(one, other),))
    ways = ways_of(one, other, found)
    return (found, ways) if not asked.ways or asked.ways & ways else None
