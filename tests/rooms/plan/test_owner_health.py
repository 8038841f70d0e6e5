"""Units that do nothing about the tasks they lead: planted ones are found, and nobody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zhichan.core.access.roles import Role as Post
from zhichan.core.notices.models import Notice
from zhichan.core.people.models import Post as PostRow
from zhichan.core.people.models import SignInEntry
from zhichan.rooms.plan.actions.open_follow_up import NewFollowUp, open_follow_up
from zhichan.rooms.plan.models import Progress, Task
from zhichan.rooms.plan.queries.owner_health import Why, idle_owners
from zhichan.rooms.plan.sweepers import tell_of_idle_owners

from .samples import Role, make_ongoing, make_task

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def seen(now):
    """Notes that a person signed in so many days ago."""

    def note(actor, days: int) -> None:
        kind = SignInEntry.Kind.SIGNED_IN
        SignInEntry.objects.create(kind=kind, person_id=actor.id, happened_at=now - days * DAY)

    return note


@pytest.fixture
def reported(now):
    def note(task: Task, unit, days: int) -> None:
        at = now - days * DAY
        Progress.objects.create(
            task=task, unit=unit, reported_at=at, percent=5, text="已开展。", source="test", state="accepted"
        )

    return note


def listed(now, **asked: int) -> list[tuple[str, date, list[Why]]]:
    return [(one.task.title, one.since, list(one.why)) for one in idle_owners(now, **asked)]


def test_a_planted_idle_owner_is_on_the_alarm_list(
    plan, science, justice, unit, contact, officer, actor, seen, reported, now
):
    seen(contact, 3)
    seen(actor(Post.UNIT_CONTACT, justice), 90)
    silent = make_task(plan, {science: Role.LEAD, justice: Role.PARTICIPANT}, title="从未填报")
    worked = make_task(plan, {science: Role.LEAD}, title="近日填报")
    reported(worked, science, 59)
    stopped = make_task(plan, {science: Role.LEAD}, title="停了")
    reported(stopped, science, 60)
    away = make_task(plan, {justice: Role.LEAD}, title="无人登录", starts_on=date(2026, 8, 1))
    reported(away, justice, 60)
    by_other_way = make_task(plan, {justice: Role.LEAD}, title="没登录但有填报")
    reported(by_other_way, justice, 10)
    make_task(plan, {unit("云川区水务局"): Role.LEAD}, title="没有联络员", starts_on=date(2026, 11, 1))
    make_task(plan, {science: Role.LEAD}, title="刚开始", starts_on=date(2026, 11, 1))
    make_task(plan, {unit("云川区林业局"): Role.LEAD}, title="已办结", state=Task.State.DONE)
    # 2026-11-20 less sixty days is the 21st of September.
    assert listed(now) == [
        ("从未填报", date(2026, 1, 20), [Why.NOT_REPORTED]),
        ("无人登录", date(2026, 8, 22), [Why.NOT_REPORTED, Why.NO_SIGN_IN]),
        ("停了", date(2026, 9, 21), [Why.NOT_REPORTED]),
        ("没有联络员", date(2026, 11, 1), [Why.NO_CONTACT]),
    ]
    assert [title for title, *_rest in listed(now, days=61)] == ["从未填报", "没有联络员"]
    assert idle_owners(now)[0].idle_days(now.date()) == 304
    assert silent.pk == idle_owners(now)[0].task.pk
    assert tell_of_idle_owners(now) == 4
    assert Notice.objects.get(person_id=officer.id).text == "责任单位动态：4 项任务的责任单位没有动作"


def test_where_nobody_leads_all_that_share_are_asked(plan, science, justice, contact, actor, reported, now):
    actor(Post.UNIT_CONTACT, justice)
    task = make_task(plan, {science: Role.JOINT, justice: Role.JOINT})
    reported(task, science, 1)
    [idle] = idle_owners(now)
    assert (idle.unit, idle.why) == (justice, [Why.NOT_REPORTED, Why.NO_SIGN_IN])


def test_a_task_that_idle_units_share_counts_once(plan, science, justice, officer, signed_in, office, now):
    make_task(plan, {science: Role.JOINT, justice: Role.JOINT}, title="共同的")
    make_task(plan, {science: Role.LEAD}, title="一家的")
    assert len(idle_owners(now)) == 3
    assert tell_of_idle_owners(now) == 2
    told = Notice.objects.get(kind="plan.owners.idle").text
    assert told == "责任单位动态：2 项任务的责任单位没有动作"
    page = signed_in(Post.PLAN_OFFICER, office).get("/plan/owners/").content.decode()
    assert "2 个单位，2 项任务（几个单位共同负责的只计一项）" in page


def test_an_ongoing_task_is_asked_for_one_report_in_each_whole_period(
    plan, science, contact, seen, reported, now
):
    seen(contact, 1)
    task = make_ongoing(plan, {science: Role.LEAD}, review_every="quarter")
    assert len(idle_owners(now)) == 1
    reported(task, science, 120)  # the 23rd of July: within the last whole quarter
    assert idle_owners(now) == []
    Progress.objects.update(reported_at=now - 150 * DAY)  # the 23rd of June
    assert listed(now) == [("持续开展执法协作", date(2026, 6, 23), [Why.NOT_REPORTED])]


def test_an_unsigned_follow_up_and_a_contact_who_left(plan, science, contact, officer, seen, reported, now):
    seen(contact, 1)
    task = make_task(plan, {science: Role.LEAD})
    reported(task, science, 1)
    open_follow_up(NewFollowUp(science.pk, "请加快。", task_id=task.pk), by=officer, at=now - 30 * DAY)
    assert listed(now) == [(task.title, date(2026, 10, 21), [Why.NOT_SIGNED])]
    PostRow.objects.filter(person_id=contact.id).update(until_on=date(2026, 10, 1))
    assert listed(now) == [(task.title, date(2026, 10, 1), [Why.NO_CONTACT, Why.NOT_SIGNED])]
