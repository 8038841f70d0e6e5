"""Quantity phrases (数量短语): a number with its measure word, as plans print them, on folded text.

``1.2万件``, ``60项以上``, ``2-3家``, ``百分之八十``, ``15个百分点``, ``十五件``; a bare number is found too
(``达到6``) and left to the caller to accept. Years, dates, document and standard numbers, titles in
《》 and short names in quotation marks hold no quantities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from zhichan.rooms.plan.reading.measures import MEASURES
from zhichan.rooms.plan.reading.numbers import (
    ARABIC,
    CHINESE,
    SCALE,
    chinese_pair,
    fraction_value,
    number_value,
    percent_value,
    scale_value,
)

Tail = Literal["以上", "以内", "左右", ""]


@dataclass(frozen=True)
class Quantity:
    """One quantity in a folded text: ``start``/``end`` cover number, unit and tail words.

    ``low``/``high`` differ for a range; ``unit`` is as printed with its scale (``万件``), ``None`` for a
    bare number; ``tail``: 以上, 以内 (also 以下, 之内), 左右; ``loose``: printed with 余 or 多;
    ``spelled``: the number is in characters.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: str | None
    tail: Tail = ""
    loose: bool = False
    spelled: bool = False
    number_end: int = 0

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    @property
    def measure(self) -> str:
        """The unit without its scale: 件 of 万件; empty for a bare number."""
        return re.sub(rf"^{SCALE}", "", self.unit) if self.unit else ""


_MEASURE = "(?:" + "|".join(sorted(map(re.escape, MEASURES), key=len, reverse=True)) + ")"
# 件 of 案件 or 文件 cannot follow a number; these can, and are then no measure words.
_NOT_A_MEASURE = (
    r"(?!分之|周年|年代|部门|级市|位一体|项目|品|名单|分类|次会议|次全会|次能源|条例|件套|口径|"
    r"秒[杀表]|顶[尖层级部格岗]|单[位元个一体独列纯项晶杯设]|P[a-zA-Z](?<!PB|PF)|"
    r"成(?=[不果本效员功长立品熟就为都交绩语份人])|节[气日点约能水假]|路[线段口径公]|列[入为全居席出]|首[次批个府都]|集[中团群聚成约体合市]|款[项式待]|面向|站式|站点式|体化|票否决|村一|镇一)"
)
_PER = (
    r"(?:/(?:万|千|百|百万|亿|十万)?(?:[㎡²³a-zA-Z]{1,4}|人次|人|户|家|件|项|个|元|吨|年|月|"
    r"日|天|亩|公顷|平方米|平方公里|立方米|千瓦时|公里|小时|次|名|GDP|台|"
    r"床)(?:·[年月日天])?)"
)
UNIT = rf"{SCALE}?{_NOT_A_MEASURE}{_MEASURE}{_PER}?"
_TAIL = r"(?P<tail>及以上|或以上|以上|以内|之内|以下|及以下|左右|上下)?"
_SEPARATOR = r"(?:-{1,2}|至|到)"

_FIGURE = re.compile(
    rf"(?<![\dA-Za-z.+/(-])(?P<low>{ARABIC})"
    rf"(?:(?P<lowscale>{SCALE})?(?:{_MEASURE})?{_SEPARATOR}(?P<high>{ARABIC}))?(?:(?P<early>{SCALE})(?=[余多]))?"
    rf"(?P<loose>余|多)?(?P<unit>{UNIT})(?P<loose2>余|多)?{_TAIL}",
    re.ASCII,
)
_BARE = re.compile(
    rf"(?<![\dA-Za-z.+/(-])(?P<low>{ARABIC})(?:{_SEPARATOR}(?P<high>{ARABIC}))?(?P<scale>{SCALE})?{_TAIL}"
    r"(?![\dA-Za-z+号年月日时期个届\-大强星条章款])",
    re.ASCII,
)
_SPELLED_UNIT = rf"(?!{SCALE}|分点|分比|次性|体化){_NOT_A_MEASURE}{_MEASURE}{_PER}?"
_SPELLED = re.compile(
    rf"(?<![第十百千万亿零〇一二两三四五六七八九点\d])(?P<low>{CHINESE})(?:{_SEPARATOR}(?P<high>{CHINESE}))?"
    rf"(?P<loose>余|多)?(?P<unit>{_SPELLED_UNIT})(?P<loose2>余|多)?{_TAIL}"
)
_PART = rf"(?:{CHINESE}|{ARABIC})"
_PERCENT = re.compile(rf"(?P<low>百分之{_PART})(?:{_SEPARATOR}(?:(?P<high>百分之{_PART})))?{_TAIL}")
_FRACTION = re.compile(rf"(?<![零〇一二两三四五六七八九十百千万亿\d.]){_PART}分之{_PART}{_TAIL}")

