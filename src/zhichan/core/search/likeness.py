"""What something shall be like, and why it is (相似): words or texts given, phrases shared.

The order of what is like something is a score, made from how rare words are in one state of an index. It is
neither exact nor the same on another day; sets and counts are asked otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.analysis.characters import CLAUSE, SENTENCE
from zhichan.core.search.analysis.tokens import EDGE, SEAM, atoms_in, canonical, pairs
from zhichan.core.search.tree import Term

BEST_TOKENS = 40
MOST_WORDS = 12
LONGEST_WORD = 12
LONGEST_TEXT = 200_000
MOST_SHARED = 5
LONGEST_SHARED = 40
_PLACES_TRIED = 4


@dataclass(frozen=True)
class Sample:
    """Either ``words``, each looked for as it stands; or ``texts``, by the names of their fields, ``""`` for
    a text of no field."""

    words: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it can be looked for."""
        return not any(_can_be_asked(atoms_of(text)) for text in (*self.words, *self.texts.values()))


@dataclass(frozen=True)
class Shared:
    """A phrase that both hold, folded; ``weight_permille``: what it counted of all that was looked for."""

    text: str
    weight_permille: int


@dataclass(frozen=True)
class Alike:
    """A record that is like the sample; ``score`` compares within one answer and means nothing beside."""

    id: int
    score: float
    shared: Sequence[Shared]


def sample_of(text: str) -> Sample:
    """A few short words with blanks between them, or a text. One word that is short is a word."""
    words = tuple(dict.fromkeys(text.split()))
    counted = [atoms_of(word) for word in words]
    if len(words) <= MOST_WORDS and all(
        len(atoms) <= (LONGEST_WORD if len(words) > 1 else LONGEST_WORD // 2) and not _has_break(atoms)
        for atoms in counted
    ):
        return Sample(
            words=tuple(word for word, atoms in zip(words, counted, strict=True) if _can_be_asked(atoms))
        )
    return Sample(texts={"": text[:LONGEST_TEXT]})


def _can_be_asked(atoms: Sequence[str]) -> bool:
    return any(atom not in (CLAUSE, SENTENCE) for atom in atoms)


def _has_break(atoms: Sequence[str]) -> bool:
    return any(atom in (CLAUSE, SENTENCE) for atom in atoms)


class SharedPhrases:
    """Finds what records share with one sample. ``weights``: how much each of its tokens counts."""

    def __init__(self, sample: Sample, weights: Mapping[str, float]) -> None:
        self._words = sample.words
        self._weights = weights
        self._whole = sum(weights.values()) or 1.0
        self._atoms: list[str] = []
        for text in sample.texts.values():
            self._atoms += [*atoms_of(text), SENTENCE]
        self._tokens = pairs(self._atoms)

    def of(self, texts: Iterable[str]) -> list[Shared]:
        """The phrases in canonical texts with most weight, each for what those before it do not hold."""
        if self._words:
            return self._of_words([*texts])
        atoms: list[str] = []
        for text in texts:
            for value in text.split(EDGE):
                atoms += [*atoms_in(value), SENTENCE]
        places: dict[str, list[int]] = {}
        for place, token in enumerate(pairs(atoms)):
            if token in self._weights:
                places.setdefault(token, []).append(place)
        runs, looked_at = [], 0
        for at, token in enumerate(self._tokens):
            if at >= looked_at and token in places:
                first, last = self._longest(at, atoms, places[token][:_PLACES_TRIED])
                runs.append((first, last))
                looked_at = last - 1
        return self._best(runs)

    def _of_words(self, texts: Sequence[str]) -> list[Shared]:
        from zhichan.core.search.occurrences import expression

        stands = {word: expression(Term(("",), word)).search for word in self._words}
        held = [word for word, search in stands.items() if any(map(search, texts))]
        share = 1000 // max(len(self._words), 1)
        return [Shared(word, share) for word in held][:MOST_SHARED]

    def _longest(self, at: int, atoms: Sequence[str], places: Sequence[int]) -> tuple[int, int]:
        """From where to where of the sample's atoms the longest run goes that stands in the other, too."""
        best = (at, at + 1)
        for place in places:
            right = self._same(at, atoms, place, 1, LONGEST_SHARED)
            left = self._same(at - 1, atoms, place - 1, -1, LONGEST_SHARED - right)
            if left + right > best[1] - best[0]:
                best = (at - left, at + right)
        return best

    def _same(self, at: int, atoms: Sequence[str], place: int, step: int, most: int) -> int:
        """How many atoms are the same from there on, within a clause. Both end with a break."""
        mine, count = self._atoms, 0
        while count < most and at >= 0 <= place and mine[at] == atoms[place] not in (CLAUSE, SENTENCE):
            at, place, count = at + step, place + step, count + 1
        return count

    def _best(self, runs: Iterable[tuple[int, int]]) -> list[Shared]:
        """The runs with most weight, of tokens that no run before holds."""
        inside = {run: self._inside(*run) for run in dict.fromkeys(runs)}
        kept: list[Shared] = []
        while inside and len(kept) < MOST_SHARED:
            run = max(inside, key=lambda one: (self._weight(inside[one]), one[0] - one[1], -one[0]))
            tokens = inside.pop(run)
            if not tokens:
                break
            weight = round(1000 * self._weight(tokens) / self._whole)
            said = canonical(self._atoms[run[0] : run[1]]).replace(SEAM, " ")
            kept.append(Shared(said, weight))
            inside = {other: rest - tokens for other, rest in inside.items()}
        return kept

    def _inside(self, first: int, last: int) -> set[str]:
        """The tokens that were looked for and lie wholly within a run."""
        whole = {*self._tokens[first : last - 1], *pairs(self._atoms[last - 1 : last])}
        return whole & self._weights.keys()

    def _weight(self, tokens: Iterable[str]) -> float:
        return sum(self._weights[token] for token in sorted(tokens))
