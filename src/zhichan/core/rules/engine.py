"""Applying a rule set to a case (套用规则): pure, with the office's local values handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput
from zhichan.core.rules.cases import case_of
from zhichan.core.rules.definition import RuleSet, Slot
from zhichan.core.rules.explaining import AsOf, Explained
from zhichan.core.rules.parameters import Local, Parameter, valued_on

Locals = Mapping[str, Sequence[Local]]
Named = Callable[[str], RuleSet]


def apply(
    rule_set: RuleSet, case: Any, *, on: date, named: Named, locals_: Locals | None = None
) -> Explained[Any]:
    """The result for a case on a day, with its reasons. ``case``: JSON values by name, or a Case.

    ``named`` finds another set, for rules that rest on one. Raises InvalidInput for a case that cannot be
    read and for a day before the rule.
    """
    known = locals_ or {}
    formula = rule_set.formula_on(on)
    if formula is None:
        raise _too_early(rule_set, rule_set.formulas[0].from_on)
    given = case if isinstance(case, rule_set.case) else case_of(rule_set.case, case)
    kept: dict[date, Any] = {}

    def parameters_on(day: date) -> Any:
        if day not in kept:
            kept[day] = resolved(rule_set, day, known.get(rule_set.name, ()))
        return kept[day]

    def ask(name: str, other: Mapping[str, Any]) -> Explained[Any]:
        return apply(named(name), other, on=on, named=named, locals_=known)

    return formula.function(AsOf(on, parameters_on, ask), given)


def resolved(rule_set: RuleSet, day: date, locals_: Sequence[Local] = ()) -> Any:
    """The parameters as the formula takes them. Raises InvalidInput where one is not in force yet."""
    return rule_set.takes(**{slot.name: _filled(rule_set, slot, day, locals_) for slot in rule_set.slots})


def _filled(rule_set: RuleSet, slot: Slot, day: date, locals_: Sequence[Local]) -> Any:
    if slot.is_group:
        each = (valued_on(one, day, locals_) for one in in_group(rule_set, slot.name))
        return tuple(one for one in each if one is not None)
    parameter = rule_set.parameters[slot.name]
    found = valued_on(parameter, day, locals_)
    if found is None and not slot.may_be_absent:
        raise _too_early(rule_set, parameter.values[0].from_on, parameter)
    return found


def in_group(rule_set: RuleSet, group: str) -> list[Parameter]:
    return [one for one in rule_set.parameters.values() if one.group == group]


def _too_early(rule_set: RuleSet, first: date, parameter: Parameter | None = None) -> InvalidInput:
    label = _(rule_set.label)
    if parameter is not None:
        label += "：" + _(parameter.label)
    return InvalidInput(
        _("“%(label)s”自 %(day)s 起才有依据，不能用于这一天。") % {"label": label, "day": first},
        code="rule_day",
    )
