"""Numbers of applications and rights abroad (海外权利号码): national offices, international bureau.

PCT, Madrid and Hague numbers by their prefix (``international``); any other with the two letters of its
office before it, as a document number (``documents``). A number that office and kind code are known to belong
to is kept without its kind code. No check character is known for any.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .documents import parse as parse_document
from .folding import folded
from .identifier import Identifier
from .international import (
    HagueRegistration,
    MadridRegistration,
    PctApplication,
    parse_hague,
    parse_madrid,
    parse_pct,
)
from .offices import CHINA, OFFICES
from .refusals import Family, IdentifierRefused, Reason, refused

_INTERNATIONAL = re.compile(
    r"(PCT)|((?:国际注册)?第?(?:G|IR)(?=[0-9])|国际注册第?(?=[0-9]))|((?:国际注册)?第?DM(?=[/-]?[0-9]))"
).match
# Words that Japanese and Chinese lists print around the figures.
_WORDS = re.compile(
    r"特願|特许|特許|実願|实用新案|実用新案|意願|意匠|商願|商标|商標|登録|登录|注册|申请|第|号|號|NO\.?(?=[0-9])"
)
_REISSUE = "RE"


@dataclass(frozen=True)
class ForeignNumber(Identifier):
    """A number of a national or regional office."""

    office: str
    number: str

    @property
    def key(self) -> str:
        return f"{self.office}:{self.number}"

    @property
    def printed(self) -> str:
        return f"{self.office} {self.number}"


OverseasNumber = PctApplication | MadridRegistration | HagueRegistration | ForeignNumber


def parse(text: str) -> OverseasNumber:
    """Read a number that says by itself whose it is: ``PCT/CN2022/123456``, ``G1234567``, ``DM/123456``,
    ``US 11,123,456 B2``. Raises IdentifierRefused.
    """
    found = _INTERNATIONAL(folded(text))
    if found is None:
        return parse_national(text)
    if found[1]:
        return parse_pct(text)
    return parse_madrid(text) if found[2] else parse_hague(text)


def is_international(text: str) -> bool:
    """Whether a number bears the mark of the international bureau."""
    return _INTERNATIONAL(folded(text)) is not None


def parse_national(text: str, office: str = "") -> ForeignNumber:
    """Read a number of an office, which another column may name. Raises IdentifierRefused."""
    plain = _WORDS.sub("", folded(text)).replace(":", "")
    begins = plain[:2] if plain[:2] in OFFICES and plain[:2] != _REISSUE else ""
    if office and begins and begins != office:
        raise refused(Family.OVERSEAS, Reason.OFFICE, text, office)
    if not office and not begins:
        raise refused(
            Family.OVERSEAS, Reason.SHAPE, text, "US 11123456, PCT/CN2022/123456, G1234567, DM/123456"
        )
    code = office or begins
    if code == CHINA:
        raise refused(Family.OVERSEAS, Reason.DOMESTIC, text)
    if code == "WO":
        raise refused(Family.OVERSEAS, Reason.SHAPE, text, "PCT/CN2022/123456, G1234567, DM/123456")
    try:
        number = parse_document(plain, code).number
        is_plain = parse_document(number, code).number == number
    except IdentifierRefused:
        raise refused(Family.OVERSEAS, Reason.SHAPE, text) from None
    if len(number) < 3 or not is_plain:  # what is left must not read as another number with a kind code
        raise refused(Family.OVERSEAS, Reason.SHAPE, text)
    return ForeignNumber(code, number)


def office_of(number: OverseasNumber) -> str:
    """Whose number it is: the receiving office, the international bureau, or the national office."""
    if isinstance(number, PctApplication | ForeignNumber):
        return number.office
    return "WO"
