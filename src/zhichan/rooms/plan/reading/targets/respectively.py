"""Figures shared out over names or years (分别, 均): 专利、商标分别达到100件和200件."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhichan.rooms.plan.reading.model import Span
from zhichan.rooms.plan.reading.quantities import Quantity
from zhichan.rooms.plan.reading.targets.claims import Claim, Setting
from zhichan.rooms.plan.reading.targets.comparisons import BLANK
from zhichan.rooms.plan.reading.targets.names import is_empty, name_before
from zhichan.rooms.plan.reading.targets.patterns import claim_of
from zhichan.rooms.plan.reading.targets.specials import names_in

UNEVEN_NOTE = "“分别”前的名称与后面的数字个数不一，名称照录全句"

_BETWEEN = re.compile(r"(?:、|和|及|以及|与|,|达到|超过|突破|增长|不低于|不少于|家和)+")
_EACH = re.compile(r"(?:(?<![年平人])均|都|全部)(?:要|应|力争|争取|须)?(?=达|超|突破|不|实现|保持|增|提|控)")
_YEARS = re.compile(
    r"(?:到)?(20\d{2})年(?:底|末)?(?:、|和|及|与|,)(?:到)?(20\d{2})年(?:底|末)?(?:(?:、|和|及|与|,)(?:到)?(20\d{2})年(?:底|末)?)?"
)
_SHARED_END = re.compile(
    r"(?:排放|减排|种植|播种|养殖|栽培|生产|销售|接待|回收|处理|利用|质押|融资|登记|拥有|授权|申请|注册|持有|覆盖|普及|合格|转化|许可|交易|达标|完成|公开|增加|平均|年均|总)*"
    r"(?:率|量|额|金额|数量|次数|数|值|产值|收入|增速|比例|比重|面积|规模)$"
    r"|(?:整体|平均)*(?:通关|办理|审批|审理|办结|处置|响应)*(?:时间|周期|时限|用时|时长)$"
)
_MEASURE_END = re.compile(r"(?:率|量|额|金额|数量|次数|数|值)$")
_NEAR = 40  # characters between 分别 and the first figure
_SHORT = 4  # characters of a name that needs the measure of the last


def run_of(text: str, quantities: Sequence[Quantity], first: int, start: int) -> list[Quantity]:
    """The quantities a 分别 in ``text[start:]`` shares out, from ``quantities[first]`` on; else []."""
    near = max(start, quantities[first].start - _NEAR)
    at = text.rfind("分别", near, quantities[first].start)
    if at < 0 or re.search(r"[;。]|,.*,", text[at : quantities[first].start]):
        return []
    run = [quantities[first]]
    for quantity in quantities[first + 1 :]:
        if not _BETWEEN.fullmatch(text, run[-1].end, quantity.start):
            break
        run.append(quantity)
    return run if len(run) > 1 else []


def shared_claims(
    run: Sequence[Quantity], setting: Setting
) -> tuple[list[tuple[Claim, int | None]], str | None]:
    """A claim for each quantity of a run, with its year where years are shared out; and a doubt.

    Where the names do not number the figures each figure keeps the whole phrase as its name.
    """
    lead = claim_of(run[0], setting)
    if lead is None:
        return [], None
    years = _YEARS.search(setting.text, setting.floor, run[0].start)
    if years and len([year for year in years.groups() if year]) == len(run):
        name = _around(setting.text, lead.name, years.span())
        shared = [int(year) for year in years.groups() if year]
        return [
            (replace(lead, quantity=q, name=name), year) for q, year in zip(run, shared, strict=True)
        ], None
    names = _parts(setting.text, lead.name, len(run))
    if len(names) == len(run):
        return [
            (replace(lead, quantity=q, name=name, tail=_tail_for(setting.text, name, names[-1])), None)
            for q, name in zip(run, names, strict=True)
        ], None
    return [(replace(lead, quantity=q), None) for q in run], UNEVEN_NOTE


def each_of(claim: Claim, setting: Setting) -> list[Claim]:
    """A和B均达到N is a claim for A and one for B."""
    between = setting.text[claim.name[1] : claim.quantity.start]
    if claim.pattern not in ("level", "growth") or not _EACH.search(between):
        return [claim]
    return [replace(claim, name=name) for name in names_in(setting.text, claim.name)]


def _tail_for(text: str, name: Span, last: Span) -> Span | None:
    """专利、商标拥有率: the short name takes the measure the last one ends with."""
    match = _SHARED_END.search(text[slice(*last)])
    if match and not match.start():  # 转让、许可次数: all of the last name but its measure is its own
        match = _MEASURE_END.search(text[slice(*last)])
    if name == last or not match or not match[0] or name[1] - name[0] > _SHORT:
        return None
    return last[0] + match.start(), last[1]


def _parts(text: str, name: Span, count: int) -> list[Span]:
    """The names of a list, cut at 、 alone where that gives one for each figure, else at every and."""
    listed = _cut(text, name, r"、")
    return listed if len(listed) == count else _cut(text, name, r"、|以及|和|(?<![惠普涉])及|与|(?<=”)(?=“)")


def _cut(text: str, name: Span, signs: str) -> list[Span]:
    parts, at = [], name[0]
    for match in re.finditer(signs, text[slice(*name)]):
        parts.append((at, name[0] + match.start()))
        at = name[0] + match.end()
    shared_out = text.find("分别", at, name[1])  # the direction of a decline stays in the name before it
    stop = shared_out if shared_out > at else name[1]
    return [*parts, (at, at + len(text[at:stop].rstrip(BLANK)))]


def _around(text: str, name: Span, years: Span) -> Span:
    """The name without the years that stand in it or before it."""
    if years[1] <= name[0] or years[0] >= name[1]:
        return name
    before = name_before(text, name[0], years[0])
    return name_before(text, years[1], name[1]) if is_empty(before) else before
