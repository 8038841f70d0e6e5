"""When the summary procedure may be used (简易程序). Source: 行政处罚法 第五十一条.

A case that has once gone the ordinary way does not come back (local rules; nothing national says it may).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.rules.cases import asked, told
from zhichan.core.rules.explaining import AsOf, Explained, Reasons
from zhichan.core.rules.money import yuan_text
from zhichan.core.rules.parameters import Valued
from zhichan.rooms.protection.rules.choices import PARTIES, PERSON


@dataclass(frozen=True)
class Parameters:
    fine_person: Valued[int]
    fine_organisation: Valued[int]
    excludes_mitigated: Valued[bool]
    excludes_computed_fine: Valued[bool]


@dataclass(frozen=True, kw_only=True)
class Case:
    party: str = asked(gettext_lazy("当事人"), choices=PARTIES)
    is_facts_clear: bool | None = asked(gettext_lazy("违法事实确凿并有法定依据"), optional=True)
    fine_fen: int | None = asked(gettext_lazy("拟罚款"), help=gettext_lazy("只给警告的填 0"), optional=True)
    has_other_penalty: bool | None = asked(
        gettext_lazy("还有警告、罚款以外的处罚"), help=gettext_lazy("如没收"), optional=True
    )
    is_mitigated: bool | None = asked(gettext_lazy("属于减轻处罚"), optional=True)
    is_fine_computed: bool | None = asked(gettext_lazy("罚款按违法经营额计算"), optional=True)


@dataclass(frozen=True)
class Summary:
    """``is_allowed`` None: something it depends on is not known."""

    is_allowed: bool | None = told(gettext_lazy("可以适用简易程序"))
    fine_most_fen: int = told(gettext_lazy("当场罚款的最高数额"))


def summary_allowed(law: AsOf[Parameters], case: Case) -> Explained[Summary]:
    """Whether the penalty may be decided on the spot. Every condition must hold."""
    p, reasons = law.now, Reasons()
    most = p.fine_person if case.party == PERSON else p.fine_organisation
    found = [
        _known(case.is_facts_clear, _("违法事实确凿并有法定依据"), reasons, most),
        _known(_not(case.has_other_penalty), _("只有警告或者罚款"), reasons, most),
        _within(case.fine_fen, most, reasons),
        _excluded(p.excludes_mitigated, case.is_mitigated, reasons),
        _excluded(p.excludes_computed_fine, case.is_fine_computed, reasons),
    ]
    is_allowed = False if False in found else None if None in found else True
    lead = {
        True: _("可以适用简易程序。"),
        False: _("不能适用简易程序，走普通程序。"),
        None: _("还说不准：有情形没有查明。"),
    }[is_allowed]
    return Explained(Summary(is_allowed, most.value), reasons.all, lead)


def _not(fact: bool | None) -> bool | None:
    return None if fact is None else not fact


def _known(fact: bool | None, words: str, reasons: Reasons, source: Valued[int]) -> bool | None:
    state = {True: _("符合"), False: _("不符合"), None: _("没有查明")}[fact]
    reasons.add(_("%(words)s：%(state)s。") % {"words": words, "state": state}, source)
    return fact


def _within(fine_fen: int | None, most: Valued[int], reasons: Reasons) -> bool | None:
    words = {"most": yuan_text(most.value)}
    if fine_fen is None:
        reasons.add(_("拟罚款没有填；当场罚款最高 %(most)s。") % words, most)
        return None
    words["fine"] = yuan_text(fine_fen)
    if fine_fen <= most.value:
        reasons.add(_("拟罚款 %(fine)s，没有超过 %(most)s。") % words, most)
        return True
    reasons.add(_("拟罚款 %(fine)s，超过 %(most)s，适用普通程序。") % words, most)
    return False


def _excluded(excludes: Valued[bool], fact: bool | None, reasons: Reasons) -> bool | None:
    """Whether a local exclusion leaves the road open; without one nothing is asked."""
    if not excludes.value:
        return True
    if fact:
        reasons.add(_("本地排除：%(label)s。") % {"label": _(excludes.label)}, excludes)
    elif fact is None:
        reasons.add(_("没有查明，本地可能排除：%(label)s。") % {"label": _(excludes.label)}, excludes)
    return _not(fact)
