"""Objects of the search room: a written export, and what its actions take."""

from __future__ import annotations

from tests.conftest import NOW
from tests.rights_objects import Call, page_object, sample
from tests.rights_objects.web import stored_file
from zhichan.core.people.models import Person, Unit
from zhichan.core.search.exporting import Exported
from zhichan.rooms.search.actions.exports import NewExport
from zhichan.rooms.search.asked import Asked, values_of
from zhichan.rooms.search.models import SearchExport


def searcher() -> Person:
    """Whoever has searched before."""
    named = {"name": "检索员", "created_at": NOW}
    found, _is_new = Person.objects.get_or_create(username="searcher", defaults=named)
    return found


def some_export() -> SearchExport:
    """Somebody's, written: nobody else sees it."""
    found = SearchExport.objects.order_by("pk").first()
    return found or SearchExport.objects.create(
        person=searcher(),
        collection="patent",
        asked=values_of(Asked("焊接")),
        kind="csv",
        file=stored_file(),
        asked_at=NOW,
        made_at=NOW,
        expires_at=NOW,
    )


@page_object("search:in")
def _in(unit: Unit) -> Call:
    return Call({"kind": "party"})


page_object("search:in_facet")(lambda unit: Call({"kind": "party"}, "get", {"q": "焊接", "field": "kind"}))


@page_object("search:export_order")
def _order(unit: Unit) -> Call:
    return Call({}, "post", {"q": "焊接", "kind": "csv"})


@page_object("search:export_file")
def _file(unit: Unit) -> Call:
    return Call({"pk": some_export().pk})


@page_object("search:export_delete")
def _delete(unit: Unit) -> Call:
    return Call({"pk": some_export().pk}, "post")


sample("export_id")(lambda: some_export().pk)
sample("line")(lambda: "焊接")
sample(NewExport)(lambda: NewExport(Asked("焊接"), "csv"))


@sample(Exported)
def _exported() -> Exported:
    from io import BytesIO

    return Exported(BytesIO(b"a"), "1.1", 1, 1)


page_object("search:columns")(lambda unit: Call({}, "post", {"q": "焊接"}))
page_object("search:facet")(lambda unit: Call({}, "get", {"q": "焊接", "field": "kind"}))
page_object("search:facets")(lambda unit: Call({}, "get", {"q": "焊接"}))
page_object("search:years")(
    lambda unit: Call({}, "get", {"q": "焊接", "field": "filed_on", "first": "2020", "last": "2021"})
)


@page_object("search:compare_rows")
def _compared_rows(unit: Unit) -> Call:
    return Call({}, data={"a": "q:AD>=2000", "b": "q:AD>=2010", "part": "both"})


@page_object("search:compare_file")
def _compared_file(unit: Unit) -> Call:
    return Call({"name": "trend", "file_format": "xlsx"}, data={"a": "q:AD>=2000", "b": "q:AD>=2010"})


@page_object("search:analysis_file")
def _analysis_file(unit: Unit) -> Call:
    return Call({"name": "trend", "file_format": "xlsx"}, data={"q": "AD>=2000"})
