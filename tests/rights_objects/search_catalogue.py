"""Objects of the catalogue of key technologies: an entry with a finding of a project of everybody."""

from __future__ import annotations

import itertools

from tests.conftest import NOW
from tests.rights_objects import Call, page_object, sample
from tests.rights_objects.core import shared_unit
from tests.rights_objects.search_navigation import finding_with
from zhichan.core.access.actor import system_actor
from zhichan.core.people.models import Unit
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.search.actions.catalogue import NewTechnology, add_technology, link_finding
from zhichan.rooms.search.models import KeyTechnology, KeyTechnologyFinding

BY = system_actor("test")
_number = itertools.count(1)


def new_entry() -> NewTechnology:
    return NewTechnology(f"样例技术{next(_number)}", shared_unit().pk, "TI=焊接")


def entry() -> KeyTechnology:
    bring_up_to_date(wait=True)
    return add_technology(new_entry(), by=BY, at=NOW)


def link() -> KeyTechnologyFinding:
    finding = finding_with()
    return link_finding(entry().pk, finding.pk, by=BY, at=NOW)


@page_object("search:catalogue")
@page_object("search:catalogue_export")
def _listed(unit: Unit) -> Call:
    entry()
    return Call({})


for _name in ("technology", "technology_rows", "technology_edit", "technology_delete", "technology_link"):
    page_object(f"search:{_name}")(lambda unit: Call({"pk": entry().pk}))


@page_object("search:technology_unlink")
def _unlink(unit: Unit) -> Call:
    made = link()
    return Call({"pk": made.technology_id}, "post", {"link": made.pk})


sample(NewTechnology)(new_entry)
sample("technology_id")(lambda: entry().pk)
sample("technology_link_id")(lambda: link().pk)
