"""Conditions that hold a step against what the rules say of the case: more may be given than a rule asks for,
never less, and a departure is explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.guards import guard
from zhichan.rooms.protection.advice.hearing import HEARING
from zhichan.rooms.protection.advice.penalty import RANGE
from zhichan.rooms.protection.advice.review import REVIEW
from zhichan.rooms.protection.advice.road import TRIAGE
from zhichan.rooms.protection.rule_forms import ROAD, ROAD_REASON
from zhichan.rooms.protection.rules.triage.formulas import TRACKS

if TYPE_CHECKING:
    from zhichan.core.matters.standing import Standing


@guard("hearing_not_denied", gettext_lazy("规则要求告知听证的不能选否"), rests_on=(HEARING,))
def hearing_not_denied(standing: Standing) -> str | None:
    """行政处罚法 第六十三条: the right to a hearing may be told beyond the rule, never short of it."""
    said = standing.advised[HEARING]
    if said.result is None or said.result.is_due is not True:
        return None
    if "no" not in (standing.values.get("hearing_due"), standing.values.get("hearing_offered")):
        return None
    words = {"lead": said.lead, "because": said.because}
    return _("规则说%(lead)s不能选否：%(because)s") % words


@guard("review_not_denied", gettext_lazy("规则要求法制审核的不能选否"), rests_on=(REVIEW,))
def review_not_denied(standing: Standing) -> str | None:
    """行政处罚法 第五十八条."""
    said = standing.advised[REVIEW]
    if said.result is None or said.result.is_compulsory is not True:
        return None
    if standing.values.get("needs_legal_review") != "no":
        return None
    words = {"lead": said.lead, "because": said.because}
    return _("规则说%(lead)s不能选否：%(because)s") % words


@guard("departure_explained", gettext_lazy("与分流建议不同的写明理由"), rests_on=(TRIAGE,))
def departure_explained(standing: Standing) -> str | None:
    """A rule nobody follows is a wrong rule: why it was not followed is kept."""
    proposed = standing.advised[TRIAGE].proposed.get(ROAD)
    if proposed is None or proposed == standing.values.get(ROAD) or standing.values.get(ROAD_REASON):
        return None
    return _("规则建议“%(track)s”，您选了另一种：请填写“与建议不同的理由”。") % {
        "track": dict(TRACKS)[proposed]
    }


@guard("lighter_law_chosen", gettext_lazy("规定有变的已选较轻的一部"), rests_on=(RANGE,))
def lighter_law_chosen(standing: Standing) -> str | None:
    """行政处罚法 第三十七条: the law of the act, unless that of the decision is lighter. People compare."""
    said = standing.advised[RANGE]
    if said.result is None or not said.result.asks_which_is_lighter or standing.values.get("lighter_law"):
        return None
    return _("行为之后规定有变：请比较所列两部规定，选定处罚较轻的一部（行政处罚法第三十七条）。")
