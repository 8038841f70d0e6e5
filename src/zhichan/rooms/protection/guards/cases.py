"""Conditions of the case itself: who works on it, review, discussion, transfer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.guards import guard
from zhichan.core.matters.parts import Part
from zhichan.rooms.protection.looking import HEARINGS, INVESTIGATED, is_before, latest, since
from zhichan.rooms.protection.queries.inside import is_with_police, open_measures
from zhichan.rooms.protection.queries.people import without_valid_certificate

if TYPE_CHECKING:
    from zhichan.core.matters.standing import Standing


@guard("two_certified_officers", gettext_lazy("两名以上执法人员，执法证件有效"))
def two_certified_officers(standing: Standing) -> str | None:
    """行政处罚法 第四十二条."""
    if len(standing.team.get(Part.CASE_TEAM, frozenset())) < 2:
        return _("执法人员不得少于两人。")
    if is_before(standing.values.get("certificates_until"), standing):
        return _("有执法证件已过有效期，不能指派。")
    people = standing.team.get(Part.CASE_TEAM, frozenset())
    if names := without_valid_certificate(people, timezone.localdate(standing.at)):
        return _("名册里%(names)s的执法证件不在有效期内，不能指派。") % {"names": "、".join(names)}
    return None


@guard("team_of_two", gettext_lazy("两名以上办案人员"))
def team_of_two(standing: Standing) -> str | None:
    """移送涉嫌犯罪案件的规定 第五条."""
    if len(standing.team.get(Part.CASE_TEAM, frozenset())) < 2:
        return _("应当由两名以上办案人员组成专案组。")
    return None


@guard("party_known", gettext_lazy("已登记当事人"), looks_back=True)
def party_known(standing: Standing) -> str | None:
    return None if standing.seats.get("party") else _("请先登记当事人。")


@guard("record_kept", gettext_lazy("全过程记录已归档"))
def record_kept(standing: Standing) -> str | None:
    """行政处罚法 第四十七条: one of the three systems of enforcement."""
    if standing.values.get("record_kept") == "yes":
        return None
    return _("本环节的全过程记录还没有归档，请先归档。")


@guard("reviewer_not_on_team", gettext_lazy("审核人员不是办案人员"), looks_back=True)
def reviewer_not_on_team(standing: Standing) -> str | None:
    return _("办案人员不能审核本案。") if standing.actor.id in standing.team_ids else None


@guard("review_passed", gettext_lazy("审核已通过"), looks_back=True)
def review_passed(standing: Standing) -> str | None:
    """The latest review since the investigation ended agrees; a legal one where that is due (第五十八条)."""
    review = since(standing, ("review",), INVESTIGATED)
    if review is None or review.values.get("review_result") != "agree":
        return _("审核还没有通过。")
    if standing.facts.get("needs_legal_review") == "yes" and review.values.get("review_kind") != "legal":
        return _("本案须经法制审核，案件审核不能代替。")
    return None


@guard("legal_review_passed", gettext_lazy("应当法制审核的已通过"), looks_back=True)
def legal_review_passed(standing: Standing) -> str | None:
    """行政处罚法 第五十八条: no decision without legal review where it is due, as it is after a hearing."""
    heard = latest(standing, HEARINGS)
    investigated = latest(standing, INVESTIGATED)
    is_heard = heard is not None and (investigated is None or heard.seq > investigated.seq)
    if not is_heard and standing.facts.get("needs_legal_review") != "yes":
        return None
    review = since(standing, ("review",), HEARINGS if is_heard else INVESTIGATED)
    if (
        review
        and review.values.get("review_kind") == "legal"
        and review.values.get("review_result") == "agree"
    ):
        return None
    if is_heard:
        return _("经过听证的案件，听证之后还没有通过法制审核，不能作出决定。")
    return _("本案须经法制审核，还没有通过，不能作出决定。")


@guard("discussed_where_due", gettext_lazy("应当集体讨论的已讨论"), looks_back=True)
def discussed_where_due(standing: Standing) -> str | None:
    """行政处罚法 第五十七条."""
    if standing.facts.get("is_complex") == "yes" and since(standing, ("discuss",), INVESTIGATED) is None:
        return _("情节复杂或重大的案件，应当由负责人集体讨论决定。")
    return None


@guard("extended_before", gettext_lazy("已延长过一次"), looks_back=True)
def extended_before(standing: Standing) -> str | None:
    return None if standing.last("extend") else _("先经负责人批准延长一次，之后才由集体讨论决定继续延长。")


@guard("transfer_begun", gettext_lazy("移送程序已启动"), looks_back=True)
def transfer_begun(standing: Standing) -> str | None:
    return None if standing.last("suspect_crime") else _("请先办“发现涉嫌犯罪，启动移送”。")


@guard("transfer_sent", gettext_lazy("移送已经送出"))
def transfer_sent(standing: Standing) -> str | None:
    """移送涉嫌犯罪案件的规定 第五条: nothing goes to the police but what the chief let go."""
    if standing.matter.pk is None or is_with_police(standing.matter.pk):
        return None
    return _("移送还没有批准并送出，请先在移送事项里办“向同级公安机关移送”。")


@guard("measures_ended", gettext_lazy("查封扣押、登记保存已结束"))
def measures_ended(standing: Standing) -> str | None:
    """行政强制法 第二十七条、第二十八条: what is held is dealt with or given back by the end of the case."""
    if standing.matter.pk is None or not (numbers := open_measures(standing.matter.pk)):
        return None
    return _("%(numbers)s还没有结束，请先处理或解除。") % {"numbers": "、".join(numbers)}


@guard("is_urgent", gettext_lazy("情况紧急"))
def is_urgent(standing: Standing) -> str | None:
    """行政强制法 第十九条."""
    if standing.values.get("is_urgent") == "yes":
        return None
    return _("情况不紧急的，查封扣押由负责人批准后实施。")


@guard("bundle_complete", gettext_lazy("移送材料齐全"))
def bundle_complete(standing: Standing) -> str | None:
    """移送涉嫌犯罪案件的规定 第六条."""
    if standing.values.get("has_report") == "yes" and standing.values.get("has_goods_list") == "yes":
        return None
    return _("移送要附案件情况调查报告和涉案物品清单。")
