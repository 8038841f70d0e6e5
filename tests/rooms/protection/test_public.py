"""What the protection room offers to those outside: each can be submitted, followed and acted in."""

from __future__ import annotations

import random
from datetime import date

import pytest
from django.test import Client

from tests.core.matters.conftest import House, at
from tests.core.matters.walking import actor_for, form_of
from zhichan.core.access.actor import ANONYMOUS
from zhichan.core.errors import LimitPassed, NotAllowed, WrongState
from zhichan.core.matters.actions.submit import Application, Submitted, submit
from zhichan.core.matters.actions.take_move import Step, take_move, take_own_move
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.codes import digest_of
from zhichan.core.matters.loading import procedure_on, public_procedures
from zhichan.core.matters.models import Obligation
from zhichan.core.matters.outside.reading import progress_now
from zhichan.core.matters.outside.steps import own_moves
from zhichan.core.matters.outside.tickets import Ticket, seated_with
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.writing.seats import NewParticipant

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)
PUBLIC = public_procedures(DAY)
NOW = at("2026-11-02 09:00")


def test_five_procedures_are_offered() -> None:
    assert [one.name for one in PUBLIC] == [
        "complaint_mediation",
        "lead",
        "patent_adjudication",
        "peoples_mediation",
        "rights_aid",
    ]


def test_the_steps_that_are_open_to_the_outside_are_those_of_the_parties_themselves() -> None:
    found = {one.name: [move.name for move in one.moves if move.is_public] for one in PUBLIC}
    assert found == {
        "complaint_mediation": ["withdraw"],
        "lead": [],
        "patent_adjudication": ["correct", "defend", "withdraw"],
        "peoples_mediation": ["withdraw"],
        "rights_aid": ["correct", "withdraw"],
    }


def ticket_of(done: Submitted) -> Ticket:
    return Ticket(done.matter.pk, digest_of(done.matter.number, done.code))


def sent_in(procedure: Procedure, draw: random.Random) -> Submitted:
    seats = tuple(
        NewParticipant(seat.name, f"钱某{seat.label}", phone="0222-3456789")
        for seat in procedure.outside_seats
    )
    values = form_of(procedure.outside_fields, draw, NOW, [])
    application = Application(procedure.name, "孙某与李某的事", values, seats)
    return submit(application, by=ANONYMOUS, at=NOW)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("procedure", PUBLIC, ids=lambda one: one.name)
def test_a_walk_between_office_and_outside_stays_one_story(
    procedure: Procedure, seed: int, house: House
) -> None:
    """Whoever's turn it is goes on; the page of the outside opens in every state and says no inner word."""
    draw, now = random.Random(f"{procedure.name}{seed}"), NOW
    done = sent_in(procedure, draw)
    ticket, matter = ticket_of(done), done.matter
    assign(
        matter.pk,
        [house.officer.id, house.second.id, house.host.id],
        Part.CASE_TEAM,
        by=house.leader,
        at=NOW,
    )
    client = Client()
    client.post("/public/follow/", {"number": matter.number, "code": done.code})
    for _step in range(12):
        matter.refresh_from_db()
        html = client.get(f"/public/matters/{matter.pk}/").content.decode()
        state = procedure.state(matter.state)
        assert str(state.public or state.label) in html
        for secret in ("钱某", "0222-3456789", "办案人员", "局领导", matter.title):
            assert secret not in html
        if not matter.is_open:
            break
        now = now.replace(day=now.day + 1)
        own = list(own_moves(procedure, matter.state, seated_with(ticket, by=ANONYMOUS).parts))
        moves = [one for one in procedure.moves_from(matter.state) if one.name not in {"withdraw"}]
        move = draw.choice(moves)
        values = form_of(move.form, draw, now, [house.officer.id, house.second.id])
        try:
            if move.name in {one.name for one in own}:
                take_own_move(ticket, Step(move.name, values), by=ANONYMOUS, at=now)
            else:
                take_move(matter.pk, Step(move.name, values), by=actor_for(move, house), at=now)
        except (WrongState, LimitPassed, NotAllowed):
            continue


def test_rights_aid_is_completed_until_the_day_the_notice_names(house: House) -> None:
    procedure = procedure_on("rights_aid", DAY)
    done = sent_in(procedure, random.Random(1))
    values = {"to_correct": "缺专利证书", "correct_by": "2026-11-12"}
    take_move(done.matter.pk, Step("ask_correction", values), by=house.officer, at=NOW)
    progress = progress_now(seated_with(ticket_of(done), by=ANONYMOUS), today=DAY)
    assert progress.awaited is not None
    assert progress.awaited.until is not None
    assert (progress.awaited.name, progress.awaited.until.words) == ("correct", "2026-11-12")
    assert [(str(one.label), one.words) for one in progress.asked] == [("需要补正的内容", "缺专利证书")]
    taken = take_own_move(
        ticket_of(done), Step("correct", {"corrected": "已补"}), by=ANONYMOUS, at=at("2026-11-12 17:00")
    )
    assert taken.event.to_state == "received"
    assert Obligation.objects.get(name="correct").state == "met"


def test_a_lead_is_left_without_a_name_and_names_whom_it_is_about(house: House) -> None:
    application = Application(
        "lead",
        "示例商行卖假冒商品",
        {"clue": "柜台上有", "right_kind": "trademark"},
        (NewParticipant("party", "示例商行"),),
    )
    done = submit(application, by=ANONYMOUS, at=NOW)
    assert list(done.matter.participants.values_list("seat", "by_code")) == [("party", False)]
    assert seated_with(ticket_of(done), by=ANONYMOUS).parts == frozenset()
