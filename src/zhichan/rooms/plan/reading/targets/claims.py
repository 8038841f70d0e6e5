"""From a quantity and the words around it to what the sentence claims of it (断言)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from zhichan.rooms.plan.reading.model import Span
from zhichan.rooms.plan.reading.quantities import Quantity
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
    COPULA_END,
    DECLINE,
    GROWTH_END,
    HEDGE_END,
    INNER_MAKE,
    LEVEL_END,
    MAKE_END,
    MAKE_WITHIN,
    METRIC_END,
    NOUN_AFTER_VERB,
    PER_YEAR,
    PREPOSITION_END,
    SCOPE,
    TRAILING_MAKE,
    Sense,
    level_sense,
)

Pattern = Literal["level", "growth", "share", "made-after", "made-before", "made", "beside", "special"]

_PIECE = re.compile(r"[,;:。|]")
_RATIO_MEASURES = ("%", "个百分点", "百分点", "倍", "成", "‰")
_GROWTH_NAME = re.compile(r"增速|增幅|增长率|增长$")
_STAFFED = re.compile(r"配备|配齐|^完成|^实现|拥有")
_SHORTEST_SHARE = 4  # characters that can say who does what
_SHORTEST = 2  # characters of a name
_SHORT_VERB = 4  # characters
_TOTAL = re.compile(r"累计|总计|共计|合计")
_NO_NAME = re.compile(r"按|以$|对")
_NO_OBJECT = re.compile(r"在|对(?!接|标|外|口)|向|由|面向|围绕|后|前|时")
_ONLY_LEADS = re.compile(rf"(?:实现|推动|促进|带动|确保|保障|力保|{SCOPE})*")
_HEDGED = ("约", "大约", "近", "接近", "将近")


@dataclass(frozen=True)
class Claim:
    """What one sentence says of one quantity; offsets are into the folded passage."""

    quantity: Quantity
    name: Span
    sense: Sense
    pattern: Pattern
    verb: str = ""
    past: bool = False
    growth: bool = False
    yearly: bool = False
    subject: Span | None = None  # who is to be staffed, where the name says only with whom
    tail: Span | None = None  # the measure a short name shares with the last of its list
    echo: bool = False  # says more of the claim before: 达到12件,年均增长15%

    @property
    def start(self) -> int:
        return min(self.quantity.start, self.name[0])

    @property
    def end(self) -> int:
        return max(self.quantity.end, self.name[1])


@dataclass(frozen=True)
class Setting:
    """Where a quantity stands.

    ``floor``: nothing before it belongs to the quantity; ``ceiling``: start of the next quantity or end of
    the sentence; ``end``: end of the sentence; ``goal``: the passage speaks of aims.
    """

    text: str
    floor: int
    ceiling: int
    end: int
    previous: Claim | None
    goal: bool

    def piece(self, quantity: Quantity) -> Span:
        """The clause of the quantity up to it: from the last comma, or from the floor."""
        start = self.floor
        for match in _PIECE.finditer(self.text, self.floor, quantity.start):
            start = match.end()
        return start, quantity.start

    def words(self, span: Span) -> str:
        return self.text[slice(*span)]


def claim_of(quantity: Quantity, setting: Setting) -> Claim | None:
    """The claim the words around a quantity make, or ``None`` where they make none."""
    readers: tuple[Callable[[Quantity, Setting], Claim | None], ...] = (
        _growth,
        _level,
        _share,
        _made_after,
        _listed_after,
        _made_before,
        _beside,
    )
    return next((claim for claim in (reader(quantity, setting) for reader in readers) if claim), None)


def rate_of(claim: Claim) -> Decimal | None:
    """The yearly growth a claim states, in per cent; ``None`` for any other claim."""
    quantity = claim.quantity
    if claim.growth and claim.yearly and quantity.unit == "%" and not quantity.is_range:
        return quantity.low
    return None


def _growth(quantity: Quantity, setting: Setting) -> Claim | None:
    """NAME 年均增长 N%: growth by a share, by points or by times."""
    if quantity.unit not in _RATIO_MEASURES:
        return None
    start, stop = setting.piece(quantity)
    match = GROWTH_END.search(setting.text[start:stop])
    if not match:
        return None
    name = _reached_name(setting, start, start + match.start())
    if name is None:
        return _echo(quantity, setting, match)
    if DECLINE.search(match["verb"]) and name[1] <= start + match.end("verb") and name[0] >= start:
        name = (name[0], start + match.end("verb"))  # the direction must stay readable: 能耗降低
    yearly = bool(match["rate"]) or bool(PER_YEAR.search(setting.words(name)))
    return Claim(
        quantity, name, "+=", "growth", match["verb"], past=bool(match["past"]), growth=True, yearly=yearly
    )


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


def _share(quantity: Quantity, setting: Setting) -> Claim | None:
    """80%以上的企业建立制度: the share of those that shall do something."""
    if not setting.goal or quantity.unit not in ("%", None) or (quantity.unit is None and not quantity.spelled):
        return None
    if not _ONLY_LEADS.fullmatch(setting.words(clause_before(setting.text, *setting.piece(quantity)))):
        return None
    name = name_after(setting.text, quantity.end, setting.ceiling)
    if name[1] - name[0] < _SHORTEST_SHARE:
        return None
    return Claim(quantity, name, ">=", "share")


def _level(quantity: Quantity, setting: Setting) -> Claim | None:
    """NAME 达到 N: also 突破, 不少于, 控制在…以内, and 为 where the name is a measure."""
    start, stop = setting.piece(quantity)
    piece = setting.text[start:stop]
    match = LEVEL_END.search(piece)
    chain = match["chain"] if match else ""
    if match is None:
        match = COPULA_END.search(piece)
        if match is None or not METRIC_END.search(piece[: match.start()]):
            return None
    name = _reached_name(setting, start, start + match.start())
    if name is None and setting.previous and not piece[: match.start()]:
        name = setting.previous.name  # 培育80家,力争达到100家
    if name is None:
        return None
    words = setting.words(name)
    if _NO_NAME.match(words) or MAKE_END.fullmatch(words) or (PREPOSITION_END.search(words) and not METRIC_END.search(words)):
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


def _reached_name(setting: Setting, start: int, stop: int) -> Span | None:
    """The name before a level verb; where its own clause holds none, that of the clause before."""
    name = name_before(setting.text, start, stop, level=True)
    if is_empty(name) and start > setting.floor:
        opening = setting.floor
        for match in _PIECE.finditer(setting.text, setting.floor, start - 1):
            opening = match.end()
        name = name_before(setting.text, opening, start - 1, level=True)
    return None if is_empty(name) else name


def _made_after(quantity: Quantity, setting: Setting) -> Claim | None:
    """培育 N 家 NAME; NAME 新增 N 家 where nothing follows the figure."""
    start, stop = setting.piece(quantity)
    piece = setting.text[start:stop]
    match = MAKE_END.search(piece)
    if not match or re.search(r"[的等]$", piece[: match.start()]):
        return None
    sense = "~" if match["hedge"] in _HEDGED else _made_sense(match["verb"])
    before = name_before(setting.text, start, start + match.start())
    after = described_after(setting.text, quantity.end, setting.end) or name_after(
        setting.text, quantity.end, setting.ceiling
    )
    past = bool(match["past"])
    if is_empty(after):
        if before[1] - before[0] < _SHORTEST or not TRAILING_MAKE.fullmatch(match["verb"]):
            return None
        return Claim(quantity, before, sense, "made", match["verb"], past=past)
    subject = before if _STAFFED.search(match["verb"]) and not is_empty(before) else None
    return Claim(quantity, after, sense, "made-after", match["verb"], past=past, subject=subject)


def _made_sense(verb: str) -> Sense:
    """Levels to be held (配备, 完成, 拥有) are reached; everything else is added."""
    return ">=" if _STAFFED.search(verb) else "+="


def _listed_after(quantity: Quantity, setting: Setting) -> Claim | None:
    """…、10家NAME after 培育5家NAME: the verb of the first holds for the list."""
    previous = setting.previous
    if previous is None or previous.pattern != "made-after":
        return None
    if not re.fullmatch(r"(?:、|和|及|以及|与|,)(?:其中)?", setting.text[setting.floor : quantity.start]):
        return None
    after = name_after(setting.text, quantity.end, setting.ceiling)
    if is_empty(after):
        return None
    return Claim(quantity, after, previous.sense, "made-after", previous.verb, subject=previous.subject)


def _made_before(quantity: Quantity, setting: Setting) -> Claim | None:
    """培育 NAME N 家: the verb opens the clause, or is one that can only make."""
    start, stop = setting.piece(quantity)
    hedge = HEDGE_END.search(setting.text[start:stop])
    stop = start + hedge.start() if hedge else stop
    clause = clause_before(setting.text, start, stop)
    match = _making(setting.words(clause))
    if match is None:
        return None
    name = name_before(setting.text, clause[0] + match.start("name"), clause[1])
    if ACTING.match(match["verb"]) and not is_empty(name):
        name = (clause[0] + match.start("verb"), name[1])
    words = setting.words(name)
    bare = words.removeprefix(match["verb"])
    if len(bare) < _SHORTEST or PREPOSITION_END.search(words) or _NO_OBJECT.match(bare):
        return None
    sense = _made_sense(match["verb"])
    if hedge and hedge["hedge"] in _HEDGED:
        sense = "~"
    elif _TOTAL.search(setting.text, start, stop) and not match["verb"].startswith("新"):
        sense = ">="
    return Claim(quantity, name, sense, "made-before", match["verb"], past=bool(match["past"]))


def _making(clause: str) -> re.Match[str] | None:
    """The making verb that governs a clause ending in a figure, with the name it leaves."""
    match = MAKE_WITHIN.match(clause)
    if match and not _is_noun(match):
        return match
    inner = list(INNER_MAKE.finditer(clause))
    if not inner or re.search(r"[的等]$", clause[: inner[-1].start()]):
        return None
    match = MAKE_WITHIN.match(clause, inner[-1].start())
    return None if match and _is_noun(match) else match


def _is_noun(match: re.Match[str]) -> bool:
    """服务机构, 培训基地, 注册商标: the verb is part of a name."""
    return bool(AMBIGUOUS.fullmatch(match["verb"]) and NOUN_AFTER_VERB.match(match["name"]))


def _beside(quantity: Quantity, setting: Setting) -> Claim | None:
    """NAME N 件 side by side: enough where the passage speaks of aims, or in a list of claims."""
    previous = setting.previous
    listed = previous is not None and previous.quantity.measure == quantity.measure
    if quantity.unit is None or not (setting.goal or listed):
        return None
    start, stop = setting.piece(quantity)
    hedge = HEDGE_END.search(setting.text[start:stop])
    name = name_before(setting.text, start, start + hedge.start() if hedge else stop)
    words = setting.words(name)
    if len(words) < _SHORTEST or PREPOSITION_END.search(words):
        return None
    after = name_after(setting.text, quantity.end, setting.ceiling)
    if len(words) <= _SHORT_VERB and after[1] - after[0] >= _SHORTEST and not listed:
        return Claim(quantity, after, "+=", "beside", words)  # 公推40名积极分子: a verb of its own
    sense: Sense = ">="
    if hedge:
        sense = level_sense("", hedge["hedge"])
    elif listed and previous and previous.pattern == "made-before":
        sense = previous.sense
    return Claim(quantity, name, sense, "beside", previous.verb if listed and previous else "")
