"""Levels, growth and shares: NAME 达到 N, NAME 年均增长 N%, N%以上的 NAME (程度)."""

from __future__ import annotations

import re

from zhichan.rooms.plan.reading.model import Span
from zhichan.rooms.plan.reading.quantities import Quantity
from zhichan.rooms.plan.reading.targets.claims import Claim, Setting
from zhichan.rooms.plan.reading.targets.names import clause_before, is_empty, name_after, name_before
from zhichan.rooms.plan.reading.targets.verbs import (
    AT_LEAST_LISTED,
    COPULA_END,
    DECLINE,
    GROWTH_END,
    LEVEL_END,
    METRIC_END,
    ONLY_MAKES,
    PER_YEAR,
    PREPOSITION_END,
    SCOPE,
    TIME_NAME,
    Sense,
    level_sense,
)

_RATIO_MEASURES = ("%", "个百分点", "百分点", "倍", "成", "‰")
_LESSENED = re.compile(r"(?:排放|减排|消耗|用水|用能|总)量$")
_IS_PACE = re.compile(r"(?:年均|年平均|平均)?(?:复合)?(?:增长率|增长速度|增速|增幅)")
_RAISED = re.compile(r"(?:产能|产量|单产|收入|寿命|里程|面积|库容|容量|能力|学位数|床位数)$")
_GROWTH_NAME = re.compile(r"增速|增幅|增长率|增长$")
_SHORTEST_SHARE = 4  # characters that can say who does what
_NEAR = 40  # characters of the clause before
_EACH = re.compile(r"每[个家所]")
_ATTAINS = re.compile(
    r"的?(?:企业|农户|家庭|学校|医院|社区|园区|行政村|机构)(?:通过|完成|实现|达到|纳入|获评)(?![了过])"
)
_SET_UP = re.compile(r"(?:设立|设置|建立|建设|建成|组建|配备|布局)(?P<name>[^,。;:]{3,24})[,。;]$")
_NO_NAME = re.compile(r"按|以$|对|(?:最[高低]|[上下]限)$")
_ONLY_LEADS = re.compile(rf"(?:实现|推动|促进|带动|确保|保障|力保|{SCOPE})*")
# A pace has its rate before the figure and its verb behind it.
_PACE_BEFORE = re.compile(r"(?:以|按照?)(?P<rate>年平?均|平均每年|每年|年)?$")
_PACE_AFTER = re.compile(
    r"的(?:速度|速率|幅度|增速)(?:持续|稳步|快速|逐年)*(?P<verb>增长|递增|提高|提升|上升|增加|下降|降低|递减)"
)


def growth(quantity: Quantity, setting: Setting) -> Claim | None:
    """NAME 年均增长 N%: growth by a share, by points or by times."""
    start, stop = setting.piece(quantity)
    match = GROWTH_END.search(setting.text[start:stop])
    if not match:
        return None
    name = setting.reached_name(start, start + match.start())
    if quantity.unit not in _RATIO_MEASURES and not _is_raised(setting, name, match["verb"]):
        return None
    if name is None:
        return _echo(quantity, setting, match)
    if DECLINE.search(match["verb"]) and name[1] <= start + match.end("verb") and name[0] >= start:
        name = (name[0], start + match.end("verb"))  # the direction must stay readable: 能耗降低
    yearly = bool(match["rate"]) or bool(PER_YEAR.search(setting.words(name)))
    return Claim(
        quantity, name, "+=", "growth", match["verb"], past=bool(match["past"]), growth=True, yearly=yearly
    )


def _is_raised(setting: Setting, name: Span | None, verb: str) -> bool:
    """亩均产能提高50公斤, 排放量削减3200吨: a measure by its name, moved by so much of its unit."""
    if name is None:
        return False
    if TIME_NAME.search(setting.words(name)):
        return True
    pattern = _LESSENED if DECLINE.search(verb) else _RAISED
    return bool(pattern.search(setting.words(name)))


def paced(quantity: Quantity, setting: Setting) -> Claim | None:
    """NAME 以年均 N%的速度增长: growth told as a pace."""
    start, stop = setting.piece(quantity)
    before = _PACE_BEFORE.search(setting.text[start:stop])
    after = _PACE_AFTER.match(setting.text, quantity.end)
    name = setting.reached_name(start, start + before.start()) if before else None
    if before is None or after is None or name is None or quantity.unit not in _RATIO_MEASURES:
        return None
    verb, yearly = after["verb"], bool(before["rate"])
    return Claim(quantity, name, "+=", "growth", verb, growth=True, yearly=yearly)


