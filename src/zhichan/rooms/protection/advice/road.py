"""Which road a case is proposed to take, asked of the case (繁简分流)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.advice import Advice, advice, asked, today_of
from zhichan.rooms.protection.advice.crime import highest_share
from zhichan.rooms.protection.advice.facts import confiscated, fine, number, party, yes
from zhichan.rooms.protection.advice.hearing import hearing
from zhichan.rooms.protection.rule_forms import ROAD

if TYPE_CHECKING:
    from zhichan.core.matters.standing import Standing
    from zhichan.core.rules.asking import Rules

TRIAGE = "triage"
_SAME = ("is_facts_clear", "is_disputed", "is_appraisal_needed", "is_cross_region")
_FLAGS = {
    **{name: name for name in (*_SAME, "is_public_interest", "is_patent_doubtful")},
    "is_repeat": "repeat_in_five_years",
}


@advice(TRIAGE, gettext_lazy("繁简分流建议"))
def triage(standing: Standing, rules: Rules) -> Advice:
    """By the points of the facts that are known; a person chooses the road."""
    of = party(standing)
    if of is None:
        return Advice(_("没有登记当事人，还不能提出分流建议。"))
    facts = standing.facts
    case = {
        "party": of,
        "fine_fen": fine(standing),
        "confiscated_fen": confiscated(standing),
        "turnover_fen": number(facts, "turnover"),
        "criminal_share_percent": highest_share(standing, rules),
        "rights": number(facts, "rights_count"),
        "has_hearing": _has_hearing(standing, rules),
        **{fact: yes(facts, name) for fact, name in _FLAGS.items()},
    }
    found = asked(rules, "triage", case, on=today_of(standing))
    proposed = {ROAD: found.result.track} if found.result else {}
    return Advice(found.lead, found.answers, proposed)


def _has_hearing(standing: Standing, rules: Rules) -> bool | None:
    """As it was decided at the end of the investigation; before it only what the measure says, the amounts
    are asked by the rule itself."""
    if (decided := yes(standing.facts, "hearing_due")) is not None:
        return decided
    if standing.facts.get("other_measure") in (None, "", "none"):
        return None
    said = hearing(standing, rules)
    return True if said.result and said.result.is_due else None
