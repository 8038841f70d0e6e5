"""Numbers of the international bureau: PCT applications and publications, Madrid and Hague registrations.

PCT/CNyyyy/nnnnnn [verified in a public validator]; before 2004 two digits of the year and five of the serial
[memory]. WO yyyy/nnnnnn since 2004-07, before that WO yy/nnnnn [memory; the four-digit form of older ones is
verified in search exports]. Madrid (马德里): a plain number, in Chinese lists G and the number, a letter
after a partial assignment [memory]. Hague (海牙): DM/nnnnnn [memory]; the Chinese range for Hague designs is
unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .folding import folded
from .identifier import Identifier
from .refusals import Family, Reason, refused

_pct = re.compile(
    r"PCT[/-]?([A-Z]{2})[/-]?(?:((?:19|20)[0-9]{2})[/-]?([0-9]{6})|([0-9]{2})[/-]?([0-9]{5,6}))"
).fullmatch
_wo = re.compile(
    r"WO[/-]?(?:((?:19|20)[0-9]{2})[/-]?([0-9]{6})|([0-9]{2})[/-]?([0-9]{5,6}))([A-Z][0-9]?)?"
).fullmatch
_madrid = re.compile(r"(?:国际注册)?(?:第)?(?:G|IR)?0*([1-9][0-9]{3,7})([A-Z]?)(?:号)?").fullmatch
_hague = re.compile(r"(?:国际注册)?DM[/-]?([0-9]{4,6})").fullmatch
# The Patent Cooperation Treaty began to work on 1978-06-01; two digits of the year ended by 2004. [memory]
_FIRST_YEAR, _LAST_SHORT_YEAR = 1978, 2004


@dataclass(frozen=True)
class PctApplication(Identifier):
    """An international application (国际申请): receiving office, year, serial."""

    office: str
    year: int
    serial: int

    @property
    def key(self) -> str:
        return f"PCT{self.office}{self.year}{self.serial:06d}"

    @property
    def printed(self) -> str:
        return f"PCT/{self.office}{self.year}/{self.serial:06d}"


@dataclass(frozen=True)
class WoPublication(Identifier):
    """An international publication (国际公布): year, serial and kind code, which may be missing."""

    year: int
    serial: int
    kind: str = ""

    @property
    def number_key(self) -> str:
        return f"WO{self.year}{self.serial:06d}"

    @property
    def key(self) -> str:
        return self.number_key + self.kind

    @property
    def printed(self) -> str:
        return f"WO {self.year}/{self.serial:06d} {self.kind}".rstrip()


@dataclass(frozen=True)
class MadridRegistration(Identifier):
    """An international registration of a mark, with the letter of a partial assignment."""

    number: str
    suffix: str = ""

    @property
    def key(self) -> str:
        return f"G{self.number}{self.suffix}"

    @property
    def printed(self) -> str:
        return self.key


@dataclass(frozen=True)
class HagueRegistration(Identifier):
    """An international registration of designs."""

    number: str

    @property
    def key(self) -> str:
        return f"DM{self.number}"

    @property
    def printed(self) -> str:
        return f"DM/{self.number}"


InternationalNumber = PctApplication | WoPublication | MadridRegistration | HagueRegistration


def parse(text: str) -> InternationalNumber:
    """Read any of the four by its prefix: PCT, WO, DM, and G or IR for Madrid. Raises IdentifierRefused."""
    plain = folded(text).removeprefix("国际注册").removeprefix("第")
    if plain.startswith("PCT"):
        return parse_pct(text)
    if plain.startswith("WO"):
        return parse_wo(text)
    if plain.startswith("DM"):
        return parse_hague(text)
    if plain.startswith(("G", "IR")):
        return parse_madrid(text)
    raise refused(Family.INTERNATIONAL, Reason.SHAPE, text, "PCT/, WO, DM/, G")


def parse_pct(text: str) -> PctApplication:
    """Read PCT/CN2019/123456, PCTCN2019123456, PCT-US2003-022895 or PCT/CN99/00012."""
    found = _pct(folded(text))
    if found is None:
        raise refused(Family.PCT_APPLICATION, Reason.SHAPE, text)
    year = _year(found[2] or found[4], Family.PCT_APPLICATION, text)
    return PctApplication(found[1], year, int(found[3] or found[5]))


def parse_wo(text: str) -> WoPublication:
    """Read WO 2019/123456 A1, WO2019123456A1, WO 99/12345 or WO1997-048557."""
    found = _wo(folded(text))
    if found is None:
        raise refused(Family.WO_PUBLICATION, Reason.SHAPE, text)
    year = _year(found[1] or found[3], Family.WO_PUBLICATION, text)
    return WoPublication(year, int(found[2] or found[4]), found[5] or "")


def parse_madrid(text: str) -> MadridRegistration:
    """Read G1234567A, IR 1234567, 国际注册第1234567号 or the bare number."""
    found = _madrid(folded(text))
    if found is None:
        raise refused(Family.MADRID, Reason.SHAPE, text)
    return MadridRegistration(found[1], found[2])


def parse_hague(text: str) -> HagueRegistration:
    """Read DM/123456 or DM 79123."""
    found = _hague(folded(text))
    if found is None:
        raise refused(Family.HAGUE, Reason.SHAPE, text)
    return HagueRegistration(found[1].zfill(6))


def _year(written: str, family: Family, text: str) -> int:
    """The year of four or two digits; two digits were written until 2004."""
    last = 2099
    if len(written) == 2:
        last = _LAST_SHORT_YEAR
        written = f"{19 if int(written) >= _FIRST_YEAR % 100 else 20}{written}"
    if not _FIRST_YEAR <= int(written) <= last:
        raise refused(family, Reason.YEAR, text, f"{_FIRST_YEAR}-{last}")
    return int(written)
