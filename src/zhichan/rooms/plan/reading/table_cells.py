"""The value one cell of an indicator table prints (单元格数值), on folded text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from zhichan.rooms.plan.reading.numbers import ARABIC, SCALE, number_value
from zhichan.rooms.plan.reading.quantities import UNIT

_BLANK = re.compile(r"[-—/\\.·…\s*无]*|暂无|不适用|待定|空")
_BRACKETED = re.compile(r"\((?P<inside>[^()]+)\)(?P<unit>.*)")
_LEAD = re.compile(
    r"(?P<growth>年均(?:增长|增速|增幅)?|每年(?:增长|递增)?|增长|增速|递增)?(?P<sign>≥|〉=|>=|≧|≤|〈=|<=|≦|〉|>|〈|<|不低于|不少于|大于|超过|突破|高于|至少|达到?|不超过|不高于|小于|低于|控制在|约|力争(?:达到)?|保持在?|增长到|提高到|\+)?"
    r"(?P<growth2>年均(?:增长|增速)?|增长)?"
)
_VALUE = re.compile(
    rf"(?P<low>{ARABIC})(?P<lowunit>{UNIT}|{SCALE})?(?:(?:-|至|到)(?P<high>{ARABIC}))?(?P<unit>{UNIT}|{SCALE})?(?P<tail>\(?(?:及?以上|左右|以内|以下|之内|累计)\)?)?",
    re.ASCII,
)
_GROWTH = re.compile(
    rf"(?:年均|每年|年)(?:平均)?(?:增长率?|增速|增幅|递增)(?:为|约|按|达到?)?(?P<rate>{ARABIC})%", re.ASCII
)
_LOOSE_GROWTH = re.compile(rf"(?:增长率?|增速|递增)(?:为|约)?(?P<rate>{ARABIC})%", re.ASCII)
_AT_LEAST = ("≥", "〉=", ">=", "≧", "不低于", "不少于", "至少", "力争", "力争达到")
_MORE = ("〉", ">", "大于", "超过", "突破", "高于")
_AT_MOST = ("≤", "〈=", "<=", "≦", "〈", "<", "不超过", "不高于", "小于", "低于", "控制在")


@dataclass(frozen=True)
class CellValue:
    """``cumulative``: in brackets; ``grows``: a yearly rate, no level; ``upper``: a limit from above."""

    low: Decimal
    high: Decimal
    op: Literal["=", ">=", ">", "+=", "~", "range"]
    unit: str | None = None
    cumulative: bool = False
    grows: bool = False
    upper: bool = False


def is_blank(text: str) -> bool:
    """Whether a cell prints nothing: empty, a dash, a stroke, 无."""
    return _BLANK.fullmatch("".join(text.split())) is not None


def cell_value(text: str) -> CellValue | None:
    """The figure of a cell; ``None`` where it is blank or words."""
    if is_blank(text):
        return None
    bracketed = _BRACKETED.fullmatch(text)
    body = f"{bracketed['inside']}{bracketed['unit']}" if bracketed else text
    lead = _LEAD.match(body)
    rest = body[lead.end() :] if lead else body
    match = _VALUE.fullmatch(rest)
    if not match:
        return None
    low, high = number_value(match["low"]), number_value(match["high"] or match["low"])
    if low is None or high is None:
        return None
    sign = (lead["sign"] or "") if lead else ""
    upper = sign in _AT_MOST or (match["tail"] or "").strip("()") in ("以内", "以下", "之内")
    op = _op(sign, match, cumulative=bool(bracketed), upper=upper)
    grows = bool(lead and (lead["growth"] or lead["growth2"]))
    unit = match["unit"] or match["lowunit"]
    return CellValue(min(low, high), max(low, high), op, unit, bool(bracketed), grows, upper)


def growth_in(text: str) -> Decimal | None:
    """The yearly rate, in per cent, that a note tells: 按年均增长率15%测算 → 15."""
    match = _GROWTH.search(text) or _LOOSE_GROWTH.search(text)
    return number_value(match["rate"]) if match else None


def _op(
    sign: str, match: re.Match[str], *, cumulative: bool, upper: bool
) -> Literal["=", ">=", ">", "+=", "~", "range"]:
    tail = (match["tail"] or "").strip("()")
    if upper or match["high"]:
        return "range"
    if cumulative or sign == "+" or tail == "累计":
        return "+="
    if sign in _MORE:
        return ">"
    if sign in _AT_LEAST or tail.endswith("以上"):
        return ">="
    return "~" if sign == "约" or tail == "左右" else "="
