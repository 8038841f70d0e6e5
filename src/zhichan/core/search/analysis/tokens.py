"""Atoms made into what an index holds (词元), and into the canonical text (规范文本) matches are checked on.

``pairs`` has one token for each atom and answers runs of Han characters, ``units`` answers everything else.
In ``units`` a break and an atom of several characters are followed by a filler: whatever stands in exactly
one place there is one character.

What an index takes in is cut many texts at once (``lines``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from zhichan.core.search.analysis.atoms import ATOM, LONGEST_ATOM, WORD, folded
from zhichan.core.search.analysis.characters import ALONE, CLAUSE, LETTERS, SENTENCE

#: Raised whenever the chain makes other tokens of the same text: an index of another version is built anew.
CHAIN_VERSION = 2
#: Never atoms: the folded signs would have become breaks themselves.
BREAK_TOKENS = {CLAUSE: ",", SENTENCE: ";"}
#: Nor is this one: a second place taken by what is not one character.
FILLER = "!"
BEGIN, END = "^^", "$$"
#: Stands in canonical text between two words or two numbers that touch.
SEAM = "\x01"
#: Stands in canonical text between two values of one field, and where a value begins and ends.
EDGE = "\x02"
_CUT = re.compile(rf"[{LETTERS}]{{{LONGEST_ATOM + 1}}}|[0-9.]{{{LONGEST_ATOM + 1}}}")
_GAP = re.compile(rf"(?<=[{LETTERS}]) +(?=[{LETTERS}])|(?<=[0-9]) +(?=[0-9])")
_ENDS_IN_WORD = re.compile(rf"[{LETTERS}]\Z")
#: Letters and digits that stand alone and are words and numbers nevertheless.
_SHORT_WORDS = frozenset(sign for sign in map(chr, range(0x2000)) if WORD.fullmatch(sign))
_BEGINS_WITH_WORD = re.compile(rf"[{LETTERS}]")


def units(atoms: Iterable[str]) -> list[str]:
    """Every atom, and a filler behind each that is not one character."""
    shown = ((BREAK_TOKENS.get(atom, atom), atom) for atom in atoms)
    return [
        one
        for token, atom in shown
        for one in ((token, FILLER) if len(atom) > 1 or atom in BREAK_TOKENS else (token,))
    ]


def pairs(atoms: Sequence[str]) -> list[str]:
    """For each atom itself and its successor where both stand alone, else the atom."""
    return [
        atom + after if ALONE[atom] and ALONE[after] else BREAK_TOKENS.get(atom, atom)
        for atom, after in zip(atoms, [*atoms[1:], SENTENCE], strict=False)
    ]


def words(atoms: Iterable[str]) -> set[str]:
    """The distinct words and numbers, for truncation. What is longer than one sign is nothing else."""
    return {atom for atom in atoms if _is_word(atom)}


def _is_word(atom: str) -> bool:
    return len(atom) > 1 or atom in _SHORT_WORDS


def canonical(atoms: Sequence[str]) -> str:
    """The atoms glued together, so that a match of text is a match of characters."""
    seams = [
        at
        for at, (before, after) in enumerate(pairwise(atoms), 1)
        if _is_word(before) and _is_word(after) and touches(before, after)
    ]
    if not seams:
        return "".join(atoms)
    parts = [atoms[first:last] for first, last in pairwise([0, *seams, len(atoms)])]
    return SEAM.join(map("".join, parts))


def atoms_in(text: str) -> list[str]:
    """The atoms of a canonical text of one value: ``atoms_in(canonical(atoms)) == atoms``."""
    return [atom for part in text.split(SEAM) for atom in ATOM.findall(part)]


def touches(before: str, after: str) -> bool:
    """Whether two atoms would read as one word or one number if they were glued."""
    if before[-1].isdecimal() and before[-1].isascii():
        return after[0].isdecimal() and after[0].isascii()
    return bool(_ENDS_IN_WORD.search(before) and _BEGINS_WITH_WORD.match(after))


def canonical_of(values: Iterable[str]) -> str:
    """Canonical text of a field, its values as they were given: each that has atoms between two edges;
    nothing without any."""
    told = [said for value in values if (said := _canonical_text(value))]
    return f"{EDGE}{EDGE.join(told)}{EDGE}" if told else ""


def _canonical_text(value: str) -> str:
    """``canonical(atoms_of(value))``. Atoms touch only where a blank stood between them, or one was cut."""
    said = folded(value)
    if len(said) > LONGEST_ATOM and _CUT.search(said):
        return canonical(ATOM.findall(said))
    return _GAP.sub(SEAM, said).replace(" ", "") if " " in said else said
