"""Fills an installation with as many rows as the promises of speed speak of. For benchmarks only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from zhichan.core.access.actor import system_actor
from zhichan.core.audit.actions import Entry, record_batch
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.models import Plan, PlanVersion, Responsibility, Task

CHUNK = 5_000
STATES = (Task.State.NOT_STARTED, Task.State.UNDER_WAY, Task.State.TO_VERIFY)


def make_tasks(count: int) -> None:
    """``count`` tasks with one to three units each, in the demo's plan."""
    plan = Plan.objects.filter(versions__state=PlanVersion.State.IN_FORCE).first()
    assert plan is not None
    version = plan.versions.get(state=PlanVersion.State.IN_FORCE)
    units = list(Unit.objects.values_list("pk", flat=True))
    for first in range(0, count, CHUNK):
        places = range(first, min(first + CHUNK, count))
        tasks = Task.objects.bulk_create(list(_tasks(plan, version, places)))
        Responsibility.objects.bulk_create(list(_responsibilities(tasks, units)))


def _tasks(plan: Plan, version: PlanVersion, places: range) -> Iterator[Task]:
    for place in places:
        due = date(2026, 1, 1) + timedelta(days=place % 1800)
        yield Task(
            plan=plan,
            version=version,
            position=1000 + place,
            number=f"{place}.",
            kind=Task.Kind.TASK,
            chapter=f"第{place % 12 + 1}方面",
            title=f"推进第 {place} 号高价值专利培育与转化任务",
            text="对照清单逐项推进，按季度填报。" * 4,
            deadline_kind=Task.DeadlineKind.BY_DATE,
            deadline_on=due,
            sort_on=due,
            state=STATES[place % 3],
            percent=place % 100,
            changed_at=timezone.now(),
            source="bench",
        )


def _responsibilities(tasks: list[Task], units: list[int]) -> Iterator[Responsibility]:
    for task in tasks:
        for step in range(1 + task.pk % 3):
            role = Responsibility.Role.PARTICIPANT if step else Responsibility.Role.LEAD
            yield Responsibility(task=task, unit_id=units[(task.pk * 7 + step) % len(units)], role=role)


def make_audit_events(count: int) -> None:
    """``count`` chained events over a thousand subjects, written by the real action."""
    subjects = list(Task.objects.order_by("pk")[:1000])
    by, at = system_actor("bench"), timezone.now()
    for first in range(0, count, CHUNK):
        places = range(first, min(first + CHUNK, count))
        record_batch(
            [Entry("bench.task.touched", subjects[place % len(subjects)], {"n": place}) for place in places],
            by=by,
            at=at,
        )
