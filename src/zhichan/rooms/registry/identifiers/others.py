"""Numbers of plant varieties, layout designs of integrated circuits, agricultural indications.

CNA, year and either four digits, stop, digit [memory] or seven digits [verified on public numbers of 2019];
BS., two or four digits of the year and the serial [memory]; AGI and five digits [verified on a public list],
in the long form with year and month AGI2010-03-00259 [memory].
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .folding import folded
from .identifier import Identifier
from .refusals import Family, Reason, refused

_variety = re.compile(r"CNA((?:19|20)[0-9]{2})([0-9]{4}\.[0-9]|[0-9]{7})").fullmatch
_layout = re.compile(r"BS\.?([0-9]{7,12})(?:\.([0-9X]))?").fullmatch
_agricultural = re.compile(r"AGI(?:((?:19|20)[0-9]{2})-?(0[1-9]|1[0-2])-?)?([0-9]{5})").fullmatch


@dataclass(frozen=True)
class PlantVariety(Identifier):
    """An application or right for a plant variety (植物新品种) of the agriculture ministry."""

    year: int
    serial: str

    @property
    def key(self) -> str:
        return f"CNA{self.year}{self.serial}"

    @property
    def printed(self) -> str:
        return self.key


@dataclass(frozen=True)
class LayoutDesign(Identifier):
    """A layout design (集成电路布图设计); year and serial stay together, their border is not certain."""

    digits: str
    check: str = ""

    @property
    def key(self) -> str:
        return f"BS.{self.digits}"

    @property
    def printed(self) -> str:
        return f"{self.key}.{self.check}" if self.check else self.key


@dataclass(frozen=True)
class AgriculturalGI(Identifier):
    """An agricultural geographical indication (农产品地理标志): its serial is the key, whatever the month."""

    serial: str
    month: str = ""

    @property
    def key(self) -> str:
        return f"AGI{self.serial}"

    @property
    def printed(self) -> str:
        return f"AGI{self.month}-{self.serial}" if self.month else self.key


def parse_variety(text: str) -> PlantVariety:
    """Read CNA20101234.5 or CNA20191006012. Raises IdentifierRefused."""
    found = _variety(folded(text))
    if found is None:
        raise refused(Family.PLANT_VARIETY, Reason.SHAPE, text)
    return PlantVariety(int(found[1]), found[2])


def parse_layout(text: str) -> LayoutDesign:
    """Read BS.205001234 with or without a check character. Raises IdentifierRefused."""
    found = _layout(folded(text))
    if found is None:
        raise refused(Family.LAYOUT_DESIGN, Reason.SHAPE, text)
    return LayoutDesign(found[1], found[2] or "")


def parse_agricultural_gi(text: str) -> AgriculturalGI:
    """Read AGI00122 or AGI2010-03-00259. Raises IdentifierRefused."""
    found = _agricultural(folded(text))
    if found is None:
        raise refused(Family.AGRICULTURAL_GI, Reason.SHAPE, text)
    return AgriculturalGI(found[3], f"{found[1]}-{found[2]}" if found[1] else "")
