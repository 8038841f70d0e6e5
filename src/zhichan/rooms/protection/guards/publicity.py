"""Conditions of publicity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.guards import guard

if TYPE_CHECKING:
    from zhichan.core.matters.standing import Standing


@guard("publicity_told", gettext_lazy("已告知将公示"))
def publicity_told(standing: Standing) -> str | None:
    """信息公示规定 第八条; a bare warning is not published (第二条)."""
    if standing.values.get("told_publicity") == "yes" or standing.facts.get("penalty_kind") == "warning":
        return None
    return _("送达时应当告知当事人处罚信息将依法公示。")


@guard("is_screened", gettext_lazy("公示内容已审查"), looks_back=True)
def is_screened(standing: Standing) -> str | None:
    """信息公示规定 第四条至第七条; the penalty of a minor is not published."""
    screened = standing.last("screen")
    if screened is None:
        return _("公示内容还没有审查。")
    if screened.values.get("minor_involved") == "yes":
        return _("当事人是未成年人，不公示。")
    if "no" in (screened.values.get("secrets_removed"), screened.values.get("same_as_served")):
        return _("审查没有通过：请删去不能公示的内容，并核对其余内容与送达的决定书一致。")
    return None


@guard("term_fits", gettext_lazy("公示期与限制期限相符"))
def term_fits(standing: Standing) -> str | None:
    """信息公示规定 第十三条."""
    term, kind = standing.values.get("term"), standing.facts.get("penalty_kind")
    if (term == "ban") is not bool(standing.values.get("free_again_on")):
        return _("公示期与限制期限相同的，要填限制期满后的第一日；其他的不填。")
    if term == "three_months" and kind not in ("criticism", "fine"):
        return _("只有仅受通报批评或较低数额罚款的，公示三个月。")
    if term == "ban" and kind != "restriction":
        return _("没有限制期限的处罚，公示期不能与限制期限相同。")
    return None


@guard("decision_holds", gettext_lazy("决定没有被变更或撤销"), looks_back=True)
def decision_holds(standing: Standing) -> str | None:
    """信息公示规定 第十一条."""
    if standing.last("record_overturned") is None:
        return None
    return _("决定已被变更、撤销、确认违法或无效，不能公示。")


@guard("only_warning", gettext_lazy("仅警告"), looks_back=True)
def only_warning(standing: Standing) -> str | None:
    """信息公示规定 第二条."""
    if standing.facts.get("penalty_kind") == "warning":
        return None
    return _("只有仅给予警告的处罚不公示。")


@guard("more_than_warning", gettext_lazy("不是仅警告"), looks_back=True)
def more_than_warning(standing: Standing) -> str | None:
    if standing.facts.get("penalty_kind") == "warning":
        return _("仅给予警告的处罚不公示，请办“仅警告不公示”。")
    return None


@guard("early_stop_allowed", gettext_lazy("符合提前停止公示的条件"))
def early_stop_allowed(standing: Standing) -> str | None:
    """信息公示规定 第十四条."""
    if standing.facts.get("penalty_kind") == "restriction":
        return _("停产停业、限制从业、降低资质、吊销证照的处罚不能提前停止公示。")
    conditions = ("obligations_met", "effects_removed", "no_new_act", "not_listed")
    if any(standing.values.get(name) != "yes" for name in conditions):
        return _("提前停止公示的四项条件要全部符合。")
    return None


@guard("term_is_three_years", gettext_lazy("公示期三年"), looks_back=True)
def term_is_three_years(standing: Standing) -> str | None:
    return _other_term(standing, "three_years")


@guard("term_is_three_months", gettext_lazy("公示期三个月"), looks_back=True)
def term_is_three_months(standing: Standing) -> str | None:
    return _other_term(standing, "three_months")


@guard("term_is_ban", gettext_lazy("公示期与限制期限相同"), looks_back=True)
def term_is_ban(standing: Standing) -> str | None:
    return _other_term(standing, "ban")


def _other_term(standing: Standing, term: str) -> str | None:
    return None if standing.facts.get("term") == term else _("公示期不是这一种。")
