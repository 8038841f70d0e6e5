"""Conditions of adjudication, mediation and aid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.guards import guard

if TYPE_CHECKING:
    from zhichan.core.matters.standing import Standing


@guard("right_in_force", gettext_lazy("专利权有效"))
def right_in_force(standing: Standing) -> str | None:
    if standing.values.get("right_in_force") == "yes":
        return None
    return _("专利权已无效或终止的，不能立案，请办“不予受理”并说明理由。")


@guard("expert_without_conflict", gettext_lazy("没有利害关系"))
def expert_without_conflict(standing: Standing) -> str | None:
    """Whoever served the other side or decided in the same dispute gives no advice in it."""
    if standing.values.get("no_conflict") == "yes":
        return None
    return _("有利害关系或参与过本纠纷的人不能承担，请另选。")


@guard("both_agree", gettext_lazy("双方同意调解"))
def both_agree(standing: Standing) -> str | None:
    """Mediation is voluntary (人民调解法)."""
    return None if standing.values.get("both_agree") == "yes" else _("双方都同意，才能调解。")


@guard("joint_application", gettext_lazy("双方共同申请"))
def joint_application(standing: Standing) -> str | None:
    """人民调解法 第三十三条; 民事诉讼法 第二百零五条."""
    return None if standing.values.get("both_apply") == "yes" else _("司法确认要由双方共同申请。")
