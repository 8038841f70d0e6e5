"""Time limits counted in years, months or days from a start the words do not name (三年内, 六个月内).

Working days are counted by the holidays arranged; where a year has no arrangement yet they are left open.
The count begins on the day of issue; a count of years whose document bears no such day begins with
the first year of the plan. A limit ends on the day of the same number (民法典第二百零二条 counts so);
a count from a first year ends with its last one.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from zhichan.rooms.plan.reading.model import DocumentFacts
from zhichan.rooms.plan.reading.numbering import han_value
from zhichan.rooms.plan.reading.working_days import working_day_after

_COUNT = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})"
_TO = rf"(?:{_COUNT}\s?[-至到]\s?|[一二两三四五六七八九](?=[二三四五六七八九]年))?"
COUNTED_YEARS = re.compile(
    rf"(?<![\d近前过去上每第十〇零])(?:用|利用|通过|未来|今后)?{_TO}(?P<years>{_COUNT})年(?:左右)?的?(?:时间)?(?:之内|以内|内)"
    rf"|(?:用|利用|通过|未来|今后){_TO}(?P<spent>{_COUNT})年(?:左右)?的?(?:时间|努力)?"
)
_SINCE_ISSUE = r"(?:(?:自|从)?(?:本[^,。;]{1,4})?(?:印发|发布|公布|下发)之?日?(?:起|后),?)"
COUNTED_MONTHS = re.compile(rf"{_SINCE_ISSUE}?(?<![\d每第]){_TO}(?P<months>{_COUNT})个月(?:之内|以内|内)")
COUNTED_DAYS = re.compile(rf"{_SINCE_ISSUE}(?P<days>\d{{1,3}})个?(?:自然)?[日天](?:之内|以内|内)")
COUNTED_WORKING_DAYS = re.compile(
    rf"{_SINCE_ISSUE}?(?<![\d每第])(?P<working>\d{{1,3}})个?工作[日天](?:之内|以内|内)"
)
COUNTED = (COUNTED_YEARS, COUNTED_MONTHS, COUNTED_DAYS, COUNTED_WORKING_DAYS)
# Counts that name the document's own issue as their start: 自印发之日起三个月内.
FROM_ISSUE = re.compile(
    rf"{_SINCE_ISSUE}{_TO}(?:\d{{1,3}}个?(?:自然|工作)?[日天]|{_COUNT}个月|{_COUNT}年)(?:之内|以内|内)"
)
_OWN_START = re.compile(r"20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:之日)?(?:起|开始)")
HOLIDAYS_UNKNOWN = "该年放假安排未知，须按工作日历推算"
_MOST_YEARS = 30


@dataclass(frozen=True)
class Start:
    """Where counts begin: the day of issue, or else the plan's first year."""

    issued_on: date | None = None
    first_year: int | None = None


NO_START = Start()


@dataclass(frozen=True)
class Limit:
    """The last day of a counted limit and how it was reached; ``day`` is None where no start is known."""

    day: date | None
    reason: str


def start_of(facts: DocumentFacts) -> Start:
    """The start of counts by the document's own facts; an issue date without its day is none."""
    whole = [one.date for one in facts.dates if one.role == "issued" and one.date and len(one.date) == 10]
    return Start(
        date.fromisoformat(whole[0]) if whole else None, facts.period.start if facts.period else None
    )


def limit_of(folded: str, start: Start) -> Limit | None:
    """The limit ``folded`` counts; None where it counts none, or names its own start (2023年起三年内)."""
    if _OWN_START.search(folded):
        return None
    if match := COUNTED_YEARS.search(folded):
        return _years(han_value(match["years"] or match["spent"]), start)
    if match := COUNTED_MONTHS.search(folded):
        return _from_issue(start, months=han_value(match["months"]))
    if match := COUNTED_DAYS.search(folded):
        return _from_issue(start, days=int(match["days"]))
    if match := COUNTED_WORKING_DAYS.search(folded):
        return _working_days(int(match["working"]), start)
    return None


def _working_days(count: int, start: Start) -> Limit:
    """Working days end on a day only where the holidays of its year are arranged."""
    if start.issued_on is None:
        return Limit(None, "没有起算日")
    counted = f"自印发日期{start.issued_on.isoformat()}起算{count}个工作日"
    day = working_day_after(start.issued_on, count)
    if day is None:
        return Limit(None, f"{counted}，{HOLIDAYS_UNKNOWN}")
    return Limit(day, f"{counted}，按放假安排至{day.isoformat()}")


def _years(count: int, start: Start) -> Limit:
    if count <= _MOST_YEARS and not start.issued_on and start.first_year:
        last = start.first_year + count - 1
        return Limit(
            date(last, 12, 31), f"无印发日期，自规划期首年{start.first_year}年起算{count}年，至{last}年底"
        )
    return _from_issue(start, months=12 * count)


def _from_issue(start: Start, *, months: int = 0, days: int = 0) -> Limit:
    if start.issued_on is None or months > 12 * _MOST_YEARS:
        return Limit(None, "没有起算日")
    day = _later(start.issued_on, months) + timedelta(days=days)
    return Limit(day, f"自印发日期{start.issued_on.isoformat()}起算，至{day.isoformat()}")


def _later(day: date, months: int) -> date:
    """The day of the same number ``months`` later, the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
