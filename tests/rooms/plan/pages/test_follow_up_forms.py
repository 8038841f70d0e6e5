"""Forms of follow-ups open when they can be sent, the 督办单 goes out, and the rule is turned on a page."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.urls import reverse

from tests.conftest import NOW
from zhichan.core.access.roles import Role as Post
from zhichan.core.documents.text import paragraphs_of
from zhichan.rooms.plan.actions.open_follow_up import NewFollowUp, open_follow_up
from zhichan.rooms.plan.actions.steer_follow_up import extend_follow_up
from zhichan.rooms.plan.models import FollowUp, FollowUpSwitch

from ..samples import Role, make_indicator, make_plan, make_task
from .test_overview import rows_behind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
WHY = "应于 2026-11-09 前完成，现为“推进中”，进度 40%。"


@pytest.fixture
def late(plan, science):
    return make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 11, 9), title="建立会商机制")


@pytest.fixture
def by(actor, office):
    return actor(Post.PLAN_OFFICER, office)


@pytest.fixture
def issued(late, science, by) -> FollowUp:
    return open_follow_up(NewFollowUp(science.pk, WHY, task_id=late.pk), by=by, at=NOW)


@pytest.fixture
def waiting(late, science, by) -> FollowUp:
    """Opened, not issued."""
    return open_follow_up(NewFollowUp(science.pk, WHY, task_id=late.pk, is_issued=False), by=by, at=NOW)


def page(found: FollowUp, name: str = "follow_up", *more: str) -> str:
    return reverse(f"plan:{name}", args=[found.pk, *more])


def text_of(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_form_of_a_reply_opens_once_it_is_signed_and_says_why_before(issued, contact):
    shown = text_of(contact.get(page(issued)))
    assert 'aria-disabled="true" title="请先签收，再反馈。"' in shown
    assert page(issued, "follow_up_reply") not in shown
    sent_back = contact.get(page(issued, "follow_up_reply"), follow=True)
    assert sent_back.redirect_chain == [(page(issued), 302)]
    assert text_of(sent_back).count("<div>请先签收，再反馈。</div>") == 1
    contact.post(page(issued, "follow_up_sign"))
    assert "反馈内容" in text_of(contact.get(page(issued, "follow_up_reply")))
    shown = text_of(contact.get(page(issued)))
    assert page(issued, "follow_up_reply") in shown
    assert "aria-disabled" not in shown


@pytest.mark.parametrize("step", ["issue", "return"])
def test_the_form_of_a_step_that_cannot_be_taken_says_so(issued, officer, step):
    assert page(issued, "follow_up_steer", step) not in text_of(officer.get(page(issued)))
    sent_back = officer.get(page(issued, "follow_up_steer", step), follow=True)
    assert sent_back.redirect_chain == [(page(issued), 302)]
    assert "现为“待签收”，不能" in text_of(sent_back)


def test_issuing_is_offered_to_whoever_may_while_it_can_be(waiting, officer, signed_in, office):
    address = page(waiting, "follow_up_steer", "issue")
    assert address in text_of(officer.get(page(waiting)))
    for role in (Post.CASE_OFFICER, Post.READ_ONLY_LEADER):
        shown = text_of(signed_in(role, office).get(page(waiting)))
        assert address not in shown
        assert "督办单草稿" not in shown
    officer.post(address)
    assert address not in text_of(officer.get(page(waiting)))


def test_an_extension_tells_what_is_left_and_ends(issued, officer, by):
    form = text_of(officer.get(page(issued, "follow_up_steer", "extend")))
    assert "每次最多 20 个工作日，还可以延期 2 次。" in form
    for _time in range(2):
        extend_follow_up(issued.pk, working_days=5, reason="等待会签。", by=by, at=NOW)
    why = f"{issued.number} 已延期 2 次，不能再延；请催办、退回补报，或者办结。"
    assert f'title="{why}"' in text_of(officer.get(page(issued)))
    sent_back = officer.get(page(issued, "follow_up_steer", "extend"), follow=True)
    assert why in text_of(sent_back)
    late = officer.post(page(issued, "follow_up_steer", "extend"), {"working_days": 1, "reason": "再等。"})
    assert late.status_code == 409
    assert why in late.content.decode()


def docx_of(client, found: FollowUp) -> list[str]:
    response = client.get(page(found, "follow_up_notice"))
    assert response.status_code == 200
    assert response["Content-Type"].endswith("wordprocessingml.document")
    return paragraphs_of(response.content)


def test_the_notice_says_whom_what_until_when_and_is_signed(issued, contact, officer, by, science, office):
    lines = docx_of(contact, issued)
    text = "\n".join(lines)
    assert issued.number in lines
    assert f"{science.name}：" in lines
    assert f"{issued.task}" in lines
    assert "规划要求：2026年11月9日前完成。" in lines
    assert f"任务超期。{WHY}" not in text
    assert f"人工发起。{WHY}" in lines
    assert "请于2026年11月27日前书面反馈" in text
    assert "并于2026年12月18日前办结。" in text
    assert (office.name, "2026年11月20日") in pairwise(lines)
    assert [one for one in lines if "签名" in one][:2] == [
        next(one for one in lines if one.startswith("签发人（签名）")),
        next(one for one in lines if one.startswith("承办单位签收人（签名）")),
    ]
    extend_follow_up(issued.pk, working_days=5, reason="等待会签。", by=by, at=NOW + timedelta(hours=1))
    assert docx_of(officer, issued) == lines, "a paper that went out is not rewritten"


def test_the_notice_speaks_chinese_whatever_the_page_speaks(issued, officer):
    officer.cookies["django_language"] = "en"
    assert "人工发起。" + WHY in docx_of(officer, issued)


def test_an_indicator_is_followed_up_with_its_promise(plan, science, officer, by):
    made = make_indicator(plan, "发明专利拥有量", owner_unit=science)
    found = open_follow_up(NewFollowUp(science.pk, "滞后。", indicator_id=made.pk), by=by, at=NOW)
    assert "规划要求：2030 年 9 件。" in docx_of(officer, found)


def test_a_draft_is_for_whoever_may_issue_it(waiting, officer, contact, signed_in, office):
    text = "\n".join(docx_of(officer, waiting))
    assert waiting.number not in text
    assert "印章位置" in text
    assert "督办单草稿" in text_of(officer.get(page(waiting)))
    assert contact.get(page(waiting, "follow_up_notice")).status_code == 404
    assert signed_in(Post.CASE_OFFICER, office).get(page(waiting, "follow_up_notice")).status_code == 403


def test_the_list_narrows_to_a_plan_and_to_a_quarter_or_year(plan, issued, science, office, officer, by):
    other = make_plan(office, title="云川区2026年地理标志专项行动方案")
    made = make_indicator(other, "地理标志产品", owner_unit=science)
    long_ago = NOW - timedelta(days=400)
    open_follow_up(NewFollowUp(science.pk, "滞后。", indicator_id=made.pk), by=by, at=long_ago)
    listing = reverse("plan:follow_ups")
    for query, count in (
        ("", 2), (f"?plan={plan.pk}", 1), (f"?plan={other.pk}", 1), ("?period=2026Q4", 1),
        ("?period=2026", 1), ("?period=2025", 1), ("?period=2026Q1", 0),
        (f"?plan={other.pk}&period=2026", 0),
    ):  # fmt: skip
        assert rows_behind(officer, listing + query) == count, query
    shown = text_of(officer.get(listing))
    assert '<option value="2026Q4">2026Q4</option>' in shown
    assert '<option value="2025">2025</option>' in shown
    assert officer.get(f"{listing}?period=2026Q5").status_code == 422


def test_the_rule_is_turned_off_with_a_reason_and_each_list_says_so(plan, officer, contact):
    address = reverse("plan:follow_up_switch", args=[plan.pk])
    rule = reverse("plan:follow_up_rule")
    assert address in text_of(officer.get(rule))
    assert "停用了自动立项" not in text_of(officer.get(reverse("plan:follow_ups")))
    refused = officer.post(address, {"is_on": "no", "reason": " "})
    assert refused.status_code == 422
    assert not FollowUpSwitch.objects.exists()
    done = officer.post(address, {"is_on": "no", "reason": "分工未定。"}, follow=True)
    assert done.redirect_chain == [(rule, 302)]
    assert "分工未定。" in text_of(done)
    assert f"1 个规划停用了自动立项，逾期时不会自动督办：{plan.title}" in text_of(
        officer.get(reverse("plan:follow_ups"))
    )
    twice = officer.post(address, {"is_on": "no", "reason": "再停。"})
    assert twice.status_code == 409
    assert "已经停用" in twice.content.decode()
    seen = text_of(contact.get(rule))
    assert "停用" in seen
    assert address not in seen
