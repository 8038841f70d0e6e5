"""What marks mean (义): by whatever lists of words the caller has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from zhichan.core.marks.elements import MODEL, Mark, folded_word, is_han

SAME_MEANING = 95
PART_MEANS_THE_SAME = 90
#: Of so many ways to put a text into the other script.
MOST_TRANSLATIONS = 60


@dataclass(frozen=True, eq=False)
class Words:
    """``linked``: words that mean the same (云川 and cloudriver), each with the others; ``generic``: names of
    goods, models and modifiers (饮料, 牌, 新) that tell no maker from another. All folded.
    Two of these are the same only if they are one."""

    linked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    generic: frozenset[str] = frozenset()

    @cached_property
    def own(self) -> Linked:
        """The linked words with those of their own script alone."""
        return Linked(self, is_across=False)

    @cached_property
    def across(self) -> Linked:
        """The linked words with those of the other script alone."""
        return Linked(self, is_across=True)


class Linked:
    """Some of the linked words: ``others`` of each in their order, and ``sizes``, how long they are."""

    def __init__(self, words: Words, *, is_across: bool) -> None:
        self.others: dict[str, tuple[str, ...]] = {}
        for word, others in words.linked.items():
            if chosen := sorted(one for one in others if (is_han(one) != is_han(word)) == is_across):
                self.others[word] = tuple(chosen)
        self.sizes = tuple(sorted(set(map(len, self.others))))

    def at(self, text: str, start: int) -> Iterator[tuple[int, str]]:
        """Where the words end that begin here in a text, and what each becomes."""
        for size in self.sizes:
            if start + size > len(text):
                return
            for other in self.others.get(text[start : start + size], ()):
                yield start + size, other


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


@lru_cache(maxsize=100_000)
def other_wordings(text: str, words: Words) -> Mapping[str, tuple[int, str, str]]:
    """Texts that mean the same: each with how alike, the word that was changed and what it became.

    Changed is the text as a whole, one of its words into another of its own script, or all of its words, one
    after another, into the other script (红牛 and redbull).
    """
    found = {other: (SAME_MEANING, text, other) for other in words.linked.get(text, ())}
    for start in range(len(text) if words.own.sizes else 0):
        for end, other in words.own.at(text, start):
            made = text[:start] + other + text[end:]
            found.setdefault(made, (PART_MEANS_THE_SAME, text[start:end], other))
    for made in _translated(text, words):
        found.setdefault(made, (PART_MEANS_THE_SAME, text, made))
    return found


def _translated(text: str, words: Words) -> Sequence[str]:
    """The text in the other script where all of it is linked words; at most ``MOST_TRANSLATIONS``."""
    made: dict[int, list[str]] = {0: [""]}
    for start in range(len(text)):
        for end, other in words.across.at(text, start) if start in made else ():
            done = [before + other for before in made[start]]
            made[end] = [*made.get(end, ()), *done][:MOST_TRANSLATIONS]
    return made.get(len(text), ()) if text else ()


def meant(one: Mark, other: Mark, words: Words) -> tuple[int, str, str]:
    """How alike in meaning, 0 to 100, and the two words that say so."""
    if not words.linked:
        return 0, "", ""
    best = (0, "", "")
    for first, second in ((one, other), (other, one)):
        theirs = texts_of(second)
        for text in texts_of(first):
            wordings = other_wordings(text, words)
            best = max([best, *(wordings.get(its, best) for its in theirs)], key=lambda found: found[0])
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
