"""Which of many marks can be alike at all (近似上限): told from a few figures of each, without its text.

What is said to be unlike scores below the limit; of the others many do, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from zhichan.core.marks import sound
from zhichan.core.marks.elements import MODEL, Mark, mark_of
from zhichan.core.marks.looking_alike import learn, likeness_to, with_reading
from zhichan.core.marks.meaning import Words, other_wordings, texts_of, without_generic
from zhichan.core.marks.packing import (
    CODE_BITS,
    CODES,
    LENGTH_BITS,
    ONES,
    PER_FIGURE,
    RARE,
    SEEN,
    code_of,
    packed,
    sum_of,
)

#: Zhuang, with its six letters.
LONGEST_SYLLABLE = 6

Bools = NDArray[np.bool_]


class Packed:
    """Many marks, from the columns of their figures. ``han``: a row of codes for each, none after its end."""

    def __init__(self, figures: Sequence[NDArray[np.int64]] | NDArray[np.int64]) -> None:
        head, tail, elements = figures
        places = np.arange(PER_FIGURE, dtype=np.int64) * CODE_BITS
        halves = [(half[:, None] >> places) & RARE for half in (head, tail)]
        self.han: NDArray[np.int64] = np.concatenate(halves, axis=1)
        self.han_length, self.letters, self.digits = (
            (elements >> LENGTH_BITS * place) & ONES for place in range(3)
        )
        self.has_words = (elements >> LENGTH_BITS * 3) & 1 > 0
        self.digits_sum = elements >> LENGTH_BITS * 3 + 1
        self.kinds = sum((part > 0).astype(np.int64) for part in (self.han_length, self.letters, self.digits))
        self.has_body = (self.han_length > 0) | (self.letters > MODEL) | (self.digits > MODEL)


def packed_marks(marks: Sequence[Mark]) -> Packed:
    """The same of marks that are at hand."""
    rows = np.array([packed(one) for one in marks], np.int64).reshape(len(marks), 3)
    return Packed(rows.T)


def plausible(name: str, words: Words, least: int, marks: Packed) -> Bools:
    """Which of them may score ``least`` beside a name, or hold it whole, or be held by it."""
    learn(marks.han)
    found = np.zeros(len(marks.letters), bool)
    loose = _may_be_cut(marks, words)
    for one in _targets(mark_of(name), words):
        found |= _by_letters(one, marks, loose) | _by_digits(one, marks) | _by_models(one, marks)
        if one.han:
            found |= _by_characters(one.han, least, marks, loose)
            found |= _by_what_is_held(one.han, marks, loose)
        if one.digits_read:
            found |= _by_characters(sound.numerals(one.digits_read), least, marks, loose)
    return found


def _targets(mark: Mark, words: Words) -> list[Mark]:
    """The mark, its main part, and what means the same as either."""
    own = [mark, without_generic(mark, words)]
    texts = [text for one in own for text in texts_of(one)]
    others = [mark_of(other) for text in texts for other in other_wordings(text, words)]
    return list(dict.fromkeys(own + others))


def _by_letters(one: Mark, marks: Packed, loose: Bools) -> Bools:
    """Both have letters that are compared, or the letters of the one spell the characters of the other."""
    found = np.zeros(len(marks.letters), bool)
    if one.letters:
        found |= _both_tell(one, len(one.letters), marks, marks.letters)
        found |= _spelled_by(one.letters, marks, loose)
    if one.han:
        lengths = [len(spelled) for spelled in sound.spellings(one.han)]
        found |= np.isin(marks.letters, lengths) | marks.has_words
    return found


def _spelled_by(letters: str, marks: Packed, loose: Bools) -> Bools:
    """Every character that is known of a mark, or of its main part some, has a reading in the letters."""
    is_there, has_none = _stands_in(letters)[marks.han], marks.han == 0
    found: Bools = (is_there | has_none).all(axis=1) | (loose & (is_there & ~has_none).any(axis=1))
    return found & (marks.han_length > 0)


def _stands_in(letters: str) -> Bools:
    table = np.zeros(CODES, bool)
    for start in range(len(letters)):
        for end in range(start + 1, start + 1 + LONGEST_SYLLABLE):
            table[list(with_reading(letters[start:end]))] = True
    table[RARE] = True
    return table


def _by_digits(one: Mark, marks: Packed) -> Bools:
    """The same digits; or characters that can be read as digits."""
    found: Bools = _have_digits(one, marks) & _both_tell(one, len(one.digits), marks, marks.digits)
    if one.han and 5 * sum(map(_is_read_as_digit, one.han)) >= 3 * len(one.han):
        found |= (marks.digits > MODEL) | ((marks.digits > 0) & ~marks.has_body)
    return found


def _have_digits(one: Mark, marks: Packed) -> Bools:
    found: Bools = (marks.digits == len(one.digits)) & (marks.digits_sum == sum_of(one.digits))
    return found


def _both_tell(one: Mark, ours: int, marks: Packed, theirs: NDArray[np.int64]) -> Bools:
    """Whether parts of these lengths are distinctive, as scoring has it; of several words one may be cut."""
    is_alone = one.kinds == 1
    they_tell = (theirs > MODEL) | (theirs > 0) & (
        (marks.kinds == 1) | marks.has_words | ((theirs == MODEL) & (is_alone and not one.has_body))
    )
    we_tell = marks.has_words | ((marks.kinds == 1) & ~marks.has_body)
    if is_alone or ours > MODEL:
        found: Bools = they_tell & (ours > 0)
    else:
        found = they_tell & we_tell & (ours == MODEL)
    return found


def _by_models(one: Mark, marks: Packed) -> Bools:
    """Without Chinese characters, either may be a model (A8) that stands whole in the other."""
    ours_in_theirs = (marks.letters >= len(one.letters)) & (marks.digits >= len(one.digits))
    theirs_in_ours = (marks.letters <= len(one.letters)) & (marks.digits <= len(one.digits))
    found: Bools = theirs_in_ours & (marks.han_length == 0)
    return found | ours_in_theirs if not one.han else found


@lru_cache(maxsize=5_000)
def _is_read_as_digit(character: str) -> bool:
    return any(sound.heard(character, numeral) for numeral in sound.numerals("0123456789"))


def _by_characters(han: str, least: int, marks: Packed, loose: Bools) -> Bools:
    """No more can be alike than each character with the one most like it, of either."""
    rows = _likenesses(han, marks.han)
    best_of_ours = rows.max(axis=2).sum(axis=0, dtype=np.int64)
    best_of_theirs = rows.max(axis=0).sum(axis=1, dtype=np.int64)
    longest = np.maximum(marks.han_length, len(han))
    found: Bools = np.minimum(best_of_ours, best_of_theirs) >= least * longest
    found |= loose & (best_of_ours >= least * len(han))
    return (found | (marks.han_length > SEEN)) & (marks.han_length > 0)


def _by_what_is_held(han: str, marks: Packed, loose: Bools) -> Bools:
    """All of theirs stand in ours or all of ours in theirs; of a main part two characters in a row."""
    codes = [code_of(one) for one in han]
    same = np.isin(marks.han, codes).sum(axis=1)
    found: Bools = same == np.minimum(marks.han_length, SEEN)
    found |= np.stack([(marks.han == code).any(axis=1) for code in codes]).all(axis=0)
    found |= loose & (same >= 2)
    return found & (marks.han_length > 0)


def _likenesses(han: str, theirs: NDArray[np.int64]) -> NDArray[np.uint8]:
    """For each of our characters how alike each of theirs is."""
    tables = {one: likeness_to(one) for one in dict.fromkeys(han)}
    return np.stack([tables[one][theirs] for one in han])


def _may_be_cut(marks: Packed, words: Words) -> Bools:
    """Whether something generic may stand at an end of a mark, so that its main part is shorter."""
    firsts, lasts = _ends(frozenset(words.generic))
    last = marks.han[np.arange(len(marks.han)), np.clip(marks.han_length, 1, SEEN) - 1]
    return firsts[marks.han[:, 0]] | lasts[last] if words.generic else np.zeros(len(marks.han), bool)


@lru_cache(maxsize=4)
def _ends(generic: Iterable[str]) -> tuple[Bools, Bools]:
    firsts, lasts = np.zeros(CODES, bool), np.zeros(CODES, bool)
    for word in generic:
        firsts[code_of(word[0])] = lasts[code_of(word[-1])] = True
    firsts[0] = lasts[0] = False
    return firsts, lasts
