"""What the rules say of a matter (规则参考), by name. A room writes its own in ``rooms/<room>/advice.py``:

    @advice("hearing", _("听证告知"))
    def hearing(standing: Standing, rules: Rules) -> Advice:
        return asked(rules, "hearing_threshold", case_of(standing), on=day_of(standing))

A procedure names those its page shows, a move those that stand beside its form. It asks dated rules about
what the form and the record say; it decides nothing and changes nothing. A condition may hold the step
against it (``guards``), and the event of the step keeps what was said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.by_name import ByName
from zhichan.core.errors import InvalidInput
from zhichan.core.rules.asking import Rules
from zhichan.core.rules.explaining import Explained, explained_values, plain
from zhichan.core.rules.wording import joined

if TYPE_CHECKING:
    from zhichan.core.matters.procedure import Words
    from zhichan.core.matters.standing import Standing

Give = Callable[["Standing", Rules], "Advice"]


@dataclass(frozen=True)
class Answer:
    """One question to a rule set with what came out. ``about``: of what, where several were asked alike."""

    rule_set: str
    on: date
    case: Mapping[str, Any]
    found: Explained[Any]
    about: str = ""


@dataclass(frozen=True)
class Advice:
    """``lead`` says it in a sentence, also why nothing could be asked. ``proposed``: fields of the form with
    the value the rule proposes, for a person to choose. ``warnings``: what the person is told, and whoever
    reads the record. ``is_alarming``: it stands out on the page of the matter."""

    lead: str
    answers: tuple[Answer, ...] = ()
    proposed: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    is_alarming: bool = False

    @property
    def result(self) -> Any:
        """The result of the only question; None where it could not be asked."""
        return self.answers[0].found.result if self.answers else None

    @property
    def is_unsettled(self) -> bool:
        """Whether it rests on anything nobody has held against the text (依据待核)."""
        return any(answer.found.unsettled for answer in self.answers)

    @property
    def because(self) -> str:
        """The reasons with their sources in one line, for a refusal."""
        reasons = (one for answer in self.answers for one in answer.found.reasons)
        return joined(
            _("%(reason)s〔%(sources)s〕")
            % {
                "reason": one.text.rstrip("。."),
                "sources": "、".join(source.words for source in one.sources),
            }
            for one in reasons
            if one.sources
        )


@dataclass(frozen=True)
class Adviser:
    """An advice with the words that name it."""

    name: str
    label: Words
    give: Give


_ADVISERS: ByName[Adviser] = ByName("advice")


def advice(name: str, label: Words) -> Callable[[Give], Give]:
    """Register an advice; a second one of the same name stops the start."""

    def register(give: Give) -> Give:
        _ADVISERS.add(name, Adviser(name, label, give))
        return give

    return register


def adviser_named(name: str) -> Adviser:
    """Raises KeyError for a name that is not registered."""
    return _ADVISERS[name]


def adviser_names() -> frozenset[str]:
    return frozenset(_ADVISERS)


def today_of(standing: Standing) -> date:
    """The day of the office on which it is asked."""
    return timezone.localdate(standing.at)


def asked(rules: Rules, rule_set: str, case: Mapping[str, Any], *, on: date) -> Advice:
    """What a rule set says of a case, facts that are not known (None) left out.

    A case the rule cannot take (a day before its first) is told, not raised.
    """
    known = {name: value for name, value in case.items() if value is not None}
    try:
        found = rules.explain(rule_set, on=on, case=known)
    except InvalidInput as refusal:
        return Advice(refusal.message)
    return Advice(found.lead, (Answer(rule_set, on, known, found),))


def with_advice(standing: Standing, names: Iterable[str], rules: Rules) -> Standing:
    """The standing with what some advisers say of it. One query, none where no rule is asked."""
    return replace(standing, advised={name: adviser_named(name).give(standing, rules) for name in names})


def kept_advice(advised: Mapping[str, Advice]) -> dict[str, Any]:
    """What was said, as the event of a step keeps it: JSON, in the words of that day."""
    return {
        name: {
            "lead": one.lead,
            "proposed": dict(one.proposed),
            "warnings": list(one.warnings),
            "answers": [answer_values(answer) for answer in one.answers],
        }
        for name, one in advised.items()
    }


def answer_values(answer: Answer) -> dict[str, Any]:
    """One answer as JSON; amounts are fen."""
    return {
        "about": answer.about,
        "rule_set": answer.rule_set,
        "on": answer.on.isoformat(),
        "case": {name: plain(value) for name, value in answer.case.items()},
        **explained_values(answer.found),
    }
