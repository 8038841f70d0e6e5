"""Kinds of column values: how each goes into a cell and is read back from what people typed.

Four faces of one value: the Python value; the ``cell`` in a file; what ``read`` makes of a cell that came
back; the ``text`` that is stored, compared and digested, the same in every language. For every value ``v``
of a kind ``read(cell(v)) == v`` up to ``folded_text``, and ``from_text(text(v)) == v``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhichan.core.exports.cells import Cell, folded_text, label_key
from zhichan.core.exports.languages import in_every_language

EXACT_DIGITS = 15  # a spreadsheet's floating number keeps no more
_SERIAL_FIRST, _SERIAL_LAST = 20_000, 80_000  # 1954 to 2119; outside it is no spreadsheet date
_SERIAL_ZERO = date(1899, 12, 30)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]00:00(?::00)?)?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")


class CellRefused(ValueError):
    """A cell cannot be read; ``reason`` says why, ``fix`` how to write it."""

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fix = fix


class Kind(Protocol):
    """The kind of a column. ``empty`` is what an empty cell means; it never reaches these functions."""

    @property
    def number_format(self) -> str: ...
    @property
    def empty(self) -> Any: ...
    def cell(self, value: Any) -> Cell: ...
    def read(self, raw: Cell) -> Any: ...
    def text(self, value: Any) -> str: ...
    def from_text(self, text: str) -> Any: ...


def typed_text(raw: Cell) -> str:
    """A cell as the text somebody would have typed for it."""
    if isinstance(raw, bool):
        return _("是") if raw else _("否")
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 10**EXACT_DIGITS else repr(raw)
    if isinstance(raw, datetime) and (raw.hour, raw.minute, raw.second) == (0, 0, 0):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat(" ") if isinstance(raw, datetime) else raw.isoformat()
    return folded_text("" if raw is None else str(raw))


def _half_width(raw: Cell) -> str:
    return unicodedata.normalize("NFKC", typed_text(raw)).strip()


@dataclass(frozen=True)
class Text:
    """Words. ``longest`` in characters."""

    longest: int = 10_000
    number_format: str = "@"
    empty: str = ""

    def cell(self, value: str) -> Cell:
        return folded_text(value)

    def read(self, raw: Cell) -> str:
        text = typed_text(raw)
        if len(text) > self.longest:
            raise CellRefused(
                _("有 %(n)d 个字，最多 %(longest)d 个") % {"n": len(text), "longest": self.longest},
                _("删短后再传"),
            )
        return text

    def text(self, value: str) -> str:
        return folded_text(value)

    def from_text(self, text: str) -> str:
        return text


@dataclass(frozen=True)
class Number:
    """A decimal number with at most ``places`` decimals, from ``least`` to ``most`` inclusive."""

    places: int = 0
    least: Decimal | None = None
    most: Decimal | None = None
    number_format: str = "General"
    empty: None = None

    def cell(self, value: Decimal | int) -> Cell:
        number = self._plain(Decimal(value))
        digits = number.as_tuple().digits
        return str(number) if len(digits) > EXACT_DIGITS else number

    def read(self, raw: Cell) -> Decimal | int:
        if isinstance(raw, bool | date):
            raise CellRefused(_("不是数"), _("写成阿拉伯数字"))
        written = _half_width(raw).replace(",", "")
        try:
            number = Decimal(written)
        except InvalidOperation:
            raise CellRefused(_("“%(value)s”不是数") % {"value": written[:40]}, self._hint()) from None
        return self._checked(number)

    def _checked(self, number: Decimal) -> Decimal | int:
        if not number.is_finite() or abs(number) >= 10**18:
            raise CellRefused(_("数太大"), self._hint())
        number = self._plain(number)
        if -int(number.as_tuple().exponent) > self.places:
            places = (
                _("要写整数") if self.places == 0 else _("最多 %(places)d 位小数") % {"places": self.places}
            )
            raise CellRefused(places, self._hint())
        too_small = self.least is not None and number < self.least
        if too_small or (self.most is not None and number > self.most):
            limits = {"least": self._limit(self.least), "most": self._limit(self.most)}
            raise CellRefused(_("要在 %(least)s 到 %(most)s 之间") % limits, self._hint())
        return int(number) if self.places == 0 else number

    def text(self, value: Decimal | int) -> str:
        return str(self._plain(Decimal(value)))

    def from_text(self, text: str) -> Decimal | int:
        return int(text) if self.places == 0 else Decimal(text)

    @staticmethod
    def _plain(number: Decimal) -> Decimal:
        """Without trailing zeros and without an exponent: ``4.3700`` and ``437E-2`` are ``4.37``."""
        number = number.normalize()
        exponent = int(number.as_tuple().exponent)
        return number.quantize(Decimal(1)) if exponent > 0 else number + 0

    @staticmethod
    def _limit(limit: Decimal | None) -> str:
        return "…" if limit is None else str(limit)

    def _hint(self) -> str:
        return _("写整数，如 12") if self.places == 0 else _("写数，如 4.37")


@dataclass(frozen=True)
class Percent:
    """A share of 100 as a whole number; files hold it as ``60%``, never as a bare number."""

    number_format: str = "0%"
    empty: None = None

    def cell(self, value: int) -> Cell:
        return Decimal(value) / 100

    def read(self, raw: Cell) -> int:
        if isinstance(raw, str):
            written = _half_width(raw)
            if not re.fullmatch(r"\d{1,3}\s*%", written):
                raise CellRefused(
                    _("“%(value)s”看不出是百分之几") % {"value": written[:40]}, _("带上百分号，如 60%")
                )
            return self._checked(Decimal(written.rstrip("% ")))
        if isinstance(raw, bool | date) or raw is None:
            raise CellRefused(_("不是百分数"), _("带上百分号，如 60%"))
        return self._checked(Decimal(repr(raw)) * 100 if isinstance(raw, float) else Decimal(raw) * 100)

    def _checked(self, percent: Decimal) -> int:
        if percent > 100 or percent < 0:
            raise CellRefused(
                _("%(percent)s%% 不在 0%% 到 100%% 之间") % {"percent": f"{percent.normalize():f}"},
                _("单元格按百分比填，如 60%"),
            )
        if percent != percent.to_integral_value():
            raise CellRefused(_("百分之几要写整数"), _("如 60%"))
        return int(percent)

    def text(self, value: int) -> str:
        return str(value)

    def from_text(self, text: str) -> int:
        return int(text)


@dataclass(frozen=True)
class Day:
    """A day. Reads ``2024-09-30``, ``2024/9/30``, ``2024.9.30``, ``2024年9月30日`` and serial numbers."""

    number_format: str = "yyyy-mm-dd"
    empty: None = None

    def cell(self, value: date) -> Cell:
        return value

    def read(self, raw: Cell) -> date:
        if isinstance(raw, datetime):
            return raw.date()
        if isinstance(raw, date):
            return raw
        written = _half_width(raw)
        if re.fullmatch(r"\d{5}(\.0)?", written):
            serial = int(float(written))
            if _SERIAL_FIRST <= serial <= _SERIAL_LAST:
                return _SERIAL_ZERO + timedelta(days=serial)
        found = _DAY.fullmatch(written) or _COMPACT_DAY.fullmatch(written)
        if found is None:
            raise CellRefused(_("“%(value)s”不是日期") % {"value": written[:40]}, _("写成 2024-09-30 这样"))
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError:
            raise CellRefused(
                _("没有“%(value)s”这一天") % {"value": written}, _("写成 2024-09-30 这样")
            ) from None

    def text(self, value: date) -> str:
        return value.isoformat()

    def from_text(self, text: str) -> date:
        return date.fromisoformat(text)


@dataclass(frozen=True)
class Choice:
    """One of a closed set. Files hold the label; labels are read in every language of the product."""

    choices: Sequence[tuple[str, str | Promise]]
    number_format: str = "@"
    empty: str = ""

    def cell(self, value: str) -> Cell:
        return next((str(label) for code, label in self.choices if code == value), value)

    @cached_property
    def _codes(self) -> dict[str, str]:
        """The code of each way a choice may be written."""
        written = {label_key(word): code for code, label in self.choices for word in in_every_language(label)}
        return {**{label_key(code): code for code, _label in self.choices}, **written}

    def read(self, raw: Cell) -> str:
        code = self._codes.get(label_key(typed_text(raw)))
        if code is not None:
            return code
        allowed = "、".join(str(label) for _code, label in self.choices)
        raise CellRefused(
            _("不认识“%(value)s”") % {"value": typed_text(raw)[:40]},
            _("只能写：%(allowed)s") % {"allowed": allowed},
        )

    def text(self, value: str) -> str:
        return value

    def from_text(self, text: str) -> str:
        return text


@dataclass(frozen=True)
class Names:
    """Several names in one cell, in order, between ``、``: units, people, numbers."""

    separator: str = "、"
    number_format: str = "@"
    empty: tuple[str, ...] = ()
    _split: re.Pattern[str] = field(default=re.compile(r"[、,，;；\n]+"), repr=False)

    def cell(self, value: Sequence[str]) -> Cell:
        return self.separator.join(folded_text(name) for name in value)

    def read(self, raw: Cell) -> tuple[str, ...]:
        names = tuple(name.strip() for name in self._split.split(typed_text(raw)) if name.strip())
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise CellRefused(_("“%(name)s”写了两次") % {"name": twice}, _("留一个"))
        return names

    def text(self, value: Sequence[str]) -> str:
        return self.separator.join(folded_text(name) for name in value)

    def from_text(self, text: str) -> tuple[str, ...]:
        return tuple(text.split(self.separator)) if text else ()
