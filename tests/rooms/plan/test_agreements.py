"""Consultations and agreements with outside parties, and their matters as tasks (M12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.rooms.plan.actions.agree_task import NewTask
from zhichan.rooms.plan.actions.assign_units import Assignment
from zhichan.rooms.plan.actions.record_agreement import (
    NewAgreement,
    add_matters,
    make_matter_task,
    record_agreement,
)
from zhichan.rooms.plan.models import AgreedMatter, Agreement, OutsideParty, PlanVersion, Task
from zhichan.rooms.plan.queries.agreements import agreement_page, outside_parties_of
from zhichan.rooms.plan.queries.vanished import vanished_tasks

SIGNED = date(2026, 9, 1)
MATTERS = ("每季度会商一次，互通侵权线索。", "共建专利转化实训基地。")


@pytest.fixture
def given(office) -> NewAgreement:
    return NewAgreement(
        kind="cooperation",
        title="云川区与澜州大学知识产权合作协议",
        own_unit_id=office.pk,
        parties=("澜州大学", "临江市知识产权局", " 澜州大学 "),
        signed_on=SIGNED,
        until_on=date(2027, 1, 31),
        matters=MATTERS,
    )


@pytest.fixture
def agreement(given, officer, now) -> Agreement:
    return record_agreement(given, by=officer, at=now)


@pytest.fixture
def wanted(plan, science) -> NewTask:
    return NewTask(
        plan.pk, "与澜州大学季度会商", "by-date", date(2027, 3, 31), "", [Assignment(science.pk, "lead")]
    )


def test_an_agreement_keeps_its_parties_once_and_its_matters_in_order(agreement, given, officer, now):
    assert sorted(agreement.parties.values_list("name", flat=True)) == ["临江市知识产权局", "澜州大学"]
    assert tuple(agreement.matters.order_by("position").values_list("text", flat=True)) == MATTERS
    again = replace(given, title="第二份协议", matters=())
    record_agreement(again, by=officer, at=now)
    assert OutsideParty.objects.count() == 2
    page = agreement_page(officer, agreement.pk, date(2026, 11, 20))
    assert (page.ends_soon, page.has_ended) == (True, False)
    last = agreement_page(officer, agreement.pk, date(2027, 1, 31))
    after = agreement_page(officer, agreement.pk, date(2027, 2, 1))
    assert (last.has_ended, after.has_ended, after.ends_soon) == (False, True, False)


def test_what_cannot_be_is_refused_and_nothing_is_kept(given, office, science, officer, now):
    refusals = [
        (replace(given, until_on=SIGNED), "晚于签署日期"),
        (replace(given, until_on=SIGNED - timedelta(1)), "晚于签署日期"),
        (replace(given, signed_on=date(2026, 11, 21), until_on=None), "不能晚于今天"),
        (replace(given, parties=(" ", "")), "请写外部单位"),
        (replace(given, parties=("澜州大学", science.name)), "不是外部单位"),
        (replace(given, parties=("大" * 121,)), "120"),
        (replace(given, own_unit_id=10**6), "不存在"),
        (replace(given, kind="treaty"), "种类"),
        (replace(given, title=" "), "名称"),
        (replace(given, matters=["一"] * 41), "40"),
        (replace(given, matters=["长" * 2001]), "2000"),
    ]
    for wrong, words in refusals:
        with pytest.raises(InvalidInput, match=words):
            record_agreement(wrong, by=officer, at=now)
    assert (Agreement.objects.count(), OutsideParty.objects.count()) == (0, 0)
    record_agreement(given, by=officer, at=now)
    with pytest.raises(Conflict):
        record_agreement(given, by=officer, at=now)
    assert Agreement.objects.count() == 1


def test_later_consultations_add_matters_within_the_term(agreement, officer, now):
    add_matters(agreement.pk, ["联合培训执法人员。", " "], agreed_on=date(2026, 10, 1), by=officer, at=now)
    third = agreement.matters.get(position=3)
    assert (third.text, third.agreed_on, agreement.matters.count()) == (
        "联合培训执法人员。",
        date(2026, 10, 1),
        3,
    )
    for texts, on, words in (
        ([" "], date(2026, 10, 1), "一行一项"),
        (["早"], SIGNED - timedelta(1), "签署之后"),
        (["晚"], date(2026, 11, 21), "签署之后"),
        (["多"] * 38, date(2026, 10, 1), "40"),
    ):
        with pytest.raises(InvalidInput, match=words):
            add_matters(agreement.pk, texts, agreed_on=on, by=officer, at=now)
    Agreement.objects.update(until_on=date(2026, 10, 15))
    with pytest.raises(InvalidInput, match="已经到期"):
        add_matters(agreement.pk, ["过期"], agreed_on=date(2026, 10, 16), by=officer, at=now)
    with pytest.raises(NotFound):
        add_matters(agreement.pk + 9, ["无"], agreed_on=SIGNED, by=officer, at=now)
    assert agreement.matters.count() == 3


def test_an_agreed_matter_becomes_a_task_with_its_outside_party(agreement, wanted, plan, officer, now):
    matter = agreement.matters.get(position=1)
    task = make_matter_task(matter.pk, wanted, by=officer, at=now)
    assert (task.kind, task.plan, task.text, task.starts_on) == (Task.Kind.AGREED, plan, MATTERS[0], SIGNED)
    assert outside_parties_of([task.pk]) == {task.pk: ["临江市知识产权局", "澜州大学"]}
    matter.refresh_from_db()
    assert matter.task == task
    with pytest.raises(WrongState, match="已经立项"):
        make_matter_task(matter.pk, wanted, by=officer, at=now)
    other = agreement.matters.get(position=2)
    for wrong, error in (
        (replace(wanted, plan_id=plan.pk + 9), WrongState),
        (replace(wanted, title=""), InvalidInput),
        (replace(wanted, deadline_on=SIGNED), InvalidInput),
        (replace(wanted, assignments=[]), InvalidInput),
    ):
        with pytest.raises(error):
            make_matter_task(other.pk, wrong, by=officer, at=now)
    assert Task.objects.filter(kind=Task.Kind.AGREED).count() == 1
    # A later version of the plan neither carries nor drops it.
    PlanVersion.objects.filter(plan=plan).update(state="superseded")
    assert not vanished_tasks(plan).filter(pk=task.pk).exists()


@pytest.mark.parametrize("role", [one for one in Role if one not in (Role.PLAN_OFFICER, Role.OFFICE_LEADER)])
def test_only_the_office_records(agreement, given, wanted, actor, office, role, now):
    by = actor(role, office)
    matter = agreement.matters.get(position=1)
    for act in (
        lambda: record_agreement(replace(given, title="另一份"), by=by, at=now),
        lambda: add_matters(agreement.pk, ["甲"], agreed_on=SIGNED, by=by, at=now),
        lambda: make_matter_task(matter.pk, wanted, by=by, at=now),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            act()
    assert (Agreement.objects.count(), AgreedMatter.objects.count(), Task.objects.count()) == (1, 2, 0)


# --- pages ---


def test_an_agreement_goes_from_the_form_to_the_task_list(
    plan, science, signed_in, office, django_assert_max_num_queries
):
    client = signed_in(Role.PLAN_OFFICER, office)
    address = reverse("plan:agreement_new")
    sent = {
        "kind": "consultation",
        "title": "部区会商",
        "own_unit": office.pk,
        "parties": "国家某局、澜州大学",
        "signed_on": "2026-09-01",
        "until_on": "2026-08-01",
        "matters": "\n".join(MATTERS),
    }
    refused = client.post(address, sent)
    assert (refused.status_code, "到期日应晚于签署日期" in refused.content.decode()) == (422, True)
    file = SimpleUploadedFile("协议.txt", "第一条".encode())
    assert client.post(address, {**sent, "until_on": "", "file": file}).status_code == 302
    made = Agreement.objects.get()
    matter = made.matters.get(position=1)
    task_page = reverse("plan:matter_task", args=[matter.pk])
    form = {
        "plan": plan.pk,
        "title": "季度会商",
        "deadline_kind": "by-date",
        "deadline_on": "2027-03-31",
        "unit_0": science.pk,
        "part_0": "lead",
        **{f"part_{line}": "participant" for line in range(1, 6)},
    }
    assert client.post(task_page, {**form, "unit_0": ""}).status_code == 422
    assert client.post(task_page, form).status_code == 302
    task = Task.objects.get()
    with django_assert_max_num_queries(20):
        listed = client.get(reverse("plan:tasks"), {"view": "list"}).content.decode()
    assert "对方：国家某局、澜州大学" in listed
    assert "对方 国家某局、澜州大学" in client.get(reverse("plan:task", args=[task.pk])).content.decode()
    shown = client.get(reverse("plan:agreement", args=[made.pk])).content.decode()
    assert ("已立为任务：季度会商" in shown, "立为任务</a>" in shown) == (True, True)
    kept = client.get(reverse("plan:agreement_file", args=[made.pk]))
    assert b"".join(kept.streaming_content) == "第一条".encode()
    agreements = reverse("plan:agreements")
    assert "部区会商" in client.get(agreements, {"term": "running"}).content.decode()
    assert "部区会商" not in client.get(agreements, {"term": "ended"}).content.decode()
    more = reverse("plan:agreement_matters", args=[made.pk])
    assert client.post(more, {"agreed_on": "2026-10-01", "matters": "三"}).status_code == 302
    contact = signed_in(Role.UNIT_CONTACT, science)
    assert (contact.get(agreements).status_code, contact.post(more, {}).status_code) == (404, 403)
    assert "对方：国家某局" in contact.get(reverse("plan:tasks"), {"view": "list"}).content.decode()