# What must never be read as a quantity, whatever follows.
MASKS = re.compile(
    r"《[^》]{0,200}》|〈[^〉]{0,200}〉|[“\"][^“”\"]{0,20}[”\"]|‘[^‘’]{0,20}’"
    r"|\((?:19|20)\d{2}\)\d{1,5}号?"  # document numbers
    r"|第[\d零〇一二两三四五六七八九十百千]+"
    r"|(?:19|20)\d{2}(?:-(?:19|20)?\d{2})?(?=年|[度末底初])年?(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|(?:19|20)\d{2}-(?:19|20)\d{2}|\d{6,8}[年日]|\d{1,2}月(?:\d{1,2}日)?(?!以)"
    r"|(?<!\d)\d{1,9}号|(?<![A-Za-z])[A-Za-z]{1,20}/?[A-Za-z]{0,9}-?\d[\d.\-]*"  # GB/T 29490-2013, PM2.5
    r"|\d{1,2}\.\d{1,2}(?=[“\"”]|世界|知识产权|消费者|普法|宪法)"  # 4.26, 3.15
    r"|\d{1,2}[:]\d{2}|(?<!\d)\d{5,12}(?=热线|平台|电话)|(?:电话|热线|传真|邮编)[^,。;]{0,4}[\d-]{5,}"
    r"|[零〇一二两三四五六七八九]{4}年"
    r"|(?<!\d)\d{1,4}[+](?:\d{1,4}|[A-Za-z])(?:[+](?:\d{1,4}|[A-Za-z]))*",  # 1+3+N
    re.ASCII,
)


def quantities_in(text: str, *, bare: bool = True) -> tuple[Quantity, ...]:
    """All quantities of a folded text in order, none overlapping."""
    masked = MASKS.sub(lambda match: "\x00" * len(match[0]), text)
    found: list[Quantity] = []
    taken = bytearray(len(text))
    readers = (_percent, _fraction, _figures, _spelled, *((_bare,) if bare else ()))
    for reader in readers:
        for quantity in reader(masked):
            if not any(taken[quantity.start : quantity.end]):
                taken[quantity.start : quantity.end] = b"\x01" * (quantity.end - quantity.start)
                found.append(quantity)
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def _tail(match: re.Match[str]) -> Tail:
    words = match["tail"] or ""
    if words.endswith("以上"):
        return "以上"
    if words in ("以内", "之内", "以下", "及以下"):
        return "以内"
    return "左右" if words else ""


def _percent(text: str) -> list[Quantity]:
    found = []
    for match in _PERCENT.finditer(text):
        low = percent_value(match["low"])
        high = percent_value(match["high"]) if match["high"] else low
        if low is not None and high is not None:
            found.append(_quantity(match, low, high, "%", spelled=True))
    return found


def _fraction(text: str) -> list[Quantity]:
    found = []
    for match in _FRACTION.finditer(text):
        value = fraction_value(match[0].removesuffix(match["tail"] or ""))
        if value is not None:
            found.append(_quantity(match, value, value, None, spelled=True))
    return found


def _figures(text: str) -> list[Quantity]:
    found = []
    for match in _FIGURE.finditer(text):
        low, high = _ends(match)
        if low is not None and high is not None:
            unit = f"{match['early'] or ''}{match['unit']}"  # 10万余份
            found.append(_quantity(match, _rescaled(low, match), high, unit))
    return found


def _rescaled(low: Decimal, match: re.Match[str]) -> Decimal:
    """The lower end in the scale of the upper: 8千至1万件 is 0.8 to 1 万件."""
    upper = re.match(SCALE, match["unit"])
    if not match["lowscale"] or not upper:
        return low
    return low * scale_value(match["lowscale"]) / scale_value(upper[0])


def _ends(match: re.Match[str]) -> tuple[Decimal | None, Decimal | None]:
    low = number_value(match["low"])
    high = number_value(match["high"]) if match["high"] else low
    return low, high


def _spelled(text: str) -> list[Quantity]:
    found = []
    for match in _SPELLED.finditer(text):
        if match["low"] in ("百", "千", "万", "亿"):
            continue  # 千人计划, 百家: names
        pair = chinese_pair(match["low"]) if not match["high"] else None
        low, high = pair or _ends(match)
        if low is not None and high is not None:
            found.append(_quantity(match, low, high, match["unit"], spelled=True))
    return found


def _bare(text: str) -> list[Quantity]:
    found = []
    for match in _BARE.finditer(text):
        low, high = _ends(match)
        if low is not None and high is not None:
            found.append(_quantity(match, low, high, match["scale"]))
    return found


def _quantity(
    match: re.Match[str], low: Decimal, high: Decimal, unit: str | None, *, spelled: bool = False
) -> Quantity:
    groups = match.groupdict()
    return Quantity(
        start=match.start(),
        end=match.end(),
        low=min(low, high),
        high=max(low, high),
        unit=unit,
        tail=_tail(match),
        loose=bool(groups.get("loose") or groups.get("loose2")),
        spelled=spelled,
        number_end=match.start("tail") if match["tail"] else match.end(),
    )
