"""Things brought about: 培育 N 家 NAME, 培育 NAME N 家, NAME 新增 N 家 (新增与培育)."""

from __future__ import annotations

import re

from zhichan.rooms.plan.reading.model import Span
from zhichan.rooms.plan.reading.quantities import Quantity
from zhichan.rooms.plan.reading.targets.claims import SHORTEST, Claim, Setting
from zhichan.rooms.plan.reading.targets.names import (
    clause_before,
    described_after,
    is_empty,
    name_after,
    name_before,
)
from zhichan.rooms.plan.reading.targets.verbs import (
    ACTING,
    AMBIGUOUS,
    AT_LEAST_LISTED,
    HEDGE_END,
    INNER_MAKE,
    MAKE,
    MAKE_END,
    MAKE_WITHIN,
    MANNER,
    METRIC_END,
    NOUN_AFTER_VERB,
    ONLY_MAKES,
    PREPOSITION_END,
    TRAILING_MAKE,
    Sense,
)

_STAFFED = re.compile(r"^保[存有]|配备|配齐|^完成|^实现|拥有")
_NEAR = 40  # characters between an act and how often it is done
_SHORT_VERB = 4  # characters
# Names of figures that hold a making verb: 城镇新增就业30万人.
_FIXED_TERM = re.compile(
    r"(?P<name>(?:城镇|农村|城乡)新增就业(?:人数|人口)?|(?:营|绿化|植树|国土绿化)造林)(?P<past>了)?$"
)
_PEOPLE = ("人", "名", "人次")
_CHECKS = re.compile(r"抽检|体检|筛查")
_ALSO_NOUN = re.compile(r"服务|培训|抽检|体检|筛查|种植|养殖|检查|巡查|走访")
_HEDGED_END = re.compile(r"(?:至少|都|均|要|应当?|须)+$")
_CARRIES_OUT = re.compile("完成|实施|开展|组织|推进|启动|扶持|引导")
# Verbs of acting that are left out as words of manner: 组织案卷评查1次, 争取重点实验室1家.
_DROPPED = re.compile(r"(?:组织|争取)$")
_ENDS = re.compile(r"次?(?:[、,。;\n]|$)")
# A making verb that is part of a name: 组合培育项目.
_INNER_NOUN = re.compile(
    r"(?:培育|孵化|引进|创建|认定|建设|开发)(?:项目|中心|库|基地|对象|名单|试点|计划|工程)"
)
_ACT_ON = re.compile("调解(?:案件|纠纷)|服务企业|培训人员")
_MANNER = re.compile(MANNER)
_OPENS = re.compile(MAKE)
_EACH = re.compile(r"每[个家所]")
_ACTS = (
    "(?:建设|新建|核增|核定|招聘|培养|新增|布局|布设|设立|建立|设置|组建|开展|建成|开设|创建|申报|培育|举办|共建"
    "|推出|开发(?!区)|研发|引进|打造|制定|制修订|编制|体检|实施|推广|发布|落地)"
)
_PLACE = re.compile(rf"(?:在|面向|围绕|针对|聚焦|为)[^,。;的]{{2,20}}?(?=(?:免费)?{_ACTS})(?:免费)?")
# Who acts before what is done: 县发改局会同县卫健局|建设中心1所, 支持幼儿园|开设托班30个.
_ACTOR = re.compile(
    rf"(?:由?[省市区县州旗镇乡各][\u4e00-\u9fff、()]{{1,40}}?(?:局|委|办|厅|部|院|中心|政府|办事处|公司|集团|协会|大学|学院)"
    r"(?:要|应当?|须)?(?:[在于]?20\d\d年[^,。;]{0,6}前)?(?:牵头|负责|联合)?"
    rf"|(?:支持|支援|鼓励|引导|推动|指导|帮助|依托|依靠)[\u4e00-\u9fff、“”]{{2,16}}?)(?={_ACTS}(?P<name>[^,。;]{{2}}))"
)
_TOTAL = re.compile(r"累计|总计|共计|合计")
_NO_OBJECT = re.compile(
    r"\d+[个家所名件项户场]|在(?![孵校园建读岗职册库线产营研籍编])|对(?!接|标|外|口)|向|由|面向|围绕|后|前|时"
)
_HEDGED = ("约", "大约", "近", "接近", "将近")


