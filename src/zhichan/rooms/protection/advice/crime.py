"""The record of a case beside the criminal thresholds (立案追诉标准对照).

Facts for reasonable suspicion, never a verdict. Source: 行政执法机关移送涉嫌犯罪案件的规定 第三条第二款.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.advice import Advice, Answer, advice, asked, today_of
from zhichan.rooms.protection.advice.facts import act_on, number, yes
from zhichan.rooms.protection.rules.criminal_threshold.facts import CRIMES, PROMPTS, Row

if TYPE_CHECKING:
    from zhichan.core.matters.standing import Standing
    from zhichan.core.rules.asking import Rules

CRIME = "criminal_threshold"
_TRADEMARK = ("213", "214", "215")
_OF_CAUSE = {"trademark_infringement": _TRADEMARK, "patent_passing_off": ("216",)}
_OF_RIGHT = {
    "trademark": _TRADEMARK,
    "patent": ("216",),
    "copyright": ("217", "218"),
    "trade_secret": ("219",),
}
_AMOUNTS = ("turnover", "gains", "sales", "unsold", "loss")
_COUNTS = ("labels", "copies", "kinds")
_ALARMING = ("transfer", "suspicion")


@advice(CRIME, gettext_lazy("立案追诉标准对照"))
def criminal_threshold(standing: Standing, rules: Rules) -> Advice:
    """The meter for the suspected crime, or for each the cause or the right may come to."""
    answers = tuple(_answers(standing, rules))
    if not answers:
        return Advice(_("案由和权利种类没有对应的罪名；有合理怀疑的，在移送时填涉嫌罪名。"))
    leading = min(answers, key=_urgency)
    prompt = leading.found.result.prompt
    lead = leading.found.lead
    if len(answers) > 1:
        lead = _("%(crime)s：%(lead)s") % {"crime": leading.about, "lead": lead}
    is_alarming = prompt in _ALARMING
    warnings = (_told(leading),) if is_alarming else ()
    return Advice(lead, answers, warnings=warnings, is_alarming=is_alarming)


def highest_share(standing: Standing, rules: Rules) -> int | None:
    """The highest share of a threshold that may apply, in whole percent, cut; None without any amount."""
    shares = [share for answer in _answers(standing, rules) for share in _shares(answer)]
    return int(max(shares)) if shares else None


def _shares(answer: Answer) -> list[Decimal]:
    """The share of each line that may apply and has an amount beside it."""
    rows: tuple[Row, ...] = answer.found.result.rows
    return [row.share_percent for row in rows if row.may_apply and row.share_percent is not None]


def _answers(standing: Standing, rules: Rules) -> Iterator[Answer]:
    words = dict(CRIMES)
    for crime in _crimes(standing):
        for answer in asked(rules, CRIME, _case(standing, crime), on=today_of(standing)).answers:
            yield replace(answer, about=str(words[crime]))


def _crimes(standing: Standing) -> tuple[str, ...]:
    facts = standing.facts
    if (crime := str(facts.get("crime"))) in dict(CRIMES):
        return (crime,)
    found = _OF_CAUSE.get(str(facts.get("cause")))
    return found or _OF_RIGHT.get(str(facts.get("right_kind")), ())


def _case(standing: Standing, crime: str) -> dict[str, Any]:
    facts = standing.facts
    return {
        "crime": crime,
        "act_on": act_on(standing, today_of(standing)),
        **{f"{name}_fen": number(facts, name) for name in _AMOUNTS},
        **{name: number(facts, name) for name in _COUNTS},
        "mark_kind": facts.get("mark_kind"),
        "is_for_profit": yes(facts, "is_for_profit"),
        "is_repeat": yes(facts, "repeat_in_two_years"),
    }


def _urgency(answer: Answer) -> tuple[int, Decimal]:
    """The prompt that asks for most first, of like ones that with the highest share."""
    order = [name for name, _words in PROMPTS]
    return order.index(answer.found.result.prompt), -max(_shares(answer), default=Decimal(-1))


def _told(answer: Answer) -> str:
    """What is due on reasonable suspicion, in the words and with the source of the rule."""
    duty = answer.found.reasons[-1]
    sources = "、".join(one.words for one in duty.sources)
    return _("%(duty)s〔%(sources)s〕") % {"duty": duty.text, "sources": sources}
