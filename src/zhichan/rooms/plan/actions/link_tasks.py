"""Which plan a plan serves, and which of its promises carry which of the upper plan (上级规划→本级落实)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.locks import hold
from zhichan.rooms.plan.models import (
    Indicator,
    IndicatorDecline,
    IndicatorLink,
    Plan,
    Task,
    TaskDecline,
    TaskLink,
)
from zhichan.rooms.plan.queries.plans import plan_visible_to
from zhichan.rooms.plan.queries.serving import indicators_in_force, plans_to_serve, tasks_in_force
from zhichan.rooms.plan.rights import SERVES_LINK

MOST_WORDS = 400


@dataclass(frozen=True)
class _Kind:
    """What is linked: its links, what forbids one, the rows that stand in a plan, the name of its events."""

    links: type[TaskLink] | type[IndicatorLink]
    declines: type[TaskDecline] | type[IndicatorDecline]
    in_force: Callable[[Plan, Actor], QuerySet[Any]]
    event: str


_TASKS = _Kind(TaskLink, TaskDecline, tasks_in_force, "plan.task")
_INDICATORS = _Kind(IndicatorLink, IndicatorDecline, indicators_in_force, "plan.indicator")


@transaction.atomic
def serve_plan(plan: Plan, served: Plan | None, *, by: Actor, at: datetime) -> Plan:
    """Say which plan a plan serves, or with None that it serves none.

    Raises InvalidInput for a plan not in force or one that serves this one, itself or through others,
    WrongState while promises are linked to the plan served until now.
    """
    require(by, SERVES_LINK)
    hold("plan.serves")
    locked = _locked(plan, by)
    new_id = served.pk if served else None
    if locked.serves_id == new_id:
        return locked
    if served is not None and not plans_to_serve(locked, by).filter(pk=served.pk).exists():
        raise InvalidInput(_("只能对应执行中的另一个规划，且两者不能互相对应。"), field="serves")
    if linked := _linked(locked):
        message = _("还有 %(count)d 项任务或指标对应着原规划，请先解除。")
        raise WrongState(message % {"count": linked}, linked=linked)
    details = {"from": locked.serves_id, "to": new_id}
    locked.serves_id = new_id
    locked.save(update_fields=["serves"])
    record("plan.plan.serves_set", subject=locked, by=by, at=at, details=details)
    return locked


@transaction.atomic
def link_task(task: Task, served: Task, *, note: str = "", by: Actor, at: datetime) -> TaskLink:
    """Say that a task carries a task of the plan its plan serves (承接); it may carry several.

    Raises NotFound for a task not in force, InvalidInput for itself, for one of another plan than the plan
    serves or of a superseded wording, WrongState for one said to need nobody below (本级不承接). Saying the
    same again changes nothing.
    """
    link: TaskLink = _link(_TASKS, task, served, note, by, at)
    return link


@transaction.atomic
def unlink_task(task: Task, served: Task, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a link off (解除对应), with the reason. Raises WrongState without such a link, InvalidInput."""
    _unlink(_TASKS, task, served, reason, by, at)


@transaction.atomic
def link_indicator(
    indicator: Indicator, served: Indicator, *, note: str = "", by: Actor, at: datetime
) -> IndicatorLink:
    """The same for an indicator that carries an upper one; whether its target fits is shown, not refused."""
    link: IndicatorLink = _link(_INDICATORS, indicator, served, note, by, at)
    return link


@transaction.atomic
def unlink_indicator(
    indicator: Indicator, served: Indicator, *, reason: str, by: Actor, at: datetime
) -> None:
    """Take a link between indicators off, with the reason."""
    _unlink(_INDICATORS, indicator, served, reason, by, at)


def _link(kind: _Kind, lower: Any, upper: Any, note: str, by: Actor, at: datetime) -> Any:
    plan = _lower_plan(kind, lower, by)
    _require_served(kind, plan, lower, upper, by)
    if len(note.strip()) > MOST_WORDS:
        raise InvalidInput(_("不能超过 %(most)d 个字。") % {"most": MOST_WORDS}, field="note")
    if known := kind.links.objects.filter(lower=lower, upper=upper).first():
        return known
    hold("plan.cascade")
    if kind.declines.objects.filter(upper=upper).exists():
        message = _("“%(row)s”已经记为本级不承接，请先撤回。")
        raise WrongState(message % {"row": upper}, code="declined", upper=upper.pk)
    link = kind.links.objects.create(
        lower=lower, upper=upper, person_id=by.id, linked_at=at, note=note.strip(), source=by.as_source
    )
    details = {"upper": upper.pk, "note": link.note}
    record(f"{kind.event}.linked", subject=lower, by=by, at=at, details=details)
    return link


def _unlink(kind: _Kind, lower: Any, upper: Any, reason: str, by: Actor, at: datetime) -> None:
    """Also of what no longer stands: a superseded row can be freed, not linked."""
    require(by, SERVES_LINK)
    _locked(lower.plan, by)
    if not reason.strip() or len(reason.strip()) > MOST_WORDS:
        raise InvalidInput(_("解除对应须写明理由，不超过 400 字。"), code="reason_missing", field="reason")
    gone, _rows = kind.links.objects.filter(lower=lower, upper=upper).delete()
    if not gone:
        raise WrongState(_("没有这个对应关系，可能别人已经解除。"), lower=lower.pk, upper=upper.pk)
    details = {"upper": upper.pk, "reason": reason.strip()}
    record(f"{kind.event}.unlinked", subject=lower, by=by, at=at, details=details)


def _lower_plan(kind: _Kind, lower: Any, by: Actor) -> Plan:
    """The plan of the lower row, locked: links of one plan are made one after the other."""
    require(by, SERVES_LINK)
    plan = _locked(lower.plan, by)
    if not kind.in_force(plan, by).filter(pk=lower.pk).exists():
        raise NotFound(_("没有找到这一项，或它所在的版本已不执行。"), lower=lower.pk)
    return plan


def _require_served(kind: _Kind, plan: Plan, lower: Any, upper: Any, by: Actor) -> None:
    if upper.pk == lower.pk:
        raise InvalidInput(_("不能对应自己。"), code="own", field="serves")
    if plan.serves is None:
        raise InvalidInput(_("请先选这份文件所服务的规划。"), field="serves")
    if kind.in_force(plan.serves, by).filter(pk=upper.pk).exists():
        return
    if upper.plan_id == plan.serves_id:
        message = _("“%(row)s”不在执行中的版本里（已被替代、取消或停用），不能再对应。")
        raise InvalidInput(message % {"row": upper}, code="superseded", field="serves")
    message = _("“%(row)s”不属于所服务的规划。")
    raise InvalidInput(message % {"row": upper}, code="other_plan", field="serves")


def _linked(plan: Plan) -> int:
    own = {"lower__plan": plan}
    return TaskLink.objects.filter(**own).count() + IndicatorLink.objects.filter(**own).count()


def _locked(plan: Plan, by: Actor) -> Plan:
    plan_visible_to(by, plan.pk)
    return Plan.objects.select_for_update(of=("self",)).select_related("serves").get(pk=plan.pk)
