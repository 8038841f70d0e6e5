"""The years a plan is for (规划期), by its title or the words of its opening."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.model import Period
from zhichan.rooms.plan.reading.numbering import han_value

_FIVE_YEARS = {"一": 11, "二": 12, "三": 13, "四": 14, "五": 15, "六": 16, "七": 17, "八": 18}
_FIVE_YEAR_WORD = re.compile(
    r"[“\"]?十\s*(?P<which>[一二三四五六七八])\s*五[”\"]?(?:时期|期间)?|第十(?P<ordinal>[一二三四五六七八])个五年"
)
_FROM_TO = re.compile(
    r"(?P<start>(?:19|20)\d{2})\s*年?\s*(?:\d{1,2}\s*月\s*)?(?:-+|至|到)\s*(?P<end>(?:19|20)\d{2}|\d{2}(?=\s*年))\s*年?"
)
_DAMAGED_FROM_TO = re.compile(r"(?P<start>20\d{2})(?P<end>20\d{2})\s*年")
_ONE_YEAR = re.compile(r"(?P<start>(?:19|20)\d{2})\s*年度?")
_ALONE = r"(?<![-至到\d])(?P<start>20\d{2})\s*年(?!\s*(?:\d{1,2}\s*月\s*)?[-至到])"
_YEARLY = re.compile(
    rf"{_ALONE}(?=度|[^》]*(?:要点|重点(?:工作|任务)|工作(?:计划|安排|任务|方案|清单)|(?:推进|实施|行动|落实)计划"
    rf"|任务(?:清单|分解|分工|书|表)|分工|台账))"
)
_YEARLY_AHEAD = re.compile(rf"年度[^《》]*{_ALONE}")
_LONGEST_PERIOD = 30
_BEGINNING = 2000  # characters in which a plan tells its aims
_OPENING = re.compile(r"(?:规划|计划|实施|行动|工作|试点|建设|创建)期(?:限|间)?(?:为|:|是)?")
_STATED = re.compile(
    r"(?:(?:规划|计划|实施|行动|工作|试点|建设|创建)(?:周期|期限|时间|期)(?:为|:|是)|本(?:方案|计划|规划)\()(?=20\d\d)"
)
_COUNTED = re.compile(
    r"(?P<start>20\d{2})年(?:起|开始),?(?:用|在|利用)?(?P<count>[1-9]|[二三四五六七八九十]|10)年(?:左右的?)?(?:之?内|时间|期间)(?!,?(?:全面|基本|力争)?(?:完成|建成|办结|到位))"
)


def period_of(titles: Iterable[str | None], opening: str, whole: str = "") -> Period | None:
    """The period by the first title that names one, else by a sentence on the 规划期 in ``opening``,
    else by one in the ``whole`` text that says nothing but the period (试点期为2023年9月至2026年8月).
    """
    named = [title for title in titles if title]
    for read in (_yearly, _years, _five_years, _year):
        for title in named:
            period = read(title)
            if period:
                return period
    found = _OPENING.search(fold(opening))
    period = _years(opening[found.end() : found.end() + 20]) if found else None
    period = period or _counted(whole[:_BEGINNING])
    stated = None if period else _STATED.search(fold(whole))
    return _years(whole[stated.end() : stated.end() + 20]) if stated else period


def annual_year(title: str) -> int | None:
    """The year of a yearly plan, be it within a longer one (“十四五”规划2023年度工作要点)."""
    period = _yearly(title)
    return period.start if period else None


def _yearly(text: str) -> Period | None:
    folded = fold(text)
    found = _YEARLY.search(folded) or _YEARLY_AHEAD.search(folded)
    if found is None:
        return None
    year, at = int(found["start"]), found.start("start")
    end = folded.index("年", at) + 1
    return Period(year, year, text[at : end + folded.startswith("度", end)])


def _counted(text: str) -> Period | None:
    """The years counted from a first one: 2012年起5年内 is 2012 to 2016."""
    found = _COUNTED.search(fold(text))
    if found is None:
        return None
    start, count = int(found["start"]), han_value(found["count"])
    return Period(start, start + count - 1, text[found.start() : found.end()])


def _years(text: str) -> Period | None:
    folded = fold(text)
    for pattern in (_FROM_TO, _DAMAGED_FROM_TO):
        for found in pattern.finditer(folded):
            start = int(found["start"])
            end = int(found["end"]) if len(found["end"]) == 4 else start // 100 * 100 + int(found["end"])
            if start <= end <= start + _LONGEST_PERIOD:
                return Period(start, end, text[found.start() : found.end()])
    return None


def _five_years(text: str) -> Period | None:
    found = _FIVE_YEAR_WORD.search(fold(text))
    if found is None:
        return None
    start = 2021 + 5 * (_FIVE_YEARS[found["which"] or found["ordinal"]] - 14)
    return Period(start, start + 4, text[found.start() : found.end()])


def _year(text: str) -> Period | None:
    found = _ONE_YEAR.search(fold(text))
    if found is None:
        return None
    return Period(int(found["start"]), int(found["start"]), text[found.start() : found.end()])
