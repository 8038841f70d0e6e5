"""Marks as a few figures (标识打包): enough to tell, without the text, that two can not be alike.

Three figures of at most 60 bits: the first eight Chinese characters, and how much else there is.
"""

from __future__ import annotations

from zlib import crc32

from zhichan.core.marks.elements import LONGEST, Mark

FIGURES = ("han_head", "han_tail", "elements")
SEEN, PER_FIGURE, CODE_BITS = 8, 4, 15
LENGTH_BITS, DIGITS_BITS = 6, 12
ONES = (1 << LENGTH_BITS) - 1
BLOCKS = ((0x4E00, 0xA000), (0x3400, 0x4DC0))
CODES = 1 << CODE_BITS
#: For characters beyond the two blocks, which are not told apart.
RARE = CODES - 1
assert LONGEST <= ONES


def packed(mark: Mark) -> tuple[int, int, int]:
    """The figures of a mark, in the order of ``FIGURES``."""
    codes = [code_of(character) for character in mark.han[:SEEN]]
    head, tail = (
        sum(code << CODE_BITS * place for place, code in enumerate(codes[first : first + PER_FIGURE]))
        for first in (0, PER_FIGURE)
    )
    lengths = (len(mark.han), len(mark.letters), len(mark.digits))
    elements = sum(length << LENGTH_BITS * place for place, length in enumerate(lengths))
    elements |= (len(mark.words) > 1) << LENGTH_BITS * 3
    return head, tail, elements | sum_of(mark.digits) << LENGTH_BITS * 3 + 1


def code_of(character: str) -> int:
    """A figure from 1 to ``RARE`` for a character; none has 0."""
    place, before = ord(character), 1
    for first, end in BLOCKS:
        if first <= place < end:
            return before + place - first
        before += end - first
    return RARE


def character_of(code: int) -> str:
    """The character of a code that is neither 0 nor ``RARE``."""
    before = 1
    for first, end in BLOCKS:
        if code < before + end - first:
            return chr(first + code - before)
        before += end - first
    raise ValueError(code)


def sum_of(digits: str) -> int:
    """The same for the same digits, and seldom for others."""
    return crc32(digits.encode()) % (1 << DIGITS_BITS)
