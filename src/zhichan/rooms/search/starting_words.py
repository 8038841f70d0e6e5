"""The list of words that comes with the product (起始词表): our own writing: common nouns and adjectives with
their English, and generic words.

An office extends it by its own list, or switches it off.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

PLACE = Path(__file__).with_name("starting_words.txt")


@cache
def starting_pairs() -> tuple[tuple[str, str], ...]:
    """Chinese and English, in the order of the file."""
    pairs = (line.split(" = ") for line in _lines() if " = " in line)
    return tuple((chinese, english) for chinese, english in pairs)


@cache
def starting_generic() -> tuple[str, ...]:
    """Names of goods and trades, in the order of the file."""
    return tuple(word for line in _lines() if " = " not in line for word in line.split())


def _lines() -> list[str]:
    lines = PLACE.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
