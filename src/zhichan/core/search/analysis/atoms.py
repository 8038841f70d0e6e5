"""Text cut into atoms (原子): one Han character, a word, a number, a sign, or a break between clauses."""

from __future__ import annotations

import re

from zhichan.core.search.analysis.characters import CLAUSE, FOLDS, LETTERS, SENTENCE

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


def runs_of(text: str) -> list[str]:
    """The same atoms, common Han characters that stand together as one string."""
    return RUN.findall(folded(text))


def atoms_with_places(text: str) -> list[tuple[str, int, int]]:
    """The same atoms with where each stands in the original: from (inclusive) and to (exclusive).

    Slower than ``atoms_of``; for what is shown, not for what is indexed.
    """
    pieces = [(FOLDS[ord(character)], place) for place, character in enumerate(text)]
    origin = [place for piece, place in pieces for _ in piece]
    found: list[tuple[str, int, int]] = []
    for match in ATOM.finditer(_signs_decided("".join(piece for piece, _place in pieces))):
        atom, start, end = match[0], origin[match.start()], origin[match.end() - 1] + 1
        if atom in (CLAUSE, SENTENCE):
            if found and found[-1][0] in (CLAUSE, SENTENCE):
                if atom == SENTENCE:
                    found[-1] = (atom, *found[-1][1:])
                continue
            if not found:
                continue
        found.append((atom, start, end))
    if found and found[-1][0] in (CLAUSE, SENTENCE):
        found.pop()
    return found


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
