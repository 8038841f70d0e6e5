"""Classes of the CPC and citations both ways: taken in with the files, searched, told beside the list."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.utils import timezone
from lxml import etree

from tests.rooms.registry.taking import take_in
from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.people.models import Person
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.search.asking import Question, ask
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.core.search.outbox import note
from zhichan.rooms.registry.models import Patent, PatentText
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.analysis.asking import drawn_chart
from zhichan.rooms.search.analysis.declaration import Options
from zhichan.rooms.search.analysis.found import found_by_query
from zhichan.rooms.search.queries.citations import citations_of

from .samples import ids, some_patents

pytestmark = pytest.mark.django_db
ALL = ("焊接钢管", "钢管焊接机", "焊接接头", "电池隔膜", "食醋发酵罐")


def found(line: str, officer) -> set[int]:
    return {hit.id for hit in ask(Question("patent", line, limit=100), officer).hits}


def test_a_file_of_the_european_office_brings_its_classes_and_citations(officer, shared: Path) -> None:
    path = shared / "data/world_patent_xml/epo_ops/published_test_biblio_example_2.xml.gz"
    content = gzip.decompress(path.read_bytes())
    batch = take_in(content, system_actor("test"), timezone.now())
    bring_up_to_date(wait=True)
    tree = etree.fromstring(content)
    named = tree.xpath("//*[local-name()='patcit']/*[@document-id-type='docdb' or not(@document-id-type)]")
    printed = {
        "".join(
            one.xpath(
                "./*[local-name()='country' or local-name()='doc-number' or local-name()='kind']/text()"
            )
        )
        for one in named
    }
    assert len(printed) > 1
    for number in printed:
        assert len(found(f'CT="{number}"', officer)) == 1
    assert found("CPC=H04N19/13", officer) == found("CPC=H04N", officer) != set()
    assert found("CPC=H04N21/9", officer) == set()
    undo_batch(batch.pk, by=system_actor("test"), at=timezone.now())
    bring_up_to_date(wait=True)
    assert not any(found(f'CT="{number}"', officer) for number in printed)


@pytest.fixture
def cited(officer, office) -> dict[str, int]:
    """The first is cited by the next two, by its publication; the third cites two, one of which is here."""
    some_patents()
    first, second, third = (ids(title)[0] for title in ALL[:3])
    Patent.objects.filter(pk=first).update(publication_number="CN102100001A", grant_number="CN102100001B")
    person = Person.objects.create(username="reader", name="登记人", created_at=timezone.now())
    for pk, said in ((second, "CN 102100001 A"), (third, "CN102100001A；US5277199A")):
        PatentText.objects.create(
            patent_id=pk, person=person, source="样例", citations=said, known_at=timezone.now()
        )
    note(PATENTS.name, [first, second, third])
    bring_up_to_date(wait=True)
    return {"first": first, "second": second, "third": third}


def test_citations_are_told_both_ways(officer, cited) -> None:
    first, third = citations_of(cited["first"], officer), citations_of(cited["third"], officer)
    assert first is not None
    assert third is not None
    assert (first.cites, first.cites_line, first.citing_here) == (0, "", 2)
    assert found(first.citing_line, officer) == {cited["second"], cited["third"]}
    assert (third.cites, third.cites_here, third.citing_here, third.citing_line) == (2, 1, 0, "")
    assert found(third.cites_line, officer) == {cited["first"]}
    assert citations_of(10**9, officer) is None


def test_the_panel_leads_to_what_cites_and_what_is_cited(signed_in, office, cited) -> None:
    client = signed_in(Role.PLAN_OFFICER, office)
    card = client.get("/search/", {"q": "TI=焊接钢管", "open": cited["first"]}).content.decode()
    assert "被登记册里的 2 件引用" in card
    link = re.search(r'href="([^"]+)">被登记册里的 2 件引用', card)
    assert link is not None
    answer = client.get(unquote(link[1]).replace("&amp;", "&").replace("&quot;", '"'))
    assert answer.status_code == 200
    assert "2 件" in answer.content.decode()
    other = client.get("/search/", {"q": "TI=焊接接头", "open": cited["third"]}).content.decode()
    assert "引用 2 篇文献" in other
    assert "其中 1 件在登记册" in other
    assert "US5277199A" in other


def test_what_the_asker_may_not_see_cites_nothing(actor, office, cited) -> None:
    told = citations_of(cited["first"], actor(Role.SYSTEM_ADMIN, office))
    assert told is not None
    assert (told.cites_here, told.citing_here, told.citing_line) == (0, 0, "")


@pytest.fixture
def told(officer, office) -> dict[str, int]:
    """Of the first only the application is in the register, the second has both documents and an application
    number; what is cited are other documents of them. The third tells who cites it, and words besides."""
    some_patents()
    first, second, third, fourth = (ids(title)[0] for title in ALL[:4])
    person = Person.objects.create(username="reader", name="登记人", created_at=timezone.now())
    for pk, numbers in (
        (first, {"publication_number": "CN113999002A", "grant_number": ""}),
        (second, {"publication_number": "CN1034724A", "grant_number": ""}),
        (third, {"publication_number": "CN113999003A", "grant_number": "CN113999003B"}),
        (fourth, {"publication_number": "CN113999004A", "grant_number": ""}),
    ):
        Patent.objects.filter(pk=pk).update(**numbers)
    by_number = Patent.objects.get(pk=second).number
    told = {"source": "样例", "known_at": timezone.now(), "person": person}
    PatentText.objects.create(
        patent_id=third,
        citations=f"CN113999002B；CN1034724C；{by_number}；乱写",
        cited_by="CN113999004B",
        **told,
    )
    PatentText.objects.create(patent_id=fourth, citations="CN113999002A；CN113999002B", **told)
    note(PATENTS.name, [first, second, third, fourth])
    bring_up_to_date(wait=True)
    return {"first": first, "second": second, "third": third, "fourth": fourth}


def test_a_citation_leads_to_the_record_of_the_same_application(officer, told) -> None:
    third, first = citations_of(told["third"], officer), citations_of(told["first"], officer)
    assert (third.cites, third.words, third.cites_here) == (3, 1, 2)
    # The application number proves the second; seven digits with another letter prove nothing.
    assert found(third.cites_line, officer) == {told["first"], told["second"]}
    assert first.citing_here == 2
    assert found(first.citing_line, officer) == {told["third"], told["fourth"]}
    assert citations_of(told["fourth"], officer).cites_here == 1


def test_a_citing_document_that_a_file_told_of_is_joined(officer, told, signed_in, office) -> None:
    third, fourth = citations_of(told["third"], officer), citations_of(told["fourth"], officer)
    assert third.citing_here == 1
    assert found(third.citing_line, officer) == {told["fourth"]}
    assert (fourth.cites, fourth.cites_here, fourth.told_here) == (2, 1, 1)
    assert found(fourth.told_line, officer) == {told["third"]}
    client = signed_in(Role.PLAN_OFFICER, office)
    card = client.get("/search/", {"q": "TI=焊接接头", "open": told["third"]}).content.decode()
    assert "引用里有 1 处文字不是文献号" in card
    assert "被登记册里的 1 件引用" in card


def test_documents_of_one_application_are_counted_as_one(officer, told) -> None:
    found_here = found_by_query(Question("patent", "AD>=1985"), officer)
    chart = drawn_chart("cited", found_here, Options(on=timezone.localdate()))
    lines = {line.name: line.cells[0] for line in chart.lines}
    number = Patent.objects.get(pk=told["second"]).number
    assert {name: one.value for name, one in lines.items()} == {"CN113999002": 2, "CN1034724C": 1, number: 1}
    for one in lines.values():
        assert len(found(one.where, officer)) == one.rows