def _echo(quantity: Quantity, setting: Setting, match: re.Match[str]) -> Claim | None:
    """年均增长15% right after 达到12件 tells how fast, not what else."""
    if setting.previous is None:
        return None
    return Claim(
        quantity,
        setting.previous.name,
        "+=",
        "growth",
        match["verb"],
        past=bool(match["past"]),
        growth=True,
        yearly=bool(match["rate"]),
        echo=True,
    )


def share(quantity: Quantity, setting: Setting) -> Claim | None:
    """80%以上的企业建立制度, 500家企业通过认证: the share or number of those that shall do something."""
    part = quantity.unit == "%" or (quantity.unit is None and quantity.spelled)
    if not (setting.goal and part) and not _ATTAINS.match(setting.text, quantity.end):
        return None
    if not _ONLY_LEADS.fullmatch(setting.words(clause_before(setting.text, *setting.piece(quantity)))):
        return None
    name = name_after(setting.text, quantity.end, setting.ceiling)
    if name[1] - name[0] < _SHORTEST_SHARE:
        return None
    return Claim(quantity, name, ">=", "share")


def level(quantity: Quantity, setting: Setting) -> Claim | None:
    """NAME 达到 N: also 突破, 不少于, 控制在…以内, and 为 where the name is a measure."""
    start, stop = setting.piece(quantity)
    piece = setting.text[start:stop]
    match = LEVEL_END.search(piece)
    chain = match["chain"] if match else ""
    if match is None:
        match = COPULA_END.search(piece)
        if match is None or not METRIC_END.search(piece[: match.start()]):
            return None
    name = setting.reached_name(start, start + match.start())
    own = name_before(setting.text, start, start + match.start(), level=True)
    if is_empty(own) and _goes_on_a_list(quantity, setting):
        return None
    if name is None and setting.previous and is_empty(own):
        name = setting.previous.name  # 培育80家,力争达到100家
    if name is None:
        return None
    words = setting.words(name)
    if _IS_PACE.fullmatch(words) and quantity.unit == "%":
        return _pace_of(setting.previous, quantity)
    if ONLY_MAKES.fullmatch(setting.words(clause_before(setting.text, *name))):
        return None  # 重点培养不少于10名…: what is made stands behind
    if _EACH.match(words):
        return _for_each(
            quantity, setting, (start, start + match.start()), level_sense(chain, match["hedge"])
        )
    if _NO_NAME.match(words):
        return None
    if PREPOSITION_END.search(words) and not METRIC_END.search(words):
        return None
    return Claim(
        quantity,
        name,
        level_sense(chain, match["hedge"]),
        "level",
        chain,
        past=bool(match["past"]),
        growth=bool(_GROWTH_NAME.search(words)),
        yearly=bool(PER_YEAR.search(words)),
    )


def _pace_of(previous: Claim | None, quantity: Quantity) -> Claim | None:
    """达到12件,年均增速保持在12%以上: how fast what was said before grows; of nothing it says nothing."""
    if previous is None:
        return None
    return Claim(quantity, previous.name, "+=", "growth", growth=True, yearly=True, echo=True)


def _goes_on_a_list(quantity: Quantity, setting: Setting) -> bool:
    """培养不少于10名甲,不少于20名乙: the second figure counts what stands behind it, too."""
    previous = setting.previous
    if (
        previous is None
        or previous.pattern != "made-after"
        or setting.text.startswith(("被", "为", "是"), quantity.end)
    ):
        return False
    between = setting.text[setting.floor : quantity.start]
    return bool(AT_LEAST_LISTED.fullmatch(between)) and not is_empty(
        name_after(setting.text, quantity.end, setting.ceiling)
    )


def _for_each(quantity: Quantity, setting: Setting, each: Span, sense: Sense) -> Claim | None:
    """设立工作站。每个镇至少1个: so many of what the clause before sets up, for each."""
    before = _SET_UP.search(setting.text, max(0, each[0] - _NEAR), each[0])
    if before is None:
        return None
    return Claim(quantity, before.span("name"), sense, "level", subject=each)
