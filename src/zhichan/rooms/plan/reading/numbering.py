"""Numbers in front of headings and items (编号): which system, which value, where the words begin.

All matching is on folded text (see ``folding.fold``): brackets are ``()``, dashes ``-``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

System = Literal[
    "part",  # 第一篇
    "chapter",  # 第一章
    "section",  # 第一节
    "article",  # 第一条
    "han",  # 一、
    "han-paren",  # (一)
    "arabic",  # 1.  1、
    "decimal",  # 1.1  1.1.1
    "arabic-paren",  # (1)  1)
    "circled",  # ①
    "letter",  # A.
    "dash",  # —— ● ◆
    "bare",  # 1知识产权…, the dot was lost
    "point",  # 一是…, 一要…, a chapter only where a document has no other
]

# The nesting order offices keep; a smaller rank stands above a greater one.
RANK: dict[System, int] = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "article": 3,
    "han": 4,
    "han-paren": 5,
    "arabic": 6,
    "bare": 6,
    "decimal": 7,
    "arabic-paren": 8,
    "circled": 9,
    "letter": 10,
    "dash": 11,
    "point": 4,
}

_HAN_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_HAN = "[〇零一二三四五六七八九十百]{1,5}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_DOTTED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_COUNTED = "[万亿元件家个项名户台套亩吨倍公平年月日]|人(?!才)"
_BRACKETED_HAN = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"

_PATTERNS: tuple[tuple[System, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第\s?({_HAN}|\d{{1,2}})\s?(?:篇|编|部分)[\s::、]*(?!第)")),
    ("chapter", re.compile(rf"第\s?({_HAN}|\d{{1,2}})\s?章[\s::、]*")),
    ("section", re.compile(rf"第\s?({_HAN}|\d{{1,2}})\s?节[\s::、]*")),
    ("article", re.compile(rf"第\s?({_HAN}|\d{{1,3}})\s?条(?![款例件第至、,和])[\s::、]*")),
    ("han-paren", re.compile(rf"\(\s?({_HAN})\s?\)[\s、.,:]*")),
    ("han-paren", re.compile(rf"([{_BRACKETED_HAN}])[\s、.]*")),
    ("han-paren", re.compile(rf"({_HAN})\s?\)[\s、.,:]*")),  # its opening bracket was lost
    ("han", re.compile(rf"({_HAN})\s?[、.](?![一二三四五六七八九十]+[、产级季是])\s*")),
    ("arabic", re.compile(r"(\d{1,2})[.、](?=[2-6]G[\u4e00-\u9fff])")),  # 1.5G网络提升
    ("decimal", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})(?![\d.,%万亿年月日件家个项])[.、]?\s*")),
    ("arabic-paren", re.compile(r"\(\s?(\d{1,3})\s?\)[\s、.,:]*")),
    ("arabic-paren", re.compile(rf"([{_BRACKETED}])[\s、.]*")),
    ("arabic-paren", re.compile(r"(\d{1,2})\s?\)[\s、.]*")),
    ("arabic", re.compile(r"(\d{1,3})\s?(?:[.、]|[,:](?=\s?[\u4e00-\u9fff]))(?!\d)\s*")),
    # A dot before words that open with a figure of their own: 3.2025年底前…, 11.121人才项目.
    (
        "arabic",
        re.compile(
            rf"(\d{{1,2}})[.、](?=(?:19|20)\d{{2}}年|\d{{1,2}}月(?:底|末|份|前|\d)|\d{{3,4}}(?!{_COUNTED})[\u4e00-\u9fff])"
        ),
    ),
    ("arabic", re.compile(rf"([{_DOTTED}])\s*")),
    ("circled", re.compile(rf"([{_CIRCLED}])[\s、.]*")),
    ("letter", re.compile(r"\(?([A-Ha-h])[.、)](?![A-Za-z0-9])\s*")),
    ("dash", re.compile(r"(-{1,3}|[·●◆■★▲◇□○▪◎➢►※]|\*)\s*(?=[\u4e00-\u9fff“《A-Z(])")),
)
_BARE = re.compile(
    r"(\d{1,2})\s{0,2}(?=[\u4e00-\u9fff“])(?!\s?[年月日件家个项次万亿元名人号类批种张宗起所位条户部份期时岁世])"
)


_POINT = re.compile(r"([一二三四五六七八九十]{1,3})(?:是|要(?![素点求件]))(?=[\u4e00-\u9fff])")
_BARE_HAN = re.compile(rf"({_HAN})\s{{1,3}}(?=[\u4e00-\u9fff“])")


@dataclass(frozen=True)
class Marker:
    """A number in front of words: ``printed`` as it stands, ``end`` where the words begin."""

    system: System
    value: int
    printed: str
    end: int

    @property
    def rank(self) -> int:
        return RANK[self.system]


def marker_of(folded: str) -> Marker | None:
    """The marker that begins ``folded``, if any; ``bare`` numbers are left to ``bare_marker_of``."""
    for system, pattern in _PATTERNS:
        match = pattern.match(folded)
        if match:
            return Marker(system, _value_of(match[1]), folded[: match.end()].strip(), match.end())
    return None


def bare_marker_of(folded: str) -> Marker | None:
    """A number that lost its dot (``2区域…``, ``二 打击…``); believed only where it continues a sequence."""
    if match := _BARE_HAN.match(folded):
        return Marker("han", han_value(match[1]), match[1], match.end())
    if match := _BARE.match(folded):
        return Marker("bare", int(match[1]), match[1], match.end())
    return None


def point_of(folded: str) -> Marker | None:
    """一是, 二是 or 一要, 二要 at the head of a paragraph."""
    match = _POINT.match(folded)
    return Marker("point", han_value(match[1]), match.group(), match.end()) if match else None


def han_value(text: str) -> int:
    """The value of a number written in Chinese numerals or Arabic digits: 二十四 → 24, 二〇二五 → 2025."""
    if text.isdecimal():
        return int(text)
    if "十" not in text and "百" not in text:
        return int("".join(str(_HAN_DIGITS.get(sign, 0)) for sign in text) or "0")
    total, digit = 0, 0
    for sign in text:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _HAN_DIGITS.get(sign, 0)
    return total + digit


def _value_of(printed: str) -> int:
    for signs in (_CIRCLED, _BRACKETED, _DOTTED, _BRACKETED_HAN):
        if printed in signs:
            return signs.index(printed) + 1
    if printed[0].isascii() and printed[0].isalpha():
        return ord(printed[0].lower()) - ord("a") + 1
    if "." in printed:
        return int(printed.rsplit(".", 1)[1])
    if printed[0].isdecimal() or printed[0] in _HAN_DIGITS or printed[0] in "十百":
        return han_value(printed)
    return 0
