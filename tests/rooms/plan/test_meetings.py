"""Leading groups by date, meetings and their decisions; and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from zhichan.core.access.roles import Role as Post
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.notices.models import Notice
from zhichan.core.people.actions.collectives import (
    NewCollective,
    add_member,
    create_collective,
    remove_member,
)
from zhichan.core.people.models import Collective
from zhichan.rooms.plan.actions.agree_task import NewTask
from zhichan.rooms.plan.actions.assign_units import Assignment
from zhichan.rooms.plan.actions.hold_meeting import (
    MeetingRecord,
    hold_meeting,
    make_decision_task,
)
from zhichan.rooms.plan.models import Decision, Meeting, PlanVersion, Task
from zhichan.rooms.plan.queries.meetings import (
    group_lines,
    group_page,
    groups_visible_to,
    meeting_page,
    meetings_visible_to,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_write_noted")]
REFORM = date(2025, 3, 1)


@pytest.fixture
def bodies(unit):
    return [unit(f"云川区第{n}局") for n in range(1, 6)]


@pytest.fixture
def group(bodies, system, now):
    """Four members; a fifth unit left with the reform."""
    new = NewCollective("云川区知识产权联席会议", Collective.Kind.JOINT_MEETING, source="test")
    made = create_collective(new, by=system, at=now)
    for body in bodies:
        add_member(made, body, effective_on=date(2022, 1, 10), source="成立文件", by=system, at=now)
    remove_member(made, bodies[4], effective_on=REFORM, source="机构改革", by=system, at=now)
    return made


@pytest.fixture
def reformed(unit, system, now):
    """25 members from 2022; the reform of 2025-03-01 takes four away and brings one."""
    bodies = [unit(f"云川区第{n}局") for n in range(1, 27)]
    new = NewCollective("云川区知识产权战略领导小组", Collective.Kind.LEADING_GROUP, source="test")
    made = create_collective(new, by=system, at=now)
    for body in bodies[:25]:
        add_member(made, body, effective_on=date(2022, 1, 10), source="成立文件", by=system, at=now)
    for body in bodies[21:25]:
        remove_member(made, body, effective_on=REFORM, source="机构改革", by=system, at=now)
    add_member(made, bodies[25], effective_on=REFORM, source="机构改革", by=system, at=now)
    return made


@pytest.fixture
def given(bodies):
    return MeetingRecord(
        title="领导小组第三次全体会议",
        held_on=date(2026, 10, 15),
        present=[body.pk for body in bodies[:3]],
        place="区政府第二会议室",
        chair="分管副区长",
        decisions=["年内建立行刑衔接会商机制。", "各镇设立服务点。"],
    )


@pytest.fixture
def meeting(group, given, officer, now):
    return hold_meeting(group.pk, given, by=officer, at=now)


@pytest.fixture
def wanted(plan, bodies):
    return NewTask(
        plan_id=plan.pk,
        title="建立行刑衔接会商机制",
        deadline_kind="by-date",
        deadline_on=date(2026, 12, 31),
        review_every="",
        assignments=[Assignment(bodies[0].pk, "lead"), Assignment(bodies[1].pk, "participant")],
    )


def counts() -> tuple[int, ...]:
    return Meeting.objects.count(), Decision.objects.count(), Task.objects.count(), Notice.objects.count()


# --- members by date ---


@pytest.mark.parametrize(
    ("on", "members"),
    [
        (date(2022, 1, 9), 0),
        (date(2022, 1, 10), 25),
        (REFORM - timedelta(days=1), 25),
        (REFORM, 22),
        (date(2026, 11, 20), 22),
    ],
)
def test_members_are_counted_on_the_day_asked(reformed, officer, on, members):
    assert [line.members for line in group_lines(officer, on)] == [members]
    assert len(group_page(officer, reformed.pk, on).members) == members


def test_the_reform_is_told_as_before_and_after(reformed, officer):
    change = group_page(officer, reformed.pk, REFORM).changes[0]
    assert (change.day, change.before, change.after) == (REFORM, 25, 22)
    assert (len(change.left), list(change.joined)) == (4, ["云川区第26局"])


# --- recording ---


def test_a_meeting_keeps_who_came_and_what_was_decided(meeting, office, officer):
    page = meeting_page(officer, meeting.pk)
    assert (len(page.present), len(page.absent), len(page.guests)) == (3, 1, 0)
    assert [decision.text for decision in page.decisions] == [
        "年内建立行刑衔接会商机制。",
        "各镇设立服务点。",
    ]
    assert meeting.owner_unit == office
    assert events_of(meeting).get().details["decisions"] == 2


def test_who_came_without_being_a_member_is_a_guest(group, given, bodies, officer, now):
    present = [bodies[0].pk, bodies[4].pk]
    meeting = hold_meeting(group.pk, replace(given, present=present), by=officer, at=now)
    page = meeting_page(officer, meeting.pk)
    assert ([unit.name for unit in page.present], [unit.name for unit in page.guests]) == (
        ["云川区第1局"],
        ["云川区第5局"],
    )


def test_the_same_meeting_is_not_recorded_twice(meeting, group, given, officer, now):
    before = counts()
    with pytest.raises(Conflict):
        hold_meeting(group.pk, given, by=officer, at=now)
    assert counts() == before


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "  "},
        {"title": "长" * 201},
        {"held_on": date(2026, 11, 21)},
        {"present": []},
        {"present": [10**6]},
        {"decisions": ["长" * 2001]},
        {"decisions": ["事项"] * 41},
    ],
)
def test_an_unreadable_record_changes_nothing(group, given, officer, now, fields):
    before = counts()
    with pytest.raises(InvalidInput):
        hold_meeting(group.pk, replace(given, **fields), by=officer, at=now)
    assert counts() == before


@pytest.mark.parametrize("role", [r for r in Post if r not in (Post.PLAN_OFFICER, Post.OFFICE_LEADER)])
def test_only_the_office_records_and_decides(meeting, group, given, wanted, bodies, actor, now, role):
    by = actor(role, bodies[0])
    before = counts()
    with pytest.raises((NotAllowed, NotFound)):
        hold_meeting(group.pk, replace(given, title="另一次会议"), by=by, at=now)
    decision = meeting.decisions.first()
    with pytest.raises((NotAllowed, NotFound)):
        make_decision_task(decision.pk, wanted, by=by, at=now)
    assert counts() == before


def test_a_collective_that_does_not_meet_takes_no_meeting(given, officer, system, now):
    new = NewCollective("各镇（街道）", Collective.Kind.ALL_OF_KIND, source="test")
    towns = create_collective(new, by=system, at=now)
    with pytest.raises(NotFound):
        hold_meeting(towns.pk, given, by=officer, at=now)


# --- who sees what ---


def test_a_contact_sees_groups_and_meetings_of_its_own_unit(meeting, group, bodies, unit, actor):
    member = actor(Post.UNIT_CONTACT, bodies[0])
    former = actor(Post.UNIT_CONTACT, bodies[4])
    stranger = actor(Post.UNIT_CONTACT, unit("云川区商务局"))
    assert [groups_visible_to(by).count() for by in (member, former, stranger)] == [1, 1, 0]
    assert [meetings_visible_to(by).count() for by in (member, former, stranger)] == [1, 0, 0]
    with pytest.raises(NotFound):
        meeting_page(former, meeting.pk)
    with pytest.raises(NotFound):
        group_page(stranger, group.pk, date(2026, 11, 20))


def test_who_attended_as_a_guest_sees_the_meeting(group, given, bodies, actor, officer, now):
    hold_meeting(group.pk, replace(given, present=[bodies[4].pk]), by=officer, at=now)
    assert meetings_visible_to(actor(Post.UNIT_CONTACT, bodies[4])).count() == 1


# --- decisions that become tasks ---


def test_a_decision_becomes_a_task_of_the_plan_and_its_units_are_told(
    meeting, wanted, plan, bodies, actor, officer, now
):
    lead = actor(Post.UNIT_CONTACT, bodies[0])
    decision = meeting.decisions.first()
    task = make_decision_task(decision.pk, wanted, by=officer, at=now)
    decision.refresh_from_db()
    assert decision.task == task
    assert (task.kind, task.plan, task.state, task.starts_on) == (
        Task.Kind.DECISION,
        plan,
        "not_started",
        date(2026, 10, 15),
    )
    assert (task.text, task.sort_on) == ("年内建立行刑衔接会商机制。", date(2026, 12, 31))
    assert list(task.responsibilities.order_by("pk").values_list("role", flat=True)) == [
        "lead",
        "participant",
    ]
    assert Notice.objects.get().person_id == lead.id


def test_a_decision_becomes_a_task_once(meeting, wanted, officer, now):
    decision = meeting.decisions.first()
    make_decision_task(decision.pk, wanted, by=officer, at=now)
    before = counts()
    with pytest.raises(WrongState) as refused:
        make_decision_task(decision.pk, wanted, by=officer, at=now)
    assert refused.value.specific_code == "already_a_task"
    assert counts() == before


@pytest.mark.parametrize(
    "fields",
    [
        {"title": " "},
        {"deadline_on": None},
        {"deadline_on": date(2026, 10, 15)},
        {"deadline_kind": "ongoing", "deadline_on": None},
        {"review_every": "quarter"},
        {"assignments": []},
        {"assignments": [Assignment(10**6, "lead")]},
    ],
)
def test_an_impossible_task_changes_nothing(meeting, wanted, officer, now, fields):
    before = counts()
    with pytest.raises(InvalidInput):
        make_decision_task(meeting.decisions.first().pk, replace(wanted, **fields), by=officer, at=now)
    assert counts() == before
    assert meeting.decisions.first().task is None


def test_a_plan_without_a_version_in_force_takes_no_task(meeting, wanted, plan, officer, now):
    plan.versions.update(state=PlanVersion.State.SUPERSEDED)
    with pytest.raises(WrongState) as refused:
        make_decision_task(meeting.decisions.first().pk, wanted, by=officer, at=now)
    assert refused.value.specific_code == "not_in_force"
