"""Money rules of a plan (奖补条款): what is granted, to whom, on which condition, how much.

A rule is a sentence that grants (给予、奖励、补助、资助…) an amount in 元 or 万元. A grant without an
amount is kept as a rule only where its condition speaks of a set amount or standard
(达到指定金额的…给予资助): then an amount exists and is printed elsewhere. Past payments and fines are
no rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from zhichan.rooms.plan.reading.model import MoneyRule, Outline, SourceText, Span
from zhichan.rooms.plan.reading.money_terms import Recipient, recipient_of
from zhichan.rooms.plan.reading.numbers import scale_value
from zhichan.rooms.plan.reading.quantities import Quantity, quantities_in
from zhichan.rooms.plan.reading.sentences import printed, sentences_of
from zhichan.rooms.plan.reading.targets.passages import Passage, passages_of

_GRANT = r"(?:给予|予以|奖励|奖补|补助|补贴|资助|补偿|奖|补|享受|授予|拨付|拨给|发给)"
_GRANTING = re.compile(_GRANT)
_KINDS = (
    r"(?:一次性)?(?:[开创]办)?(?:资金|经费)(?:支持|扶持|补助|奖励|资助|补贴)|(?:奖励|补助|扶持|专项|奖补|资助)资金|"
    r"(?:一次性)?(?:贷款|利息|保费|费用|租金|房租|运营|建设|岗位|社保|保险|代理费)?(?:贴息|补贴|补助|资助|奖励)|奖补|补偿|扶持|支持|奖金|津贴"
)
_KIND_AFTER = re.compile(
    rf"(?:不等)?(?:[^,。;的、\d]{{0,6}}的)?(?P<kind>(?:(?!给予|予以)[^,。;的、和0-9]){{0,6}}?(?:{_KINDS}))"
)
_KIND = re.compile(_KINDS)
_PER = re.compile(
    r"每(?:新增|引进|培育|完成|认定)?[1一]?(?P<per>件|家|项|人|个|户|亩|名|次|台|套|年|吨|平方米|所|场|种|辆|张|篇|部|案|单|头|只|床|月|公里)"
)
_SET_AMOUNT = re.compile(
    r"(?:达到?|超过|满)(?:了)?(?:指定|一定|规定|约定|相应|设定)的?(?:金额|数额|额度|标准|规模|数量|比例|要求)"
)
_PAST = re.compile(
    r"(?:已|共|累计|先后|截至|以来|期间)[^,。;]{0,12}(?:发放|拨付|兑现|给予|奖励|资助)|(?:发放|兑现|拨付|给予|奖励|资助|补助)(?:了|到位)|受理、发放"
    r"|(?:19|20)\d{2}年[^,。;]{0,6}(?:发放|兑现|拨付|奖励|给予)|(?:发放|兑现|拨付)[^,。;\d]{0,10}资金\d"
)
_FINE = re.compile(r"罚款|罚金|处罚|罚没|没收|处以")
_MONEY = re.compile(r"(?P<scale>亿|千万|百万|十万|万|千|百)?元(?P<per>/.+)?")
_CAP = re.compile(r"(?:最高|不超过|上限|至多|最多|不高于)(?:[^,。;\d]{0,8})$")
_LINK = re.compile(r"(?:(?!达到|(?<!不)超过|以上|投资|收入|产值|营业|营收|融资|金额达|成交)[^,。;]){0,16}")
_STANDARD_BEFORE = re.compile(
    r"(?:按照?|以)(?:[^,。;]{0,10})$|标准为?$|每(?!增|新增|满|达|超|完成|提[高升])[^,。;每]{1,4}(?:最高)?(?:不超过)?$"
)
_STANDARD_AFTER = re.compile(rf"(?:的?(?:标准|额度|金额))?,?(?:的)?(?:一次性)?(?:给予|予以|进行)?{_GRANT}")
_CEILING = re.compile(
    r"[^。;]{0,6}[,、]?(?:总额|累计|年度|单个企业|每年)?[^,。;]{0,8}(?:最高|不超过|上限为?)(?:不超过)?"
)
_GRANT_THEN_CEILING = re.compile(rf"{_GRANT}[^。;]{{0,4}},[^,。;]{{0,10}}(?:最高|不超过)(?:不超过)?$")
_GRANT_WORDS = re.compile(
    rf"每[^,。;]{{1,3}}(?={_GRANT}|最高|不超过|\d)|一次性?|最高|分别|再|{_GRANT}"
    r"|按照?(?=每|不|\d|实际|其|年|投|合同|交易|成交|评估|贷款|保费|发票)"
)
_CAPPED = 20  # characters before an amount that may cap it
_NEAR = 120  # characters between what is granted and its amount
_TIER = re.compile(r"^(?:、|和|及|,)(?:[^,。;、]{0,14})$")


@dataclass(frozen=True)
class _Clause:
    """A sentence of a passage and the box item it stands in."""

    source: SourceText
    passage: Passage
    span: Span
    item: str | None

    @property
    def text(self) -> str:
        return self.passage.flow.text[slice(*self.span)]

    def printed(self, part: Span | None) -> str | None:
        """The page's own characters of a part of the sentence."""
        if part is None or part[0] >= part[1]:
            return None
        at = self.span[0]
        return printed(self.source, self.passage.flow, at + part[0], at + part[1])


