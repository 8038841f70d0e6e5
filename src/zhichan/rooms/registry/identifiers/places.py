"""Division codes (行政区划代码) of provinces down to villages.

GB/T 2260 has 6 digits [verified]; 9 name a township, 12 a village [memory]. Only the shape is read. Codes
change: whether one was in force on a day is the question of the dated regions, and some codes that
statistics use (150271, a development zone) never stood in the standard [verified in data].
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from .folding import folded
from .identifier import Identifier
from .refusals import Family, Reason, refused

_shape = re.compile(r"[0-9]{6}(?:[0-9]{3}(?:[0-9]{3})?)?").fullmatch
# [verified in the public list of divisions of 2026]
PROVINCES = frozenset(
    str(code)
    for first, last in [(11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82)]
    for code in range(first, last + 1)
)


class DivisionLevel(StrEnum):
    """Province (省), prefecture (地市), county (县区), township (乡镇街道), village (村社区)."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


@dataclass(frozen=True)
class DivisionCode(Identifier):
    """A code in its shortest form: a county written with 12 digits is the county's code of 6."""

    code: str

    @property
    def key(self) -> str:
        return self.code

    @property
    def printed(self) -> str:
        return self.code

    @property
    def level(self) -> DivisionLevel:
        if len(self.code) > 6:
            return DivisionLevel.TOWNSHIP if len(self.code) == 9 else DivisionLevel.VILLAGE
        if self.code.endswith("0000"):
            return DivisionLevel.PROVINCE
        return DivisionLevel.PREFECTURE if self.code.endswith("00") else DivisionLevel.COUNTY

    @property
    def parents(self) -> tuple[str, ...]:
        """The codes above, from the province down, as far as the digits tell."""
        above = (self.code[:2] + "0000", self.code[:4] + "00", self.code[:6], self.code[:9])
        return tuple(code for code in dict.fromkeys(above) if code != self.code)


def parse(text: str) -> DivisionCode:
    """Read 6, 9 or 12 digits. Raises IdentifierRefused."""
    digits = folded(text)
    if not _shape(digits):
        raise refused(Family.DIVISION, Reason.SHAPE, text)
    if digits[:2] not in PROVINCES:
        raise refused(Family.DIVISION, Reason.PROVINCE, text, position=1)
    while len(digits) > 6 and digits.endswith("000"):
        digits = digits[:-3]
    return DivisionCode(digits)
