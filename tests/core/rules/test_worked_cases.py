"""Every worked case of every rule set, worked once more; and none of their values goes without one."""

from __future__ import annotations

from datetime import date

import pytest

from zhichan.core.rules.definition import RuleSet, WorkedCase
from zhichan.core.rules.engine import apply
from zhichan.core.rules.loading import all_sets, rule_set
from zhichan.core.rules.worked import work

CASES = [(chosen, case) for chosen in all_sets() for case in chosen.cases]


@pytest.mark.parametrize(("chosen", "case"), CASES, ids=[f"{one.name}:{case.line}" for one, case in CASES])
def test_the_rule_says_what_was_worked_by_hand(chosen: RuleSet, case: WorkedCase) -> None:
    assert work(chosen, case, rule_set).differences == ()


@pytest.mark.parametrize("chosen", all_sets(), ids=lambda one: one.name)
def test_every_value_is_used_by_some_worked_case(chosen: RuleSet) -> None:
    used = set()
    for case in chosen.cases:
        if not case.refused:
            found = apply(chosen, case.given, on=case.on, named=rule_set)
            used |= {(value.name, value.from_on) for reason in found.reasons for value in reason.values}
    written = {(one.name, value.from_on) for one in chosen.parameters.values() for value in one.values}
    unused = {(name, day) for name, day in written - used if not _is_silent(chosen, name, day)}
    assert unused == set()


def _is_silent(chosen: RuleSet, name: str, day: date) -> bool:
    """Grounds of discretion and exemptions are listed in the result, not reasoned from; an exclusion that
    does not hold says nothing."""
    parameter = chosen.parameters[name]
    is_off = any(one.value is False for one in parameter.values if one.from_on == day)
    return is_off or parameter.group in {"factors", "exemptions"}
