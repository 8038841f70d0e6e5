"""Days as searchers write them (日期写法): a day, a month or a year, as the first and the last day meant."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext as _

_BETWEEN = re.compile(r"[-—–−]+|\.{2,}|…+|至|到")
_NOW = ("今", "今天", "现在")
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


def why_no_day(text: str) -> str:
    """What is wrong with what looks like a day; empty where it does not."""
    found = _DAY.fullmatch(text.strip())
    if not found or days_meant(text) is not None:
        return ""
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if not 1 <= month <= 12:
        return _("没有 %(month)d 月") % {"month": month} if year else ""
    return _("%(year)d 年 %(month)d 月没有 %(day)d 日") % {"year": year, "month": month, "day": day}


def stretch_said(text: str, is_end: Callable[[str], bool]) -> tuple[str, str] | None:
    """``2020-2024``, ``2020年至今``: the two ends, ``*`` for now; None where it can be parted in no way or in
    several. ``is_end``: what may stand on either side."""
    found = [(text[: one.start()].strip(), text[one.end() :].strip()) for one in _BETWEEN.finditer(text)]
    ends = [(low, "*" if high in _NOW else high) for low, high in found if is_end(low)]
    able = [(low, high) for low, high in ends if high == "*" or is_end(high)]
    return able[0] if len(able) == 1 else None


def day_beside(day: int, step: int) -> int:
    """The day before (-1) or after (1) a day written as a number; the first and the last there are stay."""
    try:
        moved = date(day // 10000, day // 100 % 100, day % 100) + timedelta(days=step)
    except OverflowError:
        return day
    return moved.year * 10000 + moved.month * 100 + moved.day
