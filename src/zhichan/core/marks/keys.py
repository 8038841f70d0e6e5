"""What a mark can be found by (检索键): texts that marks alike in any way have in common.

Keys of a mark do not hang on any list an office keeps, so they stay right until the mark itself changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from zhichan.core.marks import shape, sound
from zhichan.core.marks.aligning import LONGEST_WORD
from zhichan.core.marks.elements import MODEL, Mark, folded_word, mark_of
from zhichan.core.marks.meaning import Words, other_wordings, texts_of, without_generic
from zhichan.core.marks.scoring import once

#: Words of so many letters are found with two letters left out, with one; longer ones whole. As many as
#: ``aligning.few_letters`` lets differ.
TWO_LEFT_OUT, ONE_LEFT_OUT = range(7, LONGEST_WORD + 1), range(3, LONGEST_WORD + 1)
#: Letters from which on a word counts as held by a longer one.
HELD_FROM = 4

#: What scores less may have no key in common.
LEAST_FOUND = 60

#: Keys of which one is enough: with ``all`` of each group one is.
Group = frozenset[str]


def keys_of(name: str) -> set[str]:
    """Every key of a mark."""
    mark = mark_of(name)
    keys = {_whole(mark.han)} if mark.han else set()
    keys |= {_whole(mark.digits), _whole(sound.numerals(mark.digits))} if mark.digits else set()
    for character in mark.han + sound.numerals(mark.digits_read):
        keys |= character_keys(character)
    for spelled in sound.spellings(mark.han):
        keys |= {f"w{spelled}", f"d{spelled}"}
    for word in _written(mark):
        keys |= {_whole(word), *letter_keys(word)}
    return keys


def _written(mark: Mark) -> set[str]:
    """The words of a mark, alone and together, and together without models or any one of them: whichever an
    office may call generic."""
    long = [word for word in mark.words if len(word) > MODEL]
    left = {"".join(long), *map("".join, combinations(long, len(long) - 1))} if len(long) > 1 else set()
    return {*mark.words, mark.letters, *left} - {""}


@lru_cache(maxsize=30_000)
def character_keys(character: str) -> Group:
    """Of one character: itself, how it sounds, the parts and corners by which others look like it."""
    keys = {f"c{character}", *(f"y{sound.confusable(one)}" for one in sound.readings(character))}
    keys |= {f"p{part}" for part in shape.looks_like(character)}
    return frozenset(keys | ({f"f{shape.corners(character)}"} if shape.corners(character) else set()))


@lru_cache(maxsize=30_000)
def letter_keys(word: str) -> Group:
    """Of a word: itself, how it sounds and looks, what it repeats, what is left of it without a letter or
    two, and its runs of four, by which words are found that hold another."""
    keys = {f"w{word}", f"d{word}", f"r{once(word)}", f"t{_root(word)}", *_runs(word)}
    keys |= {f"k{sound.letter_key(word)}", f"o{shape.looks(word)}", f"b{sound.skeleton(word)}"}
    for left_out in (1, 2):
        if len(word) in (TWO_LEFT_OUT if left_out == 2 else ONE_LEFT_OUT):
            keys |= {
                "d" + "".join(letter for place, letter in enumerate(word) if place not in places)
                for places in combinations(range(len(word)), left_out)
            }
    return frozenset(keys)


def _runs(word: str) -> list[str]:
    return [f"g{word[start : start + HELD_FROM]}" for start in range(len(word) - HELD_FROM + 1)]


def _root(word: str) -> str:
    """What is repeated to make it: ko of koko, and of ko."""
    return word[: (word + word).index(word, 1)]


def searches(name: str, words: Words) -> list[tuple[Group, ...]]:
    """By what marks like this one are found: a mark that has a key of each group of one of these.

    A superset of what is alike: each is compared afterwards.
    """
    mark = mark_of(name)
    asked = [mark, *([bare] if (bare := without_generic(mark, words)) != mark else [])]
    made: list[tuple[Group, ...]] = []
    for one in asked:
        made += [*_by_characters(one.han), *(_by_neighbours(one.han) if words.generic else ())]
        if one.digits:
            made += [(frozenset({_whole(one.digits)}),), *_by_characters(sound.numerals(one.digits_read))]
        for word in {*(word for word in one.words if len(word) > MODEL), one.letters} - {""}:
            made.append((letter_keys(word) - set(_runs(word)),))
            if runs := _runs(word):
                made.append(tuple(frozenset({run}) for run in runs))
        if spelled := sound.spellings(one.han):
            made.append((frozenset(f"w{text}" for text in spelled),))
        for text in texts_of(one):
            made += _by_meaning(text, words)
            if pieces := _pieces(text):
                made.append((frozenset(map(_whole, pieces)),))
    return list(dict.fromkeys(made))


def _by_characters(han: str) -> list[tuple[Group, ...]]:
    """As many of its characters as make three fifths of it, each itself or one like it: with fewer the other
    is alike only if it is held, which other searches find. Of more than eight, two of any three in a row."""
    times = Counter(han)
    each, least = [character_keys(character) for character in times], _least(sorted(times.values())[::-1])
    if len(each) <= 8:
        return [tuple(some) for some in combinations(each, least)]
    if 3 * least <= len(each) + 2:  # the same ones over and over
        return [(one,) for one in each]
    rows = [each[start : start + 3] for start in range(len(each) - 2)]
    return list(dict.fromkeys(pair for row in rows for pair in combinations(row, 2)))


def _least(times: Sequence[int]) -> int:
    """Of how many different characters at the least three fifths of a text are made."""
    made, total = 0, sum(times)
    for count, one in enumerate(times, 1):
        made += one
        if 5 * made >= 3 * total:
            return count
    return 1


def _by_neighbours(han: str) -> Iterator[tuple[Group, ...]]:
    """Two characters as they stand: the main part of a mark that is held, whatever is generic in it."""
    for first, second in dict.fromkeys(pairwise(han)):
        yield frozenset({f"c{first}"}), frozenset({f"c{second}"})


def _by_meaning(text: str, words: Words) -> list[tuple[Group, ...]]:
    made: list[tuple[Group, ...]] = []
    for other in other_wordings(text, words):
        mark = mark_of(other)
        if words.generic and mark.han:  # it may be the main part of a mark
            made.append(tuple(frozenset({f"c{character}"}) for character in dict.fromkeys(mark.han)))
        made += [(frozenset({f"w{mark.letters}"}),)] if mark.letters else []
        made.append((frozenset({_whole(folded_word(other))}),))
    return made


def _pieces(text: str) -> Sequence[str]:
    """Two characters and more out of a text: a mark that this one adds something to."""
    return [text[start:end] for start in range(len(text)) for end in range(start + 2, len(text) + 1)]


def _whole(text: str) -> str:
    return f"e{text}"


def matches(keys: set[str], asked: Sequence[tuple[Group, ...]]) -> bool:
    """Whether a mark with these keys would be found."""
    return any(all(not group.isdisjoint(keys) for group in groups) for groups in asked)
