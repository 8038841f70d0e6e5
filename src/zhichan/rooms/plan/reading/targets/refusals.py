"""Quantities that promise nothing (不是目标的数字): conditions, grants, names, spans of time."""

from __future__ import annotations

import re

from zhichan.rooms.plan.reading.quantities import Quantity
from zhichan.rooms.plan.reading.targets.claims import Claim
from zhichan.rooms.plan.reading.targets.verbs import (
    DECLINED,
    METRIC_END,
    STRONG_MAKE,
    TIME_MEASURE,
    TIME_NAME,
)

_GRANT = re.compile(r"(?:给予|予以|奖励|奖补|补助|补贴|津贴|安家费|资助|贴息|返还|减免|授予|处以|罚款|处罚)")
# A sum that others lend, sell or turn over, whatever grants stand beside it: ,“文创贷”余额达到10亿元.
_GROWS_BY_OTHERS = re.compile(
    r"(?:^|(?<=[,;。]))[^,;。]*(?:余额|规模|总额|登记额|收入|产值|销售额|成交额|增加值|贷款(?:支持)?)"
    r"(?:力争|累计|要)*(?:达到?|突破|超过|增长到|增加到|不少于|不低于)$"
)
_OPENS_CONDITION = re.compile(
    r"(?:^|[,;:。、)])(?:--)?(?:对于?|凡|被|经|获得?|首次|新?认定为|当年|上年|年度|每(?![年月季]))"
)
_ENDS_CONDITION = re.compile(
    r"[^,;。]{0,40}的,(?:再|另|可|一次性|分别|按[^,;。]{0,16}?)?(?:给予|予以|奖励|奖补|补助|补贴|享受|优先|认定)"
)
_GROUND = re.compile(r"(?:占地|用地|总?建筑)(?:总?面积)?约?$")  # of what is built, not what for
_WHOLE_COST = re.compile(r"(?:项目|年度|规[划画]|计划|估算|概算|预计)*总?投资(?:额|概算|估算)?约?$")
_EACH_HAS = re.compile(r"每[个家所名][^,。;]{0,12}(?:[建设配]有|有)$")
_SHARES_COST = re.compile(r"由[^,。;]{1,10}(?:承担|负担|分担|补贴)$")
_OF_TWO = re.compile(r"[高低快]于.{2}|[较比].{2,}[高低快多]出?$")
_HOLDS_LEVEL = re.compile(r"不(?:超过|低于|高于|少于).{2}")  # 比例不超过贷款利率的30%
_WEIGHT = re.compile(r"权重|分值(?:占比)?")
_SCOPE_OF_PLAN = re.compile(r"本?(?:规[划画]|方案|实施|适用|试点)?(?:范围|期限)[为是]")
_SHARED_LOSS = re.compile(
    r"[^,;。]{0,20}的(?:比例|标准|额度)?(?:给予|予以|进行)?(?:补偿|补助|奖励|贴息|补贴|返还|承担|分担)"
)
_STOCK = re.compile(r"涉及|(?<![累总合])共(?:计|有)?$")
_ATTRIBUTE_HEAD = re.compile(
    r"的(?!目标|水平|增速|速度|增长|比例|比重|规模|要求|任务|标准|幅度|以上|[^,。;]{0,3}(?:目标|增速|增幅|增长))"
)
_ABSTRACT = re.compile(
    r"(?:行动|工程|措施|任务|机制|体系|制度|重点|方面|原则|举措|改革|内容|环节|步骤|阶段|理念|意识|关系|能力|计划|攻坚战|战略|方向|领域|支柱|产业|格局|"
    r"要求|方式|模式|层次|维度|抓手|路径|链条|特色|优势|清单|专项|工作|作用|转变|结合|突破|统一|建设|问题)$"
)
_WORK_TO_DO = re.compile(r"(?:实事|重点任务|工作任务|重点工作|改革举措|工作举措|工作措施)$")
_WEAK_MEASURES = (
    "个",
    "项",
    "类",
    "条",
    "种",
    "方",
    "层",
    "级",
    "组",
    "对",
    "轮",
    "批",
    "期",
    "张",
    "门",
    "套",
)
_PLAIN_MEASURES = (
    "家",
    "件",
    "名",
    "人",
    "所",
    "户",
    "座",
    "处",
    "亩",
    "万元",
    "亿元",
    "元",
    "%",
    "台",
    "辆",
    "场",
    "次",
    "人次",
)
_BEFORE = re.compile(
    r"(?:等|每|第|前|后|这|该|上述|其他|其余|原有?|现有|全部|所有|部分|近|以下|之|分|共有|设有|下设|辖|下辖|包括|以及等|最高(?:可?达|为)?)$"
)
_AS_GIVEN = re.compile(r"的(?:基础|前提|情况|条件)[上下]$")  # 在保有20万亩林地的基础上
_VOUCHER = re.compile(r"(?<!债)券[”\"]?$")
_BUDGET = re.compile(r"财政.{0,8}(?:安排|列支|投入|拨付|预算)(?:[^,。;]{0,12}(?:资金|经费))?$")
_RAISED_FUNDS = re.compile(r"争取[^,。;]{0,12}(?:省级?|上级|中央|国家)[^,。;]{0,6}(?:资金|经费)$")
_SHORT_WORD = 4
_NOUN_FOLLOWS = re.compile(r"(?!台阶|大关|关口)[\u4e00-\u9fff](?<![的和及与并或且而其同占、以])")
_FAR = 200  # characters between a condition and what is granted
_LASTING_THING = re.compile(r"(?:资料|视频|音频|影像|服务|课程|飞行|学习|培训)$")
_SHORTENED = re.compile(r"压缩|缩短|压减|控制|提前|延长|不超过|少于|以内|降至|减至")
_RANK = re.compile(r"前$")


