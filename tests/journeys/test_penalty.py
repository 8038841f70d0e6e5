"""A penalty from the lead to the public list, by those who do it: officers, head, legal reviewer, host."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import expect

from tests.journeys.desk import Desk, ago, today

OFFICERS = ["方执衡", "纪明章"]
REPORTER, PARTY = "甄不言", "云川示例五金商行"
SEATS = {
    "party": {
        "kind": "organisation",
        "name": PARTY,
        "address": "云川区示例街2号",
        "phone": "022-00000002",
    },
    "reporter": {"kind": "person", "name": REPORTER, "phone": "13900000001", "address": "云川区示例里3号"},
}
CLOCK = """
from datetime import datetime
from zhichan.core.matters.sweeping.terms import end_terms

end_terms(datetime.fromisoformat("{at}:00+08:00"))
"""
"""What the sweep does at an instant with terms that end."""
RECORD = {"record_kept": "yes"}
CERTIFICATES = {
    "certificates": "示执001、示执002",
    "certificates_until": ago(-400),
    "track": "full",
    **RECORD,
}
FINISHED = {
    "facts_found": "销售侵犯注册商标专用权的商品三种",
    "proposal": "penalty",
    "needs_legal_review": "yes",
    "hearing_due": "yes",
    "is_complex": "no",
    **RECORD,
}
LEGAL = {"review_kind": "legal", "review_result": "agree", "content": "同意", **RECORD}
INTENDED = {
    "intended": "拟罚款并没收",
    "intended_fine": "120000",
    "intended_confiscation": "3000",
    "hearing_offered": "yes",
}
NOTICE = {
    "evidence": "现场检查笔录\n询问笔录",
    "law_breach": "《商标法》第五十七条第三项",
    "law_penalty": "《商标法》第六十条第二款",
    "discretion": "从轻",
    "proposal": "没收侵权商品\n罚款",
}
DECISION = {
    "penalty_kind": "fine_and_confiscation",
    "fine": "100000",
    "confiscation": "3000",
    "discretion": "首次违法，配合调查，从轻",
    **RECORD,
}
DECISION_PAPER = {
    "origin": "举报线索，经核查立案。",
    "evidence": "现场检查笔录｜柜台陈列侵权商品",
    "defence": "当事人要求听证，意见部分采纳。",
    "law_breach": "《商标法》第五十七条第三项",
    "nature": "属于销售侵犯注册商标专用权的商品。",
    "law_penalty": "《商标法》第六十条第二款",
    "penalties": "罚款100000元\n没收违法所得3000元",
}


def filed_case(officer: Desk, head: Desk, since: int) -> int:
    """A case filed from a lead that came in so many days ago."""
    lead = officer.open(
        "lead",
        "五金商行涉嫌销售侵权商品",
        ago(since),
        SEATS,
        clue="柜台销售侵权商品",
        right_kind="trademark",
        real_name="yes",
    )
    officer.take(lead, "assign", ago(since), "核查中", channel="report", officers=OFFICERS[:1])
    head.take(lead, "file", ago(since - 2), "已立案", cause="trademark_infringement")
    return head.child("行政处罚普通程序")


def investigated_case(officer: Desk, head: Desk, since: int) -> int:
    case = filed_case(officer, head, since)
    alone = {"officers": OFFICERS[:1], **CERTIFICATES}
    head.refused(case, "assign", ago(since - 3), "不得少于两人", **alone)
    head.take(case, "assign", ago(since - 3), "调查中", officers=OFFICERS, **CERTIFICATES)
    officer.take(case, "finish_investigation", ago(since - 10), "审核中", **FINISHED)
    return case


def test_a_notice_is_served_and_a_hearing_notified_on_a_phone(visitor) -> None:
    officer, head, reviewer = (
        Desk(visitor, "banan", "narrow"),
        Desk(visitor, "juzhang"),
        Desk(visitor, "fazhi"),
    )
    head.set_office()
    case = investigated_case(officer, head, 30)
    reviewer.take(case, "review", ago(15), "审核中", **LEGAL)
    officer.take(case, "notify", ago(1), "已告知", **INTENDED)
    assert "还没有起算" in officer.reason_against(case, "proceed")
    notice = officer.issue(case, "行政处罚告知书", **NOTICE)
    officer.serve(notice, f"当事人 · {PARTY}")
    assert officer.prefilled(case, "serve_notice", "notice_received_on") == ago(0)
    officer.take(case, "serve_notice", ago(0), "已告知", served_how="direct")
    assert "期满之后" in officer.reason_against(case, "proceed")
    officer.take(case, "request_hearing", ago(0), "听证中", reason="对金额有异议")

    head.take(case, "appoint_host", ago(0), "听证中", hearing_host=["周明岚"])
    hearing = {"hearing_on": ago(-30), "hearing_place": "9:30 第一会议室", "is_open_hearing": "yes"}
    head.take(case, "notify_hearing", ago(0), "听证中", **hearing)
    done = {"hearing_report": "同意从轻", **RECORD}
    head.refused(case, "finish_hearing", ago(0), "还没有到听证之日", **done)
    officer.see(case, "听证中")
    expect(officer.page.locator("main")).not_to_contain_text(REPORTER)


def test_a_case_goes_from_its_lead_through_a_hearing_to_the_end_of_its_publicity(visitor, product) -> None:
    officer, second = Desk(visitor, "banan"), Desk(visitor, "banan2")
    head, reviewer = Desk(visitor, "juzhang"), Desk(visitor, "fazhi")
    head.set_office()
    case = investigated_case(officer, head, 60)
    reviewer.take(case, "review", ago(49), "审核中", **LEGAL)
    officer.take(case, "notify", ago(48), "已告知", **INTENDED)
    received = {"notice_received_on": ago(47), "served_how": "direct"}
    officer.take(case, "serve_notice", ago(47), "已告知", **received)
    officer.take(case, "request_hearing", ago(47), "听证中")
    head.take(case, "appoint_host", ago(46), "听证中", hearing_host=["周明岚"])
    hearing = {"hearing_on": ago(14), "hearing_place": "9:30 第一会议室", "is_open_hearing": "yes"}
    head.take(case, "notify_hearing", ago(45), "听证中", **hearing)
    head.take(case, "finish_hearing", ago(14), "待决定", hearing_report="同意从轻", **RECORD)
    reviewer.take(case, "review", ago(12), "待决定", **LEGAL)
    head.take(case, "decide", ago(1), "已决定", decided_on=ago(1), **DECISION)

    decision = officer.issue(case, "行政处罚决定书", **DECISION_PAPER)
    officer.serve(decision, f"当事人 · {PARTY}")
    assert officer.prefilled(case, "serve", "received_on") == ago(0)
    officer.take(case, "serve", ago(0), "已送达", served_how="direct", told_publicity="yes", **RECORD)
    publicity = officer.child("处罚信息公示")
    screened = {"secrets_removed": "yes", "same_as_served": "yes", "minor_involved": "no"}
    head.take(publicity, "screen", ago(0), "待公示", **screened)
    officer.take(publicity, "publish", ago(0), "公示中", published_on=ago(0), term="three_years")
    nothing_public_yet(visitor)

    copied(officer, second, decision)
    address = published(visitor)
    put_right = {"corrected": "案由里的错字", "reason": "校对"}
    officer.take(publicity, "correct", ago(0), "公示中", **put_right)
    ended(visitor, product, address)
    officer.see(publicity, "公示期满")


def copied(maker: Desk, reader: Desk, decision: str) -> None:
    """The public copy is made by one and approved by another."""
    maker.page.goto(decision)
    maker.page.get_by_role("link", name="制作公开文本", exact=True).click()
    maker.page.get_by_role("button", name="制作", exact=True).click()
    expect(maker.page.locator("body")).to_contain_text("公开文本已制作，请另一人核对。")
    expect(maker.page.get_by_role("link", name="核对公开文本", exact=True)).to_have_count(0)
    maker.fits()
    reader.page.goto(decision)
    reader.page.get_by_role("link", name="核对公开文本", exact=True).click()
    reader.page.locator("[name=read]").check()
    reader.page.get_by_role("button", name="核对通过", exact=True).click()
    expect(reader.page.locator("body")).to_contain_text("已核对，可以公示。")
    expect(reader.page.locator("main")).to_contain_text("纪明章")


def nothing_public_yet(visitor) -> None:
    anybody = visitor()
    anybody.page.goto("/public/penalties/")
    expect(anybody.page.locator("main")).not_to_contain_text(PARTY)


def published(visitor) -> str:
    """Anybody reads the penalty without an account, and nothing of whoever reported it; its address."""
    anybody = visitor("narrow")
    page = anybody.page
    page.goto("/public/penalties/")
    expect(page.locator("main")).to_contain_text(PARTY)
    assert anybody.overflow() <= 0
    page.get_by_role("link", name=PARTY).first.click()
    text = page.locator("main")
    expect(text).to_contain_text("罚款100000元")
    expect(text).to_contain_text("销售侵犯注册商标专用权的商品三种")
    for secret in (REPORTER, "13900000001", "云川区示例里3号", "022-00000002"):
        expect(text).not_to_contain_text(secret)
    assert anybody.overflow() <= 0
    return page.url


def ended(visitor, product, address: str) -> None:
    """To its last day anybody reads it; on the next it is in no list, search, file or page any more."""
    anybody = visitor()
    page, number = anybody.page, address.rstrip("/").rsplit("/", 1)[1]
    last = day_in_three_years()
    link = f"/public/penalties/{number}/"
    places = {"": link, f"?q={PARTY}": link, "?format=csv": PARTY}

    def found_in() -> list[bool]:
        replies = [page.request.get(f"/public/penalties/{place}") for place in places]
        assert [one.status for one in replies] == [200] * len(places)
        return [words in one.text() for one, words in zip(replies, places.values(), strict=True)]

    page.goto(address)
    expect(page.locator("main dl")).to_contain_text(f"公示至{last.isoformat()}")
    product.zhichan("manage", "shell", "-c", CLOCK.format(at=f"{last}T23:59"))
    assert found_in() == [True, True, True]
    product.zhichan("manage", "shell", "-c", CLOCK.format(at=f"{last + timedelta(days=1)}T00:01"))
    assert found_in() == [False, False, False]
    assert [page.request.get(one).status for one in (address, f"{address}file/")] == [404, 404]


def day_in_three_years() -> date:
    """The last day of a term of three years that begins today."""
    day = today()
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + 3, 2, 28) if is_leap_day else date(day.year + 3, day.month, day.day)


def test_a_case_waits_with_the_police_and_comes_back(visitor) -> None:
    officer, head = Desk(visitor, "banan"), Desk(visitor, "juzhang")
    case = filed_case(officer, head, 40)
    head.take(case, "assign", ago(38), "调查中", officers=OFFICERS, **CERTIFICATES)
    suspicion = {"crime": "214", "suspicion": "已售金额见账册"}
    officer.take(case, "suspect_crime", ago(20), "调查中", **suspicion)
    transfer = officer.child("涉嫌犯罪案件移送")
    officer.take(transfer, "report", ago(20), "已报告，待批准", report_facts="账册与口供一致")
    head.take(transfer, "approve", ago(19), "已批准，待移送", happened_at="17:30")
    bundle = {"police": "澜州市公安局云川分局", "has_report": "yes", "has_test_reports": "no"}
    sent = {"happened_at": "10:00", "has_goods_list": "yes", **bundle}
    officer.take(transfer, "send", ago(18), "已移送", **sent)
    officer.take(case, "transfer_to_police", ago(18), "公安机关办理中", sent_to_police_on=ago(18))
    expect(officer.page.locator("#limits")).to_contain_text("停走")

    receipt = {"received_at": f"{ago(18)}T11:00", "accepted_on": ago(18), "receipt_number": "示回001"}
    officer.take(transfer, "receipt", ago(18), "已移送", **receipt)
    refusal = {"police_number": "示不立001", "refusal_received_on": ago(15), "reason": "未达追诉标准"}
    officer.take(transfer, "decline", ago(15), "公安不予立案", **refusal)
    asked = {"request_received_on": ago(14), "reason": "数额应累计"}
    officer.take(transfer, "reconsider", ago(14), "提请复议中", **asked)
    officer.take(transfer, "uphold", ago(11), "复议维持", upheld_received_on=ago(11))
    officer.take(transfer, "take_back", ago(9), "退回行政处理", reason="不再请求监督")
    back = {"returned_ground": "not_filed", "returned_on": ago(9)}
    officer.take(case, "return_from_police", ago(9), "调查中", **back)
    expect(officer.page.locator("#limits")).not_to_contain_text("停走")
