"""What no penalty gets past: review, hearing, defence, service, payment, transfer; and in what words."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.matters.conftest import House
from tests.rooms.protection.conftest import Way
from tests.rooms.protection.test_penalty_ways import (
    CERTIFICATES,
    DECISION,
    FINISHED,
    INTENDED,
    LEGAL,
    RECORD,
    filed_case,
    investigated_case,
)
from zhichan.core.errors import WrongState

pytestmark = pytest.mark.django_db
PLAIN = {"penalty_kind": "fine", "fine": "100000", "confiscation": "0"}


def notified_case(house: House, **intended: str) -> Way:
    """Served with the notice on 24 February 2026; the five working days end on 2 March."""
    case = investigated_case(house)
    case.take("review", "reviewer", "2026-02-12 09:00", **LEGAL)
    case.take("notify", "officer", "2026-02-13 09:00", **INTENDED | intended)
    received = {"notice_received_on": "2026-02-24", "served_how": "direct"}
    case.take("serve_notice", "officer", "2026-02-24 15:00", **received)
    return case


def served_case(house: House) -> Way:
    """Decided on 10 April and received on the 13th."""
    case = notified_case(house)
    case.take("proceed", "officer", "2026-03-03 09:00")
    case.take("decide", "leader", "2026-04-10 09:00", **DECISION | PLAIN)
    served = {"received_on": "2026-04-13", "served_how": "direct", "told_publicity": "yes", **RECORD}
    case.take("serve", "officer", "2026-04-13 10:00", **served)
    return case


def test_the_record_begins_with_the_case(house: House) -> None:
    case = filed_case(house)
    both = {"officers": [house.officer.id, house.second.id], **CERTIFICATES, "record_kept": "no"}
    case.refused(WrongState, "还没有归档", "assign", "leader", "2026-01-12 10:00", **both)


@pytest.mark.parametrize("move", ["no_penalty", "not_proven"])
def test_letting_off_is_reviewed_like_punishing(house: House, move: str) -> None:
    case = investigated_case(house)
    let_off = {"reason": "轻微并改正", **RECORD}
    if move == "no_penalty":
        let_off["no_penalty_ground"] = "slight"
    case.refused(WrongState, "审核还没有通过", move, "leader", "2026-02-11 09:00", **let_off)
    case.take("review", "reviewer", "2026-02-12 09:00", **LEGAL)
    case.take(move, "leader", "2026-02-13 09:00", **let_off)
    assert case.matter.state == "terminated"


def test_a_review_may_be_given_longer_once(house: House) -> None:
    case = investigated_case(house)
    assert case.clock("review").due_on == date(2026, 3, 2)
    longer = {"review_by": "2026-03-13", "reason": "案情复杂"}
    case.take("extend_review", "leader", "2026-02-26 09:00", **longer)
    assert case.clock("review").due_on == date(2026, 3, 13)
    case.refused(WrongState, "最多延长 1 次", "extend_review", "leader", "2026-03-02 09:00", **longer)


def test_nobody_is_absent_from_a_hearing_he_was_not_told_of(house: House) -> None:
    case = notified_case(house)
    case.take("request_hearing", "officer", "2026-03-02 10:00")
    case.take("appoint_host", "leader", "2026-03-03 09:00", hearing_host=[house.host.id])
    absent = {"hearing_ended_ground": "absent"}
    case.refused(WrongState, "还没有通知当事人", "end_hearing", "host", "2026-03-04 09:00", **absent)
    hearing = {"hearing_on": "2026-03-17", "hearing_place": "第一会议室", "is_open_hearing": "yes"}
    case.take("notify_hearing", "host", "2026-03-04 09:00", **hearing)
    case.refused(WrongState, "还没有到听证之日", "end_hearing", "host", "2026-03-16 09:00", **absent)
    case.take("end_hearing", "host", "2026-03-17 12:00", **absent)
    assert case.matter.state == "deciding"


def test_a_defence_made_after_the_five_days_is_heard_and_weighed(house: House) -> None:
    case = notified_case(house)
    case.take("request_hearing", "officer", "2026-03-02 10:00")
    case.take("record_late_defence", "officer", "2026-03-03 10:00", defence="金额计算有误")
    case.take("end_hearing", "leader", "2026-03-04 12:00", hearing_ended_ground="withdrawn")
    decision = DECISION | PLAIN
    case.refused(WrongState, "请写明复核意见", "decide", "leader", "2026-04-10 09:00", **decision)
    case.take("decide", "leader", "2026-04-10 09:00", defence_weighed="已复核，不予采纳", **decision)
    assert case.documents().count("defence_record") == 1


def test_a_ban_that_was_not_notified_is_not_decided(house: House) -> None:
    case = notified_case(house)
    case.take("proceed", "officer", "2026-03-03 09:00")
    ban = DECISION | PLAIN | {"penalty_kind": "restriction"}
    early = ban | {"decided_on": "2026-03-04"}
    case.refused(WrongState, "没有告知过", "decide", "leader", "2026-03-04 09:00", **early)
    again = INTENDED | {"intended_restriction": "yes", "reason": "拟吊销许可证"}
    case.take("notify_again", "officer", "2026-03-04 10:00", **again)
    received = {"notice_received_on": "2026-03-05", "served_how": "direct"}
    case.take("serve_notice", "officer", "2026-03-05 15:00", **received)
    case.take("proceed", "officer", "2026-03-13 10:00")
    case.take("decide", "leader", "2026-04-10 09:00", **ban)


def test_a_paper_announced_counts_as_served_when_the_thirty_days_are_over(house: House) -> None:
    case = notified_case(house)
    case.take("proceed", "officer", "2026-03-03 09:00")
    case.take("decide", "leader", "2026-03-04 09:00", **DECISION | PLAIN | {"decided_on": "2026-03-03"})
    assert case.clock("serve").due_on == date(2026, 3, 12)  # counted from the day of the decision
    announced = {"decision_announced_on": "2026-03-05", "reason": "下落不明，其他方式无法送达"}
    case.take("announce_decision", "officer", "2026-03-05 09:00", **announced)
    deemed = {"told_publicity": "yes", **RECORD}
    early = deemed | {"received_on": "2026-03-06"}
    case.refused(WrongState, "不能早于它", "decision_announced", "officer", "2026-04-08 09:00", **early)
    case.take("decision_announced", "officer", "2026-04-08 09:00", received_on="2026-04-07", **deemed)
    # Thirty days end on 4 April, in the holiday: 7 April; fifteen days on.
    assert case.clock("pay").due_on == date(2026, 4, 22)


def test_a_fine_is_performed_only_once_all_of_it_is_paid(house: House) -> None:
    case = served_case(house)
    short = {"paid": "60000", "receipt": "示缴001"}
    case.refused(WrongState, "还差 40000.00 元", "pay", "officer", "2026-04-20 09:00", **short)
    case.take("pay_in_part", "officer", "2026-04-20 09:00", **short)
    assert (case.matter.state, case.clock("pay").state) == ("served", "running")
    late = {"paid": "41200", "surcharge": "1200.01", "receipt": "示缴002"}
    case.refused(WrongState, "还差 0.01 元", "pay", "officer", "2026-04-21 09:00", **late)
    case.take("pay", "officer", "2026-04-21 09:00", **late | {"surcharge": "1200"})
    assert case.matter.state == "performed"


def test_a_changed_fine_is_the_one_that_is_owed(house: House) -> None:
    case = served_case(house)
    case.take("apply_reconsideration", "officer", "2026-04-14 09:00", reviewing_organ="示例区人民政府")
    changed = {"remedy_result": "changed", "overturned_on": "2026-06-10", "remedy_document": "示复1号"}
    case.take("remedy_decided", "officer", "2026-06-10 09:00", fine="50000", **changed)
    case.take("pay", "officer", "2026-06-11 09:00", paid="50000", receipt="示缴001")
    assert case.matter.state == "performed"


def test_the_court_is_not_asked_while_the_decision_may_still_be_contested(house: House) -> None:
    case = served_case(house)
    demand = {"demand_received_on": "2026-06-15", "remedy_ended_on": "2026-06-12", "owed": "100000"}
    case.take("demand", "officer", "2026-06-15 09:00", **demand)
    court = {"court": "示例法院"}
    case.refused(WrongState, "2026-10-13 才届满", "enforce", "leader", "2026-07-15 09:00", **court)
    case.take("bring_suit", "officer", "2026-07-16 09:00", **court)
    case.refused(WrongState, "还没有结果", "enforce", "leader", "2026-10-20 09:00", **court)
    upheld = {"remedy_result": "upheld", "overturned_on": "2026-10-20", "remedy_document": "示行1号"}
    case.take("remedy_decided", "officer", "2026-10-20 09:00", **upheld)
    case.take("enforce", "leader", "2026-10-21 09:00", **court)
    assert case.matter.state == "enforcing"


def test_a_case_does_not_end_while_goods_are_held(house: House) -> None:
    case = filed_case(house)
    both = [house.officer.id, house.second.id]
    case.take("assign", "leader", "2026-01-12 10:00", officers=both, **CERTIFICATES)
    urgent = {"seized_on": "2026-01-20", "object": "侵权商品 300 件", "is_urgent": "no"}
    case.refused(WrongState, "由负责人批准", "seize_at_once", "officer", "2026-01-20 15:00", **urgent)
    taken = case.take("seize_at_once", "officer", "2026-01-20 15:00", **urgent | {"is_urgent": "yes"})
    seizure = case.child(taken)
    assert seizure.clock("approve_urgent").due_on == date(2026, 1, 21)
    finished_and_paid(case)
    done = {"carried_out": "已缴清", **RECORD}
    case.refused(
        WrongState, f"{seizure.matter.number}还没有结束", "close", "leader", "2026-04-21 09:00", **done
    )
    seizure.take("lift", "leader", "2026-04-21 10:00", lift_ground="decided", given_back="已退还")
    case.take("close", "leader", "2026-04-21 11:00", **done)
    assert case.matter.state == "closed"


def finished_and_paid(case: Way) -> None:
    case.take("finish_investigation", "officer", "2026-02-10 10:00", **FINISHED)
    case.take("review", "reviewer", "2026-02-12 09:00", **LEGAL)
    case.take("notify", "officer", "2026-02-13 09:00", **INTENDED)
    received = {"notice_received_on": "2026-02-24", "served_how": "direct"}
    case.take("serve_notice", "officer", "2026-02-24 15:00", **received)
    case.take("proceed", "officer", "2026-03-03 09:00")
    case.take("decide", "leader", "2026-04-10 09:00", **DECISION | PLAIN)
    served = {"received_on": "2026-04-13", "served_how": "direct", "told_publicity": "yes", **RECORD}
    case.take("serve", "officer", "2026-04-13 10:00", **served)
    case.take("pay", "officer", "2026-04-20 09:00", paid="100000", receipt="示缴001")


def test_nothing_goes_to_the_police_that_the_chief_did_not_let_go(house: House) -> None:
    case = filed_case(house)
    both = [house.officer.id, house.second.id]
    case.take("assign", "leader", "2026-01-12 10:00", officers=both, **CERTIFICATES)
    suspicion = {"crime": "214", "suspicion": "已售金额见账册"}
    transfer = case.child(case.take("suspect_crime", "officer", "2026-02-11 09:00", **suspicion))
    sent = {"sent_to_police_on": "2026-02-11"}
    case.refused(WrongState, "还没有批准并送出", "transfer_to_police", "officer", "2026-02-11 10:00", **sent)
    transfer.take("report", "officer", "2026-02-11 16:00", report_facts="账册与口供一致")
    transfer.take("refuse", "leader", "2026-02-12 16:00", reason="事实不清")
    case.refused(WrongState, "还没有批准并送出", "transfer_to_police", "officer", "2026-02-12 17:00", **sent)
    assert case.matter.state == "investigating"


def test_a_crime_that_comes_to_light_after_the_end_is_transferred(house: House) -> None:
    case = served_case(house)
    case.take("pay", "officer", "2026-04-20 09:00", paid="100000", receipt="示缴001")
    case.take("close", "leader", "2026-04-21 09:00", carried_out="已缴清", **RECORD)
    suspicion = {"crime": "214", "suspicion": "另有销售记录"}
    transfer = case.child(case.take("suspect_crime_later", "officer", "2026-05-11 09:00", **suspicion))
    assert (case.matter.state, transfer.matter.state) == ("closed", "suspected")


def test_a_decision_that_falls_begins_the_days_to_withdraw_it(house: House) -> None:
    case = served_case(house)
    publicity = Way(house, case.matter.children.get(procedure="penalty_publicity"))
    screened = {"secrets_removed": "yes", "same_as_served": "yes", "minor_involved": "no"}
    publicity.take("screen", "leader", "2026-04-14 09:00", **screened)
    case.take("bring_suit", "officer", "2026-04-15 09:00", court="示例法院")
    annulled = {"remedy_result": "annulled", "overturned_on": "2026-05-11", "remedy_document": "示行1号"}
    case.take("remedy_decided", "officer", "2026-05-12 09:00", **annulled)
    shown = {"published_on": "2026-05-12", "term": "three_years"}
    publicity.refused(WrongState, "不能公示", "publish", "officer", "2026-05-12 10:00", **shown)
    assert publicity.clock("withdraw").due_on == date(2026, 5, 14)
    publicity.take("drop", "leader", "2026-05-12 11:00", reason="判决撤销")
    assert publicity.matter.state == "not_published"
