"""Disputes on their ways: adjudication, mediation with confirmation, aid, complaints; refusals included."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.matters.conftest import House, at
from tests.rooms.protection.conftest import Way, opened
from zhichan.core.errors import InvalidInput, LimitPassed, WrongState
from zhichan.core.files.actions import store_file
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.models import Matter, MatterFile, Obligation
from zhichan.core.matters.parts import Part
from zhichan.core.matters.writing.opening import Opening

pytestmark = pytest.mark.django_db

SIDES = {"requester": "示例科技公司", "respondent": "示例制造公司"}
REQUEST = {
    "patent_kind": "utility_model",
    "patent_number": "ZL202020000000.0",
    "acts": "制造、销售同样产品",
    "is_sued": "no",
}
ACCEPTED = {"right_in_force": "yes"}


def staffed(way: Way, when: str) -> Way:
    house = way.house
    people = [house.officer.id, house.second.id]
    assign(way.matter.pk, people, Part.CASE_TEAM, by=house.leader, at=at(when))
    return way


def accepted_dispute(house: House) -> Way:
    way = staffed(
        opened(house, "patent_adjudication", "2026-02-10 09:00", SIDES, **REQUEST), "2026-02-10 09:00"
    )
    three = [house.officer.id, house.second.id, house.host.id]
    ended = {"right_in_force": "no", "officers": three}
    way.refused(WrongState, "不予受理", "accept", "officer", "2026-02-24 09:00", **ended)
    way.refused(
        WrongState, "三名以上单数", "accept", "officer", "2026-02-24 09:00", officers=three[:2], **ACCEPTED
    )
    way.take("accept", "officer", "2026-02-24 09:00", officers=three, **ACCEPTED)
    received = {"request_received_on": "2026-02-26", "served_how": "direct"}
    way.take("serve", "officer", "2026-02-26 15:00", **received)
    return way


def test_a_request_without_its_sides_is_not_opened(house: House) -> None:
    opening = Opening("patent_adjudication", "示例纠纷", house.unit, REQUEST)
    with pytest.raises(InvalidInput, match="请登记请求人、被请求人"):
        open_matter(opening, by=house.officer, at=at("2026-02-10 09:00"))
    assert not Matter.objects.exists()


def test_an_adjudication_is_suspended_resumed_and_mediated(house: House) -> None:
    way = accepted_dispute(house)
    assert (way.matter.version, way.clock("decide").due_on) == (2, date(2026, 5, 25))
    defence = {"defence": "主张现有技术", "invalidation_filed": "yes", "prior_art": "yes"}
    way.take("defend", "officer", "2026-03-09 10:00", **defence)
    assert way.clock("forward_defence").due_on == date(2026, 3, 16)
    way.take("suspend", "officer", "2026-03-10 10:00", suspend_ground="invalidation", reason="无效请求已受理")
    assert (way.matter.state, way.clock("decide").state) == ("suspended", "paused")
    way.take("resume", "officer", "2026-04-10 10:00", reason="维持有效")
    # 24 May and the thirty-one days of the suspension.
    assert (way.clock("decide").state, way.clock("decide").due_on) == ("running", date(2026, 6, 24))
    conflict = {"investigator": "某某", "field": "机械", "no_conflict": "no"}
    way.refused(WrongState, "请另选", "appoint_investigator", "officer", "2026-04-13 10:00", **conflict)
    way.take("appoint_investigator", "officer", "2026-04-13 10:00", **conflict | {"no_conflict": "yes"})
    dispute = {"dispute": "停止侵权并赔偿"}
    unwilling = dispute | {"both_agree": "no"}
    way.refused(WrongState, "双方都同意", "refer_to_mediation", "officer", "2026-04-14 10:00", **unwilling)
    taken = way.take("refer_to_mediation", "officer", "2026-04-14 10:00", both_agree="yes", **dispute)
    mediation = way.child(taken)
    assert mediation.matter.parent_id == way.matter.pk
    assert sorted(mediation.matter.participants.values_list("name", flat=True)) == sorted(SIDES.values())
    begun = {"mediators": "某某", "no_conflict": "yes", "both_agree": "yes", "rights_told": "yes"}
    mediation.take("begin", "officer", "2026-04-15 10:00", **begun)
    agreed = {"agreed": "停止制造，赔偿五万元", "amount": "50000"}
    mediation.take("agree", "officer", "2026-04-20 10:00", effective_on="2026-04-20", **agreed)
    way.take("settle", "officer", "2026-04-20 11:00", **agreed)
    assert (way.matter.state, way.matter.is_open) == ("settled", False)
    confirmed_by_the_court(mediation)


def test_a_defence_is_forwarded_though_the_examination_has_begun(house: House) -> None:
    way = accepted_dispute(house)
    defence = {"defence": "主张现有技术", "invalidation_filed": "no", "prior_art": "yes"}
    way.take("defend", "officer", "2026-03-09 10:00", **defence)
    way.take("examine", "officer", "2026-03-10 10:00", examined_how="written")
    assert way.clock("forward_defence").state == "running"
    way.take("forward_defence", "officer", "2026-03-11 10:00", defence_forwarded_on="2026-03-11")
    assert (way.matter.state, way.clock("forward_defence").state) == ("examining", "met")


def test_an_agreement_nobody_had_confirmed_is_closed_after_the_thirty_days(house: House) -> None:
    asked = {"dispute": "停止侵权并赔偿"}
    sides = {"requester": "示例科技公司", "respondent": "示例制造公司"}
    way = staffed(opened(house, "peoples_mediation", "2026-03-02 09:00", sides, **asked), "2026-03-02 09:00")
    begun = {"mediators": "某某", "no_conflict": "yes", "both_agree": "yes", "rights_told": "yes"}
    way.take("begin", "officer", "2026-03-03 10:00", **begun)
    agreed = {"agreed": "停止制造", "effective_on": "2026-03-04"}
    way.take("agree", "officer", "2026-03-04 10:00", **agreed)
    done = {"content": "双方没有申请司法确认"}
    way.refused(WrongState, "2026-04-03 期满之后", "close_agreed", "officer", "2026-04-03 10:00", **done)
    way.take("close_agreed", "officer", "2026-04-04 10:00", **done)
    assert (way.matter.state, way.matter.is_open) == ("closed", False)


def test_a_simple_question_is_answered_without_an_adviser(house: House) -> None:
    asked = {"right_kind": "patent", "wanted": "advice", "situation": "如何查询法律状态"}
    way = opened(house, "rights_aid", "2026-02-10 09:00", {"requester": "示例企业"}, **asked)
    way.take("accept", "officer", "2026-02-10 09:10", officers=[house.officer.id])
    way.take("answer", "officer", "2026-02-10 09:20", opinion="可在登记簿副本中查询")
    way.take("close", "officer", "2026-02-10 09:30", aid_result="solved")
    assert way.states == ["accepted", "issued", "closed"]


def confirmed_by_the_court(mediation: Way) -> None:
    joint = {"both_apply": "yes", "court": "示例法院", "application_received_on": "2026-05-20"}
    alone = joint | {"both_apply": "no"}
    mediation.refused(WrongState, "共同申请", "apply_confirmation", "officer", "2026-05-20 09:00", **alone)
    late = "2026-05-21 09:00"
    mediation.refused(LimitPassed, "2026-05-20 届满", "apply_confirmation", "officer", late, **joint)
    mediation.take("apply_confirmation", "officer", "2026-05-20 09:00", **joint)
    court = {"court_accepted_on": "2026-05-22", "case_number": "示调确1号"}
    mediation.take("court_accept", "officer", "2026-05-22 09:00", **court)
    ruling = {"ruling_number": "示裁1号", "ruled_on": "2026-06-05"}
    mediation.take("confirm", "officer", "2026-06-05 09:00", **ruling)
    assert (mediation.matter.state, mediation.clock("court_rule").state) == ("confirmed", "met")
    assert mediation.documents() == ["pm_register", "pm_rights_notice", "pm_agreement"]


def test_silence_does_not_stop_an_adjudication_and_a_late_defence_is_only_warned_of(house: House) -> None:
    way = accepted_dispute(house)
    way.refused(WrongState, "2026-03-13 期满之后", "default", "officer", "2026-03-13 17:00")
    way.take("default", "officer", "2026-03-14 09:00")
    assert way.matter.state == "examining"
    way.take("decide_stop", "officer", "2026-04-20 09:00", findings="落入保护范围", decision_scope="同款产品")
    way.refused(WrongState, "还没有起算", "enforce", "officer", "2026-04-21 09:00", court="示例法院")
    received = {"decision_received_on": "2026-04-22", "served_how": "direct"}
    way.take("serve_decision", "officer", "2026-04-22 10:00", **received)
    way.refused(WrongState, "期满之后", "enforce", "officer", "2026-05-07 09:00", court="示例法院")
    way.refused(LimitPassed, "2026-05-07 届满", "sue", "officer", "2026-05-08 09:00", court="示例法院")
    way.take("enforce", "officer", "2026-05-08 09:00", court="示例法院")
    assert way.matter.state == "enforcing"

    other = accepted_dispute(house)
    defence = {"defence": "迟到的答辩", "invalidation_filed": "no", "prior_art": "no"}
    taken = other.take("defend", "officer", "2026-03-16 10:00", **defence)
    assert other.matter.state == "defended"
    assert [("2026-03-13" in words, "依据待核" in words) for words in taken.warnings] == [(True, True)]


def test_aid_lapses_in_silence_and_an_adviser_of_the_other_side_is_refused(house: House) -> None:
    asked = {"right_kind": "patent", "wanted": "opinion", "situation": "被指侵权"}
    seats = {"requester": "示例企业"}
    silent = staffed(opened(house, "rights_aid", "2026-02-10 09:00", seats, **asked), "2026-02-10 09:00")
    correction = {"to_correct": "补交权利证书", "correct_by": "2026-02-28"}
    silent.take("ask_correction", "officer", "2026-02-10 10:00", **correction)
    silent.refused(WrongState, "期满之后", "lapse", "officer", "2026-03-01 09:00")
    silent.take("lapse", "officer", "2026-03-03 09:00")  # the day after the named one is a Sunday
    assert (silent.matter.state, silent.documents()) == ("withdrawn", ["aid_correction"])

    way = opened(house, "rights_aid", "2026-02-10 09:00", seats, **asked)
    way.take("accept", "officer", "2026-02-11 10:00", officers=[house.officer.id])
    adviser = {"adviser": "某某律师"}
    way.refused(WrongState, "请另选", "assign", "officer", "2026-02-11 11:00", no_conflict="no", **adviser)
    way.take("assign", "officer", "2026-02-11 11:00", no_conflict="yes", **adviser)
    clue = {"clue": "发现销售侵权商品", "right_kind": "trademark"}
    lead = way.child(way.take("to_lead", "officer", "2026-02-12 09:00", **clue))
    assert (way.matter.state, lead.matter.state) == ("assigned", "registered")
    assert lead.matter.number.startswith("线核〔2026〕")
    way.take("work", "officer", "2026-02-12 10:00")
    way.take("issue", "officer", "2026-02-26 10:00", opinion="未落入保护范围")
    way.take("revise", "officer", "2026-02-27 10:00", reason="补充等同分析")
    way.take("issue", "officer", "2026-03-02 10:00", opinion="未落入保护范围（补充等同分析）")
    way.take("close", "officer", "2026-03-03 10:00", aid_result="solved")
    assert way.matter.state == "closed"


def test_a_complaint_that_finds_no_agreement_is_ended_told_and_becomes_a_lead(house: House) -> None:
    seats = {"complainant": "某消费者", "party": "示例商行"}
    asked = {"summary": "买到假货", "demand": "退款"}
    way = staffed(
        opened(house, "complaint_mediation", "2026-02-10 09:00", seats, **asked), "2026-02-10 09:00"
    )
    assert way.clock("accept").due_on == date(2026, 2, 26)
    way.take("accept", "officer", "2026-02-11 09:00")
    way.take("end", "officer", "2026-03-02 09:00", end_ground="no_agreement")
    assert way.clock("tell_ended").due_on == date(2026, 3, 11)
    way.take("tell_ended", "officer", "2026-03-03 09:00", told_on="2026-03-03")
    clue = {"clue": "销售假冒商品", "right_kind": "trademark"}
    lead = way.child(way.take("report_act", "officer", "2026-03-03 10:00", **clue))
    assert (way.matter.state, lead.matter.state) == ("ended", "registered")
    assert list(lead.matter.participants.values_list("seat", "name")) == [("party", "示例商行")]
    assert way.documents() == ["complaint_accept", "complaint_end"]


def referred(house: House, stage: str) -> Way:
    asked = {
        "dispute": "请求停止侵权并赔偿",
        "court": "示例法院",
        "court_number": "示诉前调1号",
        "stage": stage,
    }
    return staffed(opened(house, "court_mediation", "2026-03-02 09:00", SIDES, **asked), "2026-03-02 09:00")


@pytest.mark.parametrize(
    ("stage", "last"),
    [("before_filing", date(2026, 4, 7)), ("ordinary", date(2026, 3, 20)), ("summary", date(2026, 3, 12))],
)
def test_a_referral_of_a_court_goes_back_with_its_result(house: House, stage: str, last: date) -> None:
    way = referred(house, stage)
    assert way.clock("ask").due_on == date(2026, 3, 5)
    unwilling = {"both_agree": "no"}
    way.refused(WrongState, "双方都同意", "ask", "officer", "2026-03-04 09:00", **unwilling)
    way.take("ask", "officer", "2026-03-04 09:00", both_agree="yes")
    way.take("accept", "officer", "2026-03-05 09:00")
    names = set(Obligation.objects.filter(matter=way.matter).values_list("name", flat=True))
    assert (names, way.clock(stage).due_on) == ({"ask", stage}, last)
    longer = {"both_agree": "yes", "mediate_by": "2026-05-08"}
    way.take("prolong", "officer", "2026-03-10 09:00", **longer)
    assert way.clock(stage).due_on == date(2026, 5, 8)
    way.take("fail", "officer", "2026-03-11 09:00", reason="赔偿数额差距大")
    assert (way.matter.state, way.matter.is_open, way.clock(stage).state) == ("failed", True, "met")
    way.take("file", "officer", "2026-03-12 09:00", case_number="示民初1号")
    assert (way.matter.state, way.matter.is_open) == ("filed", False)


def test_a_referral_one_side_declines_goes_back_at_once(house: House) -> None:
    way = referred(house, "before_filing")
    way.take("decline", "officer", "2026-03-03 09:00", reason="被申请人失联")
    way.take("file", "officer", "2026-03-04 09:00", case_number="示收1号")
    assert way.states == ["failed", "filed"]


def put_file(way: Way, name: str, *, is_secret: bool = False) -> None:
    when = at("2026-02-10 10:00")
    stored = store_file(name.encode(), name=name, by=way.house.officer, at=when)
    MatterFile.objects.create(
        matter=way.matter, file=stored, name=name, is_secret=is_secret, added_at=when, source="test"
    )


def files_of(way: Way) -> list[tuple[str, bool]]:
    return list(way.matter.files.order_by("pk").values_list("name", "is_secret"))


def test_a_dispute_that_takes_another_road_keeps_its_file(house: House) -> None:
    way = accepted_dispute(house)
    put_file(way, "权利证书.txt")
    put_file(way, "内部.txt", is_secret=True)
    asked = {"dispute": "停止侵权并赔偿", "both_agree": "yes"}
    mediation = way.child(way.take("refer_to_mediation", "officer", "2026-02-27 10:00", **asked))
    assert files_of(mediation) == [("权利证书.txt", False), ("内部.txt", True)]


def test_what_a_complainant_gave_is_secret_in_the_lead_it_becomes(house: House) -> None:
    seats = {"complainant": "某消费者", "party": "示例商行"}
    asked = {"summary": "买到假货", "demand": "退款"}
    way = staffed(
        opened(house, "complaint_mediation", "2026-02-10 09:00", seats, **asked), "2026-02-10 09:00"
    )
    put_file(way, "小票.txt")
    way.take("accept", "officer", "2026-02-11 09:00")
    clue = {"clue": "销售假冒商品", "right_kind": "trademark"}
    lead = way.child(way.take("report_act", "officer", "2026-02-12 10:00", **clue))
    assert files_of(lead) == [("小票.txt", True)]
