"""Dates as registers, exports and gazettes print them (日期写法), and the refusal of what is none.

The order of day and month is a property of a column (列), never of one cell: ``orders_of`` looks at the
column's values and rules out every order under which they are impossible. A cell that stays open
under the orders left is refused, not guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Two-digit years up to this one lie in 2000-2030, later ones in 1931-1999.
PIVOT = 30
LEAST_PERCENT = 95
EARLIEST_YEAR, LATEST_YEAR = 1800, 2199
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(10_000, 73_051)  # 1927-05-18 to 2099-12-31 in the 1900 system of spreadsheets

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-./年\s]\s*(\d{1,2})\s*[-./月\s]\s*(\d{1,2})\s*[日.]?")
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})")
_THREE = re.compile(r"(\d{1,2})\s*([-./])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{1,2})")
_DAY_MONTH_WORD = re.compile(r"(\d{1,2})[ \-./]*([a-z]{3,9})[ \-./,]*(\d{4})")
_MONTH_WORD_DAY = re.compile(r"([a-z]{3,9})[ .]*(\d{1,2})[ ,]+(\d{4})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_TIME = re.compile(
    r"[t\s]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(z|utc|[-+]\d{2}:?\d{2})?$|(?<=\d\d)(z|[-+]\d{2}:\d{2})$"
)
_INCOMPLETE = re.compile(r"\d{4}(\s*[-./年]\s*(\d{1,2}\s*月?)?)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE = re.compile(r"[〇○零一二三四五六七八九十]+")


class DateOrder(StrEnum):
    """How the three numbers of a date without a four-digit year in front are ordered."""

    DAY_MONTH = "day_month"
    MONTH_DAY = "month_day"
    YEAR_FIRST = "year_first"


ALL_ORDERS = frozenset(DateOrder)


@dataclass(frozen=True)
class DateRefused:
    """Why a text is not taken for a date."""

    text: str
    reason: str | Promise


def read_date(text: str, orders: frozenset[DateOrder] = ALL_ORDERS, pivot: int = PIVOT) -> date | DateRefused:
    """The date a cell prints. ``orders``: what its column leaves open (``orders_of``). Cached; O(1)."""
    return _read(text, orders, pivot)


def orders_of(texts: Iterable[str]) -> frozenset[DateOrder]:
    """The orders under which the dates of a column are possible; empty when its values contradict.

    A rare slip does not outvote a column: an order that fits 95 of 100 dates is the column's order.
    """
    votes = Counter(_possible(text) for text in texts)
    left = ALL_ORDERS.intersection(*votes)
    if left:
        return left
    supported = {order: sum(n for fits, n in votes.items() if order in fits) for order in DateOrder}
    best = max(supported, key=lambda order: supported[order])
    enough = supported[best] * 100 >= votes.total() * LEAST_PERCENT
    return frozenset({best}) if enough else frozenset()


@lru_cache(maxsize=1 << 16)
def _possible(text: str) -> frozenset[DateOrder]:
    """Every order when the text is no such date, or is one under none."""
    parts = _THREE.fullmatch(_plain(text))
    return frozenset(_readings(parts, ALL_ORDERS, PIVOT)) or ALL_ORDERS if parts else ALL_ORDERS


@lru_cache(maxsize=1 << 17)
def _read(text: str, orders: frozenset[DateOrder], pivot: int) -> date | DateRefused:
    plain = _plain(text)
    parts = _YEAR_FIRST.fullmatch(plain) or _SOLID.fullmatch(plain)
    if parts:
        return _dated(text, int(parts[1]), int(parts[2]), int(parts[3]))
    if parts := _THREE.fullmatch(plain):
        return _ordered(text, parts, orders, pivot)
    if parts := _SERIAL.fullmatch(plain):
        return _serial(text, int(parts[1]))
    return _worded(text, plain)


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if "年" in plain:
        plain = _CHINESE.sub(_arabic, plain)
    return _TIME.sub("", plain).strip() if len(plain) > 10 else plain


def _arabic(numeral: re.Match[str]) -> str:
    """``二〇一三`` is ``2013``, ``二十五`` is ``25``."""
    word = numeral[0]
    if "十" not in word:
        return word.translate(_CHINESE_DIGITS)
    tens, ones = word.split("十", 1)
    return (tens.translate(_CHINESE_DIGITS) or "1") + (ones.translate(_CHINESE_DIGITS) or "0")


def _dated(text: str, year: int, month: int, day: int) -> date | DateRefused:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return DateRefused(text, _("年份超出范围"))
    try:
        return date(year, month, day)
    except ValueError:
        return DateRefused(text, _("没有这一天"))


def _ordered(text: str, parts: re.Match[str], orders: frozenset[DateOrder], pivot: int) -> date | DateRefused:
    if not orders:
        return DateRefused(text, _("本列日期的日月次序互相矛盾"))
    readings = _readings(parts, orders, pivot)
    if not readings:
        return DateRefused(text, _("没有这一天"))
    if len(set(readings.values())) == 1:
        return next(iter(readings.values()))
    if parts[2] == "." and len(parts[4]) == 4 and DateOrder.DAY_MONTH in readings:
        return readings[DateOrder.DAY_MONTH]  # dots with the year last are written day first everywhere
    return DateRefused(text, _("分不清日和月，本列其他日期也不能说明"))


def _readings(parts: re.Match[str], orders: frozenset[DateOrder], pivot: int) -> dict[DateOrder, date]:
    first, second, third = int(parts[1]), int(parts[3]), int(parts[4])
    candidates = {}
    if len(parts[4]) > 1:
        year = third if len(parts[4]) == 4 else _full_year(third, pivot)
        candidates[DateOrder.DAY_MONTH] = (year, second, first)
        candidates[DateOrder.MONTH_DAY] = (year, first, second)
    if len(parts[4]) < 4 and len(parts[1]) == 2:
        candidates[DateOrder.YEAR_FIRST] = (_full_year(first, pivot), second, third)
    found = {}
    for order, numbers in candidates.items():
        if order in orders and isinstance(day := _dated("", *numbers), date):
            found[order] = day
    return found


def _full_year(two_digits: int, pivot: int) -> int:
    return two_digits + (2000 if two_digits <= pivot else 1900)


def _serial(text: str, days: int) -> date | DateRefused:
    if days in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=days)
    return DateRefused(text, _("不是日期"))


def _worded(text: str, plain: str) -> date | DateRefused:
    """``21 Aug 2009``, ``Aug 21, 2009``; and what is left is refused with the nearest reason."""
    if parts := _DAY_MONTH_WORD.fullmatch(plain):
        day, word, year = parts.groups()
    elif parts := _MONTH_WORD_DAY.fullmatch(plain):
        word, day, year = parts.groups()
    else:
        reason = _("日期不完整") if _INCOMPLETE.fullmatch(plain) else _("不是日期")
        return DateRefused(text, reason)
    if word[:3] not in _MONTHS:
        return DateRefused(text, _("不是日期"))
    return _dated(text, int(year), _MONTHS.index(word[:3]) + 1, int(day))
