"""Figures without a verb of their own: NAME N 件 among aims, or on a list of promises (并列)."""

from __future__ import annotations

import re

from zhichan.rooms.plan.reading.quantities import Quantity
from zhichan.rooms.plan.reading.targets.claims import SHORTEST, Claim, Setting
from zhichan.rooms.plan.reading.targets.names import name_after, name_before
from zhichan.rooms.plan.reading.targets.verbs import (
    GROWTH_END,
    HEDGE_END,
    METRIC_END,
    ONLY_MAKES,
    PREPOSITION_END,
    Sense,
    level_sense,
)

_SHORT_VERB = 4  # characters
_ENDS = re.compile(r"次?\x00*(?:[。;,\n]|$)")
_PLAIN_NOUN = re.compile(r"[\u4e00-\u9fff“”]{2,16}")
_SHORT_NAME = 7
_COUNTED_ONE_BY_ONE = (
    "家",
    "人",
    "名",
    "艘",
    "辆",
    "台",
    "套",
    "座",
    "处",
    "所",
    "块",
    "盏",
    "间",
    "顶",
    "台套",
    "件",
    "份",
    "项",
    "户",
    "人次",
    "篇",
    "家次",
    "条",
    "个",
)
_URGED = re.compile(r"(?:引导|扶持|支持|鼓励|推动)(?=.{6})")
_PACE = re.compile(r"(?:年均|每年|平均)$")
_ONLY_A_VERB = re.compile(rf"^(?:{GROWTH_END.pattern})|[为是]$")


def beside(quantity: Quantity, setting: Setting) -> Claim | None:
    """NAME N 件 side by side: enough where the passage speaks of aims, or in a list of claims."""
    previous = setting.previous
    listed = previous is not None and _is_listed(previous, quantity, setting)
    start, stop = setting.piece(quantity)
    bound = setting.goal or listed or _is_measured(quantity, setting) or _opens_item(quantity, setting)
    if quantity.unit is None or not bound:
        return None
    hedge = HEDGE_END.search(setting.text[start:stop])
    name = name_before(setting.text, start, start + hedge.start() if hedge else stop)
    if urged := _URGED.match(setting.words(name)):
        name = name[0] + urged.end(), name[1]
    words = setting.words(name)
    if len(words) < SHORTEST or PREPOSITION_END.search(words) or _is_a_verb(words):
        return None
    after = name_after(setting.text, quantity.end, setting.ceiling)
    if len(words) <= _SHORT_VERB and after[1] - after[0] >= SHORTEST and not listed:
        return Claim(quantity, after, "+=", "beside", words)  # 公推40名积极分子: a verb of its own
    sense: Sense = ">="
    if hedge:
        sense = level_sense("", hedge["hedge"])
    elif listed and previous and _adds(previous) and _is_more_of_it(previous, quantity, setting, words):
        sense = previous.sense
    return Claim(quantity, name, sense, "beside", previous.verb if listed and previous else "")


def _is_a_verb(words: str) -> bool:
    return _ONLY_A_VERB.search(words) is not None or ONLY_MAKES.fullmatch(words) is not None


def _opens_item(quantity: Quantity, setting: Setting) -> bool:
    """非遗体验基地30处。: what an item of a box counts, its first words."""
    start, _ = setting.piece(quantity)
    first = setting.previous is None and start == setting.floor
    return setting.boxed and first and _ENDS.match(setting.text, quantity.end) is not None


def _is_listed(previous: Claim, quantity: Quantity, setting: Setting) -> bool:
    """Whether a figure goes on the list of the one before: counted alike, or right behind its 、."""
    if _is_alike(previous, quantity, setting):
        return True
    start, stop = setting.piece(quantity)
    return (  # 配备保洁员320名,打捞船只15艘; 建设基地20个,平台入驻主体3500家
        previous.pattern in ("made", "made-before", "level", "beside", "growth")
        and setting.text[start - 1 : start] == ","
        and quantity.measure in _COUNTED_ONE_BY_ONE
        and _PLAIN_NOUN.fullmatch(setting.text, start, stop) is not None
        and _ENDS.match(setting.text, quantity.end) is not None
    )


def _is_alike(previous: Claim, quantity: Quantity, setting: Setting) -> bool:
    """Whether a figure is of the sort of the one before: counted alike, or behind a 、."""
    same = previous.quantity.measure == quantity.measure
    return same or setting.text.startswith("、", setting.floor)


def _is_more_of_it(previous: Claim, quantity: Quantity, setting: Setting, words: str) -> bool:
    """Whether the verb of the figure before makes this one, too; 案件量, 年接待游客 are levels."""
    if METRIC_END.search(words) or words.startswith("年"):
        return False
    return _is_alike(previous, quantity, setting) or len(words) < _SHORT_NAME


def _is_measured(quantity: Quantity, setting: Setting) -> bool:
    """结案率99%。, 登记金额600亿元以上。: a measure by its name that ends its clause with a figure."""
    start, stop = setting.piece(quantity)
    ends = _ENDS.match(setting.text, quantity.end) is not None
    rate = quantity.unit == "%" and setting.text.endswith(("率", "满意度"), start, stop)
    is_bound = setting.previous is not None or quantity.tail == "以上" or rate
    return ends and is_bound and METRIC_END.search(_PACE.sub("", setting.text[start:stop])) is not None


def _adds(claim: Claim) -> bool:
    """Whether what follows in a list is made by the same verb: 选拔名师10名、|校长20名、|班主任30名."""
    return claim.pattern == "made-before" or (claim.pattern == "beside" and claim.sense == "+=")
