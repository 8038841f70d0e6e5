"""Marks of letters that are plainly unlike (明显不同): told at less cost than comparing them in full."""

from __future__ import annotations

from zhichan.core.marks import shape, sound
from zhichan.core.marks.elements import Mark
from zhichan.core.marks.meaning import Words, meant, without_generic

#: A letter put in, left out or changed makes at the most two that only one of both words has; two do, four.
STEPS = 2


def is_apart(one: Mark, other: Mark, words: Words) -> bool:
    """Whether two marks, one of letters alone, score below what is found, and neither holds the other.

    False says nothing.
    """
    if (one.han and other.han) or one.digits or other.digits:
        return False
    if not _are_unlike(one, other) or meant(one, other, words)[0]:
        return False
    ours, theirs = without_generic(one, words), without_generic(other, words)
    is_whole = (ours, theirs) == (one, other)
    return is_whole or (_are_unlike(ours, theirs) and not meant(ours, theirs, words)[0])


def _are_unlike(one: Mark, other: Mark) -> bool:
    return (
        _words_are_unlike(one.letters, other.letters)
        and other.letters not in sound.spellings(one.han)
        and one.letters not in sound.spellings(other.han)
    )


def _words_are_unlike(one: str, other: str) -> bool:
    """More than a few steps, neither within the other nor made by repeating it, other in sound and look."""
    if not one or not other:
        return True
    differing = len(set(one) ^ set(other))
    is_near = abs(len(one) - len(other)) <= STEPS and differing <= 2 * STEPS
    if not differing or is_near or one in other or other in one:
        return False
    return (
        shape.looks(one) != shape.looks(other)
        and sound.letter_key(one) != sound.letter_key(other)
        and sound.skeleton(one) != sound.skeleton(other)
    )
