"""A matter from its opening on: what a step changes, and what a refused one leaves as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.core.matters.conftest import House, at
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.matters.actions.amend import (
    Correction,
    Exclusion,
    correct_event,
    end_exclusion,
    exclude_time,
)
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import assign, hand_over, recuse
from zhichan.core.matters.models import Matter, MatterEvent, Obligation
from zhichan.core.matters.parts import Part
from zhichan.core.matters.workspace import workspace_of
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.matters.writing.seats import NewParticipant
from zhichan.core.people.models import Person

pytestmark = pytest.mark.django_db

OPENED = at("2026-02-10 10:00")
CLUE = {"clue": "柜台上有三种侵权商品", "right_kind": "trademark", "real_name": "yes"}
LONGER = {"reason": "等待鉴定"}
FILING = {"cause": "trademark_infringement"}


def a_lead(house: House, **more: Any) -> Matter:
    party = NewParticipant("party", "示例商行")
    opening = Opening("lead", "示例商行销售侵权商品", house.unit, CLUE, (party,), **more)
    return open_matter(opening, by=house.officer, at=OPENED)


def under_way(house: House) -> Matter:
    matter = a_lead(house)
    assign(matter.pk, [house.officer.id, house.second.id], Part.CASE_TEAM, by=house.leader, at=OPENED)
    values = {"channel": "report", "officers": [house.officer.id]}
    take_move(matter.pk, Step("assign", values), by=house.officer, at=OPENED)
    matter.refresh_from_db()
    return matter


def test_an_opened_matter_has_number_state_and_clock(house: House) -> None:
    matter = a_lead(house)
    assert matter.number.endswith("〔2026〕1号")
    assert (matter.state, matter.is_open, matter.revision) == ("registered", True, 2)  # with its party
    decide = Obligation.objects.get(matter=matter, name="decide")
    # Fifteen working days from 2026-02-10, over the Spring Festival of 15 to 23 February and the worked
    # Saturdays 14 and 28: 11 12 13 14 | 24 25 26 27 28 | 2 3 4 5 6 9 March.
    assert decide.due_on == date(2026, 3, 9)
    assert not decide.is_provisional
    assert matter.next_due_at == decide.due_at == at("2026-03-10 00:00")


def test_a_step_moves_the_matter_and_meets_its_clock(house: House) -> None:
    matter = under_way(house)
    take_move(matter.pk, Step("file", FILING), by=house.leader, at=at("2026-03-09 17:00"))
    matter.refresh_from_db()
    assert (matter.state, matter.is_open, matter.closed_at) == ("filed", False, at("2026-03-09 17:00"))
    assert Obligation.objects.get(matter=matter, name="decide").state == "met"
    tell = Obligation.objects.get(matter=matter, name="tell_filed")
    assert (tell.due_on, tell.state) == (date(2026, 3, 16), "running")


def test_a_late_step_is_taken_and_is_late(house: House) -> None:
    matter = under_way(house)
    take_move(matter.pk, Step("file", FILING), by=house.leader, at=at("2026-03-10 00:00"))
    assert Obligation.objects.get(matter=matter, name="decide").state == "met_late"


@pytest.mark.parametrize(
    ("step", "who", "error"),
    [
        (Step("tell_reporter_filed"), "officer", WrongState),
        (Step("file", FILING), "officer", NotAllowed),
        (Step("file", FILING), "reviewer", NotAllowed),
        (Step("file", FILING), "stranger", NotFound),
        (Step("no_such_move"), "leader", NotFound),
        (Step("file", FILING, happened=date(2026, 3, 11)), "leader", InvalidInput),
        (Step("file", FILING, happened=date(2026, 2, 9)), "leader", InvalidInput),
        (Step("file", FILING, seen=1), "leader", Conflict),
        (Step("file", {**FILING, "no_field": "1"}), "leader", InvalidInput),
    ],
)
def test_a_refused_step_changes_nothing(house: House, step: Step, who: str, error: type[Exception]) -> None:
    matter = under_way(house)
    before = list(MatterEvent.objects.values()), list(Obligation.objects.values()), matter.revision
    with pytest.raises(error):
        take_move(matter.pk, step, by=getattr(house, who), at=at("2026-03-10 09:00"))
    matter.refresh_from_db()
    after = list(MatterEvent.objects.values()), list(Obligation.objects.values()), matter.revision
    assert after == before


def test_the_same_form_sent_twice_is_told_who_was_first(house: House) -> None:
    matter = under_way(house)
    step = Step("extend", LONGER, seen=matter.revision)
    take_move(matter.pk, step, by=house.leader, at=at("2026-03-02 09:00"))
    with pytest.raises(Conflict, match="2026-03-02 09:00 办了“批准延长核查”"):
        take_move(matter.pk, step, by=house.leader, at=at("2026-03-02 09:01"))
    decide = Obligation.objects.get(matter=matter, name="decide")
    assert (decide.extended, decide.due_on) == (1, date(2026, 3, 30))


def test_an_extension_is_granted_once(house: House) -> None:
    matter = under_way(house)
    take_move(matter.pk, Step("extend", LONGER), by=house.leader, at=at("2026-03-02 09:00"))
    with pytest.raises(WrongState, match="最多延长 1 次"):
        take_move(matter.pk, Step("extend", LONGER), by=house.leader, at=at("2026-03-03 09:00"))


def test_excluded_time_moves_the_due_day_and_stops_the_clock_while_it_runs(house: House) -> None:
    matter = under_way(house)
    exclusion = Exclusion("鉴定", date(2026, 3, 2), None, "委托鉴定书 1 号")
    event = exclude_time(matter.pk, exclusion, by=house.officer, at=at("2026-03-03 09:00"))
    assert Obligation.objects.get(matter=matter, name="decide").state == "paused"
    end_exclusion(matter.pk, event.seq, date(2026, 3, 4), by=house.officer, at=at("2026-03-05 09:00"))
    decide = Obligation.objects.get(matter=matter, name="decide")
    assert (decide.state, decide.due_on) == ("running", date(2026, 3, 12))  # three working days more


def test_a_correction_is_an_event_of_its_own(house: House) -> None:
    matter = under_way(house)
    wrong = MatterEvent.objects.get(matter=matter, seq=1)
    correction = Correction(1, "收件章是 2 月 9 日", happened_at=at("2026-02-09 15:00"))
    correct_event(matter.pk, correction, by=house.officer, at=at("2026-02-11 09:00"))
    assert MatterEvent.objects.get(matter=matter, seq=1).happened_at == wrong.happened_at == OPENED
    assert Obligation.objects.get(matter=matter, name="decide").due_on == date(2026, 3, 6)


def test_opening_and_end_follow_what_is_corrected(house: House) -> None:
    matter = under_way(house)
    take_move(matter.pk, Step("file", FILING), by=house.leader, at=at("2026-03-09 17:00"))
    filed = MatterEvent.objects.get(matter=matter, name="file").seq
    when = at("2026-03-10 09:00")
    for seq, moment in ((1, "2026-02-09 15:00"), (filed, "2026-03-06 11:00")):
        correct_event(matter.pk, Correction(seq, "日期写错", at(moment)), by=house.officer, at=when)
    matter.refresh_from_db()
    assert (matter.opened_at, matter.closed_at) == (at("2026-02-09 15:00"), at("2026-03-06 11:00"))


def test_nobody_is_put_on_a_team_whose_account_is_switched_off(house: House) -> None:
    matter = under_way(house)
    Person.objects.filter(pk=house.host.id).update(is_active=False)
    for act in (assign, hand_over):
        who = {assign: ([house.host.id], Part.CASE_TEAM), hand_over: (house.host.id, "调岗")}[act]
        with pytest.raises(InvalidInput, match="只能指派本单位"):
            act(matter.pk, *who, by=house.leader, at=at("2026-03-02 09:00"))


def test_who_was_recused_does_not_come_back(house: House) -> None:
    matter = under_way(house)
    recuse(matter.pk, house.second.id, "与当事人是近亲属", by=house.second, at=at("2026-03-02 09:00"))
    with pytest.raises(NotAllowed, match="回避"):
        assign(matter.pk, [house.second.id], Part.CASE_TEAM, by=house.leader, at=at("2026-03-02 10:00"))
    with pytest.raises(NotAllowed, match="回避"):
        hand_over(matter.pk, house.second.id, "", by=house.leader, at=at("2026-03-02 10:00"))


def test_who_was_recused_decides_nothing_by_role_either(house: House) -> None:
    matter = under_way(house)
    assign(matter.pk, [house.leader.id], Part.CASE_TEAM, by=house.leader, at=OPENED)
    recuse(matter.pk, house.leader.id, "与当事人是近亲属", by=house.leader, at=at("2026-03-02 09:00"))
    with pytest.raises(NotAllowed, match="回避"):
        take_move(matter.pk, Step("file", FILING), by=house.leader, at=at("2026-03-02 10:00"))
    space = workspace_of(house.leader, matter.pk, at=at("2026-03-02 10:00"))
    assert (space.parts, space.offers) == (frozenset(), [])


def test_a_hand_over_leaves_the_clocks_as_they_run(house: House) -> None:
    matter = under_way(house)
    before = list(Obligation.objects.filter(matter=matter).values())
    hand_over(matter.pk, house.second.id, "调岗", by=house.leader, at=at("2026-03-02 09:00"))
    matter.refresh_from_db()
    assert matter.handler_id == house.second.id
    assert list(Obligation.objects.filter(matter=matter).values()) == before
    with pytest.raises(NotAllowed):
        exclude_time(
            matter.pk,
            Exclusion("鉴定", date(2026, 3, 2), None, "委托"),
            by=house.officer,
            at=at("2026-03-03 09:00"),
        )
