"""Rules inside cases: asked with the facts of the case, held against what the officer decides, and kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.core.matters.conftest import House, at
from tests.rooms.protection.conftest import Way, opened
from tests.rooms.protection.test_penalty_ways import CERTIFICATES, DECISION, FINISHED, INTENDED, LEGAL
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.matters.actions.amend import Correction, correct_event
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.models import Matter, MatterEvent, Participant
from zhichan.core.matters.parts import Part
from zhichan.core.matters.workspace import workspace_of
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.matters.writing.seats import NewParticipant
from zhichan.core.rules.actions.local_values import NewValue, confirm_value, propose_value

pytestmark = pytest.mark.django_db
CLEAR = {"is_facts_clear": "yes", "is_disputed": "no", "turnover": "10000"}


def a_case(house: House, when: str = "2026-03-02 09:00", kind: str = "organisation", **values: Any) -> Way:
    """A case of trademark infringement against a firm or a person."""
    seat = NewParticipant("party", "示例商行", kind=Participant.Kind(kind))
    given = {"cause": "trademark_infringement", **values}
    opening = Opening("penalty_ordinary", "示例商行涉嫌侵权", house.unit, given, (seat,))
    return Way(house, open_matter(opening, by=house.officer, at=at(when)))


def assigned(case: Way, when: str = "2026-03-02 10:00", **values: Any) -> MatterEvent:
    both = [case.house.officer.id, case.house.second.id]
    return case.take("assign", "leader", when, officers=both, **CERTIFICATES | values).event


def said(event: MatterEvent, name: str) -> Any:
    return event.advised[name]


# --- triage ---


def test_the_proposed_road_and_the_chosen_one_are_kept_with_the_step(house: House) -> None:
    case = a_case(house)
    event = assigned(case, **CLEAR, expected_fine="20000", track="quick")
    assert event.values["track"] == "quick"
    kept = said(event, "triage")
    assert kept["proposed"] == {"track": "quick"}
    assert kept["lead"] == "建议：普通程序（快办），得 0 分。"
    [answer] = kept["answers"]
    assert (answer["rule_set"], answer["on"], answer["result"]["track"]) == ("triage", "2026-03-02", "quick")
    assert answer["case"]["turnover_fen"] == 1_000_000
    assert any("本系统缺省方案" in one["title"] for reason in answer["reasons"] for one in reason["sources"])
    assert Matter.objects.get(pk=case.matter.pk).track == "quick"


def test_whoever_departs_from_the_proposal_says_why(house: House) -> None:
    case = a_case(house)
    both = [house.officer.id, house.second.id]
    quick = CERTIFICATES | {"officers": both, "track": "quick"}
    # Nothing is known of the facts: the rule proposes the full road.
    case.refused(WrongState, "规则建议“普通程序”.*理由", "assign", "leader", "2026-03-02 10:00", **quick)
    assert case.matter.track == ""
    event = case.take("assign", "leader", "2026-03-02 10:00", **quick, track_reason="当事人已承认").event
    assert (event.values["track"], said(event, "triage")["proposed"]) == ("quick", {"track": "full"})
    unknown = quick | {"track": "summary"}
    case.refused(InvalidInput, "从选项中选", "triage", "officer", "2026-03-03 10:00", track=unknown["track"])


def test_a_case_is_routed_anew_and_a_correction_moves_its_road(house: House) -> None:
    case = a_case(house)
    assigned(case, **CLEAR, track="quick", expected_fine="20000")
    again = case.take("triage", "officer", "2026-03-05 10:00", is_disputed="yes", track="full").event
    # The facts of the first time stand where the form was not given them again.
    assert said(again, "triage")["answers"][0]["case"]["is_facts_clear"] is True
    assert said(again, "triage")["answers"][0]["case"]["is_disputed"] is True
    assert case.matter.track == "full"
    correction = Correction(again.seq, "选错了", values={"track": "quick"})
    correct_event(case.matter.pk, correction, by=house.officer, at=at("2026-03-05 11:00"))
    case.matter.refresh_from_db()
    assert case.matter.track == "quick"


def test_a_fact_that_is_emptied_is_known_no_more(house: House) -> None:
    case = a_case(house)
    assigned(case, **CLEAR, track="quick", expected_fine="20000")
    emptied = case.take("triage", "officer", "2026-03-05 10:00", is_disputed="", track="full").event
    assert emptied.values["is_disputed"] is None
    assert "is_disputed" not in said(emptied, "triage")["answers"][0]["case"]


def test_a_summary_case_is_on_the_summary_road(house: House) -> None:
    case = opened(
        house,
        "penalty_summary",
        "2026-03-02 09:00",
        {"party": "示例商行"},
        cause="mark_misuse",
        found_at="示例市场",
        facts_found="未按规定标注",
    )
    assert case.matter.track == "summary"


# --- hearing and legal review ---


@pytest.mark.parametrize(
    ("kind", "below", "line"), [("organisation", "99999.99", "100000"), ("person", "9999.99", "10000")]
)
def test_a_hearing_the_rule_asks_for_is_not_denied(house: House, kind: str, below: str, line: str) -> None:
    case = a_case(house, kind=kind)
    assigned(case)
    due = FINISHED | {"expected_fine": line, "expected_confiscation": "0", "other_measure": "none"}
    denied = due | {"hearing_due": "no"}
    words = rf"达到较大数额 {int(line):,} 元〔市场监督管理行政处罚听证办法第五条、行政处罚法第六十三条〕"
    case.refused(WrongState, words, "finish_investigation", "officer", "2026-03-10 10:00", **denied)
    under = denied | {"expected_fine": below}
    event = case.take("finish_investigation", "officer", "2026-03-10 10:00", **under).event
    assert said(event, "hearing")["answers"][0]["result"]["is_due"] is None
    # More than the rule asks for may be given: below the line the right is told all the same.
    assert case.matter.state == "reviewing"
    case.take("review", "reviewer", "2026-03-11 10:00", **LEGAL)
    told = INTENDED | {"intended_fine": "100", "intended_confiscation": "0"}
    case.take("notify", "officer", "2026-03-12 10:00", **told)
    assert case.matter.state == "notified"


def test_a_notice_over_the_line_offers_the_hearing_whatever_was_put_down_before(house: House) -> None:
    case = a_case(house)
    assigned(case)
    finished = FINISHED | {"hearing_due": "no", "expected_fine": "50000"}
    case.take("finish_investigation", "officer", "2026-03-10 10:00", **finished)
    case.take("review", "reviewer", "2026-03-11 10:00", **LEGAL)
    silent = INTENDED | {"intended_fine": "100000", "hearing_offered": "no"}
    case.refused(WrongState, "达到较大数额 100,000 元", "notify", "officer", "2026-03-12 10:00", **silent)
    case.take("notify", "officer", "2026-03-12 10:00", **silent | {"intended_fine": "99999.99"})


def test_a_local_line_that_two_people_stand_for_counts(house: House) -> None:
    new = NewValue(
        "hearing_threshold", "fine_organisation", "value", date(2026, 1, 1), "某省听证规定", "第三条", "50000"
    )
    row = propose_value(new, by=house.officer, at=at("2026-02-01 09:00"))
    case = a_case(house)
    assigned(case)
    denied = FINISHED | {"hearing_due": "no", "expected_fine": "50000", "expected_confiscation": "0"}
    taken = {**denied, "other_measure": "none"}
    confirm_value(row.pk, by=house.reviewer, at=at("2026-03-05 09:00"))
    words = "达到较大数额 50,000 元〔某省听证规定第三条"
    case.refused(WrongState, words, "finish_investigation", "officer", "2026-03-10 10:00", **taken)
    below = taken | {"expected_fine": "49999.99"}
    event = case.take("finish_investigation", "officer", "2026-03-10 10:00", **below).event
    # Two people stand for the line: below it no hearing is due, and that is said; the confiscation is none.
    assert said(event, "hearing")["answers"][0]["result"]["is_due"] is False


def test_a_review_the_law_asks_for_is_not_denied(house: House) -> None:
    case = a_case(house)
    assigned(case)
    denied = FINISHED | {"needs_legal_review": "no", "is_public_interest": "yes"}
    words = "必须经过法制审核.*行政处罚法第五十八条"
    case.refused(WrongState, words, "finish_investigation", "officer", "2026-03-10 10:00", **denied)
    case.take("finish_investigation", "officer", "2026-03-10 10:00", **denied | {"needs_legal_review": "yes"})
    assert case.matter.state == "reviewing"


def test_a_fine_on_the_spot_stays_within_its_limit(house: House) -> None:
    case = opened(
        house,
        "penalty_summary",
        "2026-03-02 09:00",
        {"party": "示例商行"},
        cause="mark_misuse",
        found_at="示例市场",
        facts_found="未按规定标注",
    )
    assign(case.matter.pk, [house.officer.id], Part.CASE_TEAM, by=house.leader, at=at("2026-03-02 09:00"))
    decision = {
        "decided_on": "2026-03-02",
        "penalty_kind": "fine",
        "fine": "3000.01",
        "is_clear": "yes",
        "is_heard": "yes",
        "form_number": "示当罚001",
        "received_on": "2026-03-02",
        "record_kept": "yes",
    }
    words = "超过 3,000 元.*行政处罚法第五十一条"
    case.refused(WrongState, words, "decide", "officer", "2026-03-02 10:00", **decision)
    case.take("decide", "officer", "2026-03-02 10:00", **decision | {"fine": "3000"})
    assert case.matter.state == "decided"


# --- the range of the penalty ---


def to_decide(house: House, **finished: Any) -> Way:
    """A case of an act that ended on 20 December 2026, at its decision in the new year."""
    case = a_case(house, "2026-12-22 09:00", act_ended_on="2026-12-20")
    case_certificates = {"certificates_until": "2027-06-30"}
    assigned(case, "2026-12-22 10:00", **case_certificates)
    values = FINISHED | {"hearing_due": "no", "needs_legal_review": "no", "turnover": "80000"} | finished
    case.take("finish_investigation", "officer", "2026-12-24 10:00", **values)
    case.take("review", "reviewer", "2026-12-25 10:00", **LEGAL)
    told = INTENDED | {"intended_fine": "90000", "intended_confiscation": "0", "hearing_offered": "no"}
    case.take("notify", "officer", "2026-12-25 11:00", **told)
    received = {"notice_received_on": "2026-12-25", "served_how": "direct"}
    case.take("serve_notice", "officer", "2026-12-25 15:00", **received)
    case.take("waive", "officer", "2026-12-28 10:00")
    return case


def decision(on: str, fine: str, **more: Any) -> dict[str, Any]:
    return DECISION | {"decided_on": on, "penalty_kind": "fine", "fine": fine, "confiscation": "0"} | more


def test_an_act_before_and_a_decision_after_the_new_law_shows_both_and_asks(house: House) -> None:
    case = to_decide(house)
    silent = decision("2027-01-10", "60000")
    words = "比较所列两部规定"
    case.refused(WrongState, words, "decide", "leader", "2027-01-10 10:00", **silent)
    event = case.take("decide", "leader", "2027-01-10 10:00", **silent, lighter_law="at_act").event
    assert event.values["lighter_law"] == "at_act"
    kept = said(event, "penalty_range")
    assert "请比较哪一部处罚较轻" in kept["lead"]
    [answer] = kept["answers"]
    laws = [
        {(one["source"]["title"], one["source"]["article"]) for one in answer["result"][name]}
        for name in ("at_act", "at_decision")
    ]
    assert laws == [{("商标法（2019年修正）", "第六十条")}, {("商标法（2026年修订）", "第七十四条")}]
    assert answer["case"]["act_on"] == "2026-12-20"
    # 80,000 yuan five times over; the program names no figure within it.
    assert [one["most_fen"] for one in answer["result"]["at_act"] if one["holds"]] == [40_000_000]
    assert kept["warnings"] == []
    assert kept["proposed"] == {}


def test_a_decision_before_the_new_law_asks_for_no_choice(house: House) -> None:
    case = to_decide(house)
    event = case.take("decide", "leader", "2026-12-31 10:00", **decision("2026-12-31", "60000")).event
    assert said(event, "penalty_range")["answers"][0]["result"]["is_law_changed"] is False


@pytest.mark.parametrize(("turnover", "most"), [("10000", "250000"), ("50000", "250000")])
def test_a_fine_outside_the_range_is_warned_of_and_not_refused(
    house: House, turnover: str, most: str
) -> None:
    """Below 50,000 yuan up to 250,000; from there five times the turnover: 50,000 comes to the same."""
    case = a_case(house, act_ended_on="2026-03-01")
    assigned(case, "2026-03-02 10:00")
    finished = FINISHED | {"turnover": turnover}
    case.take("finish_investigation", "officer", "2026-03-10 10:00", **finished)
    case.take("review", "reviewer", "2026-03-11 10:00", **LEGAL)
    over = INTENDED | {"intended_fine": f"{most}.01"}
    taken = case.take("notify", "officer", "2026-03-12 10:00", **over)
    [warning] = taken.warnings
    assert warning.startswith("罚款 250,000.01 元 在所列幅度之外")
    assert "商标法（2019年修正）第六十条" in warning
    assert said(taken.event, "penalty_range")["warnings"] == [warning]
    received = {"notice_received_on": "2026-03-12", "served_how": "direct"}
    case.take("serve_notice", "officer", "2026-03-12 15:00", **received)
    case.take("proceed", "officer", "2026-03-20 10:00")
    within = case.take(
        "notify_again", "officer", "2026-03-20 11:00", reason="更正", **INTENDED | {"intended_fine": most}
    )
    assert within.warnings == ()


def test_without_one_act_the_range_is_not_guessed(house: House) -> None:
    seat = NewParticipant("party", "示例商行")
    opening = Opening("penalty_ordinary", "示例", house.unit, {"cause": "mark_misuse"}, (seat,))
    matter = open_matter(opening, by=house.officer, at=at("2026-03-02 09:00"))
    space = workspace_of(house.officer, matter.pk, at=at("2026-03-02 10:00"))
    assert space.advised["penalty_range"].answers == ()
    assert "请选“违法行为”" in space.advised["penalty_range"].lead


# --- the meter ---


@pytest.mark.parametrize(
    ("turnover", "prompt"), [("29999.99", "facts"), ("30000", "suspicion"), ("50000", "transfer")]
)
def test_the_meter_lists_the_record_beside_every_line(house: House, turnover: str, prompt: str) -> None:
    """Goods marks, turnover of 50,000 yuan: sixty of a hundred prompt to weigh the suspicion."""
    case = a_case(house, "2026-06-02 09:00", act_ended_on="2026-06-01")
    assigned(case, "2026-06-02 10:00")
    amounts = {"turnover": turnover, "mark_kind": "goods", "kinds": "1", "repeat_in_two_years": "no"}
    taken = case.take("record_amounts", "officer", "2026-06-03 10:00", **amounts)
    kept = said(taken.event, "criminal_threshold")
    assert [one["about"] for one in kept["answers"]] == [
        "假冒注册商标罪",
        "销售假冒注册商标的商品罪",
        "非法制造、销售非法制造的注册商标标识罪",
    ]
    assert kept["answers"][0]["result"]["prompt"] == prompt
    assert bool(taken.warnings) is (prompt != "facts")
    assert all("第三条第二款" in one for one in taken.warnings)
    assert "不构成" not in str(kept)
    assert "未达到" not in str(kept)


def test_what_the_case_recorded_goes_with_the_transfer(house: House) -> None:
    case = a_case(house, "2026-06-02 09:00", act_ended_on="2026-06-01")
    assigned(case, "2026-06-02 10:00")
    amounts = {"sales": "60000", "mark_kind": "goods", "kinds": "1", "repeat_in_two_years": "no"}
    case.take("record_amounts", "officer", "2026-06-03 10:00", **amounts)
    suspicion = {"crime": "214", "suspicion": "已售金额见账册"}
    transfer = case.child(case.take("suspect_crime", "officer", "2026-06-04 09:00", **suspicion))
    space = workspace_of(house.officer, transfer.matter.pk, at=at("2026-06-04 10:00"))
    advice = space.advised["criminal_threshold"]
    [answer] = advice.answers
    assert answer.about == "销售假冒注册商标的商品罪"
    assert answer.case["sales_fen"] == 6_000_000
    assert answer.case["act_on"] == date(2026, 6, 1)
    assert answer.found.result.reached == ("c214_entry_sales",)
    assert advice.is_alarming


def test_a_lead_has_its_meter_and_hands_its_amounts_on(house: House) -> None:
    lead = opened(
        house, "lead", "2026-06-02 09:00", {"party": "示例商行"}, clue="假药瓶", right_kind="patent"
    )
    lead.take("assign", "officer", "2026-06-02 10:00", channel="report", officers=[house.officer.id])
    amounts = {"act_ended_on": "2024-06-01", "turnover": "200000", "kinds": "1"}
    event = lead.take("record_amounts", "officer", "2026-06-03 09:00", **amounts).event
    [answer] = said(event, "criminal_threshold")["answers"]
    assert answer["about"] == "假冒专利罪"
    assert answer["result"]["reached"] == ["c216_entry_turnover"]
    case = lead.child(lead.take("file", "leader", "2026-06-04 09:00", cause="patent_passing_off"))
    opening = MatterEvent.objects.get(matter=case.matter, kind="opened")
    assert opening.values["turnover"] == 20_000_000
    assert opening.values["act_ended_on"] == "2024-06-01"


def test_what_the_rules_said_stands_in_the_record(house: House) -> None:
    case = a_case(house)
    assigned(case, **CLEAR, expected_fine="20000", track="quick")
    [line] = [
        one
        for one in workspace_of(house.officer, case.matter.pk, at=at("2026-03-03 09:00")).record
        if one.kind == "moved"
    ]
    assert [(one.label, one.text[:3]) for one in line.advised] == [("繁简分流建议", "建议：")]


def test_a_rule_that_cannot_be_asked_stops_nothing(house: House) -> None:
    """Triage has no rule before 2026: the step is taken, and it is said why nothing is proposed."""
    case = a_case(house, "2025-12-30 09:00")
    event = assigned(case, "2025-12-31 10:00", certificates_until="2027-06-30", track="full")
    kept = said(event, "triage")
    assert (kept["answers"], kept["proposed"]) == ([], {})
    assert "自 2026-01-01 起才有依据" in kept["lead"]
