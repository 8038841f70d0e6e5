"""Objects of the pages and operations of rules, and samples of what their actions take."""

from __future__ import annotations

from datetime import date

from tests.conftest import NOW
from tests.rights_objects import Call, api_object, page_object, sample
from zhichan.core.access.actor import system_actor
from zhichan.core.people.models import Unit
from zhichan.core.rules.actions.local_values import NewValue, propose_value
from zhichan.core.rules.models import LocalValue

SET, PARAMETER = "hearing_threshold", "fine_person"


def new_value(parameter: str = PARAMETER) -> NewValue:
    return NewValue(SET, parameter, "value", date(2026, 1, 1), "某省听证规定", "第三条", "5000")


def some_value() -> LocalValue:
    found = LocalValue.objects.filter(parameter=PARAMETER, state="proposed").first()
    return found or propose_value(new_value(), by=system_actor("test"), at=NOW)


for _name in ("system_rule", "system_rule_cases", "system_rule_try", "system_rule_values"):
    page_object(_name)(lambda unit: Call({"name": SET}))


@page_object("system_rule_value")
def _value(unit: Unit) -> Call:
    return Call({"name": SET, "pk": some_value().pk})


@page_object("system_rule_propose")
def _propose(unit: Unit) -> Call:
    return Call({"name": SET, "parameter": PARAMETER})


@api_object("rule_set")
def _set(unit: Unit) -> Call:
    return Call({"name": SET})


@api_object("explain_rule")
def _explain(unit: Unit) -> Call:
    return Call({"name": SET}, data={"case": {"party": "person"}})


sample(NewValue)(lambda: new_value("fine_organisation"))
sample("value_id")(lambda: some_value().pk)
