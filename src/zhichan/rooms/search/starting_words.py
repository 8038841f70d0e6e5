"""The list of words that comes with the product (起始词表): our own writing, common nouns and adjectives.

An office extends it by its own list, or switches it off.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

PLACE = Path(__file__).with_name("starting_words.txt")


@cache
def starting_pairs() -> tuple[tuple[str, str], ...]:
    """Chinese and English, in the order of the file."""
    lines = PLACE.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" = ") for line in lines if line and not line.startswith("#"))
    return tuple((chinese, english) for chinese, english in pairs)