def made_after(quantity: Quantity, setting: Setting) -> Claim | None:
    """培育 N 家 NAME; NAME 新增 N 家 where nothing follows the figure."""
    start, stop = setting.piece(quantity)
    piece = setting.text[start:stop]
    match = MAKE_END.search(piece)
    if not match or re.search(r"[的等]$", piece[: match.start()]):
        return None
    sense = "~" if match["hedge"] in _HEDGED else _made_sense(match["verb"])
    before = name_before(setting.text, start, start + match.start())
    if _MANNER.fullmatch(setting.words(before)):
        before = before[1], before[1]  # 其中定向培养20名
    after = described_after(setting.text, quantity.end, setting.end) or name_after(
        setting.text, quantity.end, setting.ceiling
    )
    past = bool(match["past"])
    if is_empty(after):
        named = is_empty(before) and not setting.previous and _acted_on(setting, start, match["verb"])
        if named:
            return Claim(quantity, named, sense, "made-after", match["verb"], past=past)
        if is_empty(before) and setting.previous:  # 总数达60件,其中新增10件
            return Claim(quantity, setting.previous.name, sense, "made", match["verb"], past=past)
        opening = _OPENS.match(setting.words(before))
        if opening and (AMBIGUOUS.fullmatch(match["verb"]) or _CARRIES_OUT.fullmatch(opening[0])):
            return None  # 开展检索培训10场, 实施老旧小区改造2个: the verb at the end is a noun
        if before[1] - before[0] < SHORTEST or not TRAILING_MAKE.fullmatch(match["verb"]):
            return None
        done = match["verb"] != "完成" and match[0].startswith(f"{match['verb']}完成")
        short = before[1] - before[0] <= _SHORT_VERB or quantity.measure == "人次"
        short = short or _CHECKS.fullmatch(match["verb"]) is not None
        if done or (_ALSO_NOUN.fullmatch(match["verb"]) and short):
            before = before[0], start + match.end("verb")  # 上门服务300人次, 适老化改造完成5000户
            sense = ">=" if done else sense
        return Claim(quantity, before, sense, "made", match["verb"], past=past)
    subject = before if _STAFFED.search(match["verb"]) and not is_empty(before) else None
    if _EACH.match(setting.words(before)):
        subject = before[0], start + len(_HEDGED_END.sub("", piece[: match.start()]))
        sense = ">=" if sense == "+=" else sense
    return Claim(quantity, after, sense, "made-after", match["verb"], past=past, subject=subject)


def _acted_on(setting: Setting, start: int, verb: str) -> Span | None:
    """What the sentence before does the same to: 走访规上企业。全年走访100家。"""
    if not ACTING.fullmatch(verb) or setting.text[start - 1 : start] not in ("。", ";", ","):
        return None
    at = setting.text.rfind(verb, max(0, start - _NEAR), start)
    stop = setting.text.find(setting.text[start - 1], at, start) if at >= 0 else -1
    name = (at + len(verb), stop)
    words = setting.words(name)
    return name if stop == start - 1 and len(words) >= SHORTEST and not re.search(r"[,。;:]", words) else None


def _made_sense(verb: str) -> Sense:
    """Levels to be held (配备, 完成, 拥有, 集聚) are reached; everything else is added."""
    return ">=" if _STAFFED.search(verb) or verb in ("集聚", "聚集") else "+="