def is_refused(text: str, claim: Claim, sentence: tuple[int, int], *, goal: bool) -> bool:
    """Whether a claim must not count as a target; ``goal``: the passage speaks of aims."""
    quantity = claim.quantity
    return (
        claim.past
        or _is_stock(text, claim)
        or _SCOPE_OF_PLAN.match(text, *claim.name) is not None
        or _HOLDS_LEVEL.search(text, *claim.name) is not None
        or _WEIGHT.fullmatch(text, *claim.name) is not None
        or _SHARED_LOSS.match(text, quantity.end, sentence[1]) is not None
        or _BEFORE.search(text[max(0, quantity.start - 4) : quantity.start]) is not None
        or _AS_GIVEN.search(text, max(0, claim.name[1] - _SHORT_WORD), claim.name[1]) is not None
        or _is_condition(text, quantity, sentence)
        or _is_attribute(text, claim)
        or _is_budget(text, claim)
        or _is_span_of_time(text, claim)
        or _is_spelled_name(claim)
        or _counts_an_abstraction(text, claim)
        or (quantity.loose and not goal)
        or _opens_a_name(claim)
    )


def is_granted(text: str, quantity: Quantity, sentence: tuple[int, int]) -> bool:
    """Whether an amount is money given to others (给予…奖励): a money rule, never a target."""
    if not quantity.measure.endswith("元"):
        return False
    if _GROWS_BY_OTHERS.search(text, max(sentence[0], quantity.start - 24), quantity.start):
        return False
    around = text[max(sentence[0], quantity.start - 24) : min(sentence[1], quantity.end + 16)]
    return _GRANT.search(around) is not None


def _is_condition(text: str, quantity: Quantity, sentence: tuple[int, int]) -> bool:
    """对年产值达到1亿元的企业,给予…, 入驻率达到80%的,给予…: the figure says who qualifies."""
    if _ENDS_CONDITION.match(text, quantity.end, min(sentence[1], quantity.end + _FAR)):
        return True
    if not _GRANT.search(text, quantity.end, min(sentence[1], quantity.end + _FAR)):
        return False
    return _OPENS_CONDITION.search(text, max(sentence[0], quantity.start - _FAR), quantity.start) is not None


