"""Dates as offices print them, whole, in Chinese figures or damaged (日期)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhichan.rooms.plan.reading.model import Span

_CHINESE_DIGITS = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | dict.fromkeys(
    "零0○Oo", "0"
)
_SMALL = "[〇零一二三四五六七八九十]{1,3}"
_YEAR = r"(?:(?:19|20)\d{2}|[二一][〇零九0○Oo][〇零一二三四五六七八九0○Oo]{2})"

_DATE = re.compile(
    rf"(?P<year>{_YEAR})\s*年\s*(?P<month>\d{{1,2}}|{_SMALL})\s*月(?:\s*(?P<day>\d{{1,2}}|{_SMALL})\s*[日号])?"
    r"|(?P<y>(?:19|20)\d{2})\s*(?P<sign>[-/.])\s*(?P<m>\d{1,2})\s*(?P=sign)\s*(?P<d>\d{1,2})(?![\d.])"
)
# 年 and 月 lost by a converter: 20211123日 for 2021年11月23日, 20223 for 2022年3月.
_DAMAGED_DAY = re.compile(r"(?<!\d)(?P<year>20\d{2})(?P<rest>\d{2,4})日")
_DAMAGED_ALONE = re.compile(r"^(?P<year>20\d{2})(?P<rest>\d{1,4})日?$")


@dataclass(frozen=True)
class FoundDate:
    """``iso`` is YYYY-MM-DD or YYYY-MM, None when it cannot be read; ``span`` is in the searched text."""

    iso: str | None
    span: Span
    damaged: bool = False


def dates_in(folded: str) -> Iterator[FoundDate]:
    """Every date printed whole in folded text, in order; impossible ones have no ``iso``."""
    for match in _DATE.finditer(folded):
        year, month, day = (
            match["year"] or match["y"],
            match["month"] or match["m"],
            match["day"] or match["d"],
        )
        iso = _iso(_figure(year), _figure(month), None if day is None else _figure(day))
        yield FoundDate(iso, match.span(), damaged=iso is None)


def damaged_days_in(folded: str) -> Iterator[FoundDate]:
    """Dates that have lost 年 and 月 but kept 日."""
    for match in _DAMAGED_DAY.finditer(folded):
        yield FoundDate(_only(match["year"], match["rest"], has_day=True), match.span(), damaged=True)


def date_alone(folded: str) -> FoundDate | None:
    """The date a line consists of, None for any other line."""
    for found in dates_in(folded):
        if found.span == (0, len(folded)):
            return found
    return None


def damaged_alone(folded: str) -> FoundDate | None:
    """The damaged date a line of nothing but figures stands for. Ask only where a date is due."""
    match = _DAMAGED_ALONE.match(folded)
    if match is None:
        return None
    iso = _only(match["year"], match["rest"], has_day=folded.endswith("日"))
    return FoundDate(iso, match.span(), damaged=True)


def _only(year: str, rest: str, *, has_day: bool) -> str | None:
    """The one date the figures can stand for, None when there are none or several."""
    readings = set() if has_day else {_iso(year, rest, None)}
    readings.update(_iso(year, rest[:cut], rest[cut:]) for cut in range(1, len(rest)))
    readings.discard(None)
    return readings.pop() if len(readings) == 1 else None


def _iso(year: str, month: str, day: str | None) -> str | None:
    if month.startswith("0") and len(month) == 1:
        return None
    try:
        whole = date(int(year), int(month), int(day) if day else 1)
    except ValueError:
        return None
    return whole.isoformat() if day else f"{whole:%Y-%m}"


def _figure(printed: str) -> str:
    """Figures of a year, month or day, Chinese ones as digits: 二〇二一 → 2021, 二十三 → 23."""
    if printed.isdigit() and printed.isascii():
        return printed
    if "十" in printed:
        tens, _, ones = printed.partition("十")
        return (_CHINESE_DIGITS.get(tens, "1") if tens else "1") + (
            _CHINESE_DIGITS.get(ones, "0") if ones else "0"
        )
    return "".join(_CHINESE_DIGITS[sign] for sign in printed)
