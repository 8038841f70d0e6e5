"""How far two printed names mean the same indicator (名称相似)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.terms import mainland

_TAIL = re.compile(r"(?:总?数量|总量|总数|数目|总?数|总?量|个数|家数|件数|规模)$")
_NOISE = re.compile(r"[\s,、,。“”\"'()\[\]:;·-]|\(.*?\)")
_LEAD = re.compile(r"^(?:全[市区县省镇]|我[市区县省]|年度|当年|各类|其中)")
_WORDS = (
    ("万人均", "每万人"),
    ("万人口", "万人"),
    ("每万人口", "每万人"),
    ("增加额", "额"),
    ("著作权", "版权"),
)


@lru_cache(maxsize=4096)
def core_of(name: str) -> str:
    """The name without what plans add and drop freely: 数量, 全区, brackets, separators."""
    text = _NOISE.sub("", mainland(fold(name)))
    text = _LEAD.sub("", text)
    for old, new in _WORDS:
        text = text.replace(old, new)
    return _TAIL.sub("", text) or text


def same_name(one: str, other: str) -> bool:
    """Whether the cores are equal, or one adds at most a word (单位, 新增, 有效) at an end of the other."""
    first, second = sorted((core_of(one), core_of(other)), key=len)
    if len(first) < 2:
        return False
    if first == second:
        return True
    rest = second.replace(first, "", 1) if first in second else None
    return rest in (
        "单位",
        "新增",
        "企业",
        "主体",
        "申请",
        "项目",
        "年度",
        "登记",
        "有效",
        "国内",
        "现有",
        "现存",
        "机构",
        "产品",
        "授权",
        "工作",
    )


def pairs_of(text: str) -> frozenset[str]:
    """Every two neighbouring characters."""
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def coverage(core: str, words: str, common: Iterable[str] = ()) -> float:
    """The share of the core's character pairs that ``words`` holds; pairs in ``common`` count a fourth."""
    shared = frozenset(common)
    pairs, held = pairs_of(core), pairs_of(words)
    weight = {pair: 0.25 if pair in shared else 1.0 for pair in pairs}
    total = sum(weight.values())
    return sum(weight[pair] for pair in pairs & held) / total if total else 0.0
