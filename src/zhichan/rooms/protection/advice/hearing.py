"""When the right to a hearing must be told, asked of the case (听证告知). Source: 行政处罚法 第六十三条."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.advice import Advice, advice, asked, today_of
from zhichan.rooms.protection.advice.facts import confiscated, fine, party

if TYPE_CHECKING:
    from zhichan.core.matters.standing import Standing
    from zhichan.core.rules.asking import Rules

HEARING = "hearing"


@advice(HEARING, gettext_lazy("听证告知"))
def hearing(standing: Standing, rules: Rules) -> Advice:
    """By kind of party, intended amounts and other measures, local figures included."""
    of = party(standing)
    if of is None:
        return Advice(_("没有登记当事人，还不能查询听证的数额。"))
    case = {
        "party": of,
        "fine_fen": fine(standing),
        "confiscated_fen": confiscated(standing),
        "measure": standing.facts.get("other_measure"),
    }
    return asked(rules, "hearing_threshold", case, on=today_of(standing))
