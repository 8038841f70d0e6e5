"""Atoms made into what an index holds (词元), and into the canonical text (规范文本) matches are checked on.

``units`` and ``pairs`` have one token for each atom, so that a position means the same in both. ``pairs``
answers runs of Han characters, ``units`` everything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from zhichan.core.search.analysis.atoms import ATOM, WORD, atoms_of
from zhichan.core.search.analysis.characters import ALONE, CLAUSE, LETTERS, SENTENCE

#: Raised whenever the chain makes other tokens of the same text: an index of another version is built anew.
CHAIN_VERSION = 1
#: Never atoms: the folded signs would have become breaks themselves.
BREAK_TOKENS = {CLAUSE: ",", SENTENCE: ";"}
BEGIN, END = "^^", "$$"
#: Stands in canonical text between two words or two numbers that touch.
SEAM = "\x01"
#: Stands in canonical text between two values of one field, and where a value begins and ends.
EDGE = "\x02"
_ENDS_IN_WORD = re.compile(rf"[{LETTERS}]\Z")
_BEGINS_WITH_WORD = re.compile(rf"[{LETTERS}]")


def units(atoms: Sequence[str]) -> list[str]:
    return [BREAK_TOKENS.get(atom, atom) for atom in atoms]


def pairs(atoms: Sequence[str]) -> list[str]:
    """For each atom itself and its successor where both stand alone, else the atom."""
    if not atoms:
        return []
    made = [
        one + other if ALONE[one] and ALONE[other] else BREAK_TOKENS.get(one, one)
        for one, other in pairwise(atoms)
    ]
    return [*made, BREAK_TOKENS.get(atoms[-1], atoms[-1])]


def words(atoms: Iterable[str]) -> set[str]:
    """The distinct words and numbers, for truncation."""
    return {atom for atom in atoms if WORD.fullmatch(atom)}


def canonical(atoms: Sequence[str]) -> str:
    """The atoms glued together, so that a match of text is a match of characters."""
    made: list[str] = []
    before = ""
    for atom in atoms:
        if before and touches(before, atom):
            made.append(SEAM)
        made.append(atom)
        before = atom
    return "".join(made)


def atoms_in(text: str) -> list[str]:
    """The atoms of a canonical text of one value: ``atoms_in(canonical(atoms)) == atoms``."""
    return [atom for part in text.split(SEAM) for atom in ATOM.findall(part)]


def touches(before: str, after: str) -> bool:
    """Whether two atoms would read as one word or one number if they were glued."""
    if before[-1].isdecimal() and before[-1].isascii():
        return after[0].isdecimal() and after[0].isascii()
    return bool(_ENDS_IN_WORD.search(before) and _BEGINS_WITH_WORD.match(after))


def canonical_of(values: Iterable[str]) -> str:
    """Canonical text of a field: its values, each between two edges."""
    return "".join(f"{EDGE}{canonical(atoms_of(value))}" for value in values) + EDGE
