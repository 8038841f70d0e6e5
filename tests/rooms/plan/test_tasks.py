"""Who sees which task, what the filter finds, and what is done to a task."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhichan.core.access.roles import Role as Post
from zhichan.core.errors import NotFound
from zhichan.rooms.plan.alarms import NEVER, Alarm, Today, alarm_of
from zhichan.rooms.plan.models import PlanVersion, Task
from zhichan.rooms.plan.queries.board import board_of, counts_of
from zhichan.rooms.plan.queries.days import today_of
from zhichan.rooms.plan.queries.tasks import (
    TaskFilter,
    alarm_case,
    filtered,
    task_visible_to,
    tasks_visible_to,
)

from .samples import Role, make_ongoing, make_plan, make_task

pytestmark = pytest.mark.django_db
TODAY = Today(date(2026, 11, 20), date(2026, 12, 4))
OVERSEERS = (
    Post.OFFICE_LEADER,
    Post.PLAN_OFFICER,
    Post.CASE_OFFICER,
    Post.LEGAL_REVIEWER,
    Post.READ_ONLY_LEADER,
)


# --- who sees what ---


@pytest.mark.parametrize("role", list(Post))
@pytest.mark.parametrize("place", ["own", "other"])
def test_overseers_see_every_task_and_contacts_their_units(task, science, unit, actor, role, place):
    where = science if place == "own" else unit("云川区商务局")
    seen = list(tasks_visible_to(actor(role, where)))
    expected = role in OVERSEERS or (role is Post.UNIT_CONTACT and place == "own")
    assert seen == ([task] if expected else [])


def test_lead_and_joint_units_each_see_their_own_list(plan, science, justice, actor):
    shared = make_task(plan, {science: Role.JOINT, justice: Role.JOINT})
    own = make_task(plan, {science: Role.LEAD})
    helped = make_task(plan, {science: Role.LEAD, justice: Role.PARTICIPANT})
    assert set(tasks_visible_to(actor(Post.UNIT_CONTACT, science))) == {shared, own, helped}
    assert set(tasks_visible_to(actor(Post.UNIT_CONTACT, justice))) == {shared, helped}


def test_a_contact_sees_the_tasks_of_the_units_below(task, science, unit, actor):
    centre = unit("云川区科技创新中心", parent=science)
    below = make_task(task.plan, {centre: Role.LEAD})
    assert set(tasks_visible_to(actor(Post.UNIT_CONTACT, science))) == {task, below}
    assert set(tasks_visible_to(actor(Post.UNIT_CONTACT, centre))) == {below}


@pytest.mark.parametrize(("state", "seen"), [("draft", False), ("abandoned", False), ("superseded", True)])
def test_a_contact_sees_only_promises_that_hold_or_held(task, contact, officer, state, seen):
    PlanVersion.objects.filter(pk=task.version_id).update(state=state)
    assert tasks_visible_to(contact).exists() is seen
    assert tasks_visible_to(officer).exists()


def test_a_task_one_may_not_see_is_not_found(task, unit, actor):
    with pytest.raises(NotFound):
        task_visible_to(actor(Post.UNIT_CONTACT, unit("云川区商务局")), task.pk)
    with pytest.raises(NotFound):
        task_visible_to(actor(Post.PLAN_OFFICER, unit("云川区商务局")), task.pk + 1000)


# --- the filter ---


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    state=st.sampled_from(Task.State.values),
    due=st.integers(-40, 60).map(lambda n: TODAY.on + timedelta(days=n)) | st.just(NEVER),
    lags=st.none() | st.integers(-40, 40).map(lambda n: TODAY.on + timedelta(days=n)),
)
def test_the_filter_by_alarm_is_the_rule(plan, officer, state, due, lags):
    Task.objects.all().delete()
    task = make_task(plan, {})
    Task.objects.filter(pk=task.pk).update(state=state, sort_on=due, lags_on=lags)
    expected = alarm_of(state, due, lags, TODAY)
    for alarm in Alarm:
        found = filtered(Task.objects.all(), TaskFilter(alarm=alarm), TODAY).exists()
        assert found is (alarm is expected), alarm
    assert Task.objects.values_list(alarm_case(TODAY), flat=True).get() == expected


def test_the_filter_reads_back_from_its_own_address(plan, science):
    wanted = TaskFilter(
        plan=plan.pk,
        chapter="一、强化保护",
        unit=science.pk,
        deadline="ongoing",
        state="under_way",
        alarm="soon",
        due_within=30,
        q="会商 & 协作",
    )
    from django.http import QueryDict

    assert TaskFilter.read(QueryDict(wanted.address()[1:]).dict()) == wanted
    assert TaskFilter.read({}).address() == "?"
    assert TaskFilter().address(alarm="overdue") == "?alarm=overdue"


@pytest.mark.parametrize(
    "bad", [{"plan": "x"}, {"plan": "9" * 30}, {"state": "gone"}, {"alarm": "1"}, {"unit": "-1"}]
)
def test_what_cannot_be_read_in_an_address_counts_as_not_asked(bad):
    assert TaskFilter.read(bad) == TaskFilter()


def test_each_part_of_the_filter_narrows(plan, office, science, justice, officer):
    other = make_plan(office, title="云川区强化知识产权保护推进计划")
    first = make_task(
        plan, {science: Role.LEAD}, chapter="一、强化保护", title="建立会商机制", state="under_way"
    )
    second = make_task(plan, {justice: Role.LEAD}, chapter="二、促进运用", title="推广专利导航")
    third = make_ongoing(other, {science: Role.PARTICIPANT})

    def found(**fields: object) -> set[Task]:
        return set(filtered(tasks_visible_to(officer), TaskFilter(**fields), TODAY))

    assert found() == {first, second, third}
    assert found(plan=plan.pk) == {first, second}
    assert found(chapter="二、促进运用") == {second}
    assert found(unit=science.pk) == {first, third}
    assert found(deadline="ongoing") == {third}
    assert found(state="under_way") == {first}
    assert found(q="导航") == {second}
    assert found(due_within=41) == {first, second}
    assert found(due_within=40) == set()


def test_both_ways_to_a_units_tasks_find_the_same(plan, science, justice, officer, actor):
    for n in range(9):
        units = {science: Role.LEAD} if n % 3 else {justice: Role.LEAD, science: Role.PARTICIPANT}
        make_task(plan, units if n % 2 else {justice: Role.JOINT})
    for by in (officer, actor(Post.UNIT_CONTACT, science), actor(Post.UNIT_CONTACT, justice)):
        for wanted in (TaskFilter(), TaskFilter(unit=science.pk), TaskFilter(unit=justice.pk)):
            ways = [filtered(tasks_visible_to(by, walk=w), wanted, TODAY, walk=w) for w in (False, True)]
            assert set(ways[0]) == set(ways[1])


def test_beyond_a_thousand_tasks_figures_are_withheld(plan, officer, monkeypatch):
    monkeypatch.setattr("zhichan.rooms.plan.queries.board.MOST_COUNTED", 2)
    for _ in range(2):
        make_task(plan, {})
    assert counts_of(officer, TaskFilter(), TODAY).is_capped is False
    make_task(plan, {})
    assert counts_of(officer, TaskFilter(), TODAY).is_capped is True


# --- the board ---


def test_a_task_stands_in_the_lane_of_every_unit_that_answers(plan, science, justice, unit, officer):
    farm = unit("云川区农业农村局")
    make_task(
        plan,
        {science: Role.JOINT, justice: Role.JOINT, farm: Role.PARTICIPANT},
        state="under_way",
        percent=90,
    )
    late = make_task(plan, {justice: Role.LEAD}, deadline_on=date(2026, 11, 1))
    board = board_of(officer, TaskFilter(), TODAY)
    assert [(lane.name, lane.count, lane.abnormal) for lane in board.lanes] == [
        ("云川区司法局", 2, 1),
        ("云川区科技局", 1, 0),
    ]
    cell = board.lanes[0].cells[0]
    assert (cell.state, [card.task for card in cell.cards]) == ("not_started", [late])
    assert board.cards[0].standing.limit == "已过 19 天"


def test_a_contacts_board_has_only_its_own_lanes(plan, science, justice, contact):
    make_task(plan, {justice: Role.LEAD, science: Role.PARTICIPANT})
    board = board_of(contact, TaskFilter(), TODAY)
    assert [lane.name for lane in board.lanes] == ["云川区科技局"]


def test_tasks_nobody_answers_for_have_a_lane_of_their_own(plan, officer):
    make_task(plan, {})
    assert [(lane.unit_id, lane.count) for lane in board_of(officer, TaskFilter(), TODAY).lanes] == [
        (None, 1)
    ]


def test_counts_are_by_alarm_and_state_and_add_up(plan, science, officer):
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 11, 1))
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 12, 1), state="under_way")
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2030, 12, 31))
    make_task(plan, {science: Role.LEAD}, state="done", percent=100, done_on=date(2026, 10, 1))
    make_task(plan, {science: Role.LEAD}, state="cancelled")
    counts = counts_of(officer, TaskFilter(alarm="overdue"), TODAY)
    assert counts.total == 5 == sum(counts.by_alarm.values())
    assert {alarm.value: n for alarm, n in counts.by_alarm.items() if n} == {
        "overdue": 1,
        "soon": 1,
        "not_started": 1,
        "done": 1,
        "cancelled": 1,
    }
    assert counts.by_state == {"not_started": 2, "under_way": 1, "to_verify": 0, "done": 1}


def test_soon_is_ten_working_days_over_a_holiday(system, now):
    from zhichan.core.calendar.actions import set_day

    # 2026-11-20 is a Friday; two working days taken away push the tenth from 12-04 to 12-08.
    assert today_of(date(2026, 11, 20)).soon_until == date(2026, 12, 4)
    for day in (date(2026, 11, 23), date(2026, 11, 24)):
        set_day(day, is_working=False, reason="测试放假", by=system, at=now)
    assert today_of(date(2026, 11, 20)).soon_until == date(2026, 12, 8)
