"""Text cut into atoms (原子): one Han character, a word, a number, a sign, or a break between clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhichan.core.search.analysis.characters import BREAKS, CLAUSE, FOLDS, LETTERS, SENTENCE

LONGEST_ATOM = 255
_DOT = re.compile(r"(?<![0-9])\.|\.(?![0-9])")
_COLON = re.compile(r"(?<![0-9]):|:(?![0-9])")
_SEVERAL = re.compile(r"[\t\n ]{2,}")
# A dot stands in folded text only between two digits; what is longer than an atom may be is cut.
ATOM = re.compile(rf"[{LETTERS}]{{1,{LONGEST_ATOM}}}|[0-9][0-9.]{{0,{LONGEST_ATOM - 1}}}|[^ ]")
#: Han characters without a gap, each of which stands alone; the rarer ones are atoms of their own in a run.
FIRST_HAN, LAST_HAN = "\u4e00", "\u9fff"
RUN = re.compile(rf"[{FIRST_HAN}-{LAST_HAN}]+|{ATOM.pattern}")
WORD = re.compile(rf"[{LETTERS}]+|[0-9][0-9.]*")


def folded(text: str) -> str:
    """The text with every character folded and neighbouring breaks joined into the strongest of them."""
    return _SEVERAL.sub(_strongest, _signs_decided(text.translate(FOLDS))).strip("\t\n ")


def atoms_of(text: str) -> list[str]:
    """The atoms in their order; breaks are ``CLAUSE`` and ``SENTENCE``, never first, last or two in a row."""
    return ATOM.findall(folded(text))


def runs_with_places(text: str) -> tuple[list[tuple[str, int]], Sequence[int]]:
    """The same atoms, common Han characters that stand together as one string: each with the folded character
    it begins at; and where each folded character stands in the original."""
    found: list[tuple[str, int]] = []
    signs = _signs_decided(text.translate(FOLDS))
    for match in RUN.finditer(signs):
        run = match[0]
        if run not in BREAKS or (found and found[-1][0] not in BREAKS):
            found.append((run, match.start()))
        elif found and run == SENTENCE:
            found[-1] = (run, found[-1][1])
    if found and found[-1][0] in BREAKS:
        found.pop()
    return found, _origins(text)


def _origins(text: str) -> Sequence[int]:
    """Where in a text that was folded before each folded character stands."""
    if FOLDS.uneven.isdisjoint(text):
        return range(len(text))
    return [place for place, character in enumerate(text) for _sign in FOLDS[ord(character)]]


def _signs_decided(text: str) -> str:
    """A dot and a colon that do not stand between two digits are breaks; lengths stay as they are."""
    if "." in text:
        text = _DOT.sub(SENTENCE, text)
    if ":" in text:
        text = _COLON.sub(CLAUSE, text)
    return text


def _strongest(several: re.Match[str]) -> str:
    """Of breaks and blanks in a row the strongest break; blanks alone stay."""
    found = several[0]
    return SENTENCE if SENTENCE in found else CLAUSE if CLAUSE in found else found
