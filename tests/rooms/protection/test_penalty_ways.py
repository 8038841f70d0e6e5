"""A penalty case on its ways: with a hearing to publicity, to the police and back, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.matters.conftest import House, at
from tests.rooms.protection.conftest import Way, opened
from zhichan.core.access.actor import system_actor
from zhichan.core.errors import InvalidInput, LimitPassed, NotAllowed, WrongState
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.parts import Part

pytestmark = pytest.mark.django_db

RECORD = {"record_kept": "yes"}
CERTIFICATES = {
    "certificates": "示执001、示执002",
    "certificates_until": "2027-06-30",
    "track": "full",
    **RECORD,
}
FINISHED = {
    "facts_found": "销售侵权商品三种",
    "proposal": "penalty",
    "needs_legal_review": "yes",
    "hearing_due": "yes",
    "is_complex": "no",
    **RECORD,
}
INTENDED = {
    "intended": "拟罚款并没收",
    "intended_fine": "120000",
    "intended_confiscation": "3000",
    "hearing_offered": "yes",
}
LEGAL = {"review_kind": "legal", "review_result": "agree", "content": "同意", **RECORD}
DECISION = {
    "decided_on": "2026-04-10",
    "penalty_kind": "fine_and_confiscation",
    "fine": "100000",
    "confiscation": "3000",
    "discretion": "从轻",
    **RECORD,
}


def filed_case(house: House) -> Way:
    """A case filed from a lead on 2026-01-12."""
    lead = opened(
        house,
        "lead",
        "2026-01-05 09:00",
        {"party": "示例商行", "reporter": "某某"},
        clue="柜台销售侵权商品",
        right_kind="trademark",
        real_name="yes",
    )
    lead.take("assign", "officer", "2026-01-05 10:00", channel="report", officers=[house.officer.id])
    filing = {"cause": "trademark_infringement"}
    case = lead.child(lead.take("file", "leader", "2026-01-12 09:00", **filing))
    assert lead.clock("tell_filed").due_on == date(2026, 1, 19)
    assert set(case.matter.participants.values_list("seat", "is_secret")) == {
        ("party", False),
        ("reporter", True),
    }
    return case


def investigated_case(house: House) -> Way:
    case = filed_case(house)
    both = [house.officer.id, house.second.id]
    case.refused(
        WrongState, "不得少于两人", "assign", "leader", "2026-01-12 10:00", officers=[both[0]], **CERTIFICATES
    )
    case.take("assign", "leader", "2026-01-12 10:00", officers=both, **CERTIFICATES)
    case.take("finish_investigation", "officer", "2026-02-10 10:00", **FINISHED)
    return case


def test_a_case_goes_through_a_hearing_to_the_end_of_its_publicity(house: House) -> None:
    case = investigated_case(house)
    case.refused(WrongState, "审核还没有通过", "notify", "officer", "2026-02-11 09:00", **INTENDED)
    case.refused(NotAllowed, "由审核机构办理", "review", "officer", "2026-02-11 09:00", **LEGAL)
    case.take("review", "reviewer", "2026-02-12 09:00", **LEGAL)
    silent = INTENDED | {"hearing_offered": "no"}
    case.refused(WrongState, "应当告知当事人", "notify", "officer", "2026-02-13 09:00", **silent)
    case.take("notify", "officer", "2026-02-13 09:00", **INTENDED)
    case.refused(WrongState, "还没有起算", "proceed", "officer", "2026-02-13 10:00")
    received = {"notice_received_on": "2026-02-24", "served_how": "direct"}
    case.take("serve_notice", "officer", "2026-02-24 15:00", **received)
    case.refused(WrongState, "2026-03-02 期满之后", "proceed", "officer", "2026-03-02 10:00")
    case.take("request_hearing", "officer", "2026-03-02 10:00")
    assert case.clock("decide").state == "paused"

    case.refused(
        NotAllowed, "不能兼任", "appoint_host", "leader", "2026-03-03 09:00", hearing_host=[house.second.id]
    )
    case.take("appoint_host", "leader", "2026-03-03 09:00", hearing_host=[house.host.id])
    hearing = {"hearing_on": "2026-03-17", "hearing_place": "9:30 第一会议室", "is_open_hearing": "yes"}
    early = hearing | {"hearing_on": "2026-03-11"}
    case.refused(LimitPassed, "最迟应在 2026-03-02", "notify_hearing", "host", "2026-03-04 09:00", **early)
    case.take("notify_hearing", "host", "2026-03-04 09:00", **hearing)
    done = {"hearing_report": "同意从轻", **RECORD}
    case.refused(WrongState, "还没有到听证之日", "finish_hearing", "host", "2026-03-16 09:00", **done)
    case.take("finish_hearing", "host", "2026-03-17 12:00", **done)

    case.refused(WrongState, "听证之后还没有通过法制审核", "decide", "leader", "2026-04-10 09:00", **DECISION)
    case.take("review", "reviewer", "2026-03-20 09:00", **LEGAL)
    heavier = DECISION | {"fine": "120000.01"}
    case.refused(WrongState, "请先再次告知", "decide", "leader", "2026-04-10 09:00", **heavier)
    unrecorded = DECISION | {"record_kept": "no"}
    case.refused(WrongState, "还没有归档", "decide", "leader", "2026-04-10 09:00", **unrecorded)
    case.take("decide", "leader", "2026-04-10 09:00", **DECISION)

    served = {"received_on": "2026-04-13", "served_how": "direct", **RECORD}
    case.refused(WrongState, "依法公示", "serve", "officer", "2026-04-13 10:00", **served)
    electronic = served | {"served_how": "electronic", "told_publicity": "yes"}
    case.refused(WrongState, "不能电子送达", "serve", "officer", "2026-04-13 10:00", **electronic)
    taken = case.take("serve", "officer", "2026-04-13 10:00", told_publicity="yes", **served)
    publicity = case.child(taken)
    case.refused(WrongState, "登记缴款", "perform", "officer", "2026-04-14 09:00")
    case.take("pay", "officer", "2026-04-20 09:00", paid="103000", receipt="示缴001")
    case.take("close", "leader", "2026-04-21 09:00", carried_out="已缴清", **RECORD)
    assert case.states == [
        "investigating",
        "reviewing",
        "reviewing",
        "notified",
        "notified",
        "hearing",
        "hearing",
        "hearing",
        "deciding",
        "deciding",
        "decided",
        "served",
        "performed",
        "closed",
    ]
    assert case.clock("decide").state == "met"
    assert case.documents() == [
        "investigation_report",
        "review_sheet",
        "penalty_notice",
        "service_receipt",
        "hearing_notice",
        "hearing_record",
        "hearing_report",
        "review_sheet",
        "decision_approval",
        "penalty_decision",
        "service_receipt",
        "closing_approval",
    ]
    published_until_it_ends(publicity)


def published_until_it_ends(publicity: Way) -> None:
    assert publicity.clock("publish").due_on == date(2026, 5, 12)  # twenty working days, 9 May worked
    shown = {"published_on": "2026-04-15", "term": "three_years"}
    publicity.refused(WrongState, "还没有审查", "publish", "officer", "2026-04-15 09:00", **shown)
    screened = {"secrets_removed": "yes", "same_as_served": "yes", "minor_involved": "no"}
    publicity.take("screen", "leader", "2026-04-14 09:00", **screened)
    short = shown | {"term": "three_months"}
    publicity.refused(WrongState, "公示三个月", "publish", "officer", "2026-04-15 09:00", **short)
    publicity.take("publish", "officer", "2026-04-15 09:00", **shown)
    end = publicity.clock("three_years")
    assert end.due_on == date(2029, 4, 15)
    by = system_actor("sweep")
    for move, when in (("expire", "2029-04-15 23:59"), ("expire_short", "2029-04-16 00:00")):
        with pytest.raises(WrongState):
            take_move(publicity.matter.pk, Step(move), by=by, at=at(when))
    take_move(publicity.matter.pk, Step("expire"), by=by, at=at("2029-04-16 00:00"))
    publicity.matter.refresh_from_db()
    assert (publicity.matter.state, publicity.matter.is_open) == ("expired", False)


def test_the_day_of_silence_and_a_second_notice_count_anew(house: House) -> None:
    case = investigated_case(house)
    case.take("review", "reviewer", "2026-02-12 09:00", **LEGAL)
    case.take("notify", "officer", "2026-02-13 09:00", **INTENDED)
    received = {"notice_received_on": "2026-02-24", "served_how": "direct"}
    case.take("serve_notice", "officer", "2026-02-24 15:00", **received)
    case.take("record_defence", "officer", "2026-02-27 15:00", defence="金额过高")
    case.refused(WrongState, "请写明复核意见", "proceed", "officer", "2026-03-03 09:00")
    case.take("proceed", "officer", "2026-03-03 09:00", defence_weighed="不予采纳")
    case.refused(WrongState, "不能办“当事人要求听证”", "request_hearing", "officer", "2026-03-03 10:00")
    case.take("notify_again", "officer", "2026-03-04 09:00", reason="金额有误", **INTENDED)
    case.refused(WrongState, "还没有登记当事人收到", "proceed", "officer", "2026-03-04 10:00")
    again = received | {"notice_received_on": "2026-03-05"}
    case.take("serve_notice", "officer", "2026-03-05 15:00", **again)
    case.refused(LimitPassed, "2026-03-12 届满", "request_hearing", "officer", "2026-03-13 09:00")
    case.take("proceed", "officer", "2026-03-13 10:00")
    assert case.matter.state == "deciding"


def test_a_case_waits_with_the_police_and_comes_back(house: House) -> None:
    case = filed_case(house)
    both = [house.officer.id, house.second.id]
    case.take("assign", "leader", "2026-01-12 10:00", officers=both, **CERTIFICATES)
    sent = {"sent_to_police_on": "2026-02-14"}
    case.refused(WrongState, "启动移送", "transfer_to_police", "officer", "2026-02-14 12:00", **sent)
    suspicion = {"crime": "214", "suspicion": "已售金额见账册"}
    transfer = case.child(case.take("suspect_crime", "officer", "2026-02-13 09:00", **suspicion))
    assert case.matter.state == "investigating"
    transfer.take("report", "officer", "2026-02-13 16:00", report_facts="账册与口供一致")
    transfer.refused(NotAllowed, "由正职负责人办理", "approve", "officer", "2026-02-13 17:00")
    transfer.take("approve", "leader", "2026-02-13 17:30")
    assert transfer.clock("send").due_at == at("2026-02-14 17:30")
    bundle = {"police": "示例分局", "has_report": "yes", "has_goods_list": "no", "has_test_reports": "no"}
    transfer.refused(WrongState, "涉案物品清单", "send", "officer", "2026-02-14 10:00", **bundle)
    transfer.take("send", "officer", "2026-02-14 10:00", **bundle | {"has_goods_list": "yes"})
    case.take("transfer_to_police", "officer", "2026-02-14 12:00", **sent)
    assert (case.matter.state, case.clock("decide").state) == ("with_police", "paused")
    receipt = {"received_at": "2026-02-14T11:00", "accepted_on": "2026-02-14", "receipt_number": "示回001"}
    transfer.take("receipt", "officer", "2026-02-14 12:00", **receipt)
    refusal = {"police_number": "示不立001", "refusal_received_on": "2026-02-24", "reason": "未达追诉标准"}
    transfer.take("decline", "officer", "2026-02-24 10:00", **refusal)
    assert transfer.clock("police_decide").state == "met_late"  # three days ended on 17 February
    asked = {"request_received_on": "2026-02-26", "reason": "数额应累计"}
    transfer.take("reconsider", "officer", "2026-02-26 10:00", **asked)
    transfer.take("uphold", "officer", "2026-02-28 10:00", upheld_received_on="2026-02-28")
    transfer.take("take_back", "officer", "2026-03-02 10:00", reason="不再请求监督")
    assert transfer.states[-4:] == ["police_refused", "reconsidering", "upheld", "returned"]
    back = {"returned_ground": "not_filed", "returned_on": "2026-03-02"}
    case.take("return_from_police", "officer", "2026-03-02 11:00", **back)
    decide = case.clock("decide")
    # Ninety days from 12 January end on 12 April; 14 February to 1 March are sixteen more: 28 April.
    assert (case.matter.state, decide.state, decide.due_on) == ("investigating", "running", date(2026, 4, 28))


def test_a_seizure_and_a_preservation_run_beside_the_case(house: House) -> None:
    case = filed_case(house)
    both = [house.officer.id, house.second.id]
    case.take("assign", "leader", "2026-01-12 10:00", officers=both, **CERTIFICATES)
    seized = {"seized_on": "2026-01-20", "object": "侵权商品 300 件", "is_urgent": "no"}
    incomplete = {"seized_on": "2026-01-20"}
    case.refused(InvalidInput, "场所、设施或财物", "seize", "leader", "2026-01-20 15:00", **incomplete)
    seizure = case.child(case.take("seize", "leader", "2026-01-20 15:00", **seized))
    assert seizure.matter.number == f"{case.matter.number}-强制1"
    kept = {"preserved_on": "2026-01-20", "object": "账册"}
    preservation = case.child(case.take("preserve", "leader", "2026-01-20 15:30", **kept))
    assert preservation.clock("handle").due_on == date(2026, 1, 29)
    assert seizure.clock("end").due_on == date(2026, 2, 19)
    longer = {"reason": "案情复杂", "extension_told_on": "2026-02-19"}
    seizure.take("extend", "leader", "2026-02-19 10:00", **longer)
    assert seizure.clock("end").due_on == date(2026, 3, 21)
    seizure.refused(WrongState, "最多延长 1 次", "extend", "leader", "2026-03-20 10:00", **longer)
    seizure.take("lift", "leader", "2026-03-20 15:00", lift_ground="expired", given_back="已全部退还")
    preservation.take("handle", "leader", "2026-01-29 15:00", handled_how="evidence", handled_note="已复制")
    assert (seizure.clock("end").state, preservation.clock("handle").state) == ("met", "met")
    assert case.matter.state == "investigating"


def test_a_fine_on_the_spot_is_reported_and_paid_afterwards(house: House) -> None:
    case = opened(
        house,
        "penalty_summary",
        "2026-03-02 09:00",
        {"party": "示例商行"},
        cause="mark_misuse",
        found_at="示例市场",
        facts_found="未按规定标注",
    )
    assign(
        case.matter.pk,
        [house.officer.id, house.second.id],
        Part.CASE_TEAM,
        by=house.leader,
        at=at("2026-03-02 09:00"),
    )
    decision = {
        "decided_on": "2026-03-02",
        "penalty_kind": "fine",
        "fine": "500",
        "is_clear": "yes",
        "is_heard": "yes",
        "form_number": "示当罚001",
        "received_on": "2026-03-02",
        **RECORD,
    }
    unclear = decision | {"is_clear": "no"}
    case.refused(WrongState, "请改用普通程序", "decide", "officer", "2026-03-02 10:00", **unclear)
    case.take("decide", "officer", "2026-03-02 10:00", **decision)
    case.refused(WrongState, "先报备案", "report", "officer", "2026-03-03 09:00")
    case.take("report_unpaid", "officer", "2026-03-03 09:00")
    case.take("pay_later", "officer", "2026-03-16 09:00", paid="500", receipt="示缴002")
    assert case.states == ["decided", "unpaid", "reported"]
    assert (case.clock("pay").due_on, case.clock("pay").state) == (date(2026, 3, 17), "met")


def test_a_case_that_does_not_fit_goes_on_as_an_ordinary_one(house: House) -> None:
    case = opened(
        house,
        "penalty_summary",
        "2026-03-02 09:00",
        {"party": "示例商行"},
        cause="mark_misuse",
        found_at="示例市场",
        facts_found="数额较大",
    )
    assign(case.matter.pk, [house.officer.id], Part.CASE_TEAM, by=house.leader, at=at("2026-03-02 09:00"))
    values = {"cause": "trademark_infringement", "reason": "罚款超过限额"}
    ordinary = case.child(case.take("convert", "officer", "2026-03-02 10:00", **values))
    assert (case.matter.state, ordinary.matter.procedure) == ("converted", "penalty_ordinary")


def test_a_discussion_fixes_a_later_end_and_one_that_comes_late_is_told(house: House) -> None:
    case = investigated_case(house)
    case.take("extend", "leader", "2026-03-02 09:00", reason="案情复杂")
    assert case.clock("decide").due_on == date(2026, 5, 13)  # ninety days to 2026-04-13, thirty more
    agreed = {"content": "同意继续延长"}
    case.refused(
        InvalidInput,
        "要晚于原来的届满日 2026-05-13",
        "extend_again",
        "leader",
        "2026-05-06 10:00",
        decide_by="2026-05-13",
        **agreed,
    )
    late = case.take("extend_again", "leader", "2026-05-14 10:00", decide_by="2026-06-30", **agreed)
    [warning] = late.warnings
    assert warning.startswith("期限在 2026-05-13 已经届满，届满之后才延长")
    assert case.clock("decide").due_on == date(2026, 6, 30)
