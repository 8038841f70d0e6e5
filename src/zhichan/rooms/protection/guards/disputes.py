"""Conditions of adjudication, mediation and aid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.guards import guard

if TYPE_CHECKING:
    from zhichan.core.matters.standing import Standing

LEAST_OF_PANEL = 3


@guard("right_in_force", gettext_lazy("专利权有效"))
def right_in_force(standing: Standing) -> str | None:
    if standing.values.get("right_in_force") == "yes":
        return None
    return _("专利权已无效或终止的，不能立案，请办“不予受理”并说明理由。")


@guard("odd_panel", gettext_lazy("办案人员三名以上单数"))
def odd_panel(standing: Standing) -> str | None:
    """Three who decide or more, an odd number of them (专利行政执法办法 第十三条, from memory).

    The rule was not read in its text, so it bars nobody for good: with the reason on record the panel stands.
    """
    named = standing.values.get("officers")
    number = len(set(named)) if isinstance(named, list) else 0
    if (number >= LEAST_OF_PANEL and number % 2) or standing.values.get("panel_reason"):
        return None
    return _(
        "办案人员应当是三名以上单数，现在是 %(number)d 名（《专利行政执法办法》第十三条，依据待核）。"
        "请增减人员；确有原因的，写明“人数不合的原因”。"
    ) % {"number": number}


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
