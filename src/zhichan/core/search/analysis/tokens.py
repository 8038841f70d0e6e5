"""Atoms made into what an index holds (词元), and into the canonical text (规范文本) matches are checked on.

``pairs`` has one token for each atom and answers runs of Han characters, ``units`` answers everything else.
In ``units`` a break and an atom of several characters are followed by a filler: whatever stands in exactly
one place there is one character.

Everything takes atoms or runs (``atoms.runs_of``): Han characters that stand together may come as one string.
What an index takes in comes so, several times faster than one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import add

from zhichan.core.search.analysis.atoms import ATOM, FIRST_HAN, LAST_HAN, RUN, WORD
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
_ENDS_IN_WORD = re.compile(rf"[{LETTERS}]\Z")
#: Letters and digits that stand alone and are words and numbers nevertheless.
_SHORT_WORDS = frozenset(sign for sign in map(chr, range(0x2000)) if WORD.fullmatch(sign))
_BEGINS_WITH_WORD = re.compile(rf"[{LETTERS}]")


def units_line(runs: Iterable[str]) -> str:
    """The units with a blank between them: every atom, and a filler behind each that is not one character."""
    line = " ".join(
        [
            " ".join(run) if FIRST_HAN <= run[0] <= LAST_HAN else run if len(run) == 1 else f"{run} {FILLER}"
            for run in runs
        ]
    )
    return _shown(line, f" {FILLER}")


def pairs_line(runs: Sequence[str]) -> str:
    """The pairs with a blank between them: for each atom itself and its successor where both stand alone,
    else the atom."""
    made: list[str] = []
    for run, after in zip(runs, [*runs[1:], SENTENCE], strict=False):
        last = run
        if FIRST_HAN <= run[0] <= LAST_HAN:
            made += map(add, run, run[1:])
            last = run[-1]
        made.append(last + after[0] if _stands_alone(last) and _stands_alone(after) else last)
    return _shown(" ".join(made))


def _shown(line: str, behind: str = "") -> str:
    """With tokens for breaks, and something behind each; several times faster than ``translate``."""
    for sign, token in BREAK_TOKENS.items():
        line = line.replace(sign, token + behind)
    return line


def units(runs: Iterable[str]) -> list[str]:
    return units_line(runs).split()


def pairs(runs: Sequence[str]) -> list[str]:
    return pairs_line(runs).split()


def words(runs: Iterable[str]) -> set[str]:
    """The distinct words and numbers, for truncation. What is longer than one sign is nothing else."""
    return {run for run in runs if _is_word(run)}


def _stands_alone(run: str) -> bool:
    """Whether its atoms do: a run of Han characters, or one sign of its kind."""
    return FIRST_HAN <= run[0] <= LAST_HAN or (len(run) == 1 and ALONE[run])


def _is_word(run: str) -> bool:
    return run in _SHORT_WORDS if len(run) == 1 else not FIRST_HAN <= run[0] <= LAST_HAN


def canonical(runs: Sequence[str]) -> str:
    """The atoms glued together, so that a match of text is a match of characters."""
    seams = [
        at
        for at, (before, after) in enumerate(pairwise(runs), 1)
        if _is_word(before) and _is_word(after) and touches(before, after)
    ]
    if not seams:
        return "".join(runs)
    parts = [runs[first:last] for first, last in pairwise([0, *seams, len(runs)])]
    return SEAM.join(map("".join, parts))


def atoms_in(text: str) -> list[str]:
    """The atoms of a canonical text of one value: ``atoms_in(canonical(atoms)) == atoms``."""
    return [atom for part in text.split(SEAM) for atom in ATOM.findall(part)]


def runs_in(text: str) -> list[str]:
    """The same atoms as runs."""
    return [run for part in text.split(SEAM) for run in RUN.findall(part)]


def touches(before: str, after: str) -> bool:
    """Whether two atoms would read as one word or one number if they were glued."""
    if before[-1].isdecimal() and before[-1].isascii():
        return after[0].isdecimal() and after[0].isascii()
    return bool(_ENDS_IN_WORD.search(before) and _BEGINS_WITH_WORD.match(after))


def canonical_of(values: Sequence[Sequence[str]]) -> str:
    """Canonical text of a field: the runs of its values, each between two edges; nothing without values."""
    return "".join([EDGE + canonical(runs) for runs in values]) + EDGE if values else ""
