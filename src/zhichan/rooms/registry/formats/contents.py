"""What the cells of a column look like (内容特征), whatever its heading says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from zhichan.rooms.registry.formats.dates import DateOrder, orders_of, read_date

_CHINESE = r"㐀-鿿·"
APPLICATION = re.compile(
    r"(?:ZL|CN)?\s*(?:(?:19[89]|20[0-4])\d[1-389]\d{7}|(?:8[5-9]|9\d|0[0-3])[1-389]\d{5})\s*(?:\.?\s*[\dX])?",
    re.IGNORECASE,
)
PUBLICATION = re.compile(
    r"CN\s?\d{7,9}\s?[ABCUYSDR]\d?|(?!CN|ZL)[A-Z]{2}\s?[\d/]{5,12}\s?\(?[A-Z]\d?\)?|CN[12]\d{8}|CN[12]\d{6}"
)
_FIRM_END = (
    r"公司|大学|学院|研究院|研究所|中心|集团|厂|医院|学校|合作社|局|委员会|银行|协会|设计院|"
    r"株式会社|有限合伙|企业|工作室|商行|基地"
)
_FIRM = re.compile(
    rf".*(?:{_FIRM_END})(?:\s*[（(].*[）)])?|.*\b(?:INC|LTD|CORP|CO|LLC|GMBH|AG|UNIV(?:ERSITY)?)\b\.?.*",
    re.IGNORECASE | re.DOTALL,
)
_PERSON = re.compile(rf"[{_CHINESE}]{{2,4}}|[A-Z]·[A-Z·]*[{_CHINESE}]{{1,10}}")
_PART = re.compile(r"\s*[;；、,，|\n]\s*")
_STATUS = re.compile(
    r"(?:有效|失效|授权|公开|审中|驳回|撤回|终止|实质审查|实审|受理|公布|有权|无权|在审|放弃|届满|专利权).{0,12}"
)
_MARK_STATUS = re.compile(r"(?:已注册|注册|等待|初审|驳回|无效|撤销|续展|申请中|已失效|有效).{0,12}")
_TYPE = re.compile(r"(?:发明|实用新型|外观)(?:专利|设计|公开|授权|申请)*")
_CODES = {
    "application": APPLICATION,
    "publication": PUBLICATION,
    "credit_code": re.compile(r"[1-9A-HJ-NPQRTUWXY][1-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10}"),
    "ipc": re.compile(r"[A-H]\d{2}[A-Z]\s*-?\d{1,4}(?:/|\s*-)\d{2,6}.*", re.DOTALL),
    "locarno": re.compile(r"\d{2}-\d{2}(?:\(\d+\))?.*"),
    "postcode": re.compile(r"\d{6}"),
    "classes": re.compile(r"(?:第?\s*(?:0?[1-9]|[1-3]\d|4[0-5])\s*类?\s*[;；、,，|]?\s*)+"),
    "mark_number": re.compile(r"G?\d{5,9}[A-Z]?"),
    "address": re.compile(
        r"(?:\d{6}\s*)?[^;；]*(?:省|市|自治区|县|区)[^;；]*(?:路|街|号|镇|村|区|园|道|县|乡).*"
    ),
    "copyright": re.compile(r"(?:19|20)\d{2}SR\d{4,7}|.作登字.*\d{4}.*", re.IGNORECASE),
    "certificate": re.compile(r"软著(?:登|变补)字.*\d{4,}.*"),
    "pct": re.compile(r"PCT\s*/?\s*[A-Z]{2}\s*\d{4}\s*/?\s*\d{6}", re.IGNORECASE),
    "foreign": re.compile(r"(?!CN|ZL)[A-Z]{2}[\s:]?[A-Z]{0,3}\d[\d\s,./-]{3,18}(?:[A-Z]\d?)?"),
    "figures": re.compile(
        r"(?!(?:19|20)\d{2}[1-389]\d{7}\.?[\dX]?$)[A-Z]{0,3}\d[\d,./\s-]{3,20}(?:[A-Z]\d?)?", re.IGNORECASE
    ),
    "link": re.compile(r"https?://\S+"),
    "status": _STATUS,
    "mark_status": _MARK_STATUS,
    "patent_type": _TYPE,
    "claim": re.compile(r"1\s*[.．、].{10,}|.*其特征在于.*|.*characteri[sz]ed.*", re.DOTALL),
    "abstract": re.compile(r".{80,}", re.DOTALL),
    "title": re.compile(r"[^;；\n]{3,80}"),
}


def share(what: str, values: Sequence[str]) -> float:
    """How many of the texts look like it, from 0 to 1. ``values`` are not empty."""
    if not values:
        return 0.0
    test = _TESTS[what]
    return sum(test(value) for value in values) / len(values)


def date_share(values: Sequence[str]) -> float:
    """How many of the texts are dates, also such as leave open which number is the month."""
    return len(dates_in(values)) / len(values) if values else 0.0


def dates_in(values: Sequence[str]) -> list[date]:
    """The dates among the texts; where the column leaves the order open, by the first that is possible."""
    orders = orders_of(values)
    tried = [orders, *(frozenset({order}) for order in DateOrder if order in orders)]
    readings = ((read_date(value, order) for order in tried) for value in values)
    days = (next((day for day in each if isinstance(day, date)), None) for each in readings)
    return [day for day in days if day is not None]


def _is_firm(value: str) -> bool:
    return bool(_FIRM.fullmatch(re.split(r"[;；|\n]", value)[0].strip()))


def _are_people(value: str) -> bool:
    parts = [part for part in _PART.split(value) if part]
    return bool(parts) and sum(bool(_PERSON.fullmatch(part)) for part in parts) * 2 > len(parts)


def _matching(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda value: bool(pattern.fullmatch(value))


_TESTS: dict[str, Callable[[str], bool]] = {
    **{name: _matching(pattern) for name, pattern in _CODES.items()},
    "firm": _is_firm,
    "people": _are_people,
}
