"""Linking yearly work points to the plan tasks they serve (年度要点对应规划任务)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.locks import hold
from zhichan.rooms.plan.models import Plan, Task
from zhichan.rooms.plan.queries.plans import plan_visible_to
from zhichan.rooms.plan.queries.serving import plans_to_serve, tasks_in_force
from zhichan.rooms.plan.rights import SERVES_LINK


@transaction.atomic
def serve_plan(plan: Plan, served: Plan | None, *, by: Actor, at: datetime) -> Plan:
    """Say which plan a yearly paper serves, or with None that it serves none.

    Raises InvalidInput for a plan not in force or one that serves this one, WrongState while tasks are
    linked to the plan served until now.
    """
    require(by, SERVES_LINK)
    hold("plan.serves")
    locked = _locked(plan, by)
    new_id = served.pk if served else None
    if locked.serves_id == new_id:
        return locked
    if served is not None and not plans_to_serve(locked, by).filter(pk=served.pk).exists():
        raise InvalidInput(_("只能对应执行中的另一个规划，且两者不能互相对应。"), field="serves")
    if linked := Task.objects.filter(plan=locked, serves__isnull=False).count():
        raise WrongState(
            _("还有 %(count)d 项任务对应着原规划，请先解除。") % {"count": linked}, linked=linked
        )
    details = {"from": locked.serves_id, "to": new_id}
    locked.serves_id = new_id
    locked.save(update_fields=["serves"])
    record("plan.plan.serves_set", subject=locked, by=by, at=at, details=details)
    return locked


@transaction.atomic
def link_task(task: Task, served: Task | None, *, by: Actor, at: datetime) -> Task:
    """Say which plan task a work point serves, or with None that it serves none (解除对应).

    Raises NotFound for a task not in force, InvalidInput for one of another plan than the paper serves.
    Saying the same again changes nothing.
    """
    require(by, SERVES_LINK)
    plan = _locked(task.plan, by)
    locked = tasks_in_force(plan, by).filter(pk=task.pk).select_for_update(of=("self",)).first()
    if locked is None:
        raise NotFound(_("没有找到这项任务。"), task=task.pk)
    new_id = served.pk if served else None
    if locked.serves_id == new_id:
        return locked
    if served is not None:
        _require_served(plan, served, by)
    details = {"from": locked.serves_id, "to": new_id}
    locked.serves_id, locked.changed_at = new_id, at
    locked.save(update_fields=["serves", "changed_at"])
    record("plan.task.linked", subject=locked, by=by, at=at, details=details)
    return locked


def _require_served(plan: Plan, served: Task, by: Actor) -> None:
    if plan.serves is None:
        raise InvalidInput(_("请先选这份文件所服务的规划。"), field="serves")
    if not tasks_in_force(plan.serves, by).filter(pk=served.pk).exists():
        raise InvalidInput(_("“%(task)s”不是所服务规划的任务。") % {"task": served}, field="serves")


def _locked(plan: Plan, by: Actor) -> Plan:
    plan_visible_to(by, plan.pk)
    return Plan.objects.select_for_update(of=("self",)).select_related("serves").get(pk=plan.pk)
