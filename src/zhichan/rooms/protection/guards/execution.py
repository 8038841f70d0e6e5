"""Conditions of service, payment and remedies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.guards import guard
from zhichan.rooms.protection.guards.looking import fen

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


@guard("decision_overturned", gettext_lazy("决定没有维持"), looks_back=True)
def decision_overturned(standing: Standing) -> str | None:
    if standing.facts.get("remedy_result") in ("annulled", "unlawful", "void"):
        return None
    return _("没有登记决定被撤销、确认违法或无效。")


@guard("summary_allowed", gettext_lazy("符合当场处罚的条件"))
def summary_allowed(standing: Standing) -> str | None:
    """行政处罚法 第五十一条、第五十二条; the amounts stand in the rules."""
    if standing.values.get("is_clear") != "yes":
        return _("不符合当场处罚的条件，请改用普通程序。")
    if standing.values.get("is_heard") != "yes":
        return _("请先出示证件、告知内容和权利并听取陈述申辩。")
    if (standing.values.get("penalty_kind") == "fine") is not bool(fen(standing.values, "fine")):
        return _("处罚种类与罚款金额不一致。")
    return None
