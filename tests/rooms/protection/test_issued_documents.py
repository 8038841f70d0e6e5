"""Documents of a case: made out with number and hash, voided, served, and what is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.core.matters.conftest import House, at
from tests.core.matters.pages.conftest import browser as browser
from tests.core.matters.pages.conftest import clock as clock
from tests.rooms.protection.conftest import Way, opened
from tests.rooms.protection.test_penalty_ways import INTENDED, LEGAL, investigated_case
from zhichan.core.documents.given import as_stored
from zhichan.core.documents.loading import definition_of
from zhichan.core.documents.samples import sample_values
from zhichan.core.documents.text import text_of
from zhichan.core.errors import InvalidInput, NotAllowed, WrongState
from zhichan.core.files.storage import path_of
from zhichan.core.matters.actions.amend import Correction, correct_event
from zhichan.core.matters.actions.documents import (
    issue_document,
    keep_draft,
    void_document,
    want_document,
)
from zhichan.core.matters.actions.office import set_office_details
from zhichan.core.matters.actions.serving import Serving, serve_document
from zhichan.core.matters.actions.sharing import share_matter
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.models import Document, MatterEvent, Participant, Service
from zhichan.core.matters.papers import values_for
from zhichan.core.matters.parts import Part
from zhichan.core.numbering.models import NumberSeries

pytestmark = pytest.mark.django_db
NOW = at("2026-03-02 09:30")
PARTY = "云川示例商行"


@pytest.fixture
def case(house: House) -> Way:
    way = opened(
        house,
        "penalty_ordinary",
        "2026-01-12 10:00",
        {"party": "云川示例商行"},
        cause="trademark_infringement",
    )
    people = [house.officer.id, house.second.id]
    assign(way.matter.pk, people, Part.CASE_TEAM, by=house.leader, at=at("2026-01-12 11:00"))
    return way


def typed(template: str) -> dict[str, object]:
    """What an officer types: every field of the document, as a JSON column keeps it."""
    definition = definition_of(template)
    keys = {one.key for one in definition.fields}
    stored = as_stored(definition, sample_values(definition))
    return {key: value for key, value in stored.items() if key in keys}


def wanted(case: Way, template: str = "penalty_notice") -> Document:
    return want_document(case.matter.pk, template, by=case.house.officer, at=NOW)


def issued(case: Way, template: str = "penalty_notice") -> Document:
    document = wanted(case, template)
    return issue_document(case.matter.pk, document.pk, typed(template), by=case.house.officer, at=NOW)


def test_an_issued_document_has_number_day_hash_and_the_words_of_the_case(case: Way) -> None:
    set_office_details({"code": "云"}, by=case.house.leader, at=NOW)
    values = {**typed("penalty_notice"), "party_name": "云川示例商行"}
    first = wanted(case)
    document = issue_document(case.matter.pk, first.pk, values, by=case.house.officer, at=NOW)
    assert document.number == "云市监罚告〔2026〕1号"
    assert document.issued_on == date(2026, 3, 2)
    content = path_of(document.file.sha256).read_bytes()
    assert hashlib.sha256(content).hexdigest() == document.file.sha256
    text = text_of(content)
    assert "云市监罚告〔2026〕1号" in text
    assert "云川示例商行" in text
    assert "2026年3月2日" in text
    assert "{{" not in text
    assert issued(case).number == "云市监罚告〔2026〕2号"


def test_what_is_known_of_the_case_is_filled_in(case: Way) -> None:
    known = values_for(wanted(case), NOW.date())
    assert known["party_name"] == "云川示例商行"


def test_a_missing_field_is_named_and_no_number_is_used(case: Way) -> None:
    document = wanted(case)
    values = typed("penalty_notice")
    del values["facts"]
    with pytest.raises(InvalidInput, match="还缺"):
        issue_document(case.matter.pk, document.pk, values, by=case.house.officer, at=NOW)
    document.refresh_from_db()
    assert (document.state, document.number, document.file_id) == ("wanted", "", None)
    assert not NumberSeries.objects.filter(series__startswith="documents:").exists()


def test_a_draft_keeps_what_was_typed_and_has_no_number(case: Way) -> None:
    document = wanted(case)
    keep_draft(case.matter.pk, document.pk, {"facts": "查明的事实"}, by=case.house.officer, at=NOW)
    document.refresh_from_db()
    assert (document.values, document.number) == ({"facts": "查明的事实"}, "")


def test_an_issued_document_cannot_be_issued_again_or_changed(case: Way) -> None:
    document = issued(case)
    with pytest.raises(WrongState, match="已经制发"):
        issue_document(case.matter.pk, document.pk, {}, by=case.house.officer, at=NOW)
    with pytest.raises(WrongState, match="已经制发"):
        keep_draft(case.matter.pk, document.pk, {}, by=case.house.officer, at=NOW)


def test_a_voided_number_stays_and_is_not_given_again(case: Way) -> None:
    document = issued(case)
    void_document(case.matter.pk, document.pk, "当事人名称有误", by=case.house.officer, at=NOW)
    document.refresh_from_db()
    assert (document.state, document.void_reason) == ("voided", "当事人名称有误")
    assert document.number.endswith("〔2026〕1号")
    assert issued(case).number.endswith("〔2026〕2号")


def test_only_the_case_team_makes_documents(case: Way) -> None:
    document = wanted(case)
    for who in (case.house.leader, case.house.reviewer, case.house.host):
        with pytest.raises(NotAllowed):
            issue_document(case.matter.pk, document.pk, typed("penalty_notice"), by=who, at=NOW)
    with pytest.raises(InvalidInput, match="不出这种文书"):
        want_document(case.matter.pk, "aid_accept", by=case.house.officer, at=NOW)


def serving(case: Way, method: str = "direct", **facts: object) -> Serving:
    party = Participant.objects.get(matter=case.matter, seat="party")
    return Serving(party.pk, method, facts)


def test_the_day_of_service_follows_from_its_way(case: Way) -> None:
    document = issued(case)
    facts = {"receiver": "clerk", "signed_on": "2026-03-03"}
    service = serve_document(
        case.matter.pk, document.pk, serving(case, **facts), by=case.house.officer, at=at("2026-03-04 09:00")
    )
    assert service.served_on == date(2026, 3, 3)
    with pytest.raises(WrongState, match="已经送达"):
        void_document(case.matter.pk, document.pk, "误", by=case.house.officer, at=at("2026-03-04 10:00"))


@pytest.mark.parametrize(
    ("method", "facts", "error", "words"),
    [
        ("electronic", {"arrived_on": "2026-03-03"}, InvalidInput, "没有登记同意电子送达"),
        ("direct", {"receiver": "clerk"}, InvalidInput, "还缺"),
        ("direct", {"receiver": "clerk", "signed_on": "2026-03-01"}, InvalidInput, "早于成文日期"),
        ("direct", {"receiver": "clerk", "signed_on": "2026-03-05"}, InvalidInput, "晚于今天"),
        ("announce", {"announced_on": "2026-03-03"}, NotAllowed, "才能公告送达"),
        ("pigeon", {}, InvalidInput, "请选送达方式"),
    ],
)
def test_a_service_without_its_proof_is_refused(
    case: Way, method: str, facts: dict[str, object], error: type[Exception], words: str
) -> None:
    document = issued(case)
    with pytest.raises(error, match=words):
        serve_document(
            case.matter.pk,
            document.pk,
            serving(case, method, **facts),
            by=case.house.officer,
            at=at("2026-03-04 09:00"),
        )
    assert not Service.objects.exists()


def test_what_is_not_issued_is_not_served(case: Way) -> None:
    with pytest.raises(WrongState, match="制发以后"):
        serve_document(
            case.matter.pk,
            wanted(case).pk,
            serving(case, receiver="clerk", signed_on="2026-03-03"),
            by=case.house.officer,
            at=at("2026-03-04 09:00"),
        )


def test_the_day_of_a_step_is_that_of_the_recorded_service(house: House) -> None:
    """The clock of the hearing counts from the day on the proof of service, not from one typed later."""
    case = investigated_case(house)
    case.take("review", "reviewer", "2026-02-12 09:00", **LEGAL)
    case.take("notify", "officer", "2026-02-13 09:00", **INTENDED)
    document = Document.objects.get(matter=case.matter, template="penalty_notice")
    issue_document(
        case.matter.pk, document.pk, typed("penalty_notice"), by=house.officer, at=at("2026-02-13 10:00")
    )
    facts = {"receiver": "clerk", "signed_on": "2026-02-24"}
    done = serving(case, **facts)
    serve_document(case.matter.pk, document.pk, done, by=house.officer, at=at("2026-02-25 09:00"))
    typed_day = {"notice_received_on": "2026-02-25", "served_how": "direct"}
    case.refused(InvalidInput, "送达记录", "serve_notice", "officer", "2026-02-25 10:00", **typed_day)
    case.take(
        "serve_notice", "officer", "2026-02-25 10:00", **typed_day | {"notice_received_on": "2026-02-24"}
    )
    assert case.clock("ask_hearing").due_on == date(2026, 3, 2)  # 25 26 27 28 | 2: the 28th is worked
    step = MatterEvent.objects.get(matter=case.matter, name="serve_notice")
    wrong = Correction(step.seq, "收到日期写错", values={"notice_received_on": "2026-02-25"})
    with pytest.raises(InvalidInput, match="送达记录"):
        correct_event(case.matter.pk, wrong, by=house.officer, at=at("2026-02-25 11:00"))


@pytest.mark.usefixtures("clock")
def test_a_paper_with_the_number_of_a_person_is_for_whoever_is_shown_it_elsewhere(
    house: House, browser: Callable[[Any], Client]
) -> None:
    """On the page of a matter colleagues and other units see such numbers masked."""
    case = investigated_case(house)
    share_matter(case.matter.pk, min(house.stranger.unit_ids), "协查", by=house.leader, at=NOW)
    firm = typed("penalty_decision") | {"party_name": PARTY, "party_credit_code": "91120223MA06T2Q11X"}
    person = typed("penalty_decision") | {"party_name": "陈示范", "party_id_no": "11010519491231002X"}
    for values, away, status in ((firm, "party_id_no", 200), (person, "party_credit_code", 403)):
        values.pop(away, None)
        document = wanted(case, "penalty_decision")
        issue_document(case.matter.pk, document.pk, values, by=house.officer, at=NOW)
        address = f"/matters/{case.matter.pk}/documents/{document.pk}/file/"
        for who in (house.officer, house.leader, house.reviewer, house.host, house.stranger):
            answer = browser(who).get(address)
            answer.close()
            assert answer.status_code == (status if who in (house.host, house.stranger) else 200)


def test_the_form_marks_what_is_needed_and_a_draft_may_lack_it(
    case: Way,
    browser: Callable[[Any], Client],
    clock: Callable[[Any], None],
) -> None:
    clock(NOW)
    document = wanted(case)
    client = browser(case.house.officer)
    address = f"/matters/{case.matter.pk}/documents/{document.pk}/"
    shown = client.get(address).content.decode()
    assert '<label for="id_facts">查明的事实</label>' in shown
    assert '<label for="id_fine">拟罚款金额<span class="muted xs">（选填）</span></label>' in shown
    refused = client.post(address, {"facts": "", "issue": "1"})
    assert refused.status_code == 422
    assert "《行政处罚告知书》还缺：查明的事实、" in refused.content.decode()
    assert client.post(address, {"facts": "", "save": "1"}).status_code == 302
    document.refresh_from_db()
    assert (document.state, document.number) == ("wanted", "")


def test_what_the_officer_takes_out_is_not_filled_in_again(
    case: Way,
    browser: Callable[[Any], Client],
    clock: Callable[[Any], None],
) -> None:
    clock(NOW)
    set_office_details({"address": "云川区示例路 1 号"}, by=case.house.leader, at=NOW)
    document = wanted(case)
    assert values_for(document, NOW.date())["contact_address"] == "云川区示例路 1 号"
    address = f"/matters/{case.matter.pk}/documents/{document.pk}/"
    browser(case.house.officer).post(address, {"contact_address": "", "save": "1"})
    document.refresh_from_db()
    assert "contact_address" not in values_for(document, NOW.date())
    values = {**typed("penalty_notice"), "contact_address": ""}
    made = issue_document(case.matter.pk, document.pk, values, by=case.house.officer, at=NOW)
    assert made.file is not None
    assert "云川区示例路" not in text_of(path_of(made.file.sha256).read_bytes())
