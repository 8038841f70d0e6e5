"""Days as searchers write them (日期写法): a day, a month or a year, as the first and the last day meant."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

_DAY = re.compile(r"(\d{4})(?:[-./年]?(\d{1,2})(?:月|(?:[-./月]?(\d{1,2})日?)?)|年)?")


def days_meant(text: str) -> tuple[int, int] | None:
    """``2015-03`` → (20150301, 20150331); None for what is no day."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    if not year or (month is not None and not 1 <= month <= 12):
        return None
    if month is None:
        return year * 10000 + 101, year * 10000 + 1231
    last = monthrange(year, month)[1]
    if day is None:
        return year * 10000 + month * 100 + 1, year * 10000 + month * 100 + last
    if not 1 <= day <= last:
        return None
    return (one := year * 10000 + month * 100 + day), one


def day_beside(day: int, step: int) -> int:
    """The day before (-1) or after (1) a day written as a number; the first and the last there are stay."""
    try:
        moved = date(day // 10000, day // 100 % 100, day % 100) + timedelta(days=step)
    except OverflowError:
        return day
    return moved.year * 10000 + moved.month * 100 + moved.day
