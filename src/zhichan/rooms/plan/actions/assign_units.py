"""Who answers for a task (分工调整)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.notices.actions import notify
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.task_row import (
    address_of,
    lock_task,
    put_back,
    refuse_if_changed,
    unit_ids_of,
)
from zhichan.rooms.plan.models import Progress, Responsibility, Task
from zhichan.rooms.plan.queries.contacts import contacts_of
from zhichan.rooms.plan.queries.progress import accepted_percents, answering_units, percent_of
from zhichan.rooms.plan.queries.tasks import ANSWERING
from zhichan.rooms.plan.rights import TASK_MANAGE


@dataclass(frozen=True)
class Assignment:
    unit_id: int
    role: str


@transaction.atomic
def assign_units(
    task_id: int,
    assignments: Sequence[Assignment],
    *,
    reason: str,
    by: Actor,
    at: datetime,
    seen_at: datetime | None = None,
) -> Task:
    """Replace the units of a task. Units that stay keep the name they were printed under.

    Raises NotFound, NotAllowed, Conflict, WrongState (a settled task, or a unit that would go has a
    report waiting), InvalidInput (nobody answers, a unit twice or abolished, no reason); on any of them
    nothing is changed.
    """
    task = lock_task(task_id, by=by)
    require(by, TASK_MANAGE, unit_ids_of(task))
    refuse_if_changed(task, seen_at)
    wanted = checked_units(assignments, at)
    rows = {row.unit_id: row for row in Responsibility.objects.filter(task=task)}
    before = {unit_id: row.role for unit_id, row in rows.items()}
    if before == wanted:
        return task
    _refuse(task, set(before) - set(wanted), reason)
    _replace(task, rows, wanted)
    task.percent = percent_of(answering_units(task), accepted_percents(task))
    put_back(task, at, "percent")
    details = {"before": _sorted(before), "after": _sorted(wanted), "reason": reason.strip()}
    record("plan.task.units_assigned", subject=task, by=by, at=at, details=details)
    _tell(task, set(wanted) - set(before), at)
    return task


def checked_units(assignments: Sequence[Assignment], at: datetime) -> dict[int, str]:
    """The part of each unit; InvalidInput where a unit stands twice, is gone, or nobody answers."""
    wanted = {given.unit_id: given.role for given in assignments}
    if len(wanted) != len(assignments):
        raise InvalidInput(_("同一单位只能有一种分工。"), code="unit_twice", field="units")
    if set(ANSWERING).isdisjoint(wanted.values()):
        raise InvalidInput(_("至少要有一个牵头或共同负责的单位。"), code="nobody_answers", field="units")
    if unknown := set(wanted.values()) - set(Responsibility.Role.values):
        raise InvalidInput(_("没有这种分工。"), field="units", roles=sorted(unknown))
    existing = existing_on(Unit.objects.filter(pk__in=wanted), timezone.localdate(at)).values_list(
        "pk", flat=True
    )
    if gone := set(wanted) - set(existing):
        raise InvalidInput(_("有单位不存在或已撤销。"), code="unit_gone", field="units", units=sorted(gone))
    return wanted


def _refuse(task: Task, leaving: set[int], reason: str) -> None:
    if task.state in (Task.State.DONE, Task.State.CANCELLED):
        message = _("“%(state)s”的任务不能改分工。") % {"state": task.get_state_display()}
        raise WrongState(message, task=task.pk, state=task.state)
    if not reason.strip():
        raise InvalidInput(_("调整分工须写明理由。"), code="reason_missing", field="reason")
    waiting = Progress.objects.filter(task=task, unit_id__in=leaving, state=Progress.State.SUBMITTED)
    if waiting.exists():
        raise WrongState(_("要移除的单位有填报等待审核，请先审核。"), code="report_waits", task=task.pk)


def _replace(task: Task, rows: dict[int, Responsibility], wanted: dict[int, str]) -> None:
    Responsibility.objects.filter(task=task).exclude(unit_id__in=wanted).delete()
    added = []
    for unit_id, role in wanted.items():
        row = rows.get(unit_id)
        if row is None:
            added.append(Responsibility(task=task, unit_id=unit_id, role=role))
        elif row.role != role:
            row.role = role
            row.save(update_fields=["role"])
    Responsibility.objects.bulk_create(added)


def _sorted(roles: dict[int, str]) -> dict[str, str]:
    return {str(unit_id): roles[unit_id] for unit_id in sorted(roles)}


def _tell(task: Task, joined: set[int], at: datetime) -> None:
    told = contacts_of(joined, timezone.localdate(at))
    text = _("新分派给本单位的任务：%(task)s") % {"task": task}
    notify(told, kind="plan.task.units_assigned", text=text, url=address_of(task), at=at)
