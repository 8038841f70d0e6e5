"""When legal review is compulsory (法制审核). Source: 行政处罚法 第五十八条."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.rules.cases import asked, told
from zhichan.core.rules.explaining import AsOf, Explained, Reasons
from zhichan.core.rules.parameters import Valued


@dataclass(frozen=True)
class Parameters:
    grounds: tuple[Valued[str], ...]
    reviewer_days: Valued[int]


@dataclass(frozen=True, kw_only=True)
class Case:
    is_public_interest: bool | None = asked(gettext_lazy("涉及重大公共利益"), optional=True)
    is_heard: bool | None = asked(
        gettext_lazy("经过听证"),
        help=gettext_lazy("直接关系当事人或者第三人重大权益的案件"),
        optional=True,
    )
    is_complex: bool | None = asked(gettext_lazy("疑难复杂，牵涉几种法律关系"), optional=True)
    is_required_by_other_law: bool | None = asked(gettext_lazy("别的法律、法规要求审核"), optional=True)


@dataclass(frozen=True)
class Review:
    """``is_compulsory`` None: some ground is not known and none of the known ones applies."""

    is_compulsory: bool | None = told(gettext_lazy("必须法制审核"))
    grounds: tuple[Valued[str], ...] = told(gettext_lazy("理由"))
    reviewer_working_days: int = told(gettext_lazy("审核期限（工作日）"))


def legal_review(law: AsOf[Parameters], case: Case) -> Explained[Review]:
    """Whether the case must pass legal review before the decision. One ground is enough."""
    p, reasons = law.now, Reasons()
    applying: list[Valued[str]] = []
    unknown: list[str] = []
    for ground in p.grounds:
        fact = getattr(case, ground.about["fact"])
        if fact:
            applying.append(ground)
            reasons.add(_("%(ground)s：必须审核。") % {"ground": _(ground.label)}, ground)
        elif fact is None:
            unknown.append(_(ground.label))
    is_compulsory = True if applying else None if unknown else False
    if is_compulsory is None:
        reasons.add(_("还没有查明：%(facts)s。") % {"facts": "、".join(unknown)}, *p.grounds[:1])
    if is_compulsory is False:
        reasons.add(_("四种情形都没有：不是必须审核，按一般审核办理。"), *p.grounds[:1])
    reasons.add(_("审核期限 %(limit)s。") % {"limit": p.reviewer_days.text}, p.reviewer_days)
    lead = {
        True: _("必须经过法制审核。"),
        False: _("不是必须法制审核的案件。"),
        None: _("还说不准：有情形没有查明。"),
    }[is_compulsory]
    return Explained(Review(is_compulsory, tuple(applying), p.reviewer_days.value), reasons.all, lead)
