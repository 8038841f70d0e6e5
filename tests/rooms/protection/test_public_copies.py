"""Public copies of decisions: what is covered, who approves, and how long the public sees them."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from tests.core.matters.conftest import House, at
from tests.rooms.protection.conftest import Way
from tests.rooms.protection.test_issued_documents import typed
from tests.rooms.protection.test_penalty_ways import investigated_case
from zhichan.core.documents.text import text_of
from zhichan.core.errors import Conflict, NotAllowed, WrongState
from zhichan.core.files.storage import path_of
from zhichan.core.matters.actions.documents import issue_document, void_document, want_document
from zhichan.core.matters.actions.public_copies import approve_public_copy, make_public_copy
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.loading import procedure_on
from zhichan.core.matters.models import Document, MatterEvent, Participant, PublicCopy
from zhichan.core.matters.writing.opening import Opening, enter
from zhichan.rooms.protection.queries.published import decision_days, published_at

pytestmark = pytest.mark.django_db
PARTY, CODE = "云川示例商行", "91120223MA06T2Q11X"
SECRETS = {
    "reporter": "欧阳举报",
    "phone": "13912345678",
    "identity": "11010519491231002X",
    "account": "6222020200112233445",
}


@pytest.fixture
def case(house: House) -> Way:
    case = investigated_case(house)
    Participant.objects.filter(matter=case.matter, seat="reporter").update(
        name=SECRETS["reporter"], phone=SECRETS["phone"], kind="person"
    )
    return case


def decision(case: Way) -> Document:
    """An issued decision whose prose names numbers that nobody may read."""
    document = want_document(
        case.matter.pk, "penalty_decision", by=case.house.officer, at=at("2026-03-02 09:00")
    )
    values = {
        **typed("penalty_decision"),
        "party_name": PARTY,
        "party_credit_code": CODE,
        "facts": "店主身份证 11010519491231002X，款项进入 6222 0202 0011 2233 445。",
    }
    values.pop("party_id_no", None)
    return issue_document(
        case.matter.pk, document.pk, values, by=case.house.officer, at=at("2026-03-02 09:30")
    )


def copied(case: Way) -> PublicCopy:
    document = decision(case)
    return make_public_copy(case.matter.pk, document.pk, by=case.house.officer, at=at("2026-03-02 10:00"))


def test_a_copy_covers_people_and_numbers_and_keeps_the_party(case: Way) -> None:
    text = text_of(path_of(copied(case).file.sha256).read_bytes())
    assert PARTY in text
    assert CODE in text
    for secret in SECRETS.values():
        assert secret not in "".join(text.split())


def test_a_second_person_has_to_approve(case: Way) -> None:
    copy = copied(case)
    document = copy.document
    with pytest.raises(NotAllowed, match="制作人以外"):
        approve_public_copy(case.matter.pk, document.pk, by=case.house.officer, at=at("2026-03-02 11:00"))
    copy.refresh_from_db()
    assert copy.approved_at is None
    approve_public_copy(case.matter.pk, document.pk, by=case.house.second, at=at("2026-03-02 11:00"))
    with pytest.raises(WrongState, match="没有等待核对"):
        approve_public_copy(case.matter.pk, document.pk, by=case.house.second, at=at("2026-03-02 12:00"))


def test_who_approves_has_read_the_copy_that_is_there(case: Way) -> None:
    copy = copied(case)
    matter, document = case.matter.pk, copy.document_id
    made_anew = make_public_copy(matter, document, by=case.house.officer, at=at("2026-03-02 10:30"))
    when = at("2026-03-02 11:00")
    with pytest.raises(Conflict, match="重新做过"):
        approve_public_copy(matter, document, by=case.house.second, at=when, copy_id=copy.pk)
    void_document(matter, document, "文号有误", by=case.house.officer, at=when)
    with pytest.raises(WrongState, match="作废"):
        approve_public_copy(matter, document, by=case.house.second, at=when, copy_id=made_anew.pk)
    assert not PublicCopy.objects.filter(approved_at__isnull=False).exists()


def test_an_internal_paper_has_no_public_copy(case: Way) -> None:
    document = want_document(
        case.matter.pk, "investigation_report", by=case.house.officer, at=at("2026-03-02 09:00")
    )
    issue_document(
        case.matter.pk,
        document.pk,
        typed("investigation_report"),
        by=case.house.officer,
        at=at("2026-03-02 09:30"),
    )
    with pytest.raises(NotAllowed):
        make_public_copy(case.matter.pk, document.pk, by=case.house.officer, at=at("2026-03-02 10:00"))
    assert not PublicCopy.objects.exists()


def shown(case: Way, term: str, published_on: str) -> PublicCopy:
    """An approved copy whose publicity was begun."""
    copy = copied(case)
    approve_public_copy(case.matter.pk, copy.document_id, by=case.house.second, at=at("2026-03-02 11:00"))
    when = at("2026-03-03 09:00")
    values = {"decided_on": "2026-03-02", "penalty_kind": "fine"}
    opening = Opening("penalty_publicity", "公示", case.house.unit, values)
    procedure = procedure_on("penalty_publicity", when.date())
    parent = case.matter
    child = enter(procedure, opening, when, parent=parent, by=case.house.officer, at=when)
    assign(child.pk, [case.house.officer.id], "case_team", by=case.house.leader, at=when)
    screened = {"secrets_removed": "yes", "same_as_served": "yes", "minor_involved": "no"}
    take_move(child.pk, Step("screen", screened), by=case.house.leader, at=at("2026-03-03 10:00"))
    values = {"published_on": published_on, "term": term}
    take_move(child.pk, Step("publish", values), by=case.house.officer, at=at("2026-03-04 09:00"))
    return copy


def test_the_public_sees_it_until_its_term_ends_and_not_after(case: Way) -> None:
    copy = shown(case, "three_years", "2026-03-04")
    assert [one.pk for one in published_at(at("2026-03-04 10:00"))] == [copy.pk]
    last_day: datetime = at("2029-03-04 23:59")
    assert [one.pk for one in published_at(last_day)] == [copy.pk]
    assert not published_at(at("2029-03-05 00:00")).exists()


def test_the_public_does_not_see_a_decision_that_was_voided(case: Way) -> None:
    copy = shown(case, "three_years", "2026-03-04")
    void_document(
        case.matter.pk, copy.document_id, "文号有误", by=case.house.officer, at=at("2026-03-04 10:00")
    )
    assert not published_at(at("2026-03-04 10:01")).exists()


def test_the_public_sees_it_no_longer_once_the_decision_is_known_to_have_fallen(case: Way) -> None:
    shown(case, "three_years", "2026-03-04")
    publicity = case.matter.children.get(procedure="penalty_publicity")
    annulled = {"overturned_how": "annulled", "overturned_on": "2026-03-09", "overturned_by": "示行1号"}
    take_move(
        publicity.pk, Step("record_overturned", annulled), by=case.house.officer, at=at("2026-03-10 09:00")
    )
    publicity.refresh_from_db()
    assert publicity.state == "published"
    assert not published_at(at("2026-03-10 09:01")).exists()


def test_a_copy_that_was_wrong_is_made_anew_and_hidden_until_somebody_read_it(case: Way) -> None:
    document = shown(case, "three_years", "2026-03-04").document_id
    when = at("2026-03-10 09:00")
    anew = make_public_copy(case.matter.pk, document, by=case.house.officer, at=when)
    assert not published_at(when).exists()
    approve_public_copy(case.matter.pk, document, by=case.house.second, at=at("2026-03-10 10:00"))
    assert [one.pk for one in published_at(at("2026-03-10 11:00"))] == [anew.pk]


def test_nobody_needs_an_account_and_no_secret_stands_on_the_pages(case: Way, monkeypatch) -> None:
    copy = shown(case, "three_years", "2026-03-04")
    monkeypatch.setattr(timezone, "now", lambda: at("2026-03-05 09:00"))
    visitor = Client()
    pages = [visitor.get(address) for address in ("/public/penalties/", f"/public/penalties/{copy.pk}/")]
    for page in pages:
        assert page.status_code == 200
        text = page.content.decode()
        assert PARTY in text
        for secret in SECRETS.values():
            assert secret not in text
    monkeypatch.setattr(timezone, "now", lambda: at("2029-03-06 09:00"))
    assert visitor.get(f"/public/penalties/{copy.pk}/").status_code == 404
    assert visitor.get(f"/public/penalties/{copy.pk}/file/").status_code == 404
    assert PARTY not in visitor.get("/public/penalties/").content.decode()


def test_the_day_of_the_decision_is_that_of_the_case_and_not_of_its_paper(case: Way, monkeypatch) -> None:
    """First as the publicity was opened with it; the case's own word counts before that, as corrected."""
    copy = shown(case, "three_years", "2026-03-04")
    monkeypatch.setattr(timezone, "now", lambda: at("2026-03-05 09:00"))
    Document.objects.filter(pk=copy.document_id).update(issued_on=at("2026-03-01 00:00").date())
    addresses = ("/public/penalties/", f"/public/penalties/{copy.pk}/")
    for address in addresses:
        text = Client().get(address).content.decode()
        assert "2026-03-02" in text
        assert "2026-03-01" not in text
    told = {
        "kind": "moved",
        "name": "serve",
        "to_state": case.matter.state,
        "happened_at": at("2026-03-03 08:00"),
    }
    told |= {"matter": case.matter, "recorded_at": at("2026-03-03 08:00"), "source": "test"}
    MatterEvent.objects.create(seq=98, values={"decided_on": "2026-02-26"}, **told)
    assert decision_days([copy]) == {copy.pk: date(2026, 2, 26)}
    told["kind"] = "corrected"
    MatterEvent.objects.create(seq=99, values={"seq": 98, "values": {"decided_on": "2026-02-27"}}, **told)
    assert decision_days([copy]) == {copy.pk: date(2026, 2, 27)}
    assert all("2026-02-27" in Client().get(address).content.decode() for address in addresses)


def test_the_public_reads_tables_as_tables_and_no_page_foot(case: Way, monkeypatch) -> None:
    copy = shown(case, "three_years", "2026-03-04")
    monkeypatch.setattr(timezone, "now", lambda: at("2026-03-05 09:00"))
    page = Client().get(f"/public/penalties/{copy.pk}/").content.decode()
    article = page.partition('<article class="doc">')[2].partition("</article>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", article)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]
    assert cells == [
        ["序号", "证据", "证明内容"],
        ["1", "示例证据", "示例证明内容"],
        ["2", "示例证据", "示例证明内容"],
    ]
    assert "—" not in re.sub(r"<[^>]+>", "", article)
    assert re.findall(r"<h2>(.*?)</h2>", article)[1] == "行政处罚决定书"
    assert "<h3>六、救济途径</h3>" in article
