"""The grammar of one number as Chinese documents print it (数字写法), on folded text.

``12654``, ``12,654``, ``1.2``; ``一万二千``, ``十五``, ``三点五``, ``百分之八十``, ``三分之一``; ``两三`` is
2 to 3.
A scale word after figures (``1.2万``) is not multiplied in: it belongs to the printed unit.
"""

from __future__ import annotations

import re
from decimal import Decimal

ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,6}(?![\d,])(?:\.\d{1,6})?|\d{1,18}(?:\.\d{1,6})?)"
CHINESE = r"[零〇一二两三四五六七八九十百千万亿]{1,30}(?:点[零〇一二三四五六七八九]{1,6})?"
SCALE = r"(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)"

_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_SCALES = {**_TENS, **_MYRIADS}
_PERCENT = re.compile(rf"百分之(?P<part>{CHINESE}|{ARABIC})")
_FRACTION = re.compile(rf"(?P<below>{CHINESE}|{ARABIC})分之(?P<above>{CHINESE}|{ARABIC})")
_LONGEST = 32  # digits; anything longer is a code, not a figure


def number_value(text: str) -> Decimal | None:
    """The value of one printed number, figures or characters; ``None`` where it is not a number."""
    if len(text) > _LONGEST:
        return None
    if re.fullmatch(ARABIC, text, re.ASCII):
        return Decimal(text.replace(",", ""))
    return chinese_value(text)


def chinese_value(text: str) -> Decimal | None:
    """The value of a number in characters: 一百二十 = 120, 三点五 = 3.5, 二〇二五 = 2025."""
    if not re.fullmatch(CHINESE, text) or len(text) > _LONGEST:
        return None
    whole, _, decimals = text.partition("点")
    value = _digit_by_digit(whole) if not any(sign in _SCALES for sign in whole) else _with_scales(whole)
    if value is None:
        return None
    if decimals:
        return Decimal(f"{value}.{''.join(str(_DIGITS[sign]) for sign in decimals)}")
    return Decimal(value)


def chinese_pair(text: str) -> tuple[Decimal, Decimal] | None:
    """The two ends of a loose pair such as 两三 or 三五; ``None`` for anything else."""
    if len(text) != 2 or text[0] not in _DIGITS or text[1] not in _DIGITS:
        return None
    low, high = _DIGITS[text[0]], _DIGITS[text[1]]
    return (Decimal(low), Decimal(high)) if 0 < low < high else None


def percent_value(text: str) -> Decimal | None:
    """百分之八十五 = 85, 百分之百 = 100."""
    match = _PERCENT.fullmatch(text)
    if not match:
        return None
    return Decimal(100) if match["part"] == "百" else number_value(match["part"])


def fraction_value(text: str) -> Decimal | None:
    """三分之一 = 0.3333 (four places, rounded half even); ``None`` for a zero below."""
    match = _FRACTION.fullmatch(text)
    if not match:
        return None
    below, above = number_value(match["below"]), number_value(match["above"])
    if not below or above is None:
        return None
    return (above / below).quantize(Decimal("0.0001"))


def scale_value(text: str) -> int:
    """How many ones a scale word stands for: 万 = 10000, 千万 = 10000000, empty = 1."""
    value = 1
    for sign in text:
        value *= _SCALES[sign]
    return value


def _digit_by_digit(text: str) -> int | None:
    """二〇二五 = 2025; two characters that are no year (三五) are a loose pair, not thirty-five."""
    if len(text) == 2 and text[0] not in "零〇":
        return None
    return int("".join(str(_DIGITS[sign]) for sign in text))


def _with_scales(text: str) -> int | None:
    """Value of characters with 十百千万亿; ``None`` where scales stand in no sensible order."""
    total = section = 0
    digit: int | None = None
    last_scale = 10_000
    last_myriad: int | None = None
    for sign in text:
        if sign in _DIGITS:
            if digit:
                return None  # 三五千
            digit = _DIGITS[sign]
        elif sign in _TENS:
            if _TENS[sign] >= last_scale:
                return None
            if not digit and sign != "十":
                return None  # 百 and 千 need a digit before them
            last_scale = _TENS[sign]
            section += (digit or 1) * last_scale
            digit = None
        else:
            section += digit or 0
            if last_myriad is not None and _MYRIADS[sign] >= last_myriad and section:
                return None
            last_myriad = _MYRIADS[sign]
            total = total + section * last_myriad if section else total * last_myriad  # 一万亿
            if not total:
                return None
            section, digit, last_scale = 0, None, 10_000
    return total + section + (digit or 0)
