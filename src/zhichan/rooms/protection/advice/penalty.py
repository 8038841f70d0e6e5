"""The range of the penalty, asked of the case (处罚幅度). Source of the choice of law: 行政处罚法 第三十七条.

It shows bases, ends and factors and never a figure; a fine outside what is shown is warned of, not refused:
the law may mitigate below the range, and whether it applies is for whoever decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.advice import Advice, advice, asked
from zhichan.core.rules.cases import Kind, case_fields
from zhichan.core.rules.money import yuan_text
from zhichan.rooms.protection.advice.facts import act, act_on, decided_on, first, number, yes
from zhichan.rooms.protection.rule_forms import AT_ACT, AT_DECISION
from zhichan.rooms.protection.rules.penalty_range.facts import Candidate, Case, PenaltyRange

if TYPE_CHECKING:
    from zhichan.core.matters.standing import Standing
    from zhichan.core.rules.asking import Rules

RANGE = "penalty_range"
_NAMES = {"is_repeat": "repeat_in_five_years"}
_FLAGS = tuple(one.name for one in case_fields(Case) if one.kind is Kind.YES_NO)


@advice(RANGE, gettext_lazy("处罚幅度"))
def penalty_range(standing: Standing, rules: Rules) -> Advice:
    """The bases of the day of the act and of the decision; both, where the law changed between."""
    of = act(standing)
    if of is None:
        return Advice(_("案由对应几种违法行为，请选“违法行为”后再查处罚幅度。"))
    day = decided_on(standing)
    facts = standing.facts
    case = {
        "act": of,
        "act_on": act_on(standing, day),
        "decided_on": day,
        "turnover_fen": number(facts, "turnover"),
        "gains_fen": number(facts, "gains"),
        **{fact: yes(facts, _NAMES.get(fact, fact)) for fact in _FLAGS},
    }
    found = asked(rules, RANGE, case, on=day)
    fine_fen = first(standing, ("fine", "intended_fine"))
    if found.result is None or fine_fen is None:
        return found
    return replace(found, warnings=tuple(_outside(found.result, standing, fine_fen)))


def _outside(found: PenaltyRange, standing: Standing, fine_fen: int) -> Iterator[str]:
    """A word where a fine lies outside every band that may apply, of the law that was chosen or of either."""
    bands = [one for one in _bands(found, standing) if one.holds is not False]
    known = [(one.least_fen, one.most_fen) for one in bands]
    if not fine_fen or not known:
        return
    if any(least is None or most is None or least <= fine_fen <= most for least, most in known):
        return
    ends = "；".join(
        _("%(label)s：%(least)s 至 %(most)s〔%(source)s〕")
        % {
            "label": one.label,
            "least": yuan_text(one.least_fen or 0),
            "most": yuan_text(one.most_fen or 0),
            "source": one.source.words,
        }
        for one in bands
    )
    yield _("罚款 %(fine)s 在所列幅度之外（%(ends)s）：请核对，并写明减轻或者另有依据的理由。") % {
        "fine": yuan_text(fine_fen),
        "ends": ends,
    }


def _bands(found: PenaltyRange, standing: Standing) -> Sequence[Candidate]:
    chosen = standing.facts.get("lighter_law") if found.asks_which_is_lighter else AT_ACT
    if chosen == AT_ACT:
        return found.at_act
    return found.at_decision if chosen == AT_DECISION else (*found.at_act, *found.at_decision)
