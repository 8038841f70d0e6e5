"""How much of two texts can be laid side by side in order (对齐)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

Unit = TypeVar("Unit")


#: Letters of the longest word that is found by what is left of it without two.
LONGEST_WORD = 24
#: The most that words get of which more than few letters differ.
NOT_ALIKE = 59


def aligned(
    one: Sequence[Unit], other: Sequence[Unit], alike: Callable[[Unit, Unit], int]
) -> tuple[int, int]:
    """The best sum of likenesses (0 to 100 each) over the longer length: in order, and whatever the order.

    Both 0 to 100. Whatever the order, pairs are taken from the most alike down.
    """
    table = [[alike(left, right) for right in other] for left in one]
    if not any(map(any, table)):
        return 0, 0
    longest = max(len(one), len(other))
    return _in_order(table, len(other)) // longest, _unordered(table) // longest


def _in_order(table: list[list[int]], width: int) -> int:
    before = [0] * (width + 1)
    for alike in table:
        row = [0]
        for place, likeness in enumerate(alike):
            row.append(max(before[place] + likeness, before[place + 1], row[place]))
        before = row
    return before[-1]


def _unordered(table: list[list[int]]) -> int:
    pairs = [
        (-likeness, place, there)
        for place, alike in enumerate(table)
        for there, likeness in enumerate(alike)
        if likeness
    ]
    taken, met, total = set[int](), set[int](), 0
    for negative, place, there in sorted(pairs):
        if place not in taken and there not in met:
            taken.add(place)
            met.add(there)
            total -= negative
    return total


@lru_cache(maxsize=10_000)
def steps_between(one: str, other: str) -> int:
    """How many letters are to be put in, left out, changed or swapped with their neighbours.

    All rows of a column of the table at once, one bit each: whether a step up or down leads to the next
    (Hyyrö, A bit-vector algorithm for computing Levenshtein and Damerau edit distances, 2003).
    """
    if not one or not other or one == other:
        return 0 if one == other else max(len(one), len(other))
    places: dict[str, int] = {}
    for place, letter in enumerate(one):
        places[letter] = places.get(letter, 0) | 1 << place
    full, last, steps = (1 << len(one)) - 1, 1 << len(one) - 1, len(one)
    up, down, level, before = full, 0, 0, 0
    for letter in other:
        here = places.get(letter, 0)
        swapped = ((~level & here) << 1) & before
        level = ((((here & up) + up) ^ up) | here | down | swapped) & full
        right_up, right_down = down | (full & ~(level | up)), level & up
        steps += (right_up & last > 0) - (right_down & last > 0)
        right_up, right_down = (right_up << 1 | 1) & full, right_down << 1 & full
        up, down, before = right_down | (full & ~(level | right_up)), right_up & level, here
    return steps


def kept_share(one: str, other: str) -> int:
    """100 for equal letters, less for each step between them; 0 to 100."""
    longest = max(len(one), len(other))
    return 0 if not one or not other else 100 - 100 * steps_between(one, other) // longest


def few_letters(one: str, other: str) -> int:
    """How many letters may differ for two words to be alike by the rule of four letters: one, of seven
    letters and more two; none of words so long that nobody looks for them so."""
    if max(len(one), len(other)) > LONGEST_WORD:
        return 0
    return 1 if min(len(one), len(other)) < 7 else 2


def letters_kept(one: str, other: str) -> int:
    """The share kept in percent; below what is alike where more than few letters differ."""
    kept = kept_share(one, other)
    return kept if steps_between(one, other) <= few_letters(one, other) else min(kept, NOT_ALIKE)
