"""Saying that an upper task or indicator needs nobody below to carry it (本级不承接), and taking it back."""

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
from zhichan.rooms.plan.models import Indicator, IndicatorDecline, Plan, Task, TaskDecline
from zhichan.rooms.plan.models.task import BESIDE_THE_PLAN
from zhichan.rooms.plan.queries.plans import plan_visible_to
from zhichan.rooms.plan.queries.serving import (
    indicators_in_force,
    standing_indicators,
    standing_tasks,
    tasks_in_force,
)
from zhichan.rooms.plan.rights import SERVES_LINK

MOST_WORDS = 400


@dataclass(frozen=True)
class _Kind:
    """What is declined: its rows that ask to be carried, those that carry, and the name of its events."""

    declines: type[TaskDecline] | type[IndicatorDecline]
    in_force: Callable[[Plan, Actor], QuerySet[Any]]
    carriers: Callable[[Any], QuerySet[Any]]
    event: str


_TASKS = _Kind(
    TaskDecline,
    lambda plan, by: tasks_in_force(plan, by).exclude(kind__in=BESIDE_THE_PLAN),
    lambda upper: standing_tasks(Task.objects.filter(upper_links__upper=upper)),
    "plan.task",
)
_INDICATORS = _Kind(
    IndicatorDecline,
    indicators_in_force,
    lambda upper: standing_indicators(Indicator.objects.filter(upper_links__upper=upper)),
    "plan.indicator",
)


@transaction.atomic
def decline_task(task: Task, *, reason: str, by: Actor, at: datetime) -> TaskDecline:
    """Say that nobody below has to carry a task; it leaves the list of what nobody took and stays visible.

    Raises NotFound (no task of a version in force, or one a meeting or an agreement made), NotAllowed,
    WrongState (said already, or a lower task carries it), InvalidInput (no reason).
    """
    made: TaskDecline = _decline(_TASKS, task, reason, by, at)
    return made


@transaction.atomic
def decline_indicator(indicator: Indicator, *, reason: str, by: Actor, at: datetime) -> IndicatorDecline:
    """The same for an indicator."""
    made: IndicatorDecline = _decline(_INDICATORS, indicator, reason, by, at)
    return made


@transaction.atomic
def withdraw_task_decline(task: Task, *, reason: str, by: Actor, at: datetime) -> None:
    """Take it back (撤回), with the reason. Raises WrongState where nothing was said, InvalidInput."""
    _withdraw(_TASKS, task, reason, by, at)


@transaction.atomic
def withdraw_indicator_decline(indicator: Indicator, *, reason: str, by: Actor, at: datetime) -> None:
    """The same for an indicator."""
    _withdraw(_INDICATORS, indicator, reason, by, at)


def _decline(kind: _Kind, upper: Any, reason: str, by: Actor, at: datetime) -> Any:
    _ready(upper, by)
    if not kind.in_force(upper.plan, by).filter(pk=upper.pk).exists():
        raise NotFound(_("没有找到这一项，或它所在的版本已不执行。"), row=upper.pk)
    words = _words(reason)
    if kind.declines.objects.filter(upper=upper).exists():
        raise WrongState(_("这一项已经记为本级不承接。"), code="declined", row=upper.pk)
    if kind.carriers(upper).exists():
        raise WrongState(_("下级已有承接它的，请先解除对应。"), code="carried", row=upper.pk)
    made = kind.declines.objects.create(
        upper=upper, person_id=by.id, declined_at=at, reason=words, source=by.as_source
    )
    record(f"{kind.event}.declined", subject=upper, by=by, at=at, details={"reason": words})
    return made


def _withdraw(kind: _Kind, upper: Any, reason: str, by: Actor, at: datetime) -> None:
    _ready(upper, by)
    words = _words(reason)
    gone, _rows = kind.declines.objects.filter(upper=upper).delete()
    if not gone:
        raise WrongState(_("这一项没有记为本级不承接，可能别人已经撤回。"), code="not_declined", row=upper.pk)
    record(f"{kind.event}.decline_withdrawn", subject=upper, by=by, at=at, details={"reason": words})


def _ready(upper: Any, by: Actor) -> None:
    require(by, SERVES_LINK)
    plan_visible_to(by, upper.plan_id)
    hold("plan.cascade")


def _words(reason: str) -> str:
    if not reason.strip() or len(reason.strip()) > MOST_WORDS:
        raise InvalidInput(_("须写明理由，不超过 400 字。"), code="reason_missing", field="reason")
    return reason.strip()
