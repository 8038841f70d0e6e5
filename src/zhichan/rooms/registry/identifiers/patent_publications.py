"""Publication and grant numbers (公开号、授权公告号) of Chinese patent documents, read with their date.

Numbering: 1985-1988 the application number itself; 1989 to mid-2007 a type digit and six digits, one series
per kind of document; since July 2007 a type digit and eight digits [verified: EPO page, a public page on the
Chinese numbering, and real documents: the first of nine digits seen is of 2007-07-18, though the EPO page
says August]. A type digit and seven digits shortly before is possible [memory]. Since April 2010 one number
serves every stage of an application and the letter tells the stage [verified].
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .folding import folded
from .identifier import Identifier
from .kind_codes import CODES, KindMeaning, meanings_on
from .patent_applications import TYPES, PatentKind
from .refusals import Family, IdentifierRefused, Reason, refused

_shape = re.compile(r"(?:CN)?([0-9]{7,9})([A-Z][0-9]?)?").fullmatch
_application_number = re.compile(r"8[5-8][123][0-9]{5}").fullmatch
_RIGHTS = {digit: TYPES[digit][0] for digit in "123"}
# Letters of before April 2010 that had a series of their own even after the numbers grew to nine digits.
_OWN_SERIES = frozenset({"C", "Y", "D"})


class Numbering(StrEnum):
    """The four ways in which documents were numbered."""

    APPLICATION = "application_number"
    SEVEN = "seven_digits"
    EIGHT = "eight_digits"
    NINE = "nine_digits"


@dataclass(frozen=True)
class PatentPublication(Identifier):
    """One document number; ``kind`` is empty where the letter was not written."""

    digits: str
    kind: str

    @property
    def number_key(self) -> str:
        """The number without its letter: since 2010 the same for all stages of an application."""
        return f"CN{self.digits}"

    @property
    def key(self) -> str:
        return f"CN{self.digits}{self.kind}"

    @property
    def printed(self) -> str:
        return f"CN {self.digits} {self.kind}".rstrip()

    @property
    def numbering(self) -> Numbering:
        if _application_number(self.digits):
            return Numbering.APPLICATION
        return {7: Numbering.SEVEN, 8: Numbering.EIGHT, 9: Numbering.NINE}[len(self.digits)]

    @property
    def right(self) -> PatentKind:
        return _RIGHTS[_type_digit(self.digits)]

    @property
    def application_key(self) -> str | None:
        """The application it is about, where the number says it: documents of 1985-1988."""
        return self.number_key if self.numbering is Numbering.APPLICATION else None

    @property
    def is_of_application(self) -> bool:
        """Whether its digits are those of every document of its application (``shares_application``)."""
        if self.numbering in (Numbering.SEVEN, Numbering.EIGHT):
            return False
        return self.numbering is Numbering.APPLICATION or self.kind not in _OWN_SERIES

    def meaning(self, published_on: date) -> KindMeaning:
        """What the letter means on the day of the gazette. Raises IdentifierRefused when it meant nothing."""
        possible = meanings_on(self.right, published_on)
        if self.kind in possible:
            return possible[self.kind]
        reason = Reason.ERA if self.kind else Reason.KIND_MISSING
        raise refused(Family.PATENT_PUBLICATION, reason, self.printed, ", ".join(sorted(possible)))

    def shares_application(self, other: PatentPublication) -> bool:
        """Whether equal digits prove that both documents belong to one application.

        Not for seven digits: CN1034724A and CN1034724C are different inventions. Not for the grants C, Y, D
        of before April 2010. False means "not proven", never "two applications".
        """
        if self.digits != other.digits or self.numbering in (Numbering.SEVEN, Numbering.EIGHT):
            return self == other
        apart = {self.kind, other.kind} & _OWN_SERIES
        return self.numbering is Numbering.APPLICATION or not apart or self == other


def parse(text: str) -> PatentPublication:
    """Read a document number with or without CN and kind code. Raises IdentifierRefused."""
    found = _shape(folded(text))
    if found is None:
        raise refused(Family.PATENT_PUBLICATION, Reason.SHAPE, text)
    digits, kind = found[1], found[2] or ""
    if _type_digit(digits) not in _RIGHTS:
        raise refused(Family.PATENT_PUBLICATION, Reason.TYPE, text, "1, 2, 3", 1)
    if kind and kind not in (codes := CODES[_RIGHTS[_type_digit(digits)]]):
        raise _kind_refused(text, codes)
    return PatentPublication(digits, kind)


def _type_digit(digits: str) -> str:
    return digits[2] if _application_number(digits) else digits[0]


def _kind_refused(text: str, codes: frozenset[str]) -> IdentifierRefused:
    letters = sorted({code[0] for code in codes})
    return refused(Family.PATENT_PUBLICATION, Reason.KIND, text, ", ".join(letters))
