"""What becomes of indicators and tasks that a new version no longer lists (去留认定): keep on or end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import WrongState
from zhichan.core.search.outbox import note
from zhichan.rooms.plan.actions.reasons import given_reason
from zhichan.rooms.plan.models import Indicator, PathPoint, Plan, PlanVersion, Target, Task
from zhichan.rooms.plan.queries.vanished import vanished_indicators, vanished_tasks
from zhichan.rooms.plan.rights import VANISHED_DECIDE

_TARGET_FIELDS = (
    *("op", "baseline", "baseline_year", "value", "value_min", "value_max", "year"),
    *("growth_rate_pct", "evidence"),
)


@transaction.atomic
def keep_task(task: Task, *, reason: str, by: Actor, at: datetime) -> Task:
    """Carry a task on under the version in force, although that does not list it (继续执行)."""
    locked, version = _open_task(task, by)
    why = given_reason(reason)
    before = locked.version_id
    locked.version, locked.changed_at = version, at
    locked.start = locked.end = None
    locked.save(update_fields=["version", "start", "end", "changed_at"])
    note("plan.task", [locked.pk])
    details = {"from": before, "to": version.pk, "reason": why}
    record("plan.task.kept", subject=locked, by=by, at=at, details=details)
    return locked


@transaction.atomic
def end_task(task: Task, *, reason: str, by: Actor, at: datetime) -> Task:
    """Cancel a task that the version in force no longer lists (不再执行); its reports stay."""
    locked, version = _open_task(task, by)
    why = given_reason(reason)
    details = {"state": locked.state, "version": version.pk, "reason": why}
    locked.state, locked.changed_at = Task.State.CANCELLED, at
    locked.save(update_fields=["state", "changed_at"])
    note("plan.task", [locked.pk])
    record("plan.task.ended", subject=locked, by=by, at=at, details=details)
    return locked


@transaction.atomic
def keep_indicator(indicator: Indicator, *, reason: str, by: Actor, at: datetime) -> Target:
    """Go on with an indicator under the version in force: its last promise and path hold further."""
    locked, version = _open_indicator(indicator, by)
    why = given_reason(reason)
    last = locked.targets.order_by("-version__number").prefetch_related("path")[0]
    target = Target.objects.create(
        indicator=locked, version=version, **{name: getattr(last, name) for name in _TARGET_FIELDS}
    )
    PathPoint.objects.bulk_create(
        PathPoint(target=target, year=point.year, value=point.value, kind=point.kind, note=point.note)
        for point in last.path.all()
    )
    details = {"from": last.version_id, "to": version.pk, "reason": why}
    record("plan.indicator.kept", subject=locked, by=by, at=at, details=details)
    return target


@transaction.atomic
def retire_indicator(indicator: Indicator, *, reason: str, by: Actor, at: datetime) -> Indicator:
    """Stop an indicator that the version in force no longer lists (停用); its values stay."""
    locked, version = _open_indicator(indicator, by)
    why = given_reason(reason)
    locked.retired_at = at
    locked.save(update_fields=["retired_at"])
    details = {"version": version.pk, "reason": why}
    record("plan.indicator.retired", subject=locked, by=by, at=at, details=details)
    return locked


def _open_task(task: Task, by: Actor) -> tuple[Task, PlanVersion]:
    version = _version_in_force(task.plan, by)
    locked = vanished_tasks(version.plan).select_for_update().filter(pk=task.pk).first()
    if locked is None:
        raise WrongState(_("这项任务的去留已经认定，或者仍在执行中的版本里。"), task=task.pk)
    return locked, version


def _open_indicator(indicator: Indicator, by: Actor) -> tuple[Indicator, PlanVersion]:
    version = _version_in_force(indicator.plan, by)
    locked = vanished_indicators(version.plan).select_for_update().filter(pk=indicator.pk).first()
    if locked is None:
        raise WrongState(_("这个指标的去留已经认定，或者仍在执行中的版本里。"), indicator=indicator.pk)
    return locked, version


def _version_in_force(plan: Plan, by: Actor) -> PlanVersion:
    """The version in force, with its plan locked: no other version comes into force meanwhile."""
    require(by, VANISHED_DECIDE)
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    versions = PlanVersion.objects.defer("text", "reading").filter(plan=locked)
    version = versions.filter(state=PlanVersion.State.IN_FORCE).first()
    if version is None:
        raise WrongState(_("这个规划没有执行中的版本。"), plan=plan.pk)
    version.plan = locked
    return version
