"""The region a plan is for, from large to small (适用地区), by the words of its titles and issuers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zhichan.rooms.plan.reading.folding import fold

_MUNICIPALITIES = {"京": "北京市", "津": "天津市", "沪": "上海市", "渝": "重庆市"}
_PROVINCES = {
    "冀": "河北省", "晋": "山西省", "辽": "辽宁省", "吉": "吉林省", "黑": "黑龙江省", "苏": "江苏省",
    "浙": "浙江省", "皖": "安徽省", "闽": "福建省", "赣": "江西省", "鲁": "山东省", "豫": "河南省",
    "鄂": "湖北省", "湘": "湖南省", "粤": "广东省", "琼": "海南省", "川": "四川省", "黔": "贵州省",
    "滇": "云南省", "陕": "陕西省", "甘": "甘肃省", "青": "青海省", "蒙": "内蒙古自治区",
    "内": "内蒙古自治区", "桂": "广西壮族自治区", "藏": "西藏自治区", "宁": "宁夏回族自治区",
    "新": "新疆维吾尔自治区",
}  # fmt: skip
_TOP = (*_MUNICIPALITIES.values(), *_PROVINCES.values())
_NOT_A_NAME = "全|各|我|本|省|该|示范|开发|高新"
_REGION = re.compile(
    rf"(?P<top>{'|'.join(dict.fromkeys(_TOP))}|[\u4e00-\u9fff]{{2}}省)?"
    r"(?P<city>[\u4e00-\u9fff]{2,9}?(?:自治州|州(?![市区县省])|地区|(?<!城)(?<!超)(?<!上)市(?!场)|盟))?"
    r"(?P<county>[\u4e00-\u9fff]{1,9}?(?:自治县|自治旗|林区|特区|县(?!级)|旗(?![县区])|(?<!示范)(?<!开发)(?<!园)(?<!高新)(?<!试验)(?<!合作)(?<!自治)(?<!社)区(?!域)))?"
    r"(?P<town>[\u4e00-\u9fff]{2,6}?(?:街道|镇|乡|苏木))?"
)
_BEFORE_NAME = re.compile(
    r"^(?:(?:关于)?(?:印发|转发|公布|发布)|中共|[《〈“\"(]|(?:19|20)\d{2}\s*(?:-\s*(?:19|20)?\d{2,4})?\s*年?度?)+"
)
_BAD_NAME = re.compile(rf"^(?:{_NOT_A_NAME}|的|和|国家|推进|加强|关于)|(?:的|和|、)|国家|关于|知识|工作")


def region_of(names: Iterable[str | None], doc_number: str | None, whole: str) -> tuple[str, ...]:
    """The deepest chain of regions that one of ``names`` begins with, its province put before it if known.

    The province comes from the abbreviation the document number begins with, or from ``whole``
    (the folded text) where that names exactly one.
    """
    chains = [_chain(_BEFORE_NAME.sub("", fold(name))) for name in names if name]
    chain = max(chains, key=len, default=())
    if chain and chain[0] in _TOP:
        return chain
    top = _top_of_number(doc_number, chain) or (_only_province(whole) if chain else None)
    return (top, *chain) if top else chain


def _chain(name: str) -> tuple[str, ...]:
    found = _REGION.match(name)
    parts = [found[level] for level in ("top", "city", "county", "town") if found and found[level]]
    kept: list[str] = []
    for part in parts:
        if part not in _TOP and _BAD_NAME.search(part):
            break
        kept.append(part)
    return tuple(kept)


def _top_of_number(doc_number: str | None, chain: tuple[str, ...]) -> str | None:
    """The province by the first character of the number, believed when it is not the region's own."""
    if not doc_number or any(region.startswith(doc_number[0]) for region in chain):
        return None
    return _MUNICIPALITIES.get(doc_number[0]) or _PROVINCES.get(doc_number[0])


def _only_province(whole: str) -> str | None:
    named = [province for province in dict.fromkeys(_TOP) if province in whole]
    return named[0] if len(named) == 1 else None
