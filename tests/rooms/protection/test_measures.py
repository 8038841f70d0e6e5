"""Figures of case work, each counted a second way from the raw events."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.core.matters.conftest import House, at
from tests.rooms.protection.conftest import Way, opened
from zhichan.core.access.roles import Role
from zhichan.core.matters.actions.amend import Correction, correct_event
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.models import Matter, MatterEvent, MatterLink, Obligation
from zhichan.core.matters.parts import Part
from zhichan.core.measures.actions.run import run_measure
from zhichan.core.measures.computing import Figure, figure_of
from zhichan.core.measures.declaration import Question, measure_named

pytestmark = pytest.mark.django_db
LATER = at("2026-12-01 09:00")


def figure(name: str, on: date = date(2026, 11, 30), known_at: datetime = LATER, **options: str) -> Figure:
    return figure_of(measure_named(name), Question("", on, known_at, options))


def penalty(house: House, when: str, cause: str = "trademark_infringement") -> Matter:
    return opened(house, "penalty_ordinary", when, {"party": "示例商行"}, cause=cause).matter


def aid(house: House, when: str) -> Matter:
    asked = {"right_kind": "patent", "wanted": "opinion", "situation": "被指侵权"}
    way = opened(house, "rights_aid", when, {"requester": "示例企业"}, **asked)
    way.take("accept", "officer", when, officers=[house.officer.id])
    return way.matter


def raw_steps(kind: str, *names: str, year: int = 2026) -> list[int]:
    """The second way: every event walked in Python."""
    rows = MatterEvent.objects.filter(kind=kind).select_related("matter")
    return [
        row.matter_id
        for row in rows
        if row.matter.procedure in names and row.happened_at.astimezone(LATER.tzinfo).year == year
    ]


def test_cases_are_filed_in_the_year_of_their_filing(house: House) -> None:
    for when in ("2025-12-31 23:00", "2026-01-01 00:30", "2026-06-01 09:00"):
        penalty(house, when)
    found = figure("cases_filed")
    assert found.value == Decimal(2) == len(raw_steps("opened", "penalty_ordinary"))
    assert found.row_count == 2
    assert figure("cases_filed", date(2026, 5, 31)).value == Decimal(1)
    assert figure("cases_filed", date(2025, 12, 31)).value == Decimal(1)
    assert figure("cases_filed", procedure="patent_adjudication").value == Decimal(0)


def test_a_kept_figure_opens_to_its_matters_for_who_may_see_them(house: House, signed_in: Any) -> None:
    shown = penalty(house, "2026-06-01 09:00")
    asked = Question("", date(2026, 11, 30), LATER, {})
    _figure, run = run_measure("cases_filed", asked, by=house.leader, at=LATER)
    address = f"/protection/measures/runs/{run.pk}/"
    leader = signed_in(Role.OFFICE_LEADER, house.unit)
    for page in (address, f"{address}rows/"):
        response = leader.get(page)
        assert response.status_code == 200
        assert f"/matters/{shown.pk}/" in response.content.decode()
    planner = signed_in(Role.PLAN_OFFICER, house.unit)
    page = planner.get(address)
    assert page.status_code == 200
    assert f"/matters/{shown.pk}/" not in page.content.decode()
    assert planner.get(f"{address}rows/").status_code == 404


def test_a_corrected_day_counts_where_it_was_put_and_not_before_it_was_known(house: House) -> None:
    matter = penalty(house, "2026-01-01 09:00")
    penalty(house, "2026-02-01 09:00")
    assign(matter.pk, [house.officer.id], Part.CASE_TEAM, by=house.leader, at=at("2026-03-01 09:00"))
    right = Correction(1, "审批表上是前一天", at("2025-12-31 09:00"))
    correct_event(matter.pk, right, by=house.officer, at=at("2026-03-02 09:00"))
    assert figure("cases_filed").value == Decimal(1)
    assert figure("cases_filed", date(2025, 12, 31)).value == Decimal(1)
    before = at("2026-03-01 10:00")
    assert figure("cases_filed", date(2026, 2, 28), before).value == Decimal(2)
    assert figure("cases_filed", date(2025, 12, 31), before).value == Decimal(0)


def test_patent_cases_are_passing_off_and_adjudications(house: House) -> None:
    penalty(house, "2026-02-01 09:00")
    penalty(house, "2026-02-02 09:00", cause="patent_passing_off")
    assert figure("patent_cases").value == Decimal(1)


def test_what_went_on_from_aid_to_mediation_counts_once(house: House) -> None:
    first = aid(house, "2026-02-10 09:00")
    aid(house, "2026-03-10 09:00")
    MatterLink.objects.create(
        first=first,
        second=_mediation(house, "2026-04-10 09:00"),
        kind=MatterLink.Kind.CONTINUED,
        linked_at=at("2026-04-10 09:00"),
        source="test",
    )
    _mediation(house, "2026-05-10 09:00")
    found = figure("aid_and_mediation")
    assert found.value == Decimal(3)
    assert [(part.name, part.count) for part in found.parts] == [("aid", 2), ("mediation", 1)]


def test_a_mediation_begun_under_an_aid_counts_once(house: House) -> None:
    first = aid(house, "2026-02-10 09:00")
    dispute = Step("to_mediation", {"dispute": "停止侵权并赔偿"})
    child = take_move(first.pk, dispute, by=house.officer, at=at("2026-02-12 09:00")).child
    assert child is not None
    begun = {"mediators": "某某", "no_conflict": "yes", "both_agree": "yes", "rights_told": "yes"}
    take_move(child.pk, Step("begin", begun), by=house.officer, at=at("2026-02-13 09:00"))
    assert figure("aid_and_mediation").value == Decimal(1)


def test_a_mediation_out_of_an_aid_that_was_never_taken_up_is_counted(house: House) -> None:
    asked = {"right_kind": "patent", "wanted": "opinion", "situation": "被指侵权"}
    way = opened(house, "rights_aid", "2026-03-01 09:00", {"requester": "示例企业"}, **asked)
    link(way.matter, _mediation(house, "2026-04-10 09:00"), MatterLink.Kind.CONTINUED)
    assert figure("aid_and_mediation").value == Decimal(1)


def test_two_mediations_put_together_count_once(house: House) -> None:
    later = _mediation(house, "2026-05-10 09:00")
    link(later, _mediation(house, "2026-04-10 09:00"), MatterLink.Kind.MERGED)
    assert figure("aid_and_mediation").value == Decimal(1)


def suit(house: House, of: Matter, when: str) -> Matter:
    """The dispute of a matter goes to court."""
    asked = {"dispute": "停止侵权并赔偿", "court": "示例法院", "brought_how": "party"}
    way = opened(house, "court_case", when, {"requester": "示例企业", "respondent": "示例厂"}, **asked)
    link(of, way.matter, MatterLink.Kind.CONTINUED)
    return way.matter


def test_a_dispute_that_comes_back_to_mediation_from_court_counts_once(house: House) -> None:
    first = aid(house, "2026-02-10 09:00")
    second = suit(house, suit(house, first, "2026-03-10 09:00"), "2026-04-10 09:00")
    link(second, _mediation(house, "2026-05-10 09:00"), MatterLink.Kind.CONTINUED)
    assert figure("aid_and_mediation").value == Decimal(1)
    # Before the link was known they were two disputes.
    assert figure("aid_and_mediation", known_at=at("2026-05-11 08:00")).value == Decimal(2)


def test_a_mediation_out_of_a_suit_that_followed_none_is_counted(house: House) -> None:
    aid(house, "2026-02-10 09:00")
    link(
        suit(house, penalty(house, "2026-03-01 09:00"), "2026-03-10 09:00"),
        _mediation(house, "2026-05-10 09:00"),
        MatterLink.Kind.CONTINUED,
    )
    assert figure("aid_and_mediation").value == Decimal(2)


def test_a_mediation_under_an_adjudication_and_one_the_court_sends_later_count_once(house: House) -> None:
    asked = {"patent_kind": "design", "patent_number": "ZL202030000000.0", "acts": "制造", "is_sued": "no"}
    sides = {"requester": "示例企业", "respondent": "示例厂"}
    parent = opened(house, "patent_adjudication", "2026-02-10 09:00", sides, **asked).matter
    Matter.objects.filter(pk=_mediation(house, "2026-03-10 09:00").pk).update(parent=parent)
    # Two mediations split off under one adjudication are two disputes.
    Matter.objects.filter(pk=_mediation(house, "2026-03-11 09:00").pk).update(parent=parent)
    assert figure("aid_and_mediation").value == Decimal(2)
    court = suit(house, parent, "2026-04-10 09:00")
    link(court, _mediation(house, "2026-05-10 09:00"), MatterLink.Kind.CONTINUED)
    assert figure("aid_and_mediation").value == Decimal(2)


def link(first: Matter, second: Matter, kind: str) -> None:
    MatterLink.objects.create(
        first=first, second=second, kind=kind, linked_at=at("2026-05-11 09:00"), source="test"
    )


def on_the_spot(house: House, when: str) -> Way:
    facts = {"cause": "patent_passing_off", "found_at": "示例市场", "facts_found": "标注失效专利号"}
    way = opened(house, "penalty_summary", when, {"party": "示例商行"}, **facts)
    assign(way.matter.pk, [house.officer.id], Part.CASE_TEAM, by=house.leader, at=at(when))
    return way


def test_a_case_that_became_an_ordinary_one_counts_once(house: House) -> None:
    converted = {"cause": "patent_passing_off", "reason": "罚款超过限额"}
    on_the_spot(house, "2026-03-02 09:00").take("convert", "officer", "2026-03-02 10:00", **converted)
    on_the_spot(house, "2026-03-03 09:00").take("let_off", "officer", "2026-03-03 10:00", reason="轻微已改正")
    assert figure("cases_filed").value == Decimal(1)
    assert figure("patent_cases").value == Decimal(1)
    assert figure("cases_closed").value == Decimal(0)


def test_a_penalty_on_the_spot_counts_with_its_decision(house: House) -> None:
    decision = {
        "decided_on": "2026-03-02",
        "penalty_kind": "warning",
        "fine": "0",
        "is_clear": "yes",
        "is_heard": "yes",
        "form_number": "示当罚001",
        "received_on": "2026-03-02",
        "record_kept": "yes",
    }
    way = on_the_spot(house, "2026-03-02 09:00")
    way.take("decide", "officer", "2026-03-02 10:00", **decision)
    way.take("report", "officer", "2026-03-03 10:00")
    for name in ("cases_filed", "patent_cases", "cases_closed"):
        assert figure(name).value == Decimal(1), name
    assert figure("in_time_share").value == Decimal(100)


def test_a_request_that_was_refused_is_no_case_that_was_settled(house: House) -> None:
    asked = {"patent_kind": "design", "patent_number": "ZL202030000000.0", "acts": "制造", "is_sued": "no"}
    sides = {"requester": "示例科技公司", "respondent": "示例制造公司"}
    way = opened(house, "patent_adjudication", "2026-02-10 09:00", sides, **asked)
    assign(way.matter.pk, [house.officer.id], Part.CASE_TEAM, by=house.leader, at=at("2026-02-10 09:00"))
    ground = {"refuse_ground": "sued", "reason": "已向法院起诉"}
    way.take("refuse", "officer", "2026-02-11 09:00", **ground)
    assert figure("cases_closed").value == Decimal(0)


def _mediation(house: House, when: str) -> Matter:
    from zhichan.core.matters.loading import procedure_on

    procedure = procedure_on("peoples_mediation", date.fromisoformat(when[:10]))
    seats = {seat.name: f"示例{seat.name}" for seat in procedure.seats if seat.is_required}
    values: dict[str, Any] = {
        one.name: one.choices[0][0] if one.choices else "示例" for one in procedure.opening if one.is_required
    }
    way = opened(house, "peoples_mediation", when, seats, **values)
    assign(way.matter.pk, [house.officer.id], Part.CASE_TEAM, by=house.leader, at=at(when))
    form = {
        one.name: "yes" if one.kind == "yes_no" else "示例"
        for one in procedure.move("begin").form
        if one.is_required
    }
    take_move(way.matter.pk, Step("begin", form), by=house.officer, at=at(when))
    return way.matter


def decided(matter: Matter, when: str, fine: int, confiscation: int) -> None:
    """A decision as it is recorded; how a case comes there is walked elsewhere."""
    moment = at(when)
    MatterEvent.objects.create(
        matter=matter,
        seq=matter.events.count() + 1,
        kind=MatterEvent.Kind.MOVED,
        name="decide",
        to_state="decided",
        happened_at=moment,
        recorded_at=moment,
        values={"fine": fine, "confiscation": confiscation},
        source="test",
    )


def test_amounts_are_those_of_the_decisions_of_the_year(house: House) -> None:
    decided(penalty(house, "2025-11-01 09:00"), "2025-12-31 09:00", 9_999_999_00, 0)
    decided(penalty(house, "2026-01-01 09:00"), "2026-02-01 09:00", 100_000_00, 3_000_00)
    decided(penalty(house, "2026-01-02 09:00"), "2026-03-01 09:00", 0, 2_345_67)
    found = figure("penalty_amount")
    assert found.numerator == 103_000_00 + 2_345_67
    assert found.value == Decimal("10.53")
    assert found.row_count == 2


def test_a_case_settled_after_its_limit_is_not_in_time(house: House) -> None:
    cases = [penalty(house, "2026-01-05 09:00") for _ in range(3)]
    for case, when in zip(cases, ("2026-02-01 09:00", "2026-03-01 09:00", "2026-05-06 09:00"), strict=True):
        grounds = {"terminate_ground": "no_facts", "reason": "查明没有违法事实"}
        take_move(case.pk, Step("terminate", grounds), by=house.leader, at=at(when))
    assert figure("cases_closed").value == Decimal(3)
    found = figure("in_time_share")
    late = Obligation.objects.filter(name="decide", state="met_late").count()
    assert late == 1  # ninety days from 5 January end on 7 April, after Qingming
    assert found.value == Decimal("66.7")
    assert [(part.name, part.count) for part in found.parts] == [("in_time", 2), ("late", 1)]


def test_of_one_region_nothing_is_said(house: House) -> None:
    penalty(house, "2026-02-01 09:00")
    found = figure_of(measure_named("cases_filed"), Question("120118", date(2026, 11, 30), LATER))
    assert found.value is None
    assert "不分地区" in found.counted.missing
