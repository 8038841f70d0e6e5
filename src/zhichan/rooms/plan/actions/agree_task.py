"""Making a task of what was decided or agreed outside the plan's words (议定、商定事项立项)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Right, require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.notices.actions import notify
from zhichan.core.search.outbox import note
from zhichan.rooms.plan.actions.assign_units import Assignment, checked_units
from zhichan.rooms.plan.actions.task_row import address_of, refuse_impossible_limit
from zhichan.rooms.plan.alarms import clock_of
from zhichan.rooms.plan.models import PlanVersion, Responsibility, Task
from zhichan.rooms.plan.queries.contacts import contacts_of


@dataclass(frozen=True)
class NewTask:
    """The task it becomes: under which plan, by when, and who answers."""

    plan_id: int
    title: str
    deadline_kind: str
    deadline_on: date | None
    review_every: str
    assignments: Sequence[Assignment]


@dataclass(frozen=True)
class Origin:
    """Where the words stand. ``right``: what making a task of them takes; ``starts_on`` begins its time;
    ``told`` is the sentence its units read, which names it as ``%(task)s``."""

    right: Right
    text: str
    starts_on: date
    kind: Task.Kind
    number: str
    chapter: str
    source: str
    is_sample: bool
    details: Mapping[str, object]
    told: str


def make_task(origin: Origin, given: NewTask, *, by: Actor, at: datetime) -> Task:
    """Write the task with its units and tell them; the caller holds the transaction and the row it came of.

    Raises NotAllowed, WrongState (the plan is not in force), InvalidInput (no title, an impossible limit or
    unit).
    """
    require(by, origin.right)
    versions = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan")
    in_force = versions.filter(plan_id=given.plan_id, state=PlanVersion.State.IN_FORCE)
    version = in_force.defer("text", "reading").first()
    if version is None:
        raise WrongState(_("这个规划没有执行中的版本。"), code="not_in_force", plan=given.plan_id)
    if not given.title.strip() or len(given.title) > 200:
        raise InvalidInput(_("任务名称不能为空，不超过 200 字。"), field="title")
    refuse_impossible_limit(given.deadline_kind, given.deadline_on, given.review_every, origin.starts_on)
    units = checked_units(given.assignments, at)
    task = _write(origin, version, given, at)
    Responsibility.objects.bulk_create(
        Responsibility(task=task, unit_id=unit_id, role=role) for unit_id, role in units.items()
    )
    note("plan.task", [task.pk])
    details = {**origin.details, "plan": version.plan_id}
    is_decision = origin.kind == Task.Kind.DECISION
    event = "plan.task.created_from_decision" if is_decision else "plan.task.created_from_agreement"
    record(event, subject=task, by=by, at=at, details=details)
    told = contacts_of(units, timezone.localdate(at))
    notify(told, kind=event, text=origin.told % {"task": task}, url=address_of(task), at=at)
    return task


def _write(origin: Origin, version: PlanVersion, given: NewTask, at: datetime) -> Task:
    clock = clock_of(
        starts_on=origin.starts_on,
        deadline_on=given.deadline_on,
        review_every=given.review_every,
        reviewed_until=None,
        percent=0,
    )
    last = Task.objects.filter(plan=version.plan).aggregate(last=Max("position"))["last"] or 0
    return Task.objects.create(
        plan=version.plan,
        version=version,
        position=last + 1,
        number=origin.number,
        kind=origin.kind,
        chapter=origin.chapter,
        title=given.title.strip(),
        text=origin.text,
        deadline_kind=given.deadline_kind,
        deadline_on=given.deadline_on,
        review_every=given.review_every,
        starts_on=origin.starts_on,
        sort_on=clock.sort_on,
        lags_on=clock.lags_on,
        is_sample=origin.is_sample or version.plan.is_sample,
        source=origin.source,
        changed_at=at,
    )
