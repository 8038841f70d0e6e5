"""Names of units as papers print them, made comparable.

Papers write one body in many ways: full or customary short form, with or without its region, in full-width
signs or traditional characters, in the wording of a page converted in Taiwan. ``name_key`` folds all that
does not depend on where we are; ``Region.without_region`` folds the region, which does.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from zhichan.core.folding import letters

# Wording of converted pages, in simplified characters, only where it occurs in names of bodies.
_MAINLAND_WORDING = {
    "智慧财产权": "知识产权",
    "智慧财产": "知识产权",
    "资讯": "信息",
    "网际网路": "互联网",
    "网路": "网络",
    "品质": "质量",
    "计画": "计划",
    "规画": "规划",
}
# Full form → the short form that offices themselves print (习惯简称).
_SHORT_FORMS = {
    "中国共产党": "中共",
    "共产主义青年团": "共青团",
    "发展和改革": "发改",
    "发展改革": "发改",
    "工业和信息化": "工信",
    "经济和信息化": "经信",
    "人力资源和社会保障": "人社",
    "人力资源社会保障": "人社",
    "人力社保": "人社",
    "住房和城乡建设": "住建",
    "住房城乡建设": "住建",
    "市场监督管理": "市场监管",
    "科学技术协会": "科协",
    "科学技术": "科技",
    "卫生健康": "卫健",
    "文化和旅游": "文旅",
    "文化旅游": "文旅",
    "规划和自然资源": "规划资源",
    "国有资产监督管理": "国资",
    "网络安全和信息化委员会办公室": "网信办",
    "互联网信息办公室": "网信办",
    "机构编制委员会办公室": "编办",
    "工商业联合会": "工商联",
    "归国华侨联合会": "侨联",
    "妇女联合会": "妇联",
    "残疾人联合会": "残联",
    "高新技术产业开发区": "高新区",
    "经济技术开发区": "经开区",
    "人民检察院": "检察院",
    "人民法院": "法院",
    "人民政府": "政府",
    "街道办事处": "街道",
    "街道办": "街道",
    "镇政府": "镇",
    "乡政府": "乡",
    "管理委员会": "管委会",
    "委员会": "委",
    "办公室": "办",
}
_REPLACEMENTS = {**_MAINLAND_WORDING, **_SHORT_FORMS}
_WORDS = re.compile("|".join(sorted(map(re.escape, _REPLACEMENTS), key=len, reverse=True)))
_OPENING = "(\\[{\uff08\uff3b\uff5b\u3010\u3014\u3016"
_CLOSING = ")\\]}\uff09\uff3d\uff5d\u3011\u3015\u3017"
_BRACKETED = re.compile(f"[{_OPENING}]([^{_CLOSING}]*)[{_CLOSING}]")
_PARTY = re.compile("^(?:中共)+")
_LEVELS = "省市区县旗"
# Words that begin with the sign of a level and are none.
_NOT_A_LEVEL = ("市场", "市政", "市容", "市民", "区域", "区块", "县域", "省际")
_REGION_WORD = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:特别行政区|自治区|自治州|自治县|[省市区县旗])")


def name_key(name: str) -> str:
    """What two ways of writing one name have in common; applying it twice changes nothing more."""
    return _PARTY.sub("", _shortened(letters(name)))[:120]


def bracketed_parts(name: str) -> tuple[str, str] | None:
    """The names before and inside the brackets of 区市场监管局(区知识产权局); None without brackets."""
    found = _BRACKETED.search(name)
    if not found or not found[1].strip() or not name[: found.start()].strip():
        return None
    return name[: found.start()], found[1]


@dataclass(frozen=True)
class Region:
    """Where the installation is: the region words its office's name begins with, large to small.

    Of 云岭市清河区知识产权局: ("云岭市", "清河区"); its own level is 区.
    """

    words: tuple[str, ...]

    @property
    def level(self) -> str:
        return self.words[-1][-1] if self.words else ""

    def without_region(self, key: str) -> str:
        """The key with only the sign of its level before it: 清河区科技局, 区科技局 and 科技局 are one.

        A body of a larger region keeps that region's sign: 云岭市科技局 becomes 市科技局.
        """
        rest, level = key, ""
        while word := self._leading_word(rest):
            rest, level = rest[len(word) :], word[-1]
        if not level and rest[:1] and rest[0] in _LEVELS and not rest.startswith(_NOT_A_LEVEL):
            rest, level = rest[1:], rest[0]
        return (level or self.level) + rest

    def in_full(self, name: str) -> str:
        """A name that begins with the sign of the region's level, with the region's own name instead.

        Of 清河区: 区科技局 becomes 清河区科技局; any other name stays as it is.
        """
        level = self.level
        if not level or not name.startswith(level) or name.startswith(_NOT_A_LEVEL) or name == level:
            return name
        return "".join(self.words) + name.removeprefix(level)

    def _leading_word(self, key: str) -> str | None:
        return next((word for word in self.words if key.startswith(word) and len(key) > len(word)), None)


def region_of_name(name: str) -> Region:
    """The region words at the start of a body's full name."""
    key, words = name_key(name), []
    while not key.startswith(_NOT_A_LEVEL) and (found := _REGION_WORD.match(key)):
        words.append(found[0])
        key = key[found.end() :]
    return Region(tuple(words))


def likeness(one: str, other: str, *, least: float = 0.0) -> float:
    """How alike two keys are, 0 to 1: order of characters (60 %) and characters in common (40 %).

    0 as well where it would be less than ``least``, which is told without looking at the order.
    """
    if not one or not other:
        return 0.0
    counts = _counts(other)
    common = sum(min(count, counts.get(letter, 0)) for letter, count in _counts(one).items())
    in_common = common / max(len(one), len(other))
    # The order has at most all the characters in common.
    if 0.6 * (2.0 * common / (len(one) + len(other))) + 0.4 * in_common < least:
        return 0.0
    alike = 0.6 * SequenceMatcher(None, one, other, autojunk=False).ratio() + 0.4 * in_common
    return alike if alike >= least else 0.0


@lru_cache(maxsize=4096)
def _counts(key: str) -> Counter[str]:
    return Counter(key)


def _shortened(key: str) -> str:
    """Replaced until nothing changes: one replacement may bring the parts of another together."""
    while (shorter := _WORDS.sub(lambda match: _REPLACEMENTS[match[0]], key)) != key:
        key = shorter
    return key
