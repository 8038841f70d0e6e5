"""Taking apart a Chinese name that is already folded to letters.

The usual order is region, stem, industry, form, branch (行政区划、字号、行业、组织形式、
分支机构); a region may also stand before the form, printed in brackets.
Brackets are gone here, so they cannot matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .branches import head_and_branch
from .forms import form_at_end
from .organisation import Kind
from .places import NATIONAL, code_of, county, finer, leading_region, short, trailing_region

_OWNERSHIP = re.compile("^(?:地方国营|国营|国有|公私合营|中国人民解放军|中央|民营)")
_JAPANESE = re.compile("^(株式会社|有限会社|合同会社)(?=.{2})")
# Wording of Taiwan that no mainland firm uses, so that it may be replaced without asking.
_TAIWAN = {
    "智慧财产权": "知识产权",
    "网际网路": "互联网",
    "网路": "网络",
    "软体": "软件",
    "硬体": "硬件",
    "韧体": "固件",
    "积体电路": "集成电路",
    "奈米": "纳米",
    "伺服器": "服务器",
    "晶片": "芯片",
    "程式": "程序",
}
_WORDING = re.compile("|".join(_TAIWAN))


@dataclass
class Parts:
    """The parts of a Chinese name while it is read."""

    regions: list[str]
    code: str = ""
    ownership: str = ""
    core: str = ""
    inner: str = ""
    tail: str = ""
    form: str = ""
    kind: Kind = Kind.OTHER
    branch: str = ""

    @property
    def head(self) -> str:
        return f"{''.join(self.regions)}{self.ownership}{self.core}{self.tail}{self.form}"


def parts_of(text: str) -> Parts:
    """The parts of one name of Han characters, folded to letters."""
    head, branch = head_and_branch(_mainland(text))
    parts = Parts([], branch=branch)
    rest = _without_form(head, parts)
    rest = _without_trailing_region(rest, parts)
    parts.core = _without_leading_regions(rest, parts)
    return parts


def _mainland(text: str) -> str:
    while (changed := _WORDING.sub(lambda match: _TAIWAN[match[0]], text)) != text:
        text = changed
    return text


def _without_form(text: str, parts: Parts) -> str:
    if found := _JAPANESE.match(text):
        parts.form, parts.kind = found[1], Kind.COMPANY
        return text[found.end() :]
    if not (ending := form_at_end(text)) or not ending[0]:
        return text
    rest, parts.form, parts.kind = ending
    if rest.endswith("集团") and len(rest) > 3 and parts.kind == Kind.COMPANY:
        rest, parts.form = rest[:-2], "集团" + parts.form
    return rest


def _without_trailing_region(text: str, parts: Parts) -> str:
    """甲科技(天津) and 甲科技(中国); at least three characters are left before the region."""
    found = trailing_region(text)
    if not found or parts.kind != Kind.COMPANY or len(text) - len(found[0]) < 3 or not parts.form:
        return text
    parts.tail, parts.code = short(found[0]), found[1]
    rest = text[: -len(found[0])]
    if rest.endswith("集团") and len(rest) > 3:
        rest, parts.tail = rest[:-2], "集团" + parts.tail
    return rest


def _without_leading_regions(text: str, parts: Parts) -> str:
    """Region words from large to small, then ownership; at least two characters are left."""
    while (found := leading_region(text)) and len(text) - len(found[0]) >= 2:
        text = text[len(found[0]) :]
        parts.regions.append(found[0] if parts.kind == Kind.GOVERNMENT else short(found[0]))
        parts.code = finer(parts.code, found[1])
        if found[0] in NATIONAL:
            break
        if (word := county(text)) and len(text) - len(word) >= 2:
            text = text[len(word) :]
            parts.regions.append(word)
    if (found_owner := _OWNERSHIP.match(text)) and len(text) - found_owner.end() >= 2:
        parts.ownership = found_owner[0]
        text = text[found_owner.end() :]
    parts.code = parts.code or code_of(text)
    return text
