"""The list of plans, the page of one, and what a new version left undecided."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from tests.rooms.plan.documents import AT, TEXT, draft
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.rooms.plan.actions.decide_item import reject_item, reopen_item
from zhichan.rooms.plan.actions.enter_plan import NewPlan, add_items, enter_plan, start_version
from zhichan.rooms.plan.actions.import_plan import Destination, Upload, import_plan
from zhichan.rooms.plan.actions.into_force import bring_into_force
from zhichan.rooms.plan.item_entry import TargetEntry, TaskEntry
from zhichan.rooms.plan.models import ExtractedItem, Indicator, Plan, PlanVersion, Task

READERS = {
    Role.OFFICE_LEADER,
    Role.PLAN_OFFICER,
    Role.UNIT_CONTACT,
    Role.CASE_OFFICER,
    Role.LEGAL_REVIEWER,
    Role.READ_ONLY_LEADER,
}


@pytest.fixture
def officer(actor, office) -> Actor:
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def in_force(office, officer) -> PlanVersion:
    version = enter_plan(
        NewPlan("云川区行动计划", "work-plan", doc_number="云知发〔2026〕9号"),
        owner_unit=office,
        by=officer,
        at=AT,
    )
    entries = [
        TargetEntry("指导站", op=">=", value=Decimal(3), year=2027),
        TaskEntry("甲项工作须按季推进。", number="1", lead=(office.name,)),
        TaskEntry("乙事另行安排人员办理。", number="2", lead=(office.name,)),
    ]
    add_items(version, entries, by=officer, at=AT)
    return bring_into_force(version, by=officer, at=AT)


@pytest.fixture
def with_vanished(in_force, officer) -> Plan:
    """The second version lists neither the indicator nor the second task."""
    following = start_version(in_force.plan, by=officer, at=AT)
    for item in ExtractedItem.objects.filter(version=following).exclude(key="h2"):
        reject_item(reopen_item(item, by=officer, at=AT), reason="不再列", by=officer, at=AT)
    bring_into_force(following, by=officer, at=AT)
    return in_force.plan


@pytest.mark.parametrize("role", Role)
def test_plans_in_force_are_read_by_the_office_units_and_leaders(signed_in, office, in_force, role):
    client = signed_in(role, office)
    listed = client.get(reverse("plan:plans"))
    shown = client.get(reverse("plan:plan", args=[in_force.plan_id]))
    if role not in READERS:
        assert (listed.status_code, shown.status_code) == (404, 404)
        return
    assert "云川区行动计划" in listed.content.decode()
    assert "云知发〔2026〕9号" in shown.content.decode()
    assert ("导入规划" in listed.content.decode()) is (role is Role.PLAN_OFFICER)


def test_a_plan_without_a_version_in_force_is_seen_by_the_office_alone(signed_in, office):
    version = draft(office)
    for role, status in ((Role.PLAN_OFFICER, 200), (Role.UNIT_CONTACT, 404), (Role.READ_ONLY_LEADER, 404)):
        client = signed_in(role, office)
        assert client.get(reverse("plan:plan", args=[version.plan_id])).status_code == status
        assert (version.plan.title in client.get(reverse("plan:plans")).content.decode()) is (status == 200)


def test_the_list_counts_tasks_and_filters(signed_in, office, in_force, django_assert_max_num_queries):
    Task.objects.filter(number="1").update(state="done", percent=100)
    draft(office)
    client = signed_in(Role.PLAN_OFFICER, office)
    with django_assert_max_num_queries(12):
        content = client.get(reverse("plan:plans")).content.decode()
    assert "第 1–2 个，共 2 个" in content
    row = content[content.index("云川区行动计划") :].split("</tr>")[0]
    assert '<td class="num" data-l="任务">2</td><td class="num" data-l="办结">1</td>' in row
    only_drafts = client.get(reverse("plan:plans"), {"state": "draft"}).content.decode()
    assert "云川区行动计划" not in only_drafts.split("<tbody>")[1]
    found = client.get(reverse("plan:plans"), {"q": "9号"}).content.decode()
    assert "共 1 个" in found


def test_the_page_of_a_plan_takes_a_fixed_number_of_queries(
    signed_in, office, with_vanished, django_assert_max_num_queries
):
    client = signed_in(Role.PLAN_OFFICER, office)
    with django_assert_max_num_queries(20):
        content = client.get(reverse("plan:plan", args=[with_vanished.pk])).content.decode()
    assert "有 2 项指标或任务" in content
    assert reverse("plan:version_compare", args=[with_vanished.versions.get(number=2).pk]) in content


def test_what_vanished_is_decided_on_its_page(signed_in, office, with_vanished):
    client = signed_in(Role.OFFICE_LEADER, office)
    page = reverse("plan:plan_vanished", args=[with_vanished.pk])
    task, indicator = Task.objects.get(number="2"), Indicator.objects.get()
    assert "乙事" in client.get(page).content.decode()
    task_url = reverse("plan:vanished_task", args=[with_vanished.pk, task.pk])
    refused = client.post(task_url, {"keep": "end", "reason": ""})
    assert refused.status_code == 422
    assert f'id="task-{task.pk}"' in refused.content.decode()
    assert client.post(task_url, {"keep": "end", "reason": "并入甲项"}).status_code == 302
    indicator_url = reverse("plan:vanished_indicator", args=[with_vanished.pk, indicator.pk])
    assert client.post(indicator_url, {"keep": "keep", "reason": "年报要用"}).status_code == 302
    again = client.post(task_url, {"keep": "keep", "reason": "反悔"})
    assert again.status_code == 409
    task.refresh_from_db()
    assert task.state == "cancelled"
    assert "没有待认定的任务" in client.get(page).content.decode()


def test_the_original_is_downloaded_by_those_who_see_the_version(signed_in, office, officer):
    upload = Upload("计划.txt", TEXT.encode())
    version = import_plan(upload, Destination(office), by=officer, at=AT)
    url = reverse("plan:version_file", args=[version.pk])
    reply = signed_in(Role.PLAN_OFFICER, office).get(url)
    assert b"".join(reply.streaming_content) == upload.content
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert reply["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert reply["Content-Disposition"].startswith("attachment")
    assert signed_in(Role.UNIT_CONTACT, office).get(url).status_code == 404
    PlanVersion.objects.filter(pk=version.pk).update(state="superseded")
    assert b"".join(signed_in(Role.UNIT_CONTACT, office).get(url).streaming_content) == upload.content
    assert signed_in(Role.FIRM_USER, office).get(url).status_code == 404


def test_a_next_version_is_started_from_the_page(signed_in, office, in_force):
    client = signed_in(Role.PLAN_OFFICER, office)
    url = reverse("plan:plan_start", args=[in_force.plan_id])
    assert client.get(url).status_code == 200
    reply = client.post(url, {"issued_on": "2027-02-01"})
    following = PlanVersion.objects.get(number=2)
    assert reply["Location"] == reverse("plan:version_check", args=[following.pk])
    assert ExtractedItem.objects.filter(version=following, state="confirmed").count() == 3
    assert client.post(url, {}).status_code == 409
    assert signed_in(Role.OFFICE_LEADER, office).post(url, {}).status_code == 403


def test_a_draft_made_by_hand_shows_no_original(signed_in, office, in_force):
    client = signed_in(Role.PLAN_OFFICER, office)
    content = client.get(reverse("plan:version_check", args=[in_force.pk])).content.decode()
    assert "没有原文" in content
