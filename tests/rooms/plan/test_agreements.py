"""Consultations and agreements with outside parties, and their matters as tasks (M12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from zhichan.core.access.roles import Role
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.rooms.plan.actions.agree_task import NewTask
from zhichan.rooms.plan.actions.assign_units import Assignment
from zhichan.rooms.plan.actions.record_agreement import (
    NewAgreement,
    add_matters,
    make_matter_task,
    record_agreement,
)
from zhichan.rooms.plan.actions.run_agreement import end_agreement, renew_agreement, withdraw_ending
from zhichan.rooms.plan.models import AgreedMatter, Agreement, OutsideParty, PlanVersion, Task
from zhichan.rooms.plan.queries.agreements import (
    STOPPED,
    agreement_page,
    ended_on,
    ends_soon_on,
    outside_parties_of,
    term_of,
)
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
    for day, term in (
        (date(2026, 11, 1), "running"),
        (date(2026, 11, 2), "soon"),
        (date(2027, 1, 31), "soon"),
        (date(2027, 2, 1), "ended"),
    ):
        assert agreement_page(officer, agreement.pk, day).term == term


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
    with pytest.raises(InvalidInput, match="已经到期或终止"):
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


# --- what becomes of it ---

LAST = date(2026, 10, 31)


def _states() -> list[tuple[object, ...]]:
    names = ("pk", "signed_on", "until_on", "ended_early_on", "end_reason", "renews", "source")
    return list(Agreement.objects.order_by("pk").values_list(*names))


@pytest.fixture
def former(given, officer, now) -> Agreement:
    """One that ran out twenty days before today."""
    return record_agreement(replace(given, until_on=LAST), by=officer, at=now)


def test_a_renewal_is_a_row_of_its_own_and_the_former_stays(former, given, officer, now):
    before = _states()
    again = replace(
        given, signed_on=LAST + timedelta(1), until_on=date(2029, 10, 31), matters=("续建基地。",)
    )
    renewal = renew_agreement(former.pk, again, by=officer, at=now)
    assert _states()[:1] == before
    assert (renewal.renews, renewal.signed_on, renewal.until_on) == (former, again.signed_on, again.until_on)
    assert (former.matters.count(), renewal.matters.count()) == (2, 1)
    page = agreement_page(officer, former.pk, date(2026, 11, 20))
    assert [(one.agreement.pk, one.number, one.gap_days) for one in page.terms] == [
        (former.pk, 1, 0),
        (renewal.pk, 2, 0),
    ]
    assert (page.is_renewed, page.may_renew, page.may_end) == (True, False, False)
    assert [event.kind for event in events_of(former).order_by("seq")] == [
        "plan.agreement.recorded",
        "plan.agreement.renewed",
    ]
    later = replace(given, signed_on=date(2026, 11, 20), until_on=None)
    with pytest.raises(WrongState, match="已经续签过"):
        renew_agreement(former.pk, later, by=officer, at=now)
    third = renew_agreement(renewal.pk, later, by=officer, at=now)
    assert [one.agreement.pk for one in agreement_page(officer, renewal.pk, LAST).terms] == [
        former.pk,
        renewal.pk,
        third.pk,
    ]
    assert Agreement.objects.count() == 3


def test_days_between_two_terms_are_shown_and_have_to_be_confirmed(former, given, officer, now):
    late = replace(given, signed_on=LAST + timedelta(11), until_on=None)
    with pytest.raises(InvalidInput, match="有 10 天没有协议") as refused:
        renew_agreement(former.pk, late, by=officer, at=now)
    assert (refused.value.details["field"], Agreement.objects.count()) == ("gap_confirmed", 1)
    renewal = renew_agreement(former.pk, late, gap_confirmed=True, by=officer, at=now)
    assert [one.gap_days for one in agreement_page(officer, renewal.pk, LAST).terms] == [0, 10]
    assert events_of(former).get(kind="plan.agreement.renewed").details["gap_days"] == 10


def test_what_is_no_renewal_is_refused_and_nothing_is_kept(former, given, officer, now):
    next_term = replace(given, signed_on=LAST, until_on=None)
    open_ended = record_agreement(replace(given, title="长期会商", until_on=None), by=officer, at=now)
    before = _states()
    for pk, term, error, words in (
        (former.pk, replace(next_term, signed_on=SIGNED), InvalidInput, "晚于上一期的签署日期"),
        (former.pk, replace(next_term, until_on=LAST), InvalidInput, "上一期的最后一天"),
        (
            former.pk,
            replace(next_term, signed_on=LAST - timedelta(5), until_on=LAST),
            InvalidInput,
            "最后一天",
        ),
        (former.pk, replace(next_term, parties=()), InvalidInput, "外部单位"),
        (former.pk, replace(next_term, signed_on=date(2026, 11, 21)), InvalidInput, "没有协议"),
        (open_ended.pk, next_term, WrongState, "没有期限"),
        (former.pk + 99, next_term, NotFound, "没有找到"),
    ):
        with pytest.raises(error, match=words):
            renew_agreement(pk, term, by=officer, at=now)
    assert _states() == before


def test_an_agreement_ends_early_and_the_end_can_be_taken_back(agreement, officer, now):
    end_agreement(agreement.pk, ended_on=date(2026, 11, 1), reason=" 对方机构撤销 ", by=officer, at=now)
    kept = Agreement.objects.get()
    assert (kept.ended_early_on, kept.end_reason, kept.end_person_id) == (
        date(2026, 11, 1),
        "对方机构撤销",
        officer.id,
    )
    assert (kept.until_on, kept.last_day) == (date(2027, 1, 31), date(2026, 11, 1))
    page = agreement_page(officer, agreement.pk, date(2026, 11, 20))
    assert (page.term, page.may_end, page.may_renew) == ("stopped", False, True)
    with pytest.raises(InvalidInput, match="到期或终止"):
        add_matters(agreement.pk, ["晚了"], agreed_on=date(2026, 11, 2), by=officer, at=now)
    with pytest.raises(WrongState, match="已经提前终止"):
        end_agreement(agreement.pk, ended_on=SIGNED, reason="再来", by=officer, at=now)
    with pytest.raises(InvalidInput, match="写明原因"):
        withdraw_ending(agreement.pk, reason=" ", by=officer, at=now)
    withdraw_ending(agreement.pk, reason="登错了", by=officer, at=now)
    back = Agreement.objects.get()
    assert (back.ended_early_on, back.end_reason, back.end_person, back.end_source) == (None, "", None, "")
    with pytest.raises(WrongState, match="没有提前终止"):
        withdraw_ending(agreement.pk, reason="登错了", by=officer, at=now)
    kinds = [event.kind for event in events_of(agreement).order_by("seq")]
    assert kinds[1:] == ["plan.agreement.ended_early", "plan.agreement.ending_withdrawn"]


def test_an_end_outside_the_term_is_refused_and_nothing_changes(agreement, officer, now):
    add_matters(agreement.pk, ["联合培训。"], agreed_on=date(2026, 10, 1), by=officer, at=now)
    before = _states()
    for on, reason, words in (
        (SIGNED - timedelta(1), "甲", "早于签署日期"),
        (date(2026, 11, 21), "甲", "晚于今天"),
        (date(2026, 9, 30), "甲", "还有商定事项"),
        (date(2026, 11, 1), " ", "写明原因"),
        (date(2026, 11, 1), "长" * 401, "400"),
    ):
        with pytest.raises(InvalidInput, match=words):
            end_agreement(agreement.pk, ended_on=on, reason=reason, by=officer, at=now)
    Agreement.objects.update(until_on=date(2026, 11, 10))
    with pytest.raises(InvalidInput, match="不是提前终止"):
        end_agreement(agreement.pk, ended_on=date(2026, 11, 10), reason="甲", by=officer, at=now)
    Agreement.objects.update(until_on=date(2027, 1, 31))
    assert _states() == before


def test_an_end_that_was_followed_by_a_renewal_stays(agreement, given, officer, now):
    end_agreement(agreement.pk, ended_on=date(2026, 11, 1), reason="改签", by=officer, at=now)
    renew_agreement(
        agreement.pk, replace(given, signed_on=date(2026, 11, 2), until_on=None), by=officer, at=now
    )
    with pytest.raises(WrongState, match="已经续签"):
        withdraw_ending(agreement.pk, reason="登错了", by=officer, at=now)


@pytest.mark.parametrize("role", [one for one in Role if one not in (Role.PLAN_OFFICER, Role.OFFICE_LEADER)])
def test_only_the_office_renews_and_ends(former, given, actor, office, role, now):
    by, before = actor(role, office), _states()
    for act in (
        lambda: renew_agreement(former.pk, replace(given, signed_on=LAST, until_on=None), by=by, at=now),
        lambda: end_agreement(former.pk, ended_on=SIGNED, reason="甲", by=by, at=now),
        lambda: withdraw_ending(former.pk, reason="甲", by=by, at=now),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            act()
    assert _states() == before


def test_the_word_and_the_filter_of_a_term_agree(office, given, officer, now):
    """Each agreement is in the filter of the word its row has, and in no other."""
    today = date(2026, 11, 20)
    days = [None, *(today + timedelta(days) for days in (-2, -1, 0, 1, 90, 91))]
    ends = [None, SIGNED, today - timedelta(3), today]
    cases = [(until, ended) for until in days for ended in ends if not (until and ended and ended >= until)]
    for at, (until, ended) in enumerate(cases):
        row = record_agreement(replace(given, title=f"协议{at}", until_on=until), by=officer, at=now)
        if ended is not None:
            end_agreement(row.pk, ended_on=ended, reason="撤销", by=officer, at=now)
        if ended is None and until == today:
            renew_agreement(row.pk, replace(given, signed_on=today, until_on=None), by=officer, at=now)
    renewed = set(Agreement.objects.exclude(renewal=None).values_list("pk", flat=True))
    by_word: dict[str, set[int]] = {"running": set(), "soon": set(), "ended": set(), "stopped": set()}
    for row in Agreement.objects.all():
        by_word[term_of(row, today, is_renewed=row.pk in renewed)].add(row.pk)
    for word, condition in (("stopped", STOPPED), ("ended", ended_on(today)), ("soon", ends_soon_on(today))):
        assert set(Agreement.objects.filter(condition).values_list("pk", flat=True)) == by_word[word]
        assert by_word[word]
    assert by_word["running"]


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


def test_renewing_and_ending_are_done_on_the_pages(former, signed_in, office, django_assert_max_num_queries):
    client = signed_in(Role.PLAN_OFFICER, office)
    renew = reverse("plan:agreement_renew", args=[former.pk])
    form = client.get(renew).content.decode()
    assert ("临江市知识产权局、澜州大学" in form, "中断已经核对" in form) == (True, True)
    sent = {
        "kind": "cooperation",
        "title": former.title,
        "own_unit": office.pk,
        "parties": "澜州大学",
        "signed_on": "2026-11-11",
        "until_on": "2028-11-10",
        "matters": "",
    }
    refused = client.post(renew, sent)
    assert (refused.status_code, "有 10 天没有协议" in refused.content.decode()) == (422, True)
    assert client.post(renew, {**sent, "gap_confirmed": "on"}).status_code == 302
    renewal = Agreement.objects.get(renews=former)
    with django_assert_max_num_queries(20):
        shown = client.get(reverse("plan:agreement", args=[renewal.pk])).content.decode()
    assert ("中断 10 天" in shown, "第 1 期</a>" in shown) == (True, True)
    assert "已续签" in client.get(reverse("plan:agreements"), {"term": "ended"}).content.decode()
    end = reverse("plan:agreement_end", args=[renewal.pk])
    assert client.post(end, {"ended_on": "2026-11-10", "reason": "甲"}).status_code == 422
    assert client.post(end, {"ended_on": "2026-11-12", "reason": "对方撤销"}).status_code == 302
    listed = client.get(reverse("plan:agreements"), {"term": "stopped"}).content.decode()
    assert listed.count("2026-11-12") == 1
    taken_back = reverse("plan:agreement_end_withdraw", args=[renewal.pk])
    assert client.post(taken_back, {"reason": ""}).status_code == 422
    assert client.post(taken_back, {"reason": "登错了"}).status_code == 302
    assert Agreement.objects.get(pk=renewal.pk).ended_early_on is None