def listed_after(quantity: Quantity, setting: Setting) -> Claim | None:
    """…、10家NAME after 培育5家NAME: the verb of the first holds for the list."""
    previous = setting.previous
    if previous is None or previous.pattern != "made-after":
        return None
    between = setting.text[setting.floor : quantity.start]
    if not re.fullmatch(r"(?:、|和|及|以及|与|,)(?:其中)?", between) and not AT_LEAST_LISTED.fullmatch(
        between
    ):
        return None
    after = name_after(setting.text, quantity.end, setting.ceiling)
    if is_empty(after):
        return None
    return Claim(quantity, after, previous.sense, "made-after", previous.verb, subject=previous.subject)


def made_before(quantity: Quantity, setting: Setting) -> Claim | None:
    """培育 NAME N 家: the verb opens the clause, or is one that can only make."""
    start, stop = setting.piece(quantity)
    if fixed := _FIXED_TERM.search(setting.text, start, stop):
        return Claim(quantity, fixed.span("name"), "+=", "made-before", past=bool(fixed["past"]))
    hedge = HEDGE_END.search(setting.text[start:stop])
    stop = start + hedge.start() if hedge else stop
    clause = clause_before(setting.text, start + _place_end(setting.text[start:stop]), stop)
    match = _making(setting.words(clause), counts_people=quantity.measure in _PEOPLE)
    if match is None and (acting := _DROPPED.search(setting.text, start, clause[0])):
        if not _ENDS.match(setting.text, quantity.end):
            return None
        clause = acting.start(), clause[1]
        match = _making(setting.words(clause), counts_people=False)
    if match is None or match["name"].startswith("的"):  # 已建成的小区共80个
        return None
    name = name_before(setting.text, clause[0] + match.start("name"), clause[1])
    if ACTING.match(match["verb"]) and not is_empty(name):
        name = (clause[0] + match.start("verb"), name[1])
    words = setting.words(name)
    bare = words.removeprefix(match["verb"])
    if _is_rate(quantity, bare) or ONLY_MAKES.fullmatch(bare):
        name = name_before(setting.text, *clause, level=True)  # 纠纷调解成功率80%, 贯标辅导20家
    if len(bare) < SHORTEST or PREPOSITION_END.search(words) or _NO_OBJECT.match(bare):
        return None
    sense: Sense = ">=" if _is_rate(quantity, bare) else _made_sense(match["verb"])
    if hedge and hedge["hedge"] in _HEDGED:
        sense = "~"
    elif _TOTAL.search(setting.text, start, stop) and not match["verb"].startswith("新"):
        sense = ">="
    return Claim(quantity, name, sense, "made-before", match["verb"], past=bool(match["past"]))


def _is_rate(quantity: Quantity, name: str) -> bool:
    """调解成功率98%: a rate is reached, whatever verb its name opens with."""
    return quantity.unit == "%" and METRIC_END.search(name) is not None


def _making(clause: str, *, counts_people: bool) -> re.Match[str] | None:
    """The making verb that governs a clause ending in a figure, with the name it leaves."""
    match = MAKE_WITHIN.match(clause)
    if match and (not _is_noun(match) or (counts_people and match["verb"] == "培训")):
        return match
    for inner in reversed(list(INNER_MAKE.finditer(clause))):  # 成立纠纷|调解组织: the last may be a noun
        if inner.start() and _INNER_NOUN.match(clause, inner.start()):
            continue
        match = MAKE_WITHIN.match(clause, inner.start())
        if match is None or not _is_noun(match):
            return None if re.search(r"[的等]$", clause[: inner.start()]) else match
    return None


def _place_end(clause: str) -> int:
    """Where the words end that say where or who, with which a clause opens: 在重点园区|建设服务站; else 0."""
    place = _PLACE.match(clause) or _ACTOR.match(clause)
    if place is None or (place.re is _ACTOR and NOUN_AFTER_VERB.match(place["name"])):
        return 0
    return place.end()


def _is_noun(match: re.Match[str]) -> bool:
    """服务机构, 培训基地, 注册商标: the verb is part of a name."""
    if _ACT_ON.fullmatch(match["verb"] + match["name"]):
        return False
    return bool(AMBIGUOUS.fullmatch(match["verb"]) and NOUN_AFTER_VERB.match(match["name"]))
