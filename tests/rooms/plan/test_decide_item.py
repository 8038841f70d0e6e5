"""Deciding extracted items: each way of it, and each way it is refused."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.rooms.plan.documents import AT, document, draft, item_of
from zhichan.core.access.roles import Role
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.notices.models import Notice
from zhichan.core.people.models import Person
from zhichan.rooms.plan.actions.abandon_version import abandon_version
from zhichan.rooms.plan.actions.decide_item import (
    confirm_item,
    confirm_items,
    correct_item,
    decide_conflict,
    refer_item,
    reject_item,
    reopen_item,
)
from zhichan.rooms.plan.models import ExtractedItem, PlanVersion

State = ExtractedItem.State


@pytest.fixture
def version(office) -> PlanVersion:
    return draft(office)


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def leader(actor, office):
    return actor(Role.OFFICE_LEADER, office)


def _kinds(item: ExtractedItem) -> list[str]:
    return [event.kind for event in events_of(item)]


def test_a_confirmed_item_names_who_and_when(version, officer):
    item = confirm_item(item_of(version, "t1"), by=officer, at=AT)
    item.refresh_from_db()
    assert (item.state, item.decided_by_id, item.decided_at) == (State.CONFIRMED, officer.id, AT)
    assert item.value == item.reading
    assert _kinds(item) == ["plan.item.confirmed"]


def test_a_second_decision_changes_nothing_and_says_who_decided(version, officer):
    item = confirm_item(item_of(version, "t1"), by=officer, at=AT)
    later = AT + timedelta(hours=1)
    name = Person.objects.get(pk=officer.id).name
    for again in (
        lambda: confirm_item(item, by=officer, at=later),
        lambda: reject_item(item, reason="重复", by=officer, at=later),
        lambda: correct_item(item, {**item.value, "name": "别的"}, by=officer, at=later),
    ):
        with pytest.raises(WrongState, match=name):
            again()
    item.refresh_from_db()
    assert (item.state, item.decided_at, item.value["name"]) == (State.CONFIRMED, AT, "有效发明专利拥有量")
    assert _kinds(item) == ["plan.item.confirmed"]


def test_a_correction_keeps_the_reading(version, officer):
    item = item_of(version, "t4")
    corrected = correct_item(item, {**item.value, "unit": "户"}, reason="原文排版", by=officer, at=AT)
    corrected.refresh_from_db()
    assert (corrected.state, corrected.reason) == (State.CORRECTED, "原文排版")
    assert (corrected.value["unit"], corrected.reading["unit"]) == ("户", "家")


@pytest.mark.parametrize(
    ("key", "change", "message"),
    [
        ("t1", {"name": ""}, "名称"),
        ("t1", {"name": "长" * 121}, "120"),
        ("t1", {"target": None}, "目标要求"),
        ("t1", {"target": {"op": ">=", "year": 2030, "value": None}}, "目标值"),
        ("t1", {"target": {"op": "range", "year": 2030, "value_min": 3}}, "上限和下限"),
        ("t1", {"target": {"op": "range", "year": 2030, "value_min": 3, "value_max": 2}}, "下限大于上限"),
        ("t1", {"target": {"op": ">=", "year": 20300, "value": 3}}, "年份"),
        ("t1", {"target": {"op": ">=", "year": 2030, "value": "1e30"}}, "过大"),
        ("t1", {"target": {"op": ">=", "year": 2030, "value": "0.00001"}}, "四位"),
        ("k1", {"text": " "}, "内容"),
        ("k1", {"title": "长" * 201}, "200"),
        ("k1", {"deadline": {"text": "", "kind": "by-date", "date": None}}, "日期"),
        ("k1", {"kind": "别的"}, "类别"),
        ("b1", {"title": ""}, "标题"),
        ("m1", {"unit": None}, "万元"),
        ("m1", {"amount": -3}, "不合理"),
        ("i1", {"verb": ""}, "动作"),
    ],
)
def test_incomplete_content_is_refused_with_the_reason(version, officer, key, change, message):
    item = item_of(version, key)
    with pytest.raises(InvalidInput, match=message):
        correct_item(item, {**item.value, **change}, by=officer, at=AT)
    item.refresh_from_db()
    assert (item.state, item.value) == (State.WAITING, item.reading)
    assert _kinds(item) == []


def test_a_money_rule_may_name_no_amount(office, officer):
    found = document()
    found["money_rules"][0] |= {"amount": None, "unit": None}
    item = confirm_item(item_of(draft(office, found=found), "m1"), by=officer, at=AT)
    assert item.state == State.CONFIRMED


def test_an_incomplete_reading_cannot_be_confirmed(office, officer):
    found = document()
    found["targets"][0]["target"] = None
    item = item_of(draft(office, found=found), "t1")
    with pytest.raises(InvalidInput, match="更正"):
        confirm_item(item, by=officer, at=AT)
    item.refresh_from_db()
    assert item.state == State.WAITING


@pytest.mark.parametrize("reason", ["", "  ", "长" * 401])
def test_a_rejection_needs_a_reason_of_some_length(version, officer, reason):
    with pytest.raises(InvalidInput):
        reject_item(item_of(version, "t1"), reason=reason, by=officer, at=AT)
    assert item_of(version, "t1").state == State.WAITING


def test_a_rejected_item_keeps_its_reason(version, officer):
    item = reject_item(item_of(version, "t1"), reason=" 背景数字 ", by=officer, at=AT)
    assert (item.state, item.reason) == (State.REJECTED, "背景数字")


def test_reopening_brings_the_reading_back_and_keeps_assigned_units(version, officer):
    item = item_of(version, "k3")
    item.value = {**item.value, "assigned": [{"unit": 1, "role": "lead"}]}
    item.save()
    correct_item(item, {**item.value, "number": "三"}, by=officer, at=AT)
    reopened = reopen_item(item, by=officer, at=AT)
    reopened.refresh_from_db()
    assert (reopened.state, reopened.decided_by, reopened.decided_at) == (State.WAITING, None, None)
    assert reopened.value == {**reopened.reading, "assigned": [{"unit": 1, "role": "lead"}]}
    with pytest.raises(WrongState, match="没有可以撤回"):
        reopen_item(item, by=officer, at=AT)


def test_a_referred_item_is_told_and_decided_by_that_person_alone(version, officer, leader, person, office):
    boss = Person.objects.get(pk=leader.id)
    item = refer_item(item_of(version, "t4"), to=boss, reason="口径不明", by=officer, at=AT)
    notice = Notice.objects.get(person=boss)
    assert "口径不明" in notice.text
    assert str(item.pk) in notice.url
    with pytest.raises(NotAllowed, match=boss.name):
        confirm_item(item, by=officer, at=AT)
    confirm_item(item, by=leader, at=AT)
    item.refresh_from_db()
    assert (item.state, item.decided_by_id, item.referred_to_id) == (State.CONFIRMED, boss.pk, boss.pk)
    assert _kinds(item) == ["plan.item.referred", "plan.item.confirmed"]


def test_a_referral_can_be_taken_back(version, officer, leader):
    boss = Person.objects.get(pk=leader.id)
    item = refer_item(item_of(version, "t4"), to=boss, reason="口径不明", by=officer, at=AT)
    reopen_item(item, by=officer, at=AT)
    assert confirm_item(item, by=officer, at=AT).state == State.CONFIRMED


@pytest.mark.parametrize("role", [Role.UNIT_CONTACT, Role.READ_ONLY_LEADER, Role.LEGAL_REVIEWER])
def test_items_are_referred_only_to_who_may_decide(version, officer, person, office, role):
    other = person(role, office)
    with pytest.raises(InvalidInput, match=other.name):
        refer_item(item_of(version, "t4"), to=other, reason="口径不明", by=officer, at=AT)
    assert item_of(version, "t4").state == State.WAITING
    assert not Notice.objects.exists()


def test_nobody_refers_to_themselves_or_without_reason(version, officer, leader):
    with pytest.raises(InvalidInput, match="自己"):
        refer_item(
            item_of(version, "t4"), to=Person.objects.get(pk=officer.id), reason="难", by=officer, at=AT
        )
    with pytest.raises(InvalidInput, match="理由"):
        refer_item(item_of(version, "t4"), to=Person.objects.get(pk=leader.id), reason="", by=officer, at=AT)
    assert item_of(version, "t4").state == State.WAITING


def test_the_leader_decides_conflicts_and_referred_items_but_no_others(version, leader):
    with pytest.raises(NotAllowed):
        confirm_item(item_of(version, "t1"), by=leader, at=AT)
    decided = decide_conflict(item_of(version, "c1"), chosen=1, reason="以保障措施为准", by=leader, at=AT)
    decided.refresh_from_db()
    assert (decided.state, decided.value["chosen"], decided.reason) == (State.CONFIRMED, 1, "以保障措施为准")
    assert decided.value["items"] == decided.reading["items"] == ["t5", "t6"]


def test_a_conflict_needs_a_reason_and_one_of_its_places(version, officer):
    conflict = item_of(version, "c1")
    with pytest.raises(InvalidInput, match="理由"):
        decide_conflict(conflict, chosen=0, reason="", by=officer, at=AT)
    for chosen in (2, -1):
        with pytest.raises(InvalidInput, match="各处"):
            decide_conflict(conflict, chosen=chosen, reason="理由", by=officer, at=AT)
    with pytest.raises(InvalidInput, match="说法"):
        confirm_item(conflict, by=officer, at=AT)
    with pytest.raises(InvalidInput, match="不是"):
        decide_conflict(item_of(version, "t1"), chosen=0, reason="理由", by=officer, at=AT)
    conflict.refresh_from_db()
    assert conflict.state == State.WAITING


def test_a_batch_confirms_the_sure_ones_and_leaves_disputed_incomplete_and_unsure_ones(office, officer):
    found = document()
    found["targets"][1]["target"] = None
    version = draft(office, found=found)
    keys = ExtractedItem.objects.filter(version=version, kind="target").values_list("pk", flat=True)
    count = confirm_items(version, list(keys), least_confidence=Decimal("0.8"), by=officer, at=AT)
    states = dict(ExtractedItem.objects.filter(version=version, kind="target").values_list("key", "state"))
    assert count == 2
    assert states == {
        "t1": State.CONFIRMED,
        "t2": State.WAITING,  # nothing to promise
        "t3": State.CONFIRMED,
        "t4": State.WAITING,  # confidence 0.7
        "t5": State.WAITING,  # the conflict speaks of it
        "t6": State.WAITING,
    }
    assert _kinds(item_of(version, "t1")) == ["plan.item.confirmed"]
    with pytest.raises(InvalidInput, match="没有可以成批"):
        confirm_items(version, list(keys), least_confidence=Decimal("0.8"), by=officer, at=AT)


def test_items_of_another_version_are_not_confirmed_along(office, officer):
    version, other = draft(office), draft(office)
    keys = [item_of(other, "t1").pk]
    with pytest.raises(InvalidInput):
        confirm_items(version, keys, least_confidence=Decimal(0), by=officer, at=AT)
    assert item_of(other, "t1").state == State.WAITING


def test_nothing_is_decided_once_the_version_is_no_draft(version, officer):
    abandon_version(version, reason="换稿", by=officer, at=AT)
    item = item_of(version, "t1")
    for late in (
        lambda: confirm_item(item, by=officer, at=AT),
        lambda: reject_item(item, reason="迟", by=officer, at=AT),
        lambda: reopen_item(item, by=officer, at=AT),
        lambda: confirm_items(version, [item.pk], least_confidence=Decimal(0), by=officer, at=AT),
        lambda: abandon_version(version, reason="再来", by=officer, at=AT),
    ):
        with pytest.raises(WrongState, match="已放弃"):
            late()
    item.refresh_from_db()
    assert item.state == State.WAITING


def test_a_draft_is_given_up_only_with_a_reason(version, officer):
    with pytest.raises(InvalidInput):
        abandon_version(version, reason=" ", by=officer, at=AT)
    version.refresh_from_db()
    assert version.state == PlanVersion.State.DRAFT


ACTIONS = {
    "confirm": (lambda v, by: confirm_item(item_of(v, "t1"), by=by, at=AT), {Role.PLAN_OFFICER}),
    "correct": (
        lambda v, by: correct_item(item_of(v, "t1"), item_of(v, "t1").value, by=by, at=AT),
        {Role.PLAN_OFFICER},
    ),
    "reject": (lambda v, by: reject_item(item_of(v, "t1"), reason="无关", by=by, at=AT), {Role.PLAN_OFFICER}),
    "batch": (
        lambda v, by: confirm_items(v, [item_of(v, "t1").pk], least_confidence=Decimal(0), by=by, at=AT),
        {Role.PLAN_OFFICER},
    ),
    "conflict": (
        lambda v, by: decide_conflict(item_of(v, "c1"), chosen=None, reason="并存", by=by, at=AT),
        {Role.PLAN_OFFICER, Role.OFFICE_LEADER},
    ),
    "abandon": (lambda v, by: abandon_version(v, reason="换稿", by=by, at=AT), {Role.PLAN_OFFICER}),
}


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("role", Role)
def test_only_the_roles_of_the_table_may_act(version, actor, office, name, role):
    act, allowed = ACTIONS[name]
    if role in allowed:
        act(version, actor(role, office))
        return
    with pytest.raises((NotAllowed, NotFound)):
        act(version, actor(role, office))
    version.refresh_from_db()
    assert version.state == PlanVersion.State.DRAFT
    assert not ExtractedItem.objects.exclude(state=State.WAITING).exists()
