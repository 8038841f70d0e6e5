"""Whether a penalty may be decided on the spot (简易程序). Source: 行政处罚法 第五十一条."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.advice import Advice, advice, asked
from zhichan.rooms.protection.advice.facts import decided_on, fine, party, yes
from zhichan.rooms.protection.rules.choices import ORGANISATION

if TYPE_CHECKING:
    from zhichan.core.matters.standing import Standing
    from zhichan.core.rules.asking import Rules

SUMMARY = "summary_allowed"


@advice(SUMMARY, gettext_lazy("当场处罚的条件"))
def summary_allowed(standing: Standing, rules: Rules) -> Advice:
    """By kind of party and amount of the fine; a penalty on the spot is a warning or a fine and no other.

    Of parties of both kinds the higher limit is shown: the rule refuses, and must not refuse too much.
    """
    of = party(standing, of_several=ORGANISATION)
    if of is None:
        return Advice(_("没有登记当事人，还不能查询当场处罚的限额。"))
    case = {
        "party": of,
        "is_facts_clear": yes(standing.facts, "is_clear"),
        "fine_fen": fine(standing),
        "has_other_penalty": False,
    }
    return asked(rules, SUMMARY, case, on=decided_on(standing))
