"""What marks mean (义): by lists of words the office keeps, whichever it has; no dictionary is built in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from zhichan.core.marks.elements import MODEL, Mark, folded_word

SAME_MEANING = 95
PART_MEANS_THE_SAME = 90


@dataclass(frozen=True)
class Words:
    """``linked``: words that mean the same (云川 and cloudriver), each with the others; ``generic``: names of
    goods, models and modifiers (饮料, 牌, 新) that tell no maker from another. All folded."""

    linked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    generic: frozenset[str] = frozenset()

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How long linked words are, the shortest first."""
        return tuple(sorted(set(map(len, self.linked))))


NO_WORDS = Words()


def words_of(pairs: Iterable[tuple[str, str]], generic: Iterable[str]) -> Words:
    """The lists as somebody wrote them."""
    linked: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        first, second = folded_word(one), folded_word(other)
        if first and second and first != second:
            linked[first].add(second)
            linked[second].add(first)
    return Words(
        {word: frozenset(others) for word, others in linked.items()},
        frozenset(filter(None, map(folded_word, generic))),
    )


def texts_of(mark: Mark) -> tuple[str, ...]:
    """What of a mark can mean something: its characters, its words of letters together."""
    return tuple(text for text in (mark.han, mark.letters) if text)


def other_wordings(text: str, words: Words) -> dict[str, tuple[int, str, str]]:
    """Texts that mean the same: each with how alike, the word that was changed and what it became."""
    found = {other: (SAME_MEANING, text, other) for other in words.linked.get(text, ())}
    for start in range(len(text)):
        for size in words.sizes:
            end = start + size
            if end > len(text):
                break
            for other in words.linked.get(text[start:end], ()):
                made = text[:start] + other + text[end:]
                found.setdefault(made, (PART_MEANS_THE_SAME, text[start:end], other))
    return found


def meant(one: Mark, other: Mark, words: Words) -> tuple[int, str, str]:
    """How alike in meaning, 0 to 100, and the two words that say so."""
    if not words.linked:
        return 0, "", ""
    best = (0, "", "")
    for first, second in ((one, other), (other, one)):
        theirs = texts_of(second)
        for text in texts_of(first):
            for made, found in other_wordings(text, words).items():
                if made in theirs and found[0] > best[0]:
                    best = found
    return best


def without_generic(mark: Mark, words: Words) -> Mark:
    """The main part: without generic words at either end, and without a model beside a name.

    A model is digits, or at most two letters, beside characters or longer words.
    """
    if mark.kinds == 1 and not words.generic:
        return mark
    han = _bare(mark.han, words.generic) if words.generic else mark.han
    kept = tuple(word for word in mark.words if word not in words.generic) or mark.words
    long = tuple(word for word in kept if len(word) > MODEL)
    if han or long:
        return Mark(han, long, ())
    return Mark(han, kept, mark.numbers)


def _bare(han: str, generic: frozenset[str]) -> str:
    """Never nothing: a mark of generic words alone keeps its first."""
    is_shorter = True
    while is_shorter:
        is_shorter = False
        for size in range(len(han) - 1, 0, -1):
            if han[-size:] in generic:
                han, is_shorter = han[:-size], True
                break
            if han[:size] in generic:
                han, is_shorter = han[size:], True
                break
    return han
