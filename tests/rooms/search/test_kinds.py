"""Of marks, parties, plans, tasks and matters: all values of a facet, and everything found as a file."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest

from tests.conftest import NOW
from tests.core.matters.conftest import at
from tests.core.matters.conftest import house as house
from tests.rooms.plan.samples import Role as Part
from tests.rooms.plan.samples import make_plan, make_task
from zhichan.core.access.roles import Role
from zhichan.core.errors import NotFound
from zhichan.core.matters.actions.sharing import share_matter, stop_sharing
from zhichan.core.search.asking import Question, ask
from zhichan.core.search.collection import collections
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.core.search.outbox import note
from zhichan.rooms.search.actions.exports import NewExport, order_export
from zhichan.rooms.search.asked import Asked
from zhichan.rooms.search.jobs import write_export
from zhichan.rooms.search.models import SearchExport

from .test_exports import content
from .test_finding import matter as matter
from .test_finding import registers as registers
from .test_finding import science as science
from .test_finding import tasks as tasks

pytestmark = pytest.mark.django_db
WHEN = at("2026-02-10 10:00")
ALL = {"trademark": "AD>=1900", "party": "DT>=1900", "plan": "DT>=1900", "task": "样例", "matter": "OD>=1900"}


@pytest.fixture
def searched() -> tuple[str, ...]:
    return tuple(one.name for one in collections())


def rows_of(export: SearchExport) -> list[dict[str, str]]:
    """The rows of a csv under its headings, which stand behind the lines on what it is."""
    lines = list(csv.reader(io.StringIO(content(export).decode("utf-8-sig"))))
    head = next(place for place, line in enumerate(lines) if len(line) > 3)
    return [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :]]


def written(kind: str, line: str, by, file_kind: str = "csv", **asked) -> SearchExport:
    export = order_export(NewExport(Asked(line, **asked), file_kind, collection=kind), by=by, at=NOW)
    write_export.func(export.pk)
    export.refresh_from_db()
    return export


def test_a_file_of_every_kind_has_what_its_page_lists(house, actor, matter, tasks, registers) -> None:
    bring_up_to_date(wait=True)
    assert {*ALL, "patent"} == {one.name for one in collections()}
    officer = actor(Role.OFFICE_LEADER, house.unit)
    for kind, line in ALL.items():
        listed = [(hit.number, hit.title) for hit in ask(Question(kind, line, limit=100), officer).hits]
        rows = [tuple(row.values())[:2] for row in rows_of(written(kind, line, officer))]
        assert rows == listed != [], kind
        assert written(kind, line, officer, "xlsx").done == len(listed)
    [courts] = rows_of(written("task", "样例", officer, chosen=(("units", "云川区司法局"),)))
    assert (courts["编号"], courts["责任单位"], courts["完成时限"]) == ("T-77", "云川区司法局", "2026-12-31")
    [told] = rows_of(written("matter", "OD>=1900", officer))
    assert "云川样例商行" in told["参与人"]


def test_a_file_of_matters_holds_no_other_units(house, actor, matter, science) -> None:
    bring_up_to_date(wait=True)
    other = actor(Role.CASE_OFFICER, science)
    assert rows_of(written("matter", "样例", other)) == []
    share_matter(matter.pk, science.pk, "协助", by=house.leader, at=WHEN)
    bring_up_to_date(wait=True)
    assert len(rows_of(written("matter", "样例", other))) == 1
    export = order_export(NewExport(Asked("样例"), "csv", collection="matter"), by=other, at=NOW)
    stop_sharing(matter.pk, science.pk, "已办完", by=house.leader, at=at("2026-02-10 12:00"))
    write_export.func(export.pk)
    export.refresh_from_db()
    assert (rows_of(export), matter.number in content(export).decode()) == ([], False)


def test_a_kind_of_which_one_sees_nothing_is_not_exported(actor, office, matter) -> None:
    bring_up_to_date(wait=True)
    for kind in ("matter", "nothing"):
        with pytest.raises(NotFound):
            written(kind, "样例", actor(Role.READ_ONLY_LEADER, office))
    assert not SearchExport.objects.exists()


def test_a_page_of_a_kind_leads_to_its_file_and_that_back(signed_in, office, tasks) -> None:
    bring_up_to_date(wait=True)
    client = signed_in(Role.PLAN_OFFICER, office)
    page = client.get("/search/in/task/", {"q": "样例", "f": "units:云川区司法局"}).content.decode()
    form = page[page.index('action="/search/exports/new/"') :]
    sent = re.findall(r'<input type="hidden" name="(in|q|f)" value="([^"]*)">', form)
    assert sent == [("in", "task"), ("q", "样例"), ("f", "units:云川区司法局")]
    assert client.post("/search/exports/new/", {**dict(sent), "kind": "csv"}).url == "/search/exports/"
    export = SearchExport.objects.get()
    write_export.func(export.pk)
    export.refresh_from_db()
    assert len(rows_of(export)) == 1
    listed = unescape(client.get("/search/exports/").content.decode())
    back = re.search(r'href="(/search/in/task/[^"]+)"', listed)
    assert "<h2>1 件</h2>" in client.get(back[1]).content.decode()
    file = client.get(f"/search/exports/{export.pk}/file/")
    file.close()
    assert "%E4%BB%BB%E5%8A%A1%E6%A3%80%E7%B4%A2%E7%BB%93%E6%9E%9C" in file.headers["Content-Disposition"]
    wrong = client.post("/search/exports/new/", {"in": "task", "q": "XX=样例", "kind": "csv"}, follow=True)
    assert wrong.redirect_chain[0][0].startswith("/search/in/task/?")
    assert "没有字段" in wrong.content.decode()


def test_all_values_of_a_facet_open_from_the_page_of_a_kind(signed_in, office, unit) -> None:
    plan = make_plan(office)
    for nth in range(15):
        make_task(plan, {unit(f"云川区第{nth:02d}局"): Part.LEAD}, title=f"样例任务{nth}")
    note("plan.task", plan.tasks.values_list("pk", flat=True))
    bring_up_to_date(wait=True)
    client = signed_in(Role.PLAN_OFFICER, office)
    page = client.get("/search/in/task/", {"q": "样例"}).content.decode()
    assert page.count("云川区第14局") == 0
    # On a phone the facets come up in a drawer.
    assert ('id="facets"' in page, 'data-borrows="facets"' in page, 'data-open="facet-drawer"' in page) == (
        True,
        True,
        True,
    )
    link = next(
        url for url in re.findall(r'href="(/search/in/task/facet/[^"]+)"', page) if "field=units" in url
    )
    values = unescape(client.get(unescape(link)).content.decode())
    found = re.findall(
        r'<a href="([^"]+)" class="fv"[^>]*>.*?<span>(云川区第\d\d局)</span><span>1</span>', values
    )
    assert [name for _url, name in found] == [f"云川区第{nth:02d}局" for nth in range(15)]
    chosen = client.get(found[-1][0]).content.decode()
    assert "<h2>1 件</h2>" in chosen
    assert "</mark>任务14" in chosen
    for wrong in (
        "/search/in/task/facet/?q=样例&field=title",
        "/search/in/nothing/facet/?q=样例&field=units",
    ):
        assert client.get(wrong).status_code == 404


def test_values_of_a_facet_tell_of_no_other_units_matters(signed_in, house, matter, science) -> None:
    bring_up_to_date(wait=True)
    asked = "/search/in/matter/facet/?q=样例&field=unit"
    assert "云川区知识产权局" in signed_in(Role.OFFICE_LEADER, house.unit).get(asked).content.decode()
    told = signed_in(Role.CASE_OFFICER, science).get(asked).content.decode()
    assert "没有取值" in told
