"""When a task is due (完成时限): a day, or work that goes on (持续推进、长期坚持).

底前 and 末 mean the last day of their month, quarter, half or year. Words without a year belong to
the year of the document. What repeats (每年12月底前) goes on and has no single day. A limit without
a start (三年内) is counted from the document's own (``counted.py``).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from zhichan.rooms.plan.reading.counted import COUNTED, COUNTED_YEARS, FROM_ISSUE, NO_START, Start, limit_of
from zhichan.rooms.plan.reading.facts.periods import annual_year
from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.model import Deadline, Outline
from zhichan.rooms.plan.reading.numbering import han_value

_HAN = "〇零一二三四五六七八九十两"
_YEAR = rf"(?P<year>(?:19|20)\d\d|[二一][〇零九][{_HAN}]{{2}}|今|本|当|明|次)\s?年度?"
_NUMBER = rf"(?:\d{{1,2}}|[{_HAN}]{{1,3}})"
_BEFORE = r"(?:之?前|以前|为止|止|内|截止)?"

_ONGOING = re.compile(
    r"持续|长期|常态|经常|常年|全年|贯穿|日常|滚动|动态(?:推进|调整|更新|管理)|按需|适时|随时|实时|即时|定期|不断|逐年|分年度|逐步|每(?:年|季|月|周|半年|两年|日|学期)"
    r"|按(?:年度?|季度?|月)|永久|坚持"
)
_REPEATED = re.compile(r"每(?:年|季度?|月|周|半年|两年)|按(?:年度?|季度?|月)|逐年")
_AT_ONCE = re.compile(r"立即|马上|尽快|即刻|立行立改|立说立行|近期|\d+个?(?:工作)?日内|\d+个?月内|之日起")
_FILLER = re.compile(
    "完成|建成|推进|推动|实施|开展|进行|坚持|取得|初步|阶段性?|成效|成果|进展|明显|实效|力争|争取|确保|原则上|全面|基本|落实|到位"
    "|工作|任务|落地|见效|完善|加强|优化|深化|更新|投入使用|启动|组织|(?:办结)?(?:时限|时间|期限|节点|进度)(?:要求|安排)?|年内|各项"
    "|相关|以上|其中|分别|预计|计划|出台|印发|制定|验收|目标|具体|抓好?|做好|之?前|以前|长效"
    "|[并及于在为须应需要拟底末内间后再且至到起化性,、:;。()“”~/ -]"
)


@dataclass(frozen=True)
class PlanYears:
    """The years words without a year belong to: the document's own, and the last of its period.

    ``start`` is where limits that name no start are counted from.
    """

    own: int | None = None
    last: int | None = None
    start: Start = NO_START


def parse_deadline(
    words: str,
    *,
    issued_on: date | None = None,
    period_end: int | None = None,
    own_year: int | None = None,
    start: Start | None = None,
) -> Deadline | None:
    """The deadline ``words`` state, printed or folded; None where they state none.

    A phrase that asks for haste without naming a day (立即, 30日内) is by date, the date unknown, and so
    is a counted limit (三年内) without a ``start``, which is the day of issue unless told.
    """
    text = words.strip(" \n,;。、:：；，")
    folded = fold(text)
    years = PlanYears(own_year or (issued_on.year if issued_on else None), period_end)
    day = _day_of(folded, years)
    if day and not _REPEATED.search(folded):
        return Deadline(text, "by-date", day)
    limit = None if _names_time(folded) else limit_of(folded, start or Start(issued_on))
    if limit and not _REPEATED.search(folded):
        return Deadline(text, "by-date", limit.day)
    if _ONGOING.search(folded):
        return Deadline(text, "ongoing", None)
    if _AT_ONCE.search(folded) or _names_time(folded):
        return Deadline(text, "by-date", None)
    return None


def is_deadline(folded: str) -> bool:
    """Whether ``folded`` says when and nothing else (2021年12月底前完成, 持续推进)."""
    if not folded or len(folded) > 60:
        return False
    rest, found = folded, False
    for pattern in (*(pattern for pattern, _ in _FORMS), *COUNTED, _ONGOING, _AT_ONCE):
        rest, count = pattern.subn("", rest)
        found = found or count > 0
    return found and is_filler(rest)


def is_filler(folded: str) -> bool:
    """Whether words only round off a date (前完成)."""
    return not _FILLER.sub("", folded)


def body_deadline(folded: str) -> tuple[int, int] | None:
    """Where a task says by when it is to be done (于2022年6月底前完成, 建成), if it says it once."""
    found = [*_IN_BODY.finditer(folded), *_FROM_ISSUE.finditer(folded)]
    return found[0].span(1) if len({match[1] for match in found}) == 1 else None


def plan_years(outline: Outline) -> PlanYears:
    """The years a document speaks for, from its title, else the date it was issued."""
    titles, issued = [], None
    for block in outline.blocks:
        start, end = block.span
        folded = outline.source.folded[start:end]
        if block.kind == "title":
            titles.append(folded)
        elif block.kind == "signature" and (match := re.search(_YEAR, folded)):
            issued = _year(match["year"], PlanYears())
    title = " ".join([titles[-1]] if titles else [])
    if annual := annual_year(title):
        return PlanYears(annual, annual)
    years = [han_value(year) for year in re.findall(rf"(20\d\d|二〇[{_HAN}]{{2}})(?=\s?[-年至到])", title)]
    five_year = re.search(r"十([三四五六])五", title)
    last = max(years, default=None) or (2005 + 5 * han_value(five_year[1]) if five_year else None)
    single = years[0] if len(years) == 1 else None
    return PlanYears(single or issued or last, last or issued)


def _day_of(folded: str, years: PlanYears) -> date | None:
    """The last day named in ``folded``, by the most exact form it has; a day that cannot be is none."""
    for pattern, make in _FORMS:
        days = [make(match, years) for match in pattern.finditer(folded)]
        if days:
            return days[-1]
    return None


def _names_time(folded: str) -> bool:
    return any(pattern.search(folded) for pattern, _ in _FORMS)


def _year(printed: str | None, years: PlanYears) -> int | None:
    if printed is None or printed in "今本当":
        return years.own
    if printed in "明次":
        return years.own + 1 if years.own else None
    return han_value(printed)


def _month_end(year: int | None, month: int) -> date | None:
    if year is None or not 1 <= month <= 12:
        return None
    return date(year, month, monthrange(year, month)[1])


def _exact_day(match: re.Match[str], years: PlanYears) -> date | None:
    year, month, day = _year(match["year"], years), han_value(match["month"]), han_value(match["day"])
    last = _month_end(year, month)
    return last.replace(day=day) if last and 1 <= day <= last.day else None


def _in_month(match: re.Match[str], years: PlanYears) -> date | None:
    last = _month_end(_year(match["year"], years), han_value(match["month"]))
    third = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}.get(match["third"] or "")
    return last.replace(day=third) if last and third else last


def _in_quarter(match: re.Match[str], years: PlanYears) -> date | None:
    return _month_end(_year(match["year"], years), 3 * min(han_value(match["quarter"]), 4))


def _in_half(match: re.Match[str], years: PlanYears) -> date | None:
    return _month_end(_year(match["year"], years), 6 if match["half"] == "上" else 12)


def _year_end(match: re.Match[str], years: PlanYears) -> date | None:
    return _month_end(_year(match["year"], years), 12)


def _counted_from(match: re.Match[str], _: PlanYears) -> date | None:
    return _month_end(int(match["year"]) + han_value(match["count"]) - 1, 12)


def _own_year_end(_: re.Match[str], years: PlanYears) -> date | None:
    return _month_end(years.own, 12)


def _five_years_end(match: re.Match[str], _: PlanYears) -> date | None:
    return date(2005 + 5 * han_value(match["plan"]), 12, 31)


def _period_end(_: re.Match[str], years: PlanYears) -> date | None:
    return _month_end(years.last, 12)


_SPAN_OF_YEARS = rf"(?:(?:19|20)\d\d年?\s?[-至到]\s?)?{_YEAR}"
_SPAN_OF_MONTHS = rf"(?:{_NUMBER}月?\s?[-至到]\s?)?(?P<month>{_NUMBER})\s?月份?"
_COUNTED_FROM = re.compile(
    r"(?:自|从)?(?P<year>20\d\d)年(?:起|开始),?(?:用|在|利用)?(?P<count>[1-9]|[一二两三四五六七八九十])年(?:左右)?的?(?:时间|(?:之|以)?内)"
)
_Form = tuple[re.Pattern[str], Callable[[re.Match[str], PlanYears], date | None]]
_FORMS: tuple[_Form, ...] = (
    (_COUNTED_FROM, _counted_from),
    (
        re.compile(rf"(?:{_YEAR})?\s?(?P<month>{_NUMBER})\s?月\s?(?P<day>{_NUMBER})\s?[日号]{_BEFORE}"),
        _exact_day,
    ),
    (re.compile(r"(?P<year>20\d\d)[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})" + _BEFORE), _exact_day),
    (
        re.compile(
            rf"(?:{_YEAR})?\s?{_SPAN_OF_MONTHS}(?P<third>上旬|中旬|下旬|初|中|底|末)?{_BEFORE}(?![\d{_HAN}])"
        ),
        _in_month,
    ),
    (re.compile(r"(?P<year>20\d\d)[./](?P<month>\d{1,2})(?P<third>x{2})?(?![\d.])" + _BEFORE), _in_month),
    (re.compile(r"^(?P<year>20\d\d)$"), _year_end),
    (re.compile(rf"(?:{_YEAR})?\s?第?(?P<quarter>[一二三四1-4])\s?季度(?:底|末)?{_BEFORE}"), _in_quarter),
    (re.compile(rf"(?:{_YEAR})?\s?(?P<half>[上下])半年(?:底|末)?{_BEFORE}"), _in_half),
    (re.compile(rf"{_SPAN_OF_YEARS}(?:年?[底末终内])?{_BEFORE}"), _year_end),
    (re.compile(rf"(?<![\d今本当明次每{_HAN}十])年(?:底|末|终|内|度内)" + _BEFORE), _own_year_end),
    (
        re.compile(r"“?十(?P<plan>[三四五六])五”?(?:规[划画])?(?:期间|时期|期?末|期内|结束)?" + _BEFORE),
        _five_years_end,
    ),
    (re.compile(r"(?:规[划画]|方案|计[划画]|行动|实施|试点)期(?:间|内|末|满)?" + _BEFORE), _period_end),
)
_IN_BODY = re.compile(
    rf"((?:{COUNTED_YEARS.pattern})|(?:20\d\d年|今年|年)?(?:{_NUMBER}月)?(?:底|末)?(?:{_NUMBER}日)?(?<=[年月日底末])之?前)(?:由[^,。;]{{2,24}}?)?(?:全面|基本|全部)?(?:完成|建成|投入(?:使用|运行|运营)|投用|启用|报请)"
)
_FROM_ISSUE = re.compile(rf"({FROM_ISSUE.pattern})")
