"""Rule sets and their parameters as lists show them: pages, console and API share these words. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.rules.definition import RuleSet
from zhichan.core.rules.loading import all_sets
from zhichan.core.rules.parameters import Local, Parameter, Valued, valued_on
from zhichan.core.rules.queries import confirmed_locals
from zhichan.core.rules.values import kept


@dataclass(frozen=True)
class SetOn:
    """A set with its parameters as they are on a day; None for one that is not in force."""

    rule_set: RuleSet
    values: tuple[tuple[Parameter, Valued[Any] | None], ...]
    local_count: int

    @property
    def unsettled_count(self) -> int:
        return sum(value is not None and not value.is_settled for _parameter, value in self.values)


def sets_on(day: date) -> list[SetOn]:
    """Every rule set on a day. One query."""
    locals_ = confirmed_locals()
    return [set_on(one, day, locals_.get(one.name, [])) for one in all_sets()]


def set_on(rule_set: RuleSet, day: date, locals_: list[Local]) -> SetOn:
    values = tuple((one, valued_on(one, day, locals_)) for one in rule_set.parameters.values())
    count = sum(value is not None and value.local is not None for _parameter, value in values)
    return SetOn(rule_set, values, count)


def set_values(one: SetOn) -> dict[str, Any]:
    """A set as JSON, without its parameters."""
    return {
        "name": one.rule_set.name,
        "room": one.rule_set.room,
        "label": _(one.rule_set.label),
        "note": _(one.rule_set.note) if one.rule_set.note else "",
        "first_day": one.rule_set.first_day.isoformat(),
        "parameter_count": len(one.values),
        "unsettled_count": one.unsettled_count,
        "local_count": one.local_count,
        "case_count": len(one.rule_set.cases),
    }


def parameter_values(parameter: Parameter, value: Valued[Any] | None) -> dict[str, Any]:
    """A parameter on a day as JSON; ``value`` null: not in force, or a figure that is not known."""
    source = value.source if value else None
    return {
        "name": parameter.name,
        "label": _(parameter.label),
        "unit": parameter.unit.value,
        "group": parameter.group,
        "about": dict(parameter.about),
        "is_local": parameter.is_local,
        "is_in_force": value is not None,
        "value": kept(value.value) if value else None,
        "text": value.text if value else "—",
        "from_on": value.from_on.isoformat() if value else None,
        "until_on": value.until_on.isoformat() if value and value.until_on else None,
        "checked_on": value.checked_on.isoformat() if value and value.checked_on else None,
        "title": source.title if source else "",
        "article": source.article if source else "",
        "mark": source.mark.value if source else None,
        "local": value.local if value else None,
    }
