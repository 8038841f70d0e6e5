"""Codes that the case team gives: a lost one anew, and to others who take part, who see what is for them."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.core.matters.conftest import House, at
from tests.core.matters.outside.asking import FOLLOWED
from tests.core.matters.outside.conftest import NAME, PHONE, submitted, ticket_of
from tests.everything import everything
from zhichan.core.access.actor import ANONYMOUS
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.files.actions import store_file
from zhichan.core.matters.actions.codes import give_code
from zhichan.core.matters.actions.outside import HandedIn, hand_in_files, rate, renew_code
from zhichan.core.matters.actions.participants import add_participant, remove_participant
from zhichan.core.matters.actions.submit import Submitted
from zhichan.core.matters.actions.take_move import Step, take_move, take_own_move
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.checking import Known, faults_of
from zhichan.core.matters.models import Document, Matter, MatterEvent, MatterFile, Participant, Service
from zhichan.core.matters.outside.reading import own_files, progress_now
from zhichan.core.matters.outside.tickets import Ticket, seated_with, ticket_for
from zhichan.core.matters.parts import Part
from zhichan.core.matters.writing.seats import NewParticipant

pytestmark = pytest.mark.django_db
NEXT_DAY, LATER = at("2026-11-03 10:00"), at("2026-11-04 11:00")
CHECKED = "到场出示证件原件"


def worked_on(house: House, procedure: str = "followed") -> Submitted:
    """A matter that was submitted and is in the hands of an officer."""
    done = submitted(procedure=procedure)
    assign(done.matter.pk, [house.officer.id], Part.CASE_TEAM, by=house.leader, at=NEXT_DAY)
    done.matter.refresh_from_db()
    return done


def seat_of(done: Submitted, seat: str) -> Participant:
    return done.matter.participants.get(seat=seat)


def given_to(house: House, done: Submitted, seat: str) -> Ticket:
    code = give_code(done.matter.pk, seat_of(done, seat).pk, CHECKED, by=house.officer, at=LATER)
    ticket = ticket_for(done.matter.number, code)
    assert ticket is not None
    return ticket


def test_a_lost_code_is_replaced_and_the_old_one_is_dead_at_once(house: House) -> None:
    done = worked_on(house)
    own = seat_of(done, "applicant")
    code = give_code(done.matter.pk, own.pk, f" {CHECKED} ", by=house.officer, at=LATER)
    assert ticket_for(done.matter.number, done.code) is None
    with pytest.raises(NotFound):
        seated_with(ticket_of(done), by=ANONYMOUS)
    ticket = ticket_for(done.matter.number, code)
    assert ticket is not None
    seated = seated_with(ticket, by=ANONYMOUS)
    assert (seated.participant, seated.is_submitter, seated.parts) == (own, True, {"requester"})
    event = MatterEvent.objects.latest("pk")
    assert (event.kind, event.note, event.person_id) == ("seats_changed", CHECKED, house.officer.id)
    assert event.values == {"participant": own.pk, "seat": "applicant", "what": "code"}
    audited = AuditEvent.objects.get(kind="matters.code.given")
    assert audited.details == {"participant": own.pk, "seat": "applicant"}
    assert not any(code in str(row) for row in everything())


@pytest.mark.parametrize(
    ("who", "checked", "error"),
    [
        ("second", CHECKED, NotAllowed),
        ("leader", CHECKED, NotAllowed),
        ("stranger", CHECKED, NotFound),
        ("officer", " ", InvalidInput),
        ("officer", "看", InvalidInput),
        ("officer", "看" * 401, InvalidInput),
    ],
)
def test_only_the_case_team_gives_one_and_says_how_it_knew(
    house: House, who: str, checked: str, error: type[Exception]
) -> None:
    done = worked_on(house)
    before = everything()
    actor, own = getattr(house, who), seat_of(done, "applicant").pk
    with pytest.raises(error):
        give_code(done.matter.pk, own, checked, by=actor, at=LATER)
    assert everything() == before
    assert ticket_for(done.matter.number, done.code) == ticket_of(done)


def test_nobody_unknown_gone_or_without_such_a_seat_is_given_one(house: House) -> None:
    done, other = worked_on(house), worked_on(house)
    gone = seat_of(done, "opponent")
    for seat, name in (("expert", "示例专家"), ("witness", "林见证")):
        add_participant(done.matter.pk, NewParticipant(seat, name), by=house.officer, at=LATER)
    remove_participant(done.matter.pk, gone.pk, "不再是一方", by=house.officer, at=LATER)
    before = everything()
    for participant, error in (
        (seat_of(other, "opponent").pk, NotFound),
        (10**9, NotFound),
        (gone.pk, NotFound),
        (seat_of(done, "expert").pk, WrongState),
        (seat_of(done, "witness").pk, WrongState),
    ):
        with pytest.raises(error):
            give_code(done.matter.pk, participant, CHECKED, by=house.officer, at=LATER)
    with pytest.raises(Conflict):
        give_code(done.matter.pk, seat_of(done, "applicant").pk, CHECKED, by=house.officer, at=LATER, seen=1)
    assert everything() == before


def test_of_a_closed_matter_no_code_is_given_any_more(house: House) -> None:
    done = worked_on(house)
    take_own_move(ticket_of(done), Step("withdraw"), by=ANONYMOUS, at=LATER)
    before = everything()
    with pytest.raises(WrongState, match="已办结"):
        give_code(done.matter.pk, seat_of(done, "applicant").pk, CHECKED, by=house.officer, at=LATER)
    assert everything() == before


def test_how_a_secret_person_was_recognised_must_not_name_them(house: House) -> None:
    done = worked_on(house, "tip")
    with pytest.raises(InvalidInput, match="保密参与人"):
        give_code(done.matter.pk, seat_of(done, "reporter").pk, f"打{PHONE}核对", by=house.officer, at=LATER)
    given_to(house, done, "reporter")
    assert ticket_for(done.matter.number, done.code) is None


def test_whoever_was_entered_at_the_counter_gets_the_code_of_the_matter(house: House) -> None:
    done = worked_on(house)
    Matter.objects.filter(pk=done.matter.pk).update(access_code="")
    Participant.objects.update(by_code=False)
    seated = seated_with(given_to(house, done, "applicant"), by=ANONYMOUS)
    assert (seated.is_submitter, seated.participant) == (True, seat_of(done, "applicant"))


def test_who_came_after_the_submitter_had_left_submits_from_then_on(house: House) -> None:
    done = worked_on(house)
    remove_participant(done.matter.pk, seat_of(done, "applicant").pk, "已合并", by=house.officer, at=LATER)
    new = add_participant(
        done.matter.pk, NewParticipant("applicant", "云川示例新公司"), by=house.officer, at=LATER
    )
    code = give_code(done.matter.pk, new.pk, CHECKED, by=house.officer, at=LATER)
    ticket = ticket_for(done.matter.number, code)
    assert ticket is not None
    assert seated_with(ticket, by=ANONYMOUS).participant == new
    with pytest.raises(NotFound):
        seated_with(ticket_of(done), by=ANONYMOUS)


def test_the_other_side_has_a_code_of_its_own_beside_that_of_the_submitter(house: House) -> None:
    done = worked_on(house)
    ticket = given_to(house, done, "opponent")
    seated = seated_with(ticket, by=ANONYMOUS)
    assert (seated.is_submitter, seated.seat.name, seated.parts) == (False, "opponent", {"respondent"})
    assert seated_with(ticket_of(done), by=ANONYMOUS).is_submitter
    new = renew_code(ticket, by=ANONYMOUS, at=LATER)
    assert ticket_for(done.matter.number, done.code) == ticket_of(done)
    with pytest.raises(NotFound):
        seated_with(ticket, by=ANONYMOUS)
    fresh = ticket_for(done.matter.number, new)
    assert fresh is not None
    remove_participant(done.matter.pk, seat_of(done, "opponent").pk, "退出", by=house.officer, at=LATER)
    assert ticket_for(done.matter.number, new) is None
    with pytest.raises(NotFound):
        seated_with(fresh, by=ANONYMOUS)


def test_the_other_side_takes_its_own_steps_and_no_others(house: House) -> None:
    done = worked_on(house)
    ticket = given_to(house, done, "opponent")
    before = everything()
    for step in (Step("withdraw"), Step("accept"), Step("correct", {"corrected": "x"})):
        with pytest.raises(WrongState, match="不需要您办这一步"):
            take_own_move(ticket, step, by=ANONYMOUS, at=LATER)
    with pytest.raises(WrongState):
        take_own_move(ticket_of(done), Step("defend", {"defence": "x"}), by=ANONYMOUS, at=LATER)
    assert everything() == before
    taken = take_own_move(ticket, Step("defend", {"defence": "没有使用"}), by=ANONYMOUS, at=LATER)
    assert (taken.event.part, taken.event.person) == ("respondent", None)


def test_what_the_office_says_to_the_submitter_is_not_for_the_other_side(house: House) -> None:
    done = worked_on(house)
    ticket = given_to(house, done, "opponent")
    step = Step("ask_correction", {"to_correct": "缺专利证书"})
    take_move(done.matter.pk, step, by=house.officer, at=LATER)
    mine, theirs = (
        progress_now(seated_with(one, by=ANONYMOUS), today=LATER.date()) for one in (ticket_of(done), ticket)
    )
    assert [told.words for told in mine.stages[-1].told] == ["缺专利证书"]
    assert [stage.told for stage in theirs.stages] == [(), ()]
    assert [str(stage.words) for stage in theirs.stages] == ["已收到", "等您补正"]
    assert (mine.awaited is not None, theirs.awaited) == (True, None)
    assert [one.name for one in theirs.asks] == []


def test_each_sees_only_the_files_they_handed_in(house: House) -> None:
    done = worked_on(house)
    ticket = given_to(house, done, "opponent")
    for one, name in ((ticket_of(done), "证书.pdf"), (ticket, "答辩书.pdf")):
        content = b"%PDF-1.7\n" + name.encode()
        hand_in_files(one, [HandedIn(name, BytesIO(content), len(content))], by=ANONYMOUS, at=LATER)
    rows = MatterFile.objects.order_by("pk").values_list("name", "label", "participant__seat")
    assert list(rows) == [("证书.pdf", "申请人", "applicant"), ("答辩书.pdf", "对方", "opponent")]
    for one, name in ((ticket_of(done), "证书.pdf"), (ticket, "答辩书.pdf")):
        assert [row.name for row in own_files(seated_with(one, by=ANONYMOUS))] == [name]
    MatterFile.objects.update(source="matter:7")
    assert own_files(seated_with(ticket, by=ANONYMOUS)) == []


def test_only_who_submitted_rates(house: House) -> None:
    done = worked_on(house)
    ticket = given_to(house, done, "opponent")
    take_own_move(ticket_of(done), Step("withdraw"), by=ANONYMOUS, at=LATER)
    before = everything()
    with pytest.raises(NotFound):
        rate(ticket, 1, "", by=ANONYMOUS, at=LATER)
    assert everything() == before
    assert rate(ticket_of(done), 5, "", by=ANONYMOUS, at=LATER).grade == 5


def test_a_code_is_asked_for_with_as_many_queries_however_it_turns_out(house: House) -> None:
    done = worked_on(house)
    given_to(house, done, "opponent")
    counts = []
    for number, code in ((done.matter.number, done.code), (done.matter.number, "x"), ("乱写", "x")):
        with CaptureQueriesContext(connection) as queries:
            ticket_for(number, code)
        counts.append(len(queries))
    assert counts == [2, 2, 2]


def test_a_procedure_that_is_not_open_to_the_outside_gives_no_codes() -> None:
    faults = faults_of(replace(FOLLOWED, is_public=False), Known())
    assert "参与人 opponent：身份保密的，或程序不对外开放的，不能凭码查询" in faults
    secret = tuple(replace(one, may_follow=True) if one.is_secret else one for one in FOLLOWED.seats)
    assert any(
        "witness：身份保密的" in fault for fault in faults_of(replace(FOLLOWED, seats=secret), Known())
    )


# --- pages ---


def opened_with(number: str, code: str) -> Client:
    client = Client()
    assert client.post("/public/follow/", {"number": number, "code": code}).status_code == 302
    return client


def test_an_officer_prints_a_slip_once_and_the_other_side_opens_what_is_for_it(
    house: House, browser: Any, system: Any
) -> None:
    done = worked_on(house)
    officer, other = browser(house.officer), seat_of(done, "opponent")
    shown = officer.get(f"/matters/{done.matter.pk}/").content.decode()
    for row in done.matter.participants.all():
        assert f'href="/matters/{done.matter.pk}/participants/{row.pk}/code/">发查询码<' in shown
    address = f"/matters/{done.matter.pk}/participants/{other.pk}/code/"
    form = officer.get(address).content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', form)[1]
    assert officer.post(address, {"checked": "", "seen": seen}).status_code == 422
    slip = officer.post(address, {"checked": CHECKED, "seen": seen})
    html = slip.content.decode()
    assert slip.status_code == 200
    assert "no-store" in slip["Cache-Control"]
    assert done.matter.number in html
    assert "http://testserver/public/follow/" in html
    code = re.search(r'id="code" class="mono">([^<]+)<', html)[1]
    assert code not in officer.get(f"/matters/{done.matter.pk}/record/").content.decode()
    assert officer.post(address, {"checked": CHECKED, "seen": seen}).status_code == 409
    client = opened_with(done.matter.number, code)
    page = client.get(f"/public/matters/{done.matter.pk}/").content.decode()
    assert "您是对方" in page
    assert f"/public/matters/{done.matter.pk}/steps/defend/" in page
    for hidden in (NAME, PHONE, done.matter.title, house.officer.name, "withdraw", "示例仿冒商行", CHECKED):
        assert hidden not in page
    assert client.get(f"/public/matters/{done.matter.pk}/rate/").status_code == 404
    served = {}
    for row in (seat_of(done, "applicant"), other):
        served[row.seat] = Document.objects.create(
            matter=done.matter,
            template="notice",
            event_seq=1,
            state="issued",
            number=f"示知〔2026〕{row.pk}号",
            issued_on=LATER.date(),
            entered_at=LATER,
            file=store_file(b"%PDF-1.7", name="a.pdf", by=system, at=LATER),
            source="test",
        )
        Service.objects.create(
            document=served[row.seat],
            participant=row,
            method="electronic",
            served_on=LATER.date(),
            recorded_at=LATER,
            source="test",
        )
    at_document = f"/public/matters/{done.matter.pk}/documents/{{}}/"
    own = client.get(at_document.format(served["opponent"].pk))
    assert b"".join(own.streaming_content) == b"%PDF-1.7"
    assert client.get(at_document.format(served["applicant"].pk)).status_code == 404


def test_of_a_closed_matter_the_page_offers_no_code(house: House, browser: Any) -> None:
    done = worked_on(house)
    take_own_move(ticket_of(done), Step("withdraw"), by=ANONYMOUS, at=LATER)
    officer = browser(house.officer)
    assert "发查询码" not in officer.get(f"/matters/{done.matter.pk}/").content.decode()
    address = f"/matters/{done.matter.pk}/participants/{seat_of(done, 'applicant').pk}/code/"
    assert "不再发查询码" in officer.get(address).content.decode()
