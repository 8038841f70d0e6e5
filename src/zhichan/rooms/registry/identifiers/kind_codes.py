"""Kind codes of Chinese patent documents (文献种类代码): what a letter means depends on the day.

The traps: B is an examined application to 1992 and a grant since 2010-04-07; C is a grant from 1993 to
2010-04-06 and C1 to C7 are what was left after partial invalidation; U and S were announced before grant to
1992 and are grants since 2010-04-07. Sources: EPO China numbering page and helpdesk text; standard
ZC 0008-2012 [memory for the standard and the first gazette of 2010-04-07].
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .patent_applications import PatentKind


class Stage(StrEnum):
    """What the document shows of the application's life."""

    PUBLISHED = "published"
    EXAMINED = "examined"
    ANNOUNCED = "announced"
    GRANTED = "granted"
    CORRECTED = "corrected"
    PARTLY_INVALID = "partly_invalid"


@dataclass(frozen=True)
class KindMeaning:
    """One letter or code in one period; ``verified`` is false where the fact comes from memory."""

    code: str
    right: PatentKind
    stage: Stage
    first_on: date
    last_on: date | None
    verified: bool
    source: str

    def holds_on(self, day: date) -> bool:
        return self.first_on <= day and (self.last_on is None or day <= self.last_on)


_EPO = "EPO China numbering page"
_STANDARD = "ZC 0008-2012"
_OPENING, _LAST_OLD = date(1985, 9, 10), date(1992, 12, 31)
_SECOND_LAW, _LAST_SECOND = date(1993, 1, 1), date(2010, 4, 6)
_NEW_LETTERS = date(2010, 4, 7)
_INVENTION, _MODEL, _DESIGN = PatentKind.INVENTION, PatentKind.UTILITY_MODEL, PatentKind.DESIGN


def _since_2010(code: str, right: PatentKind, stage: Stage, verified: bool, source: str) -> KindMeaning:
    return KindMeaning(code, right, stage, _NEW_LETTERS, None, verified, source)


def _editions(letter: str, right: PatentKind) -> tuple[KindMeaning, ...]:
    """The editions 1 to 7 after partial invalidation. [memory]"""
    return tuple(
        _since_2010(f"{letter}{n}", right, Stage.PARTLY_INVALID, False, _STANDARD) for n in range(1, 8)
    )


KINDS: tuple[KindMeaning, ...] = (
    KindMeaning("A", _INVENTION, Stage.PUBLISHED, _OPENING, None, True, _EPO),
    KindMeaning("B", _INVENTION, Stage.EXAMINED, _OPENING, _LAST_OLD, True, _EPO),
    KindMeaning("C", _INVENTION, Stage.GRANTED, _SECOND_LAW, _LAST_SECOND, True, _EPO),
    KindMeaning("U", _MODEL, Stage.ANNOUNCED, _OPENING, _LAST_OLD, True, _EPO),
    KindMeaning("Y", _MODEL, Stage.GRANTED, _SECOND_LAW, _LAST_SECOND, True, _EPO),
    KindMeaning("S", _DESIGN, Stage.ANNOUNCED, _OPENING, _LAST_OLD, True, _EPO),
    KindMeaning("D", _DESIGN, Stage.GRANTED, _SECOND_LAW, _LAST_SECOND, True, _EPO),
    _since_2010("B", _INVENTION, Stage.GRANTED, True, _EPO),
    _since_2010("U", _MODEL, Stage.GRANTED, True, _EPO),
    _since_2010("S", _DESIGN, Stage.GRANTED, True, _EPO),
    *(_since_2010(code, _INVENTION, Stage.CORRECTED, True, "EPO helpdesk text") for code in ("A8", "A9")),
    *(_since_2010(code, _INVENTION, Stage.CORRECTED, True, "EPO helpdesk text") for code in ("B8", "B9")),
    *(_since_2010(code, _MODEL, Stage.CORRECTED, False, _STANDARD) for code in ("U8", "U9")),
    *(_since_2010(code, _DESIGN, Stage.CORRECTED, False, _STANDARD) for code in ("S8", "S9")),
    *_editions("C", _INVENTION),
    *_editions("Y", _MODEL),
    *_editions("S", _DESIGN),
)
CODES = {right: frozenset(kind.code for kind in KINDS if kind.right == right) for right in PatentKind}


def meanings_on(right: PatentKind, day: date) -> dict[str, KindMeaning]:
    """The codes a document about this right could carry on a day."""
    return {kind.code: kind for kind in KINDS if kind.right == right and kind.holds_on(day)}