def _is_stock(text: str, claim: Claim) -> bool:
    """老旧小区共9800个、涉及居民132万户: how much there is, not how much there shall be."""
    words = text[slice(*claim.name)]
    if claim.quantity.unit == "个百分点" and _OF_TWO.search(words):
        return True  # 贷款增速高于各项贷款3个百分点
    if claim.pattern != "beside":
        return False
    if _SHARES_COST.search(words):
        return True  # 保费由财政承担80%
    if (
        _EACH_HAS.search(words)
        or _GROUND.search(words)
        or (claim.quantity.measure.endswith("元") and _WHOLE_COST.fullmatch(words))
    ):
        return True
    return bool(_STOCK.search(text, max(0, claim.name[0] - 4), claim.quantity.start))


def _is_attribute(text: str, claim: Claim) -> bool:
    """超过2000万元的企业, 产值超5亿元企业: the figure describes what something else counts."""
    quantity = claim.quantity
    if (
        claim.pattern == "level"
        and quantity.measure.endswith("元")
        and _NOUN_FOLLOWS.match(text, quantity.end)
    ):
        return True
    if claim.pattern in ("made-after", "share"):
        return False
    return _ATTRIBUTE_HEAD.match(text, quantity.end) is not None


def _is_budget(text: str, claim: Claim) -> bool:
    """县财政每年安排不少于3000万元: what the purse gives, told without what it brings about."""
    if not claim.quantity.measure.endswith("元"):
        return False
    name = text[slice(*claim.name)]
    if _RAISED_FUNDS.search(text, max(0, claim.name[0] - 4), claim.name[1]):
        return True  # 争取省级资金1.2亿元
    if _BUDGET.search(text, max(0, claim.quantity.start - _FAR), claim.quantity.start):
        return True  # 区财政安排200万元用于平台建设
    if _VOUCHER.search(name):
        return True  # 发放“算力券”1亿元
    return bool(_BUDGET.search(name) or (claim.verb == "安排" and name.endswith(("经费", "专项资金"))))


def _is_span_of_time(text: str, claim: Claim) -> bool:
    quantity = claim.quantity
    if not TIME_MEASURE.match(quantity.measure):
        return False
    name = text[slice(*claim.name)]
    if claim.pattern == "growth" and TIME_NAME.search(_undirected(name)):
        return False  # 人均预期寿命提高1岁, 办理时间缩短10天
    if claim.pattern != "level":
        return True
    return not (
        TIME_NAME.search(name)
        or METRIC_END.search(name)
        or _LASTING_THING.search(name)
        or _SHORTENED.search(claim.verb)
    )


def _undirected(name: str) -> str:
    """The name without the direction a decline keeps in it: 办理时间平均缩短 → 办理时间."""
    return DECLINED.sub("", name)


def _is_spelled_name(claim: Claim) -> bool:
    """三个着力, 五项制度, 一批: numbers in characters that belong to a phrase."""
    quantity = claim.quantity
    if not quantity.spelled or quantity.unit in ("%", "成", None) or quantity.tail:
        return False
    if quantity.is_range:
        return False
    firm = quantity.measure in _PLAIN_MEASURES and bool(
        STRONG_MAKE.search(claim.verb) or claim.pattern == "level"
    )
    large = quantity.low >= 10 and quantity.measure not in ("级", "条", "方", "类")
    return not (firm or large)


def _opens_a_name(claim: Claim) -> bool:
    """开展315晚会: a number without a measure that opens a name."""
    return claim.pattern == "made-after" and claim.quantity.unit is None and not claim.quantity.spelled


def _counts_an_abstraction(text: str, claim: Claim) -> bool:
    """实施5项重点行动: how the work is divided, not what it shall bring."""
    quantity = claim.quantity
    if quantity.measure in ("件", "项", "个") and _WORK_TO_DO.search(text[slice(*claim.name)]):
        return True  # 民生实事10件
    if quantity.measure not in _WEAK_MEASURES or quantity.tail or claim.pattern != "made-after":
        return False
    if STRONG_MAKE.match(claim.verb) and re.match(r"新|培育|引进|完成", claim.verb):
        return False
    return _ABSTRACT.search(text[slice(*claim.name)]) is not None
