"""Industry codes (国民经济行业代码): GB/T 4754-2017, a letter and two, three or four digits [verified].

The letter follows from the division, so it is computed when only digits are written. Codes here have the
shape of the standard; whether a group or class exists is the question of the table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from .folding import folded
from .identifier import Identifier
from .refusals import Family, Reason, refused

_shape = re.compile(r"(?:([A-T])|([A-T]?)([0-9]{2})([0-9]{0,2}))").fullmatch
# The last division of each section. [verified on the table of 2017: 20 sections, 97 divisions]
_LAST_DIVISIONS = {
    "A": 5, "B": 12, "C": 43, "D": 46, "E": 50, "F": 52, "G": 60, "H": 62, "I": 65, "J": 69,
    "K": 70, "L": 72, "M": 75, "N": 79, "O": 82, "P": 83, "Q": 85, "R": 90, "S": 96, "T": 97,
}  # fmt: skip


class IndustryLevel(StrEnum):
    """Section (门类), division (大类), group (中类), class (小类)."""

    SECTION = "section"
    DIVISION = "division"
    GROUP = "group"
    CLASS = "class"


_LEVELS = (IndustryLevel.DIVISION, IndustryLevel.GROUP, IndustryLevel.CLASS)


@dataclass(frozen=True)
class IndustryCode(Identifier):
    """A code with its section letter."""

    section: str
    digits: str = ""

    @property
    def key(self) -> str:
        return self.section + self.digits

    @property
    def printed(self) -> str:
        return self.key

    @property
    def level(self) -> IndustryLevel:
        return _LEVELS[len(self.digits) - 2] if self.digits else IndustryLevel.SECTION

    @property
    def parents(self) -> tuple[str, ...]:
        """The codes above, from the section down."""
        return tuple(self.section + self.digits[:length] for length in (0, 2, 3) if length < len(self.digits))


def parse(text: str) -> IndustryCode:
    """Read C, C39, C391, C3911, or the same digits without the letter. Raises IdentifierRefused."""
    found = _shape(folded(text))
    if found is None:
        raise refused(Family.INDUSTRY, Reason.SHAPE, text)
    if found[1]:
        return IndustryCode(found[1])
    written, division, rest = found[2], found[3], found[4]
    section = _section(int(division))
    if section is None:
        raise refused(Family.INDUSTRY, Reason.RANGE, text, "01-97")
    if written not in ("", section):
        raise refused(Family.INDUSTRY, Reason.SECTION, text, section, 1)
    return IndustryCode(section, division + rest, derived=not written)


def _section(division: int) -> str | None:
    if division < 1:
        return None
    return next((letter for letter, last in _LAST_DIVISIONS.items() if division <= last), None)
