"""Regions at the beginning or end of a name (行政区划), with their codes.

A code is the first two digits of GB/T 2260 for a province, four for a prefecture; counties
are only read, not told apart. 中国 is a region word without a code.
"""

from __future__ import annotations

import re
from functools import cache

from .pinyin import sound
from .word_lists import lines

NATIONAL = ("中国", "中华")
_LEVEL = re.compile(
    r"(特别行政区|(?:维吾尔|壮族|回族)?自治区|[^省市]{1,3}族.*自治州|(?:蒙古|柯尔克孜)?自治州|地区|省|市|盟)$"
)
# Words that begin with the sign of a level and are none, and cities whose short name is a word of its own.
_NOT_A_LEVEL = re.compile("市场|市政|市民|市容|区域|区块|县域|省际|省力|州际")
_NO_SHORT = frozenset(
    [
        "东方",
        "文昌",
        "安国",
        "宁国",
        "天长",
        "明光",
        "永安",
        "大安",
        "海林",
        "天门",
        "新民",
        "高安",
        "新乐",
        "兴平",
        "三河",
        "合作",
        "双河",
        "新星",
        "白杨",
        "北屯",
        "同江",
        "兴城",
        "开原",
        "福安",
        "兴宁",
        "新郑",
        "万宁",
        "利川",
        "禹州",
        "阳春",
        "丰城",
        "华蓥",
        "昆玉",
        "凤城",
        "龙泉",
        "龙口",
        "龙井",
        "长葛",
        "金昌",
        "东兴",
        "都匀",
        "玉门",
        "宣威",
    ]
)
_COUNTY = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:区|县|旗|镇|乡)")
_ENGLISH = {
    **dict.fromkeys(("china", "chinese", "prc"), ""),
    "shaanxi": "61",
    "innermongolia": "15",
    "tibet": "54",
    "hongkong": "81",
    "hk": "81",
    "macau": "82",
    "macao": "82",
    "taiwan": "71",
    "peking": "11",
    "guangzhou": "4401",
    # Read or spelled otherwise than their characters one by one.
    "chongqing": "50",
    "chungking": "50",
    "bengbu": "3403",
    "luan": "3415",
    "yueqing": "3303",
    "harbin": "2301",
    "qiqihar": "2302",
    "hohhot": "1501",
    "huhhot": "1501",
    "ordos": "1506",
    "urumqi": "6501",
    "urumchi": "6501",
    "karamay": "6502",
    "lhasa": "5401",
    "xizang": "54",
    "canton": "4401",
    "tsingtao": "3702",
    "amoy": "3502",
}


def leading_region(text: str) -> tuple[str, str] | None:
    """The region word a Chinese name begins with, and its code."""
    for word in _by_start().get(text[:2], ()):
        if text.startswith(word) and not (word[-1] in "省市" and _NOT_A_LEVEL.match(text, len(word) - 1)):
            return word, _places()[word]
    return None


def trailing_region(text: str) -> tuple[str, str] | None:
    """The region word a Chinese name ends with before its form, and its code."""
    for word in _by_end().get(text[-2:], ()):
        if text.endswith(word):
            return word, _places()[word]
    return None


def code_of(word: str) -> str:
    """The code of a word that as a whole is a region; else empty."""
    return _places().get(word, "")


def county(text: str) -> str:
    """The county, district or town word (区县) that follows a city in a name; empty when there is none."""
    found = _COUNTY.match(text)
    return found[0] if found and not _NOT_A_LEVEL.match(text, found.end() - 1) else ""


def region_code(text: str) -> str:
    """The code of the region an address or region column names: the finest word found wins."""
    rest, code = "".join(filter(str.isalnum, text)), ""
    while rest:
        found = leading_region(rest)
        code = finer(code, found[1]) if found else code
        rest = rest[len(found[0]) :] if found else rest[1:]
        if len(code) == 4:
            break
    return code


def finer(one: str, other: str) -> str:
    """The longer of two codes that agree; the first when they do not."""
    return other if other.startswith(one) else one


@cache
def short(word: str) -> str:
    """天津市 as 天津; a word whose short form means something else stays as it is."""
    cut = _LEVEL.sub("", word)
    return cut if cut != word and _places().get(cut) == _places().get(word) else word


def english_region(words: tuple[str, ...]) -> str | None:
    """The code of a region written in Latin letters; None when it is none."""
    return _english().get("".join(words))


@cache
def _places() -> dict[str, str]:
    listed = [(entry[6:], _code(entry[:6])) for line in lines("places.txt") for entry in line.split()]
    named = dict.fromkeys(NATIONAL, "")
    for word, code in listed:
        named[word] = code
        cut = _LEVEL.sub("", word)
        if len(cut) > 1 and cut not in _NO_SHORT:
            named.setdefault(cut, code)
    return named


def _code(full: str) -> str:
    return full[:2] if full.endswith("0000") else full[:4]


@cache
def _by_start() -> dict[str, list[str]]:
    return _grouped(slice(None, 2))


@cache
def _by_end() -> dict[str, list[str]]:
    return _grouped(slice(-2, None))


def _grouped(letters: slice) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for word in sorted(_places(), key=len, reverse=True):
        groups.setdefault(word[letters], []).append(word)
    return groups


@cache
def _english() -> dict[str, str]:
    spelled: dict[str, str] = {}
    for word, code in _places().items():
        spelled.setdefault(sound(_LEVEL.sub("", word)), code)
    return {name: code for name, code in spelled.items() if len(name) > 3} | _ENGLISH
