"""When legal review is compulsory, asked of the case (法制审核). Source: 行政处罚法 第五十八条."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from zhichan.core.matters.advice import Advice, advice, asked, today_of
from zhichan.rooms.protection.advice.facts import yes
from zhichan.rooms.protection.looking import HEARINGS, INVESTIGATED, latest

if TYPE_CHECKING:
    from zhichan.core.matters.standing import Standing
    from zhichan.core.rules.asking import Rules

REVIEW = "legal_review"


@advice(REVIEW, gettext_lazy("法制审核"))
def legal_review(standing: Standing, rules: Rules) -> Advice:
    """By public interest, hearing, complexity and what other laws ask."""
    case = {
        "is_public_interest": yes(standing.facts, "is_public_interest"),
        "is_heard": _is_heard(standing),
        "is_complex": yes(standing.facts, "several_relations"),
        "is_required_by_other_law": yes(standing.facts, "review_by_other_law"),
    }
    return asked(rules, "legal_review", case, on=today_of(standing))


def _is_heard(standing: Standing) -> bool | None:
    """Whether a hearing was held since the investigation ended; while one may still be, that is not known."""
    heard, investigated = latest(standing, HEARINGS), latest(standing, INVESTIGATED)
    if heard and (investigated is None or heard.seq > investigated.seq):
        return True
    return False if standing.facts.get("hearing_due") == "no" else None
