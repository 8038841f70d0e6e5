"""From two late follow-ups to the notice and the unit's answer; and the page of units that do nothing."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.conftest import NOW
from zhichan.core.access.roles import Role as Post
from zhichan.core.audit.models import AuditEvent
from zhichan.core.notices.models import Notice
from zhichan.rooms.plan.actions.steer_follow_up import close_follow_up
from zhichan.rooms.plan.models import Admonition, FollowUp
from zhichan.rooms.plan.sweepers import follow_up as sweep

from ..samples import Role, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
NEW = "plan:admonition_new"


@pytest.fixture
def listed(plan, science, contact, officer, actor, office):
    """The science bureau let two follow-ups of 1 October run out, closed on 20 November."""
    for title in ("第一项", "第二项"):
        make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 9, 30), title=title)
    begun = NOW - timedelta(days=50)
    assert sweep(begun) == 2
    by = actor(Post.PLAN_OFFICER, office)
    for row in FollowUp.objects.all():
        close_follow_up(row.pk, reason="久未反馈，另行处理。", by=by, at=NOW)
    return science


def text_of(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def form(unit, **changed: object) -> dict[str, object]:
    return {
        "kind": "notice",
        "held_on": "2026-11-20",
        "held_by": "云川区知识产权局",
        "units": [unit.pk],
        "reason": "两项督办逾期。",
        "demand": "一个月内办结。",
        "demand_due_on": "2026-12-20",
        **changed,
    }


def test_two_late_in_a_quarter_list_the_unit_and_an_officer_records_the_notice(
    listed, justice, officer, contact, signed_in
):
    shown = text_of(officer.get(reverse("plan:admonitions")))
    assert listed.name in shown
    assert "督办〔2026〕2号" in shown
    assert "没有单位列入通报" in text_of(officer.get(reverse("plan:admonitions") + "?quarter=2026Q3"))
    assert "列入通报的单位" not in text_of(contact.get(reverse("plan:admonitions")))
    assert "已列入" in text_of(officer.get(reverse("plan:follow_up_units")))
    address = f"{reverse(NEW)}?unit={listed.pk}&quarter=2026Q4"
    assert "2026Q4 有 2 项督办逾期反馈或逾期办结" in text_of(officer.get(address))
    for wrong, words in (
        ({"held_on": "2026-11-21"}, "不能晚于今天"),
        ({"demand_due_on": "2026-11-19"}, "整改期限不能早于"),
        ({"units": []}, "请至少选一项"),
        ({"demand": " "}, "请填写这一项"),
    ):
        refused = officer.post(address, form(listed, **wrong))
        assert refused.status_code == 422
        assert words in refused.content.decode()
    assert not Admonition.objects.exists()
    kept = text_of(officer.post(address, form(listed), follow=True))
    found = Admonition.objects.get()
    assert (found.number, found.quarter, found.follow_ups.count()) == ("通报〔2026〕1号", "2026Q4", 2)
    assert "督办〔2026〕1号" in kept
    assert AuditEvent.objects.filter(kind="plan.admonition.recorded").count() == 1

    page = reverse("plan:admonition", args=[found.pk])
    assert Notice.objects.get(kind="plan.admonition.recorded").url == page
    stranger = signed_in(Post.UNIT_CONTACT, justice)
    assert stranger.get(page).status_code == 404
    assert "回复整改情况" in text_of(contact.get(page))
    answer = reverse("plan:admonition_answer", args=[found.units.get().pk])
    assert stranger.post(answer, {"text": "代答"}).status_code == 404
    assert officer.post(answer, {"text": "代答"}).status_code == 403
    assert "已补办结。" in text_of(contact.post(answer, {"text": "已补办结。"}, follow=True))
    again = contact.post(answer, {"text": "再答"})
    assert again.status_code == 409
    assert "已回复过" in again.content.decode()
    assert "已补办结。" in text_of(officer.get(page))


def test_idle_owners_by_unit_with_days_and_export(plan, science, justice, officer, contact):
    make_task(plan, {science: Role.LEAD}, title="从未填报")
    make_task(plan, {justice: Role.LEAD}, title="没人管", starts_on=date(2026, 11, 10))
    address = reverse("plan:owner_health")
    shown = text_of(officer.get(address))
    assert "从未填报" in shown
    assert "没有联络员" in shown
    sheet = load_workbook(BytesIO(b"".join(officer.get(f"{address}?format=xlsx")))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[1:2] + row[4:] for row in rows[1:]] == [
        ["1 从未填报", "没有填报、没有登录"],
        ["2 没人管", "没有联络员"],
    ]
    assert contact.get(address).status_code == 404
