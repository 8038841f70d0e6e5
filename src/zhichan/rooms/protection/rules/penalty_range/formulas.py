"""Legal bases and ranges of penalties (处罚幅度). Source of the choice of law: 行政处罚法 第三十七条.

Both laws are shown where the law changed between act and decision, and the reader is asked which is lighter:
the program never says so, and never chooses a figure within a range.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput
from zhichan.core.rules.bands import Band
from zhichan.core.rules.explaining import AsOf, Explained, Reasons
from zhichan.core.rules.money import yuan_text
from zhichan.core.rules.parameters import Valued
from zhichan.core.rules.wording import aside, joined, named, sentences
from zhichan.rooms.protection.rules.penalty_range.facts import (
    ACTS,
    BASES,
    CONDITIONS,
    Candidate,
    Case,
    Factor,
    Parameters,
    PenaltyRange,
)


def penalty_range(law: AsOf[Parameters], case: Case) -> Explained[PenaltyRange]:
    """The bases in force on the day of the act and on that of the decision, each with its range."""
    decided_on = case.decided_on or law.day
    if decided_on < case.act_on:
        raise InvalidInput(_("决定日早于行为日。"), field="decided_on", code="decided_before_act")
    then, now = law.on(case.act_on), law.on(decided_on)
    if now.lighter_law is None:
        raise InvalidInput(
            _("这里的规则只用于现行行政处罚法施行之后的决定。"), field="decided_on", code="rule_day"
        )
    reasons = Reasons()
    at_act = tuple(_candidates(then, case, case.act_on, reasons))
    is_changed = _written(then, case.act) != _written(now, case.act)
    at_decision = tuple(_candidates(now, case, decided_on, reasons)) if is_changed else at_act
    reasons.add(_("%(rule)s。") % {"rule": _(now.lighter_law.value)}, now.lighter_law)
    reasons.add(_("以上只是幅度；在幅度以内定多少，由负责人按情节和裁量基准决定并写明理由。"))
    found = PenaltyRange(
        is_changed,
        is_changed and bool(at_act),
        at_act,
        at_decision,
        tuple(_factors(then.exemptions, case)),
        tuple(_factors(now.factors, case)),
    )
    return Explained(found, reasons.all, _lead(found, case))


def _lead(found: PenaltyRange, case: Case) -> str:
    if found.asks_which_is_lighter:
        return _("行为之后规定有变，两部都列出：请比较哪一部处罚较轻，选定并写明理由。")
    if found.is_law_changed:
        return _("行为日没有收录罚款依据，其后才有。")
    if not found.at_act:
        return _("没有收录“%(act)s”在这一天的罚款依据。") % {"act": dict(ACTS)[case.act]}
    open_ones = [one for one in found.at_act if one.holds is not False]
    return sentences(joined(named(one.label, _range_text(one)) for one in open_ones))


def _range_text(one: Candidate) -> str:
    if one.least_fen is None or one.most_fen is None:
        return one.rule
    ends = {"least": yuan_text(one.least_fen), "most": yuan_text(one.most_fen)}
    return _("罚款 %(least)s 至 %(most)s") % ends


def _written(p: Parameters, act: str) -> set[tuple[str, date]]:
    """Which values hold for an act: two days with the same values stand under the same law."""
    values: list[Valued[Any]] = [*p.bands, *p.measures]
    return {(one.name, one.from_on) for one in values if one.about["act"] == act}


def _candidates(p: Parameters, case: Case, day: date, reasons: Reasons) -> Iterator[Candidate]:
    measures = [one for one in p.measures if one.about["act"] == case.act]
    bands = [one for one in p.bands if one.about["act"] == case.act]
    if not bands:
        _tell_none(measures, case.act, day, reasons)
    for measure in measures:
        words = {"day": day, "measures": _(measure.value)}
        reasons.add(_("%(day)s 罚款以外：%(measures)s。") % words, measure)
    for band in bands:
        yield _candidate(band, measures, case, day, reasons)


def _tell_none(measures: list[Valued[str]], act: str, day: date, reasons: Reasons) -> None:
    words = {"day": day, "act": dict(ACTS)[act]}
    if measures:
        reasons.add(_("%(day)s：“%(act)s”没有罚款的依据。") % words, *measures)
        return
    reasons.add(
        _("%(day)s：没有收录“%(act)s”的依据。可能当时不处罚，也可能当时的依据没有收录，请核对。") % words
    )


def _candidate(
    band: Valued[Band], measures: list[Valued[str]], case: Case, day: date, reasons: Reasons
) -> Candidate:
    amount: int | None = getattr(case, band.value.base) if band.value.base else None
    holds, condition = _condition(band, case, amount)
    ends = band.value.ends_for(amount)
    rule = _rule_text(band.value)
    arithmetic = ends.arithmetic if ends else _no_arithmetic(band.value)
    words = {"day": day, "label": _(band.label), "rule": rule}
    text = joined((_("%(day)s %(label)s：%(rule)s") % words, arithmetic))
    reasons.add(sentences(text, named(_("条件"), condition) if condition else ""), band)
    return Candidate(
        band.name,
        _(band.label),
        band.source,
        band.from_on,
        band.until_on,
        condition,
        holds,
        rule,
        ends.least_fen if ends else None,
        ends.most_fen if ends else None,
        arithmetic,
        joined(_(one.value) for one in measures),
    )


def _condition(band: Valued[Band], case: Case, amount: int | None) -> tuple[bool | None, str]:
    """Whether line and flags of a band are met, and both in words."""
    found, words = [band.value.holds_for(amount)], []
    if line := band.value.line_of(_base_words(band.value)):
        told = _("没有查明") if amount is None else _("本案 %(amount)s") % {"amount": yuan_text(amount)}
        words.append(aside(line, told))
    for key, wanted in (("when", True), ("unless", False)):
        if fact := band.about.get(key):
            known = getattr(case, fact)
            found.append(None if known is None else known is wanted)
            words.append(str(CONDITIONS[fact]) if wanted else _("不是%(fact)s") % {"fact": CONDITIONS[fact]})
    holds = False if False in found else None if None in found else True
    state = {True: _("符合"), False: _("不符合"), None: _("没有查明")}[holds]
    return holds, named(joined(words), state) if words else ""


def _rule_text(band: Band) -> str:
    if not band.has_amount:
        return _("不设罚款")
    return band.amount_of(_base_words(band))


def _base_words(band: Band) -> str:
    return str(BASES[band.base]) if band.base else ""


def _no_arithmetic(band: Band) -> str:
    if band.times_most is None:
        return ""
    return _("%(base)s没有查明，算不出") % {"base": BASES[band.base]}


def _factors(values: tuple[Valued[str], ...], case: Case) -> Iterator[Factor]:
    for one in values:
        if one.about["act"] in {"all", case.act}:
            side = one.about.get("side", "exempt")
            fact: bool | None = getattr(case, one.about["fact"])
            yield Factor(one.name, _(one.label), side, _(one.value), fact, one.source)
