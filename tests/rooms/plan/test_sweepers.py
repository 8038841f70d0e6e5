"""Reminders: once when due soon, once when overdue, anew for a moved deadline."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zhichan.core.jobs.sweep import all_sweepers
from zhichan.core.notices.models import Notice
from zhichan.rooms.plan.models import PlanVersion, Task
from zhichan.rooms.plan.sweepers import remind

from .samples import Role, make_ongoing, make_task

pytestmark = pytest.mark.django_db


def texts() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("text", flat=True))


def test_a_unit_is_told_once_that_a_task_is_due_and_once_that_it_is_late(plan, science, contact, now):
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 11, 27), title="建立会商机制")
    assert remind(now) == 1
    assert remind(now + timedelta(hours=6)) == 0
    assert remind(now + timedelta(days=8)) == 1
    assert remind(now + timedelta(days=9)) == 0
    assert texts() == [
        "临期：2026-11-27 前应办：1 建立会商机制",
        "超期：应于 2026-11-27 前办：1 建立会商机制",
    ]
    assert set(Notice.objects.values_list("person_id", flat=True)) == {contact.id}


def test_a_moved_deadline_is_told_anew(plan, science, contact, now):
    task = make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 11, 27))
    remind(now)
    Task.objects.filter(pk=task.pk).update(deadline_on=date(2026, 11, 30), sort_on=date(2026, 11, 30))
    assert remind(now + timedelta(hours=6)) == 1
    assert len(texts()) == 2


def test_units_that_only_help_and_tasks_not_near_are_left_alone(plan, science, unit, contact, now):
    make_task(
        plan, {unit("云川区司法局"): Role.LEAD, science: Role.PARTICIPANT}, deadline_on=date(2026, 11, 27)
    )
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2027, 11, 27))
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 11, 1), state="done")
    make_ongoing(plan, {science: Role.LEAD}, reviewed_until=date(2026, 9, 30))
    assert remind(now) == 0
    assert texts() == []


def test_the_review_of_an_ongoing_task_is_a_day_like_others(plan, science, contact, now):
    make_ongoing(plan, {science: Role.LEAD}, reviewed_until=date(2026, 6, 30))
    assert remind(now) == 1
    assert texts()[0].startswith("超期：应于 2026-10-15 前办")


def test_a_version_out_of_force_reminds_nobody(plan, science, contact, now):
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 11, 27))
    plan.versions.update(state=PlanVersion.State.SUPERSEDED)
    assert remind(now) == 0


def test_the_sweep_knows_it():
    assert "plan.reminders" in {one.name for one in all_sweepers()}
