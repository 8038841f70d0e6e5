"""Chinese patent application numbers (专利申请号), and the patent number ZL with the same digits for life.

Twelve digits and a check character since 2003-10-01: year, type digit, serial [verified, EPO China numbering
page; standard ZC 0006-2003, its number memory]. Eight digits before: two of the year, type digit, serial of
five; the check character came in 1989 [verified, public page on the Chinese numbering] and was later given to
older numbers too, so one that is missing before 1989 is not computed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from .check_characters import application_check
from .folding import folded
from .identifier import Identifier
from .refusals import Family, IdentifierRefused, Reason, refused


class PatentKind(StrEnum):
    """What the right is: invention (发明), utility model (实用新型), design (外观设计)."""

    INVENTION = "invention"
    UTILITY_MODEL = "utility_model"
    DESIGN = "design"


class Route(StrEnum):
    """How the application came: filed here, or as an international one that entered the national phase."""

    NATIONAL = "national"
    PCT = "pct"


# [verified] public how-to pages and the EPO numbering page; digits 8 and 9 certainly since October 2003.
TYPES = {
    "1": (PatentKind.INVENTION, Route.NATIONAL),
    "2": (PatentKind.UTILITY_MODEL, Route.NATIONAL),
    "3": (PatentKind.DESIGN, Route.NATIONAL),
    "8": (PatentKind.INVENTION, Route.PCT),
    "9": (PatentKind.UTILITY_MODEL, Route.PCT),
}
# The office's exchange form of 15 digits after WIPO ST.13: two of the type, year, serial of nine. [verified,
# the office's XML schema and pairs of both forms in its files; 30 for designs memory]
_EXCHANGE_TYPES = {"10": "1", "11": "8", "20": "2", "21": "9", "30": "3"}
_FIRST_LONG_YEAR = 2003
# The long numbers of 2003 begin above the short ones. [verified in real numbers of that year]
_LAST_SHORT_SERIAL = 99_999
# First digits of short numbers; a long one never begins like this.
_YEARS_WITHOUT_CHECK = frozenset({"85", "86", "87", "88"})

_plain = re.compile(
    r"(?:CN|ZL)?(20(?:0[3-9]|[1-9][0-9])[12389][0-9]{7}|(?:8[5-9]|9[0-9]|0[0-3])[12389][0-9]{5})"
    r"\.?([0-9X]?)(?:[ABCDSUWY][0-9]?)?"
).fullmatch
_exchange = re.compile(r"(?:CN)?(1[01]|2[01]|30)((?:19|20)[0-9]{2})([0-9]{9})").fullmatch
_loose = re.compile(r"(?:CN|ZL)?([0-9]{12}|[0-9]{8})\.?[0-9X]?(?:[ABCDSUWY][0-9]?)?").fullmatch

ApplicationKey = tuple[str, str, bool]


@dataclass(frozen=True)
class PatentApplication(Identifier):
    """One application number: its 12 or 8 digits and the check character, empty where none was ever given."""

    digits: str
    check: str

    @property
    def key(self) -> str:
        return f"CN{self.digits}"

    @property
    def printed(self) -> str:
        return f"{self.digits}.{self.check}" if self.check else self.digits

    @property
    def patent_number(self) -> str:
        """The number of the patent granted on it (专利号)."""
        return f"ZL{self.printed}"

    @property
    def filing_year(self) -> int:
        return int(self.digits[:4]) if len(self.digits) == 12 else _short_year(self.digits)

    @property
    def kind(self) -> PatentKind:
        return TYPES[self._type_digit][0]

    @property
    def route(self) -> Route:
        """National or PCT; short numbers before 1998 may hide a PCT entry behind digit 1 or 2 [memory]."""
        return TYPES[self._type_digit][1]

    @property
    def _type_digit(self) -> str:
        return self.digits[4] if len(self.digits) == 12 else self.digits[2]


def parse(text: str) -> PatentApplication:
    """Read an application or patent number in any of its spellings.

    CN or ZL before it, full width, spaces, lower-case x, no stop, no check character (then computed and
    marked derived), a kind letter after it, or the 15-digit exchange form. Raises IdentifierRefused.
    """
    found = application_key(text)
    if isinstance(found, IdentifierRefused):
        raise found
    key, check, derived = found
    return PatentApplication(key[2:], check, derived=derived)


def application_key(text: str) -> ApplicationKey | IdentifierRefused:
    """Key, check character and whether it was computed, for bulk use: a refusal is a value, not raised."""
    found = _plain(text)
    if found is None:
        return _key_of_unusual(text)
    digits, written = found.groups()
    check = application_check(digits)
    if written == check:
        return "CN" + digits, check, False
    if written:
        return refused(Family.PATENT_APPLICATION, Reason.CHECK, text, check, len(digits) + 1)
    if digits[:2] in _YEARS_WITHOUT_CHECK:
        return "CN" + digits, "", False
    return "CN" + digits, check, True


def check_character_of(key: str) -> str:
    """The check character of a kept number; empty for a document and for numbers that never had one."""
    found = application_key(key)
    return "" if isinstance(found, IdentifierRefused) else found[1]


def is_plainly_written(text: str) -> bool:
    """Whether a text is a Chinese number in a usual spelling; its check character may still be wrong."""
    return _plain(text) is not None


def year_in(key: str) -> int | None:
    """The year in the key of an application; None where the key is of something else."""
    digits = key.removeprefix("CN")
    if digits == key or len(digits) not in (8, 12) or not digits.isdecimal():
        return None
    return PatentApplication(digits, "").filing_year


def _short_year(digits: str) -> int:
    return 1900 + int(digits[:2]) if digits[0] in "89" else 2000 + int(digits[:2])


def _key_of_unusual(text: str) -> ApplicationKey | IdentifierRefused:
    plain = folded(text)
    while plain.startswith(("ZLCN", "CNZL")):
        plain = plain[2:]
    if exchange := _exchange(plain):
        plain = _from_exchange(*exchange.groups())
    if plain != text and _plain(plain):
        found = application_key(plain)
        if isinstance(found, IdentifierRefused):
            return IdentifierRefused(found.code, text, found.expected, found.position)
        return found
    return _explained(text, plain)


def _from_exchange(kind: str, year: str, serial: str) -> str:
    """The number that a 15-digit exchange form stands for, without its check character."""
    short = (int(year), int(serial)) <= (_FIRST_LONG_YEAR, _LAST_SHORT_SERIAL)
    digits = 5 if short else 7
    if int(serial) >= 10**digits:
        return ""
    return f"{year[2:] if short else year}{_EXCHANGE_TYPES[kind]}{int(serial):0{digits}d}"


def _explained(text: str, plain: str) -> IdentifierRefused:
    """Name the first thing that is wrong with a number that has the right length, or its shape."""
    found = _loose(plain)
    if found is None:
        return refused(Family.PATENT_APPLICATION, Reason.SHAPE, text)
    digits, place = found[1], 4 if len(found[1]) == 12 else 2
    if digits[place] not in TYPES:
        return refused(Family.PATENT_APPLICATION, Reason.TYPE, text, ", ".join(TYPES), place + 1)
    years = f"{_FIRST_LONG_YEAR}-2099" if place == 4 else "85-03"
    return refused(Family.PATENT_APPLICATION, Reason.YEAR, text, years, 1)
