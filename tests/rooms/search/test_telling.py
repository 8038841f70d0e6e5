"""Writing tells the index in the same transaction: once for each step, and no action forgets it."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.core.matters.conftest import at
from tests.core.matters.conftest import house as house
from tests.core.search.agreeing import assert_followed
from tests.noting import watched
from tests.rooms.plan.samples import Role as Part
from tests.rooms.plan.samples import make_plan, make_task
from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.matters.actions.notes import add_note
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.sharing import share_matter, stop_sharing
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.models import Matter
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.matters.writing.seats import NewParticipant
from zhichan.core.people.actions.people import update_person
from zhichan.core.people.actions.units import rename_unit
from zhichan.core.people.models import Person
from zhichan.core.search.collection import collection_of, collections
from zhichan.core.search.models import SearchChange
from zhichan.core.search.outbox import note
from zhichan.rooms.plan.actions.assign_units import Assignment, assign_units
from zhichan.rooms.plan.actions.enter_plan import NewPlan, enter_plan
from zhichan.rooms.plan.actions.move_task import move_task
from zhichan.rooms.plan.models import Task

pytestmark = pytest.mark.django_db
WHEN = at("2026-02-10 10:00")


@pytest.fixture
def searched() -> tuple[str, ...]:
    return tuple(one.name for one in collections())


@pytest.fixture
def matter(house) -> Matter:
    values = {"clue": "门店售卖近似包装。", "right_kind": "trademark", "real_name": "no"}
    people = (NewParticipant("party", "云川样例商行"),)
    opening = Opening("lead", "样例商行涉嫌侵权线索", house.unit, values, people, opened=WHEN)
    return open_matter(opening, by=house.officer, at=WHEN)


def told_by(act) -> list[str]:
    """The statements with which an action told the index."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return [one["sql"] for one in captured if SearchChange._meta.db_table in one["sql"]]


def test_a_step_a_note_and_a_task_change_cost_one_statement_more(house, matter, office, actor, unit) -> None:
    team = [house.officer.id]
    step = Step("assign", {"channel": "report", "officers": team})
    events = matter.events.count()
    told = told_by(lambda: take_move(matter.pk, step, by=house.leader, at=WHEN))
    assert len(told) == matter.events.count() - events
    assert len(told_by(lambda: add_note(matter.pk, "已核对。", by=house.officer, at=WHEN))) == 1
    task = make_task(make_plan(office), {unit("云川区科技局"): Part.LEAD})
    officer = actor(Role.PLAN_OFFICER, office)
    assert len(told_by(lambda: move_task(task.pk, "under_way", reason="开始", by=officer, at=WHEN))) == 1


def test_the_index_of_matters_follows_from_opening_to_the_end_of_a_share(house, matter, unit) -> None:
    matters = collection_of("matter")
    assert len(assert_followed(matters)) == 1
    step = Step("assign", {"channel": "report", "officers": [house.officer.id]})
    take_move(matter.pk, step, by=house.leader, at=WHEN)
    assert_followed(matters)
    share_matter(matter.pk, unit("云川区科技局").pk, "协助", by=house.leader, at=WHEN)
    record = assert_followed(matters)[matter.pk]
    assert f"person:{house.officer.id}" in record.scope
    assert len([group for group in record.scope if group.startswith("unit:")]) == 2
    stop_sharing(matter.pk, unit("云川区科技局").pk, "办完", by=house.leader, at=WHEN)
    assert len([one for one in assert_followed(matters)[matter.pk].scope if one.startswith("unit:")]) == 1
    officer = Person.objects.get(pk=house.officer.id)
    update_person(officer, name="新名字", email="", phone="", by=system_actor("test"), at=WHEN)
    assert assert_followed(matters)[matter.pk].values["handler"] == ["新名字"]


def test_the_indexes_of_tasks_and_plans_follow(office, actor, unit) -> None:
    tasks, plans, officer = collection_of("task"), collection_of("plan"), actor(Role.PLAN_OFFICER, office)
    science, justice = unit("云川区科技局"), unit("云川区司法局")
    task = make_task(make_plan(office), {science: Part.LEAD})
    note("plan.task", [task.pk])
    assert_followed(tasks)
    assign_units(task.pk, [Assignment(justice.pk, Part.LEAD)], reason="调整", by=officer, at=WHEN)
    assert assert_followed(tasks)[task.pk].scope == {f"unit:{justice.pk}"}
    move_task(task.pk, "under_way", reason="开始", by=officer, at=WHEN)
    assert assert_followed(tasks)[task.pk].values["state"] == ["under_way"]
    rename_unit(justice, "云川区司法与法制局", from_on=date(2026, 2, 1), by=system_actor("test"), at=WHEN)
    assert assert_followed(tasks)[task.pk].values["units"] == ["云川区司法与法制局"]
    assert_followed(plans)
    enter_plan(NewPlan("新样例规划", genre="work-plan"), owner_unit=office, by=officer, at=WHEN)
    found = assert_followed(plans)
    assert [one.scope for one in found.values() if one.values["title"] == ["新样例规划"]] == [frozenset()]
    rename_unit(office, "云川区知识产权与标准局", from_on=date(2026, 2, 1), by=system_actor("test"), at=WHEN)
    assert {one.values["owner"][0] for one in assert_followed(plans).values()} == {"云川区知识产权与标准局"}


@pytest.mark.parametrize("is_told", [True, False])
def test_the_watch_over_all_actions_sees_who_forgets_the_index(office, unit, is_told: bool) -> None:
    task = make_task(make_plan(office), {unit("云川区科技局"): Part.LEAD})
    with ExitStack() as stack:
        if not is_told:
            stack.enter_context(pytest.raises(AssertionError, match="nobody told the index of task"))
        with watched(), transaction.atomic():
            Task.objects.filter(pk=task.pk).update(title="改了")
            if is_told:
                note("plan.task", [task.pk])
