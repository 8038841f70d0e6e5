"""Numbers of patent documents of any office (专利文献号), as search services print them.

Office code of two letters (WIPO ST.3), number, kind code (WIPO ST.16): ``US 2013/0101709 A1``,
``WO2015026896A1``, ``KR20150000637U``. The number alone is not unique: some offices count each kind of
document apart, so the kind belongs to the key where it is printed. Zeros before a number are filling. No
check character is known for any.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .folding import folded
from .identifier import Identifier
from .patent_publications import parse as parse_chinese
from .refusals import Family, Reason, refused

CHINA = "CN"
_separators = re.compile(r"[\s,./_-]+")
_shape = re.compile(r"([A-Z]{2})([A-Z]{0,3}[0-9][0-9A-Z]{1,18}?)([A-Z][0-9]?)?").fullmatch


@dataclass(frozen=True)
class PatentDocument(Identifier):
    """One document: office, number and kind, which may be missing."""

    office: str
    number: str
    kind: str = ""

    @property
    def key(self) -> str:
        return f"{self.office}{self.number}{self.kind}"

    @property
    def printed(self) -> str:
        return f"{self.office} {self.number} {self.kind}".rstrip()


def parse(text: str, office: str = "", kind: str = "") -> PatentDocument:
    """Read a number; ``office`` and ``kind`` as other columns print them, where the number leaves them out.

    A Chinese number is checked by the rules for Chinese publications. Raises IdentifierRefused.
    """
    plain = _separators.sub("", folded(text))
    code = folded(office)[:2]
    if code and not plain.startswith(code):
        plain = code + plain
    found = _shape(plain)
    if found is None:
        raise refused(Family.PATENT_DOCUMENT, Reason.SHAPE, text)
    number = found[2].lstrip("0") or "0"
    if found[1] == CHINA:
        chinese = parse_chinese(f"{CHINA}{number}{found[3] or _kind(kind)}")
        return PatentDocument(CHINA, chinese.digits, chinese.kind)
    return PatentDocument(found[1], number, found[3] or _kind(kind))


def _kind(text: str) -> str:
    plain = folded(text)
    return plain if re.fullmatch(r"[A-Z][0-9]?", plain) else ""
