"""Units that only a sentence names: 由X负责…, X会同Y建设…, X负责… (句中责任单位).

Believed where the grammar is plain: the names stand at the head of a clause, nothing but names between
them, and a verb that hands over the work follows. 各部门要重视, 企业负责 and the like name nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhichan.rooms.plan.reading.model import Span
from zhichan.rooms.plan.reading.units.grammar import Group, Parsed
from zhichan.rooms.plan.reading.units.names import cut_points, is_plainly_unit

_ACTS = (
    r"负责|牵头|组织|制[定订]|研究|统筹|具体|承担|实施|办理|开展|建立|建设|出台|按|定期|落实|完成|编制|发布|推进|指导|协调|审核|受理"
    r"|督促|提供|安排|每[年月季周]|于(?:20)?\d|在(?:20)?\d|对|共同|联合|会商|设立|组建|新建|依托|依法|尽快|抓紧|全面|适时|向|将|结合|加快|加强"
)
_HEAD = r"(?:^|(?<=[。;,\n]))(?:其中,?)?"
_NAMES = r"(?P<names>[\u4e00-\u9fff、()]{2,80}?)"
_OTHERS = _NAMES.replace("names", "others")
_BY = re.compile(
    rf"{_HEAD}(?:20\d\d年[^,。;]{{0,8}}前)?由{_NAMES}(?:(?:会同|联合){_OTHERS})?(?!负责解释)(?={_ACTS})"
)
_WITH = re.compile(rf"{_HEAD}由?{_NAMES}会同{_OTHERS}(?=[,。;]|(?!负责解释)(?:{_ACTS})|$)")
_ANSWERS = re.compile(rf"{_HEAD}{_NAMES}(?:具体|分别|共同)?负责(?![人同]|任|解释)(?=[\u4e00-\u9fff“《])")
_BY_DAY = re.compile(rf"{_HEAD}{_NAMES}(?:要|须|应)?(?=[在于]20\d\d年[^,。;]{{0,8}}前)")
_JOINTLY = re.compile(rf"{_HEAD}{_NAMES}(?:每[年季月]度?|定期)?联合(?=举办|开展|印发|组织|建立|制定)")
_IS_LED = re.compile(rf"{_HEAD}[^,。;由\n]{{2,12}}由{_NAMES}(?=牵头)")
_NOBODY = re.compile(
    r"(?:单位|部门|企业|机构|组织|团体|高校|院校|院所|学校|联盟|联合体|各地|主体|方面|园区|社区|[市县区]|地区)$"
)
_PREFIXED = re.compile(r"(?:各|[省市区县州旗盟镇乡](?![长场])|自治区|新区|街道)")
_LONGEST_PREFIXED = 12


def named_in_sentences(folded: str) -> list[tuple[Span, Parsed]]:
    """The one clause made of all units that sentences of ``folded`` hand the work to; empty without any."""
    for pattern in (_WITH, _BY, _ANSWERS, _BY_DAY, _JOINTLY, _IS_LED):
        groups = [groups for match in pattern.finditer(folded) if (groups := _groups(folded, match))]
        if groups:
            every = tuple(group for some in groups for group in some)
            ends = (every[0].units[0][0], every[-1].units[-1][1])
            names = sum(len(group.units) for group in every)
            return [(ends, Parsed(every, None, ends, names, 0, len(groups)))]
    return []


def _groups(folded: str, match: re.Match[str]) -> tuple[Group, ...]:
    """Who leads and who helps; where one word is no unit the match says nothing."""
    head = list(_units(folded, match.span("names")))
    others = list(_units(folded, match.span("others"))) if match.groupdict().get("others") else []
    if not all(_is_unit(folded[slice(*unit)]) for unit in [*head, *others]) or not head:
        return ()
    if others:
        return Group("lead", head), Group("help", others)
    return (Group("plain", head),)


def _units(folded: str, span: Span) -> Iterator[Span]:
    at, depth = span[0], 0
    for place in range(span[0], span[1] + 1):
        sign = folded[place] if place < span[1] else "、"
        depth += (sign == "(") - (sign == ")")
        if sign == "、" and not depth:
            yield from ((at + left, at + right) for left, right in cut_points(folded[at:place]))
            at = place + 1


def _is_unit(name: str) -> bool:
    if _NOBODY.search(name):
        return False
    return is_plainly_unit(name) or (
        bool(_PREFIXED.match(name)) and 4 <= len(name) <= _LONGEST_PREFIXED and "的" not in name
    )
