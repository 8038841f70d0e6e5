"""Conditions of service, payment and remedies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.guards import guard
from zhichan.core.matters.happenings import day_of_value
from zhichan.rooms.protection.advice.summary import SUMMARY
from zhichan.rooms.protection.looking import REMEDIES, fen, latest, since

if TYPE_CHECKING:
    from zhichan.core.matters.standing import Standing


@guard("electronic_service_agreed", gettext_lazy("同意电子送达"))
def electronic_service_agreed(standing: Standing) -> str | None:
    """行政处罚法 第六十一条."""
    if standing.values.get("served_how") != "electronic":
        return None
    if any(one.accepts_electronic for one in standing.seats.get("party", ())):
        return None
    return _("当事人没有签署同意电子送达的确认书，不能电子送达。")


@guard("nothing_to_pay", gettext_lazy("没有罚没款"), looks_back=True)
def nothing_to_pay(standing: Standing) -> str | None:
    if fen(standing.facts, "fine") or fen(standing.facts, "confiscation"):
        return _("决定有罚没款，请登记缴款。")
    return None


@guard("paid_or_nothing_to_pay", gettext_lazy("已缴款或没有罚款"), looks_back=True)
def paid_or_nothing_to_pay(standing: Standing) -> str | None:
    if fen(standing.facts, "fine") and standing.last("pay") is None:
        return _("罚款还没有缴；先报备案的，请办“罚款未缴，先报备案”。")
    return None


@guard("paid_in_full", gettext_lazy("已缴足"))
def paid_in_full(standing: Standing) -> str | None:
    """Fine and confiscation as the decision or its change has them; a surcharge comes on top."""
    payments = [one.values for one in standing.happenings if one.name == "pay_in_part"]
    paid = sum(fen(one, "paid") - fen(one, "surcharge") for one in (*payments, standing.values))
    owed = fen(standing.facts, "fine") + fen(standing.facts, "confiscation") - paid
    if owed <= 0:
        return None
    return _("还差 %(yuan)s 元没有缴清；只缴一部分的，请办“缴纳一部分”。") % {"yuan": f"{owed / 100:.2f}"}


@guard("remedies_over", gettext_lazy("复议、诉讼已结束或期限已过"), looks_back=True)
def remedies_over(standing: Standing) -> str | None:
    """行政强制法 第五十三条: the court is asked once nobody contests the decision any more."""
    if latest(standing, REMEDIES) and since(standing, ("remedy_decided",), REMEDIES) is None:
        return _("复议或诉讼还没有结果，不能申请强制执行。")
    clock, ended = standing.clock("sue"), day_of_value(standing.facts.get("remedy_ended_on"))
    if latest(standing, REMEDIES) or clock is None or ended is None:
        return None
    if ended < clock.due.due:
        return _("起诉期限到 %(due)s 才届满，登记的届满日早于它；催告登记有误的，请先更正。") % {
            "due": clock.due.due
        }
    return None


@guard("announcement_over", gettext_lazy("公告期已满"))
def announcement_over(standing: Standing) -> str | None:
    """民事诉讼法 第九十五条: deemed served when the announcement has run out, not before."""
    for name, field in (("collect_notice", "notice_received_on"), ("collect_decision", "received_on")):
        clock, given = standing.clock(name), day_of_value(standing.values.get(field))
        if clock and given and given < clock.due.due:
            return _("公告到 %(due)s 期满，视为送达之日不能早于它。") % {"due": clock.due.due}
    return None


@guard("decision_overturned", gettext_lazy("决定没有维持"), looks_back=True)
def decision_overturned(standing: Standing) -> str | None:
    if standing.facts.get("remedy_result") in ("annulled", "unlawful", "void"):
        return None
    return _("没有登记决定被撤销、确认违法或无效。")


@guard("summary_allowed", gettext_lazy("符合当场处罚的条件"), rests_on=(SUMMARY,))
def summary_allowed(standing: Standing) -> str | None:
    """行政处罚法 第五十一条、第五十二条; the amounts are asked of the rule, and
    refuse only where they are verified or confirmed."""
    if standing.values.get("is_clear") != "yes":
        return _("不符合当场处罚的条件，请改用普通程序。")
    if standing.values.get("is_heard") != "yes":
        return _("请先出示证件、告知内容和权利并听取陈述申辩。")
    if (standing.values.get("penalty_kind") == "fine") is not bool(fen(standing.values, "fine")):
        return _("处罚种类与罚款金额不一致。")
    said = standing.advised[SUMMARY]
    if said.result is not None and said.result.is_allowed is False and not said.is_unsettled:
        return _("%(lead)s%(because)s") % {"lead": said.lead, "because": said.because}
    return None
