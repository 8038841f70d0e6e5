"""What changed between two wordings (措辞比较), as pieces a page can mark with del and ins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Change = Literal["same", "deleted", "inserted"]
# Figures and Latin words change as wholes; everything else character by character.
_TOKENS = re.compile(r"\d+(?:[.,]\d+)*%?|[A-Za-z]+|\s+|.", re.DOTALL)
# Above this the characters are not aligned (the cost is quadratic): the old is shown whole, then the new.
_LONGEST = 4000


@dataclass(frozen=True)
class Piece:
    change: Change
    text: str


def changes_between(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces in reading order; the same and deleted ones make ``old``, the same and inserted ``new``."""
    if old == new:
        return _pieces([("same", old)])
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    if max(len(before), len(after)) > _LONGEST:
        return _pieces([("deleted", old), ("inserted", new)])
    parts: list[tuple[Change, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(("same", "".join(before[i1:i2])))
        else:
            parts.append(("deleted", "".join(before[i1:i2])))
            parts.append(("inserted", "".join(after[j1:j2])))
    return _pieces(parts)


def _pieces(parts: list[tuple[Change, str]]) -> tuple[Piece, ...]:
    return tuple(Piece(change, text) for change, text in parts if text)
