"""The rule that opens follow-ups, turned off and on for a plan; and how far extensions may go."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zhichan.core.access.roles import Role as Post
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.rules.actions.local_values import NewValue, confirm_value, propose_value
from zhichan.rooms.plan.actions.open_follow_up import NewFollowUp, open_follow_up, open_late_task
from zhichan.rooms.plan.actions.steer_follow_up import extend_follow_up
from zhichan.rooms.plan.actions.switch_follow_ups import switch_follow_ups
from zhichan.rooms.plan.models import FollowUp, FollowUpSwitch, Indicator
from zhichan.rooms.plan.queries.follow_up_rule import plans_switched_off, rules_of_plans
from zhichan.rooms.plan.queries.overdue import missed_indicators
from zhichan.rooms.plan.sweepers import follow_up as sweep

from .pages.test_indicator_pages import give, with_path
from .samples import Role, make_indicator, make_plan, make_task

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
REASON = "机构改革过渡期，分工未定。"


@pytest.fixture
def other(office, science):
    plan = make_plan(office, title="云川区2026年地理标志专项行动方案")
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 11, 9), title="另一项")
    return plan


@pytest.fixture
def late(plan, science):
    return make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 11, 9), title="建立会商机制")


@pytest.fixture
def extended(late, science, officer, now):
    """A follow-up that was issued, not yet extended."""
    return open_follow_up(NewFollowUp(science.pk, "请加快。", task_id=late.pk), by=officer, at=now)


def test_a_plan_whose_rule_is_off_opens_none_until_it_is_on_again(plan, other, late, officer, now):
    switch_follow_ups(plan.pk, is_on=False, reason=REASON, by=officer, at=now)
    assert sweep(now) == 1
    assert FollowUp.objects.get().task.plan == other
    assert open_late_task(late.pk, by=officer, at=now) is None
    switch_follow_ups(plan.pk, is_on=True, reason="分工已定。", by=officer, at=now + DAY)
    sweep(now + DAY)
    assert set(FollowUp.objects.values_list("task__plan", flat=True)) == {plan.pk, other.pk}


def test_a_lagging_indicator_of_such_a_plan_opens_none(plan, science, officer, now):
    lagging = with_path(make_indicator(plan, "维权援助", owner_unit=science, nature=Indicator.Nature.BINDING))
    give(lagging, date(2026, 9, 30), "1")
    assert [one for one, _overdue in missed_indicators(now)] == [lagging]
    switch_follow_ups(plan.pk, is_on=False, reason=REASON, by=officer, at=now)
    assert missed_indicators(now) == []


def test_by_hand_one_is_opened_all_the_same_and_open_ones_are_chased(plan, late, science, officer, now):
    switch_follow_ups(plan.pk, is_on=False, reason=REASON, by=officer, at=now)
    made = open_follow_up(NewFollowUp(science.pk, "请加快。", task_id=late.pk), by=officer, at=now - 30 * DAY)
    assert sweep(now) == 1
    assert made.events.filter(kind="chased").count() == 1


def test_who_turned_it_when_and_why_is_kept_and_audited(plan, other, officer, now):
    switch_follow_ups(plan.pk, is_on=False, reason=f" {REASON} ", by=officer, at=now)
    shown = {one.plan.pk: one for one in rules_of_plans(officer)}
    last = shown[plan.pk].last
    assert (shown[plan.pk].is_on, last.reason, last.person_id, last.at) == (False, REASON, officer.id, now)
    assert (shown[other.pk].is_on, shown[other.pk].last) == (True, None)
    event = AuditEvent.objects.get(kind="plan.follow_up_rule.switched")
    assert (event.details["is_on"], event.actor_id) == (False, officer.id)


def test_what_is_wrong_turns_nothing(plan, officer, contact, actor, office, now):
    def turn(by, plan_id=plan.pk, *, is_on=False, reason=REASON):
        return switch_follow_ups(plan_id, is_on=is_on, reason=reason, by=by, at=now)

    for refused, error in (
        (lambda: turn(contact), NotAllowed),
        (lambda: turn(actor(Post.READ_ONLY_LEADER, office)), NotAllowed),
        (lambda: turn(officer, 0), NotFound),
        (lambda: turn(officer, reason="  "), InvalidInput),
        (lambda: turn(officer, reason="长" * 401), InvalidInput),
        (lambda: turn(officer, is_on=True), WrongState),
    ):
        with pytest.raises(error):
            refused()
    assert not FollowUpSwitch.objects.exists()
    assert plans_switched_off() == frozenset()


def extend(found: FollowUp, officer, at, days: int = 20) -> FollowUp:
    return extend_follow_up(found.pk, working_days=days, reason="等待会签。", by=officer, at=at)


def test_a_follow_up_is_extended_twice_and_no_more(extended, officer, now):
    with pytest.raises(InvalidInput) as refused:
        extend(extended, officer, now, 21)
    assert refused.value.details["field"] == "working_days"
    assert "1 到 20 个工作日" in refused.value.message
    extend(extended, officer, now)
    extend(extended, officer, now)
    extended.refresh_from_db()
    due = extended.reply_due_on
    with pytest.raises(WrongState) as ended:
        extend(extended, officer, now, 1)
    assert ended.value.specific_code == "extended_enough"
    assert "已延期 2 次，不能再延" in ended.value.message
    extended.refresh_from_db()
    assert (extended.reply_due_on, extended.events.filter(kind="extended").count()) == (due, 2)


def test_the_office_sets_its_own_limit(extended, officer, actor, office, now):
    first, second = actor(Post.LEGAL_REVIEWER, office), actor(Post.OFFICE_LEADER, office)
    new = NewValue("follow_up_extension", "most_times", "value", date(2026, 1, 1), "本局督办办法", "", "1")
    value = propose_value(new, by=first, at=now)
    confirm_value(value.pk, by=second, at=now)
    extend(extended, officer, now, 5)
    with pytest.raises(WrongState, match="已延期 1 次"):
        extend(extended, officer, now, 5)
