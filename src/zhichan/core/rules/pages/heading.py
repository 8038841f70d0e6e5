"""What the pages of one rule set share: title, tabs with their counts, and how marks look."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from zhichan.core.access.requests import actor_in
from zhichan.core.rules.definition import RuleSet
from zhichan.core.rules.models import LocalValue
from zhichan.core.rules.queries import values_visible_to
from zhichan.core.rules.sources import MARK_LABELS, Mark

_LOOKS = {
    Mark.VERIFIED: "done",
    Mark.CONFIRMED: "done",
    Mark.LOCAL: "info",
    Mark.VERIFIED_PART: "warn",
    Mark.MEMORY: "warn",
}


def heading(request: HttpRequest, chosen: RuleSet, here: str) -> dict[str, Any]:
    """Title and tabs. One query."""
    local_count = values_visible_to(actor_in(request)).filter(rule_set=chosen.name).count()
    tabs = (
        ("system_rule", _("参数"), len(chosen.parameters)),
        ("system_rule_cases", _("例子"), len(chosen.cases)),
        ("system_rule_try", _("试算"), None),
        ("system_rule_values", _("本地值"), local_count),
    )
    note = _(chosen.note) if chosen.note else ""
    return {"rule_set": chosen, "label": _(chosen.label), "note": note, "tabs": tabs, "here": here}


def parameter_label(chosen: RuleSet, row: LocalValue) -> str:
    """The parameter of a local value in words; its name where the set has it no more."""
    parameter = chosen.parameters.get(row.parameter)
    return _(parameter.label) if parameter else row.parameter


def mark_of(mark: Mark) -> tuple[str, str]:
    """Look and words of a mark."""
    return _LOOKS[mark], str(MARK_LABELS[mark])