def money_rules_of(outline: Outline) -> tuple[MoneyRule, ...]:
    """Every money rule of the document in reading order. O(length)."""
    rules: list[MoneyRule] = []
    for passage in passages_of(outline):
        if passage.zone in ("past", "looks-back") or not _GRANTING.search(passage.flow.text):
            continue
        for span in sentences_of(passage.flow):
            rules += _rules_in(_Clause(outline.source, passage, span, _item_of(passage)))
    return tuple(rules)


def _item_of(passage: Passage) -> str | None:
    """Marker of the box item the passage is, as printed."""
    first = passage.flow.offsets[0]
    for marker, span in passage.block.items:
        if span[0] <= first < span[1]:
            return marker
    return None


def _rules_in(clause: _Clause) -> Iterator[MoneyRule]:
    text = clause.text
    if not _GRANTING.search(text) or _FINE.search(text) or _PAST.search(text):
        return
    floor, last = 0, Recipient()
    before: MoneyRule | None = None
    for amount in quantities_in(text, bare=False):
        if not _MONEY.fullmatch(amount.unit or "") or not _is_granted(text, amount, floor):
            continue
        grant = _grant_start(text, amount, floor)
        recipient = recipient_of(text, floor, grant)
        last = recipient if recipient.is_known else last
        tier = before is not None and _TIER.match(text[floor : amount.start]) is not None
        rule = _rule(clause, amount, last, (floor, grant))
        before = _like(before, rule) if before and tier else rule
        yield before
        floor = _kind_after(text, amount)[1]
    if floor == 0 and _SET_AMOUNT.search(text):
        grant = max(match.start() for match in _GRANTING.finditer(text))
        opening = text.find("给予", 0, grant + 2)
        yield _rule(clause, None, recipient_of(text, 0, opening if opening >= 0 else grant), (0, grant))


def _like(above: MoneyRule, rule: MoneyRule) -> MoneyRule:
    """A rule of a list (最高50万元、20万元): what the first of it says of kind and ceiling holds for all."""
    capped = above.amount_max is not None and above.amount_min is None and rule.amount is not None
    return replace(
        rule,
        kind=rule.kind or above.kind,
        amount=None if capped else rule.amount,
        amount_max=rule.amount if capped else rule.amount_max,
    )


def _is_granted(text: str, amount: Quantity, floor: int) -> bool:
    """Whether the amount is what is given, not what somebody must earn or invest to be given it."""
    before = text[max(floor, amount.start - _NEAR) : amount.start]
    if floor and (_TIER.match(before) or _CEILING.fullmatch(before)):
        return True
    if _GRANT_THEN_CEILING.search(before):
        return True
    grants = list(_GRANTING.finditer(before))
    if grants and _LINK.fullmatch(before, grants[-1].end()):
        return True
    return bool(_STANDARD_BEFORE.search(before) and _STANDARD_AFTER.match(text, amount.end))


