"""Objects of the pages and operations of procedures: they belong to nobody."""

from __future__ import annotations

from tests.rights_objects import Call, api_object, page_object
from zhichan.core.people.models import Unit


def _lead(_unit: Unit) -> Call:
    return Call({"name": "lead"})


for _name in ("matters:procedure", "matters:procedure_bpmn", "matters:procedure_statistics"):
    page_object(_name)(_lead)

for _name in ("procedure", "procedure_bpmn"):
    api_object(_name)(_lead)
