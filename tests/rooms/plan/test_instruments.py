"""Promised instruments: their steps, refusals, counts, how they outlive a version, and their pages."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.rooms.plan.documents import document, draft
from tests.rooms.plan.samples import make_instrument, make_plan, make_task
from zhichan.core.access.roles import Role
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.rooms.plan.actions.enter_instrument import NewInstrument, enter_instrument, remove_instrument
from zhichan.rooms.plan.actions.follow_instrument import (
    Charge,
    Step,
    charge_instrument,
    move_instrument,
    was_issued,
)
from zhichan.rooms.plan.actions.into_force.instruments import write_instruments
from zhichan.rooms.plan.ledger import ledger_of
from zhichan.rooms.plan.models import InstrumentEvent, PlanVersion, PromisedInstrument, Task
from zhichan.rooms.plan.queries.instruments import instrument_counts, instrument_page, instruments_visible_to
from zhichan.rooms.plan.queries.items import items_of

State = PromisedInstrument.State
DAY = date(2026, 10, 1)


@pytest.fixture
def instrument(plan):
    return make_instrument(plan, due_on=date(2026, 6, 30))


def _states(instrument) -> list[str]:
    return list(instrument.events.order_by("pk").values_list("state", flat=True))


def test_an_instrument_goes_from_draft_to_issue_and_is_no_longer_late(instrument, officer, now):
    page = instrument_page(officer, instrument.pk, timezone.localdate(now))
    assert (page.is_late, page.instrument.state) == (True, State.NOT_STARTED)
    for days, state in enumerate(("drafting", "consulting", "reviewing")):
        move_instrument(instrument.pk, Step(state, DAY + timedelta(days)), by=officer, at=now)
    issue = Step("issued", DAY + timedelta(9), doc_number=" 云知发〔2026〕9号 ", note="会后印发")
    move_instrument(instrument.pk, issue, by=officer, at=now)
    page = instrument_page(officer, instrument.pk, timezone.localdate(now))
    found = page.instrument
    assert (found.state, found.state_on, found.doc_number) == (
        "issued",
        DAY + timedelta(9),
        "云知发〔2026〕9号",
    )
    assert (page.is_late, len(page.events), page.events[0].state) == (False, 4, "issued")
    assert events_of(instrument).count() == 4


def test_what_cannot_be_is_refused_and_leaves_no_step(instrument, officer, now):
    move_instrument(instrument.pk, Step("consulting", DAY), by=officer, at=now)
    refusals = [
        (Step("consulting", DAY), WrongState, "已经是"),
        (Step("repealed", DAY), WrongState, "还没有印发"),
        (Step("revised", DAY), WrongState, "还没有印发"),
        (Step("issued", DAY), InvalidInput, "发文字号"),
        (Step("issued", DAY, doc_number="号" * 61), InvalidInput, "60"),
        (Step("reviewing", date(2026, 11, 21)), InvalidInput, "晚于今天"),
        (Step("reviewing", DAY - timedelta(1)), InvalidInput, "早于上一步"),
        (Step("drafting", DAY), InvalidInput, "写明理由"),
        (Step("burnt", DAY), InvalidInput, "请选状态"),
        (Step("reviewing", DAY, note="长" * 401), InvalidInput, "400"),
    ]
    for step, error, words in refusals:
        with pytest.raises(error, match=words):
            move_instrument(instrument.pk, step, by=officer, at=now)
    assert _states(instrument) == ["consulting"]
    with pytest.raises(NotFound):
        move_instrument(instrument.pk + 99, Step("drafting", DAY), by=officer, at=now)


def test_a_wrong_issue_is_put_right_by_a_step_back_and_the_number_goes(instrument, officer, now):
    move_instrument(instrument.pk, Step("issued", DAY, doc_number="云知发〔2026〕9号"), by=officer, at=now)
    move_instrument(instrument.pk, Step("reviewing", DAY - timedelta(3), note="误登"), by=officer, at=now)
    instrument.refresh_from_db()
    assert (instrument.state, instrument.doc_number) == ("reviewing", "")
    assert list(instrument.events.order_by("pk").values_list("doc_number", flat=True)) == [
        "云知发〔2026〕9号",
        "",
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        instrument.events.update(note="改写")
    with pytest.raises(DatabaseError), transaction.atomic():
        InstrumentEvent.objects.all().delete()


def test_a_unit_a_day_and_a_task_are_charged_or_refused(
    instrument, plan, task, office, science, officer, now
):
    late = date(2027, 3, 31)
    charge_instrument(instrument.pk, Charge(science.pk, late, task.pk), by=officer, at=now)
    charge_instrument(instrument.pk, Charge(science.pk, late, task.pk), by=officer, at=now)
    instrument.refresh_from_db()
    assert (instrument.drafting_unit, instrument.due_on, instrument.task) == (science, late, task)
    assert events_of(instrument).count() == 1
    other = make_task(make_plan(office, "另一个规划"), {science: "lead"})
    for charge in (Charge(science.pk, late, other.pk), Charge(10**6, late, None)):
        with pytest.raises(InvalidInput):
            charge_instrument(instrument.pk, charge, by=officer, at=now)
    charge_instrument(instrument.pk, Charge(None, None, task.pk), by=officer, at=now)
    assert instruments_visible_to(officer).get(pk=instrument.pk).due == task.deadline_on


@pytest.mark.parametrize("role", [one for one in Role if one not in (Role.PLAN_OFFICER, Role.OFFICE_LEADER)])
def test_only_the_office_records_steps(instrument, wanted, actor, office, role, now):
    by = actor(role, office)
    for act in (
        lambda: move_instrument(instrument.pk, Step("drafting", DAY), by=by, at=now),
        lambda: charge_instrument(instrument.pk, Charge(None, DAY, None), by=by, at=now),
        lambda: enter_instrument(wanted, by=by, at=now),
        lambda: remove_instrument(instrument.pk, reason="甲", by=by, at=now),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            act()
    assert not InstrumentEvent.objects.exists()
    assert list(PromisedInstrument.objects.all()) == [instrument]


def test_counts_tell_what_was_known_at_an_instant(plan, instrument, officer, now):
    second = make_instrument(plan, "云川区质押融资办法")
    move_instrument(instrument.pk, Step("issued", DAY, doc_number="1号"), by=officer, at=now)
    move_instrument(second.pk, Step("drafting", DAY), by=officer, at=now)
    after, before = instrument_counts(now), instrument_counts(now - timedelta(hours=1))
    assert (after.total, after.issued, after.not_issued, after.late) == (2, 1, 1, 0)
    assert (before.issued, before.not_issued, before.late) == (0, 2, 1)
    by_hand = {state: PromisedInstrument.objects.filter(state=state).count() for state in State.values}
    assert dict(after.by_state) == by_hand


@given(st.lists(st.sampled_from(list(State)), min_size=1, max_size=8))
def test_issued_is_what_lies_at_or_behind_the_issue(states):
    order = [one.value for one in State]
    for one, other in itertools.pairwise(states):
        if was_issued(one) and not was_issued(other):
            assert order.index(other) < order.index(State.ISSUED) <= order.index(one)


def test_an_instrument_keeps_its_state_in_the_next_version(office, officer, now):
    first = draft(office)
    PlanVersion.objects.filter(pk=first.pk).update(state="in_force")
    write_instruments(first, ledger_of(items_of(first)).instruments)
    one = PromisedInstrument.objects.get()
    assert first.text[one.start : one.end]
    move_instrument(one.pk, Step("drafting", DAY), by=officer, at=now)
    later = document()
    later["instruments"] = [{**later["instruments"][0], "title": f"{one.title}（试行）"}]
    second = draft(office, first.plan, later)
    PlanVersion.objects.filter(pk=first.pk).update(state="superseded")
    PlanVersion.objects.filter(pk=second.pk).update(state="in_force")
    write_instruments(second, ledger_of(items_of(second)).instruments)
    kept = PromisedInstrument.objects.get()
    assert (kept.pk, kept.version, kept.state) == (one.pk, second, "drafting")
    PlanVersion.objects.filter(pk=second.pk).update(state="superseded")
    assert not instrument_page(officer, kept.pk, DAY).is_listed
    make_instrument(make_plan(office, "别的规划"), "从未启动的文件")
    PlanVersion.objects.update(state="superseded")
    assert [row.pk for row in instruments_visible_to(officer)] == [kept.pk]


def test_the_task_whose_words_promise_it_is_found(office, officer):
    version = draft(office)
    items = ledger_of(items_of(version)).instruments
    item = items[0][0]
    for position, span in enumerate(((0, 10**6), (item.start, item.end + 3)), start=1):
        Task.objects.create(
            plan=version.plan,
            version=version,
            position=position,
            kind="task",
            title=f"任务{position}",
            text="制定办法",
            start=span[0],
            end=span[1],
            sort_on=DAY,
            changed_at=version.created_at,
            source="test",
        )
    write_instruments(version, items)
    assert PromisedInstrument.objects.get().task.title == "任务2"


# --- added by hand ---


@pytest.fixture
def wanted(plan) -> NewInstrument:
    charge = Charge(None, date(2027, 3, 31), None)
    return NewInstrument(plan.pk, "《云川区数据登记指引》", "制定", "区政府会议纪要〔2026〕3号", charge)


def test_an_instrument_added_by_hand_takes_steps_like_any_other(wanted, instrument, plan, officer, now):
    made = enter_instrument(wanted, by=officer, at=now)
    assert (made.title, made.basis, made.state, made.version.plan) == (
        "云川区数据登记指引",
        "区政府会议纪要〔2026〕3号",
        State.NOT_STARTED,
        plan,
    )
    assert [row.pk for row in instruments_visible_to(officer).order_by("pk")] == [instrument.pk, made.pk]
    assert instrument_counts(now).total == 2
    move_instrument(made.pk, Step("drafting", DAY), by=officer, at=now)
    assert instrument_page(officer, made.pk, DAY).instrument.state == "drafting"
    assert [event.kind for event in events_of(made).order_by("seq")] == [
        "plan.instrument.entered",
        "plan.instrument.moved",
    ]


def test_what_cannot_be_added_is_refused_and_nothing_is_kept(
    wanted, instrument, office, science, officer, now
):
    other = make_task(make_plan(office, "另一个规划"), {science: "lead"})
    closed = make_plan(office, "已替代的规划")
    closed.versions.update(state="superseded")
    for wrong, error, words in (
        (replace(wanted, title=" "), InvalidInput, "文件名称"),
        (replace(wanted, title="长" * 201), InvalidInput, "文件名称"),
        (replace(wanted, verb=""), InvalidInput, "动作"),
        (replace(wanted, basis=" "), InvalidInput, "依据"),
        (replace(wanted, title=f"《{instrument.title}》"), Conflict, "已经有"),
        (replace(wanted, charge=Charge(10**6, None, None)), InvalidInput, "起草单位"),
        (replace(wanted, charge=Charge(None, None, other.pk)), InvalidInput, "同一规划"),
        (replace(wanted, plan_id=closed.pk), WrongState, "没有执行中"),
        (replace(wanted, plan_id=10**6), NotFound, "没有找到"),
    ):
        with pytest.raises(error, match=words):
            enter_instrument(wrong, by=officer, at=now)
    assert list(PromisedInstrument.objects.all()) == [instrument]
    enter_instrument(wanted, by=officer, at=now)
    with pytest.raises(Conflict):
        enter_instrument(wanted, by=officer, at=now)


def test_only_one_added_by_hand_and_not_begun_is_removed(wanted, instrument, plan, officer, now):
    made = enter_instrument(wanted, by=officer, at=now)
    with pytest.raises(InvalidInput, match="理由"):
        remove_instrument(made.pk, reason=" ", by=officer, at=now)
    with pytest.raises(WrongState, match="规划写明"):
        remove_instrument(instrument.pk, reason="不要", by=officer, at=now)
    begun = enter_instrument(replace(wanted, title="另一份指引"), by=officer, at=now)
    move_instrument(begun.pk, Step("drafting", DAY), by=officer, at=now)
    with pytest.raises(WrongState, match="已经登记进度"):
        remove_instrument(begun.pk, reason="不要", by=officer, at=now)
    assert PromisedInstrument.objects.count() == 3
    remove_instrument(made.pk, reason="重复补登", by=officer, at=now)
    assert not PromisedInstrument.objects.filter(pk=made.pk).exists()
    kept = events_of(plan).get(kind="plan.instrument.removed").details
    assert (kept["title"], kept["reason"]) == ("云川区数据登记指引", "重复补登")


def test_one_added_by_hand_goes_on_under_a_later_version_or_becomes_the_plans_own(office, officer, now):
    first = draft(office)
    PlanVersion.objects.filter(pk=first.pk).update(state="in_force")
    asked = document()["instruments"][0]["title"]
    base = NewInstrument(first.plan_id, asked, "制定", "会议纪要", Charge(None, None, None))
    named = enter_instrument(base, by=officer, at=now)
    beside = enter_instrument(replace(base, title="云川区数据登记指引"), by=officer, at=now)
    second = draft(office, first.plan, document())
    PlanVersion.objects.filter(pk=first.pk).update(state="superseded")
    PlanVersion.objects.filter(pk=second.pk).update(state="in_force")
    write_instruments(second, ledger_of(items_of(second)).instruments)
    named.refresh_from_db()
    beside.refresh_from_db()
    assert (named.version, named.basis, named.end > 0) == (second, "", True)
    assert (beside.version, beside.basis) == (second, "会议纪要")
    assert set(instruments_visible_to(officer)) == {named, beside}


# --- pages ---


def test_steps_are_recorded_on_the_pages(instrument, signed_in, office, django_assert_max_num_queries):
    client = signed_in(Role.PLAN_OFFICER, office)
    page = reverse("plan:instruments")
    with django_assert_max_num_queries(20):
        content = client.get(page).content.decode()
    assert "逾期" in content and instrument.title in content  # noqa: PT018
    step = reverse("plan:instrument_step", args=[instrument.pk])
    sent = {"state": "issued", "effective_on": "2026-10-01"}
    assert client.post(step, sent).status_code == 422
    file = SimpleUploadedFile("办法.txt", "第一条".encode())
    assert client.post(step, {**sent, "doc_number": "云知发〔2026〕9号", "file": file}).status_code == 302
    shown = client.get(reverse("plan:instrument", args=[instrument.pk])).content.decode()
    assert "云知发〔2026〕9号" in shown
    event = InstrumentEvent.objects.get()
    kept = client.get(reverse("plan:instrument_file", args=[instrument.pk, event.pk]))
    assert b"".join(kept.streaming_content) == "第一条".encode()
    assert instrument.title not in client.get(page, {"issued": "no"}).content.decode()
    assert instrument.title in client.get(page, {"state": "issued,revised"}).content.decode()
    charge = reverse("plan:instrument_charge", args=[instrument.pk])
    assert client.post(charge, {"drafting_unit": office.pk, "due_on": "2026-12-31"}).status_code == 302
    assert client.get(page, {"unit": str(office.pk)}).content.decode().count(instrument.title) == 1
    contact = signed_in(Role.UNIT_CONTACT, office)
    assert (contact.get(page).status_code, contact.post(step, sent).status_code) == (200, 403)


def test_one_is_added_and_removed_on_the_pages(instrument, plan, signed_in, office):
    client = signed_in(Role.PLAN_OFFICER, office)
    new = reverse("plan:instrument_new")
    assert new in client.get(reverse("plan:instruments")).content.decode()
    sent = {"plan": plan.pk, "title": "云川区数据登记指引", "verb": "制定", "basis": ""}
    refused = client.post(new, sent)
    assert (refused.status_code, PromisedInstrument.objects.count()) == (422, 1)
    known = client.post(new, {**sent, "basis": "会议纪要", "title": instrument.title})
    assert (known.status_code, "已经有" in known.content.decode()) == (409, True)
    assert client.post(new, {**sent, "basis": "会议纪要"}).status_code == 302
    made = PromisedInstrument.objects.get(basis="会议纪要")
    shown = client.get(reverse("plan:instrument", args=[made.pk])).content.decode()
    remove = reverse("plan:instrument_remove", args=[made.pk])
    assert ("补登</span>" in shown, "会议纪要" in shown, remove in shown) == (True, True, True)
    assert (
        client.post(reverse("plan:instrument_remove", args=[instrument.pk]), {"reason": "甲"}).status_code
        == 409
    )
    assert client.post(remove, {"reason": ""}).status_code == 422
    assert client.post(remove, {"reason": "重复"}).status_code == 302
    assert list(PromisedInstrument.objects.all()) == [instrument]
    contact = signed_in(Role.UNIT_CONTACT, office)
    assert new not in contact.get(reverse("plan:instruments")).content.decode()