def _grant_start(text: str, amount: Quantity, floor: int) -> int:
    """Where the words of granting begin in the clause of the amount: 每件, 一次性, 最高, 给予."""
    piece = max(floor, *(text.rfind(sign, floor, amount.start) + 1 for sign in ",;"))
    if _GRANT_THEN_CEILING.search(text, floor, amount.start):
        piece = floor
    match = _GRANT_WORDS.search(text, piece, amount.start)
    return match.start() if match else amount.start


def _kind_after(text: str, amount: Quantity) -> tuple[str | None, int]:
    """What is given (资金支持, 奖励) where it stands behind the amount, and where the rule ends."""
    match = _KIND_AFTER.match(text, amount.end)
    return (match["kind"], match.end()) if match else (None, amount.end)


def _kind(text: str, amount: Quantity | None, floor: int) -> str | None:
    if amount is None:
        found = list(_KIND.finditer(text, floor))
        return found[-1][0] if found else None
    behind, _ = _kind_after(text, amount)
    if behind:
        return behind
    found = list(re.finditer(r"奖励|奖补|补助|补贴|资助|贴息|补偿", text[floor : amount.start]))
    if found:
        return found[-1][0]
    later = _KIND.search(text, amount.end, amount.end + _CAPPED * 2)  # 50万元、30万元和10万元奖励
    return later[0] if later else None


def _per(text: str, amount: Quantity | None, piece: Span) -> str | None:
    if amount is None:
        return None
    behind = _MONEY.fullmatch(amount.unit or "")
    if behind and behind["per"]:
        return behind["per"].lstrip("/")
    before = list(_PER.finditer(text, piece[0], amount.start))  # 每人每月: the last
    return before[-1]["per"] if before else None


def _rule(clause: _Clause, amount: Quantity | None, who: Recipient, lead: Span) -> MoneyRule:
    text = clause.text
    low, high, unit, notes = _amounts(text, amount)
    end = _kind_after(text, amount)[1] if amount else len(text.rstrip("。;|"))
    begin = lead[0]
    while begin < end and text[begin] in ",、;的":
        begin += 1
    span = clause.passage.flow.span(clause.span[0] + begin, clause.span[0] + max(end, begin + 1))
    return MoneyRule(
        span=span,
        confidence=0.9 if amount else 0.6,
        repairs=notes,
        amount=low if low == high else None,
        amount_min=None if low == high else low,
        amount_max=None if low == high else high,
        unit=unit,
        per=_per(text, amount, lead),
        kind=_kind(text, amount, lead[0]),
        object=clause.printed(who.object),
        condition=clause.printed(who.condition),
        box=clause.passage.box,
        item=clause.item,
    )


def _amounts(
    text: str, amount: Quantity | None
) -> tuple[Decimal | None, Decimal | None, Literal["元", "万元"] | None, tuple[str, ...]]:
    """Least and most in 元 or 万元; a ceiling (最高50万元) has no least."""
    if amount is None:
        return None, None, None, ("未列金额",)
    match = _MONEY.fullmatch(amount.unit or "")
    scale = (match["scale"] or "") if match else ""
    factor, unit, notes = _to_yuan(scale)
    low, high = amount.low * factor, amount.high * factor
    capped = (
        amount.tail == "以内" or _CAP.search(text[max(0, amount.start - _CAPPED) : amount.start]) is not None
    )
    return (None if capped and low == high else low), high, unit, notes


def _to_yuan(scale: str) -> tuple[Decimal, Literal["元", "万元"], tuple[str, ...]]:
    """The factor to 元 or 万元, whichever the page is nearer to, and what was converted."""
    if scale in ("", "万"):
        return Decimal(1), "万元" if scale else "元", ()
    ones = Decimal(scale_value(scale))
    if ones >= 10_000:
        return ones / 10_000, "万元", (f"{scale}元换算为万元",)
    return ones, "元", (f"{scale}元换算为元",)
