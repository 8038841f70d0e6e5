"""Disputes through pages: an adjudication that is suspended, resumed and settled in people's mediation."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.desk import Desk, ago

THREE = ["方执衡", "纪明章", "周明岚"]
SEATS = {
    "requester": {"kind": "organisation", "name": "云川示例节点科技有限公司", "address": "云川区示例路5号"},
    "respondent": {"kind": "organisation", "name": "云川示例构件制造有限公司", "address": "云川区示例路6号"},
}
REQUEST = {
    "patent_kind": "utility_model",
    "patent_number": "ZL202020000000.0",
    "acts": "制造、销售同样产品",
    "is_sued": "no",
}
AGREED = {"agreed": "停止制造，赔偿五万元", "amount": "50000"}


def accepted_dispute(officer: Desk, head: Desk) -> int:
    title = "钢构节点实用新型专利侵权纠纷"
    dispute = officer.open("patent_adjudication", title, ago(60), SEATS, **REQUEST)
    head.take(dispute, "accept", ago(58), "已立案", officers=THREE, right_in_force="yes")
    served = {"request_received_on": ago(56), "served_how": "direct"}
    officer.take(dispute, "serve", ago(56), "已送达请求书", **served)
    return dispute


def test_an_adjudication_is_suspended_resumed_and_settled_in_mediation(visitor) -> None:
    officer, head = Desk(visitor, "banan", "narrow"), Desk(visitor, "juzhang")
    dispute = accepted_dispute(officer, head)
    defence = {"defence": "主张现有技术", "invalidation_filed": "yes", "prior_art": "yes"}
    officer.take(dispute, "defend", ago(45), "已答辩", **defence)
    suspended = {"suspend_ground": "invalidation", "reason": "无效宣告请求已受理"}
    officer.take(dispute, "suspend", ago(44), "已中止", **suspended)
    expect(officer.page.locator("#limits")).to_contain_text("停走")
    officer.take(dispute, "resume", ago(14), "审理中", reason="维持专利权有效")
    expect(officer.page.locator("#limits")).not_to_contain_text("停走")
    expert = {"investigator": "示例专家", "field": "机械", "no_conflict": "yes"}
    officer.take(dispute, "appoint_investigator", ago(12), "审理中", **expert)
    asked = {"dispute": "停止侵权并赔偿", "both_agree": "yes"}
    officer.take(dispute, "refer_to_mediation", ago(10), "调解中", **asked)
    mediation = officer.child("人民调解")

    begun = {"mediators": "示例调解员", "no_conflict": "yes", "both_agree": "yes", "rights_told": "yes"}
    officer.take(mediation, "begin", ago(9), "调解中", **begun)
    officer.take(mediation, "agree", ago(3), "达成协议", effective_on=ago(3), **AGREED)
    expect(officer.page.locator("#people")).to_contain_text("云川示例构件制造有限公司")
    officer.take(dispute, "settle", ago(2), "调解达成协议", **AGREED)
    expect(officer.page.locator(".casehead")).to_contain_text("办结")
    expect(officer.page.locator("#steps")).to_contain_text("现在没有您要办的步骤")
    confirmed_by_the_court(officer, mediation)


def confirmed_by_the_court(officer: Desk, mediation: int) -> None:
    joint = {"both_apply": "yes", "court": "云川区人民法院", "application_received_on": ago(2)}
    officer.take(mediation, "apply_confirmation", ago(2), "已申请司法确认", **joint)
    court = {"court_accepted_on": ago(1), "case_number": "示调确1号"}
    officer.take(mediation, "court_accept", ago(1), "法院已受理确认", **court)
    ruling = {"ruling_number": "示裁1号", "ruled_on": ago(0)}
    officer.take(mediation, "confirm", ago(0), "已司法确认", **ruling)
