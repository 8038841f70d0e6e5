"""Copyright registration numbers (著作权登记号) of software and works.

Software yyyySRnnnnnnn, works 国作登字-yyyy-X-nnnnnnnn, provinces with their short name. [memory]
Older software numbers have fewer digits, and older provincial ones of works too; digits are kept as written.
A certificate of software bears a number of its own, 软著登字第nnnnnnn号, of a changed one 软著变补字;
old ones have letters before the digits. [memory]
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .folding import folded
from .identifier import Identifier
from .refusals import Family, Reason, refused

_software = re.compile(r"((?:19|20)[0-9]{2})SR([0-9]{4,7})").fullmatch
_work = re.compile(r"(.)作登字-?((?:19|20)[0-9]{2})-?([A-Z])-?([0-9]{4,8})号?").fullmatch
_certificate = re.compile(r"软著(登|变补)字第?([A-Z]{0,2}[0-9]{4,9})号?").fullmatch
# The national centre, then the short names of the provinces.
_REGISTRARS = "国京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔贵滇云藏陕秦甘陇青宁新"


@dataclass(frozen=True)
class SoftwareCopyright(Identifier):
    """A registration of computer software (计算机软件著作权登记号)."""

    year: int
    serial: str

    @property
    def key(self) -> str:
        return f"{self.year}SR{self.serial}"

    @property
    def printed(self) -> str:
        return self.key


@dataclass(frozen=True)
class WorkCopyright(Identifier):
    """A voluntary registration of a work (作品登记号): who registered it, year, kind of work, serial."""

    registrar: str
    year: int
    kind: str
    serial: str

    @property
    def key(self) -> str:
        return self.printed

    @property
    def printed(self) -> str:
        return f"{self.registrar}作登字-{self.year}-{self.kind}-{self.serial}"


@dataclass(frozen=True)
class SoftwareCertificate(Identifier):
    """The number of a certificate of software (软件著作权证书号): of a registration or of its change."""

    word: str
    serial: str

    @property
    def key(self) -> str:
        return self.printed

    @property
    def printed(self) -> str:
        return f"软著{self.word}字第{self.serial}号"


CopyrightNumber = SoftwareCopyright | WorkCopyright | SoftwareCertificate


def parse(text: str) -> CopyrightNumber:
    """Read any of the three by the words it bears. Raises IdentifierRefused."""
    plain = folded(text)
    if "作登字" in plain:
        return parse_work(text)
    return parse_certificate(text) if plain.startswith("软著") else parse_software(text)


def parse_certificate(text: str) -> SoftwareCertificate:
    """Read 软著登字第1234567号 or 软著变补字第201812345号. Raises IdentifierRefused."""
    found = _certificate(folded(text))
    if found is None:
        raise refused(Family.SOFTWARE_CERTIFICATE, Reason.SHAPE, text)
    return SoftwareCertificate(found[1], found[2])


def parse_software(text: str) -> SoftwareCopyright:
    """Read 2023SR1234567. Raises IdentifierRefused."""
    found = _software(folded(text))
    if found is None:
        raise refused(Family.SOFTWARE, Reason.SHAPE, text)
    return SoftwareCopyright(int(found[1]), found[2])


def parse_work(text: str) -> WorkCopyright:
    """Read 国作登字-2020-F-01012345 or a provincial number. Raises IdentifierRefused."""
    found = _work(folded(text))
    if found is None:
        raise refused(Family.WORK, Reason.SHAPE, text)
    if found[1] not in _REGISTRARS:
        raise refused(Family.WORK, Reason.PROVINCE, text, position=1)
    return WorkCopyright(found[1], int(found[2]), found[3], found[4])
