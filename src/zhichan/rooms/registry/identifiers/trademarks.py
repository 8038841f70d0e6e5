"""Trademark numbers and classes (商标申请/注册号、类别、类似群、商品项目).

Application and registration carry the same serial of 1 to 8 digits: no year, no check; a letter follows a
split after partial refusal or transfer; one number covers several classes since 2014-05, so the key of a
right is number and class [memory]. Similar group: four digits, the first two the class; goods item: six
digits or C and six digits for Chinese additions [verified on the office's table]. Nice classes 1-34 goods,
35-45 services.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .folding import folded
from .identifier import Identifier
from .refusals import Family, Reason, refused

_number = re.compile(r"(?:国际注册)?第?(G|IR)?0*([1-9][0-9]{0,7})([A-Z]?)号?").fullmatch
_class = re.compile(r"(?:第|CLASS)?0?([1-9][0-9]?)类?").fullmatch
_group = re.compile(r"([0-9]{2})([0-9]{2})").fullmatch
_item = re.compile(r"(C?)([0-9]{2})([0-9]{4})").fullmatch
_LAST_GOODS, _LAST_CLASS = 34, 45


@dataclass(frozen=True)
class TrademarkNumber(Identifier):
    """A number of the Chinese register, or of an international registration extended to China (G)."""

    serial: str
    suffix: str = ""
    international: bool = False

    @property
    def key(self) -> str:
        return f"{'G' if self.international else ''}{self.serial}{self.suffix}"

    @property
    def printed(self) -> str:
        return self.key

    def item_key(self, nice_class: NiceClass) -> str:
        """The key of the right: number and class."""
        return f"{self.key}-{nice_class.key}"


@dataclass(frozen=True)
class NiceClass(Identifier):
    """A class of goods or services (尼斯分类类别)."""

    number: int

    @property
    def key(self) -> str:
        return f"{self.number:02d}"

    @property
    def printed(self) -> str:
        return f"第{self.number}类"

    @property
    def covers_services(self) -> bool:
        return self.number > _LAST_GOODS


@dataclass(frozen=True)
class SimilarGroup(Identifier):
    """A group of goods or services held to be similar (类似群)."""

    nice_class: NiceClass
    serial: str

    @property
    def key(self) -> str:
        return self.nice_class.key + self.serial

    @property
    def printed(self) -> str:
        return self.key


@dataclass(frozen=True)
class GoodsItem(Identifier):
    """An item of the table of goods and services (商品服务项目编码); ``added_by_china`` for the codes with C.

    An item can stand in more than one group, and its code means something only with the Nice version.
    """

    nice_class: NiceClass
    serial: str
    added_by_china: bool = False

    @property
    def key(self) -> str:
        return f"{'C' if self.added_by_china else ''}{self.nice_class.key}{self.serial}"

    @property
    def printed(self) -> str:
        return self.key


def parse(text: str) -> TrademarkNumber:
    """Read 4409718, 第4409718号, 4409718A or G1234567A. Raises IdentifierRefused."""
    found = _number(folded(text))
    if found is None:
        raise refused(Family.TRADEMARK, Reason.SHAPE, text)
    return TrademarkNumber(found[2], found[3], found[1] is not None)


def parse_class(text: str) -> NiceClass:
    """Read 9, 09, 第9类 or Class 9. Raises IdentifierRefused."""
    found = _class(folded(text))
    if found is None:
        raise refused(Family.NICE_CLASS, Reason.SHAPE, text, f"1-{_LAST_CLASS}")
    return _nice_class(found[1], Family.NICE_CLASS, text)


def parse_group(text: str) -> SimilarGroup:
    """Read 0802. Raises IdentifierRefused."""
    found = _group(folded(text))
    if found is None:
        raise refused(Family.SIMILAR_GROUP, Reason.SHAPE, text)
    return SimilarGroup(_nice_class(found[1], Family.SIMILAR_GROUP, text), found[2])


def parse_item(text: str) -> GoodsItem:
    """Read 080036 or C080001. Raises IdentifierRefused."""
    found = _item(folded(text))
    if found is None:
        raise refused(Family.GOODS_ITEM, Reason.SHAPE, text)
    return GoodsItem(_nice_class(found[2], Family.GOODS_ITEM, text), found[3], bool(found[1]))


def _nice_class(digits: str, family: Family, text: str) -> NiceClass:
    if not 1 <= int(digits) <= _LAST_CLASS:
        raise refused(family, Reason.RANGE, text, f"1-{_LAST_CLASS}")
    return NiceClass(int(digits))
