"""Opening a follow-up (督办立项): by a person, or by the rule for what is past its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.errors import Conflict, InvalidInput, NotFound
from zhichan.core.numbering.actions import next_number
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.follow_up_row import (
    Acting,
    due_days,
    given_text,
    refuse_days,
    take,
    tell_office,
    tell_unit,
)
from zhichan.rooms.plan.actions.indicator_row import lock_indicator
from zhichan.rooms.plan.actions.task_row import lock_task
from zhichan.rooms.plan.follow_up_steps import CLOSE_WORKING_DAYS, REPLY_WORKING_DAYS
from zhichan.rooms.plan.models import FollowUp, FollowUpEvent, Indicator, Task
from zhichan.rooms.plan.queries.follow_up_rule import plans_switched_off
from zhichan.rooms.plan.queries.indicators import indicator_rows
from zhichan.rooms.plan.queries.overdue import Overdue, missed_of, overdue_of
from zhichan.rooms.plan.rights import FOLLOW_UP_MANAGE

Kind = FollowUpEvent.Kind
SERIES = "plan.follow_up"
MOST_WHY = 400


@dataclass(frozen=True)
class NewFollowUp:
    """A follow-up of one task or one indicator. ``is_issued``: it goes to the unit at once (交办)."""

    unit_id: int
    why: str
    task_id: int | None = None
    indicator_id: int | None = None
    reply_days: int = REPLY_WORKING_DAYS
    close_days: int = CLOSE_WORKING_DAYS
    is_issued: bool = True


@transaction.atomic
def open_follow_up(new: NewFollowUp, *, by: Actor, at: datetime) -> FollowUp:
    """Open a follow-up by hand, and issue it where that is asked; the unit then has so many working days.

    Raises NotFound, NotAllowed, InvalidInput, Conflict (the unit has one open for the same subject); on any
    of them nothing is changed.
    """
    require(by, FOLLOW_UP_MANAGE)
    subject = _lock_subject(new, by)
    why = given_text(new.why, "why")
    if len(why) > MOST_WHY:
        raise InvalidInput(_("督办事由不能超过 %(most)d 字。") % {"most": MOST_WHY}, field="why")
    refuse_days(new.reply_days, new.close_days)
    _refuse_unit(new.unit_id, at)
    if found := _open_about(subject).filter(unit_id=new.unit_id).first():
        message = _("该单位已有在办的督办事项：%(number)s。") % {"number": found.number}
        raise Conflict(message, code="already_open", follow_up=found.pk)
    follow_up = _opened(subject, new, FollowUp.Cause.PERSON, None, by, at)
    if new.is_issued:
        issue(follow_up, Acting(by, at))
    else:
        tell_office(follow_up, "opened", _("督办已立项，等待交办"), Acting(by, at))
    return follow_up


@transaction.atomic
def open_follow_ups(wanted: Sequence[NewFollowUp], *, by: Actor, at: datetime) -> list[FollowUp]:
    """Open several at once: all of them, or, where one is refused, none. Raises as ``open_follow_up``."""
    require(by, FOLLOW_UP_MANAGE)
    return [open_follow_up(one, by=by, at=at) for one in wanted]


@transaction.atomic
def open_late_task(task_id: int, *, by: Actor, at: datetime) -> FollowUp | None:
    """Open and issue the follow-up that the rule asks for of a task (``queries.overdue``).

    None where nothing is overdue, where one is open for the task, where there was one for the same day, or
    where the rule is off for the plan:
    of two sweeps at once the second finds what the first has opened. Raises NotFound, NotAllowed.
    """
    require(by, FOLLOW_UP_MANAGE)
    task = lock_task(task_id, by=by)
    return _by_rule(task, overdue_of(task, timezone.localdate(at)), by, at)


@transaction.atomic
def open_missed_indicator(indicator_id: int, *, by: Actor, at: datetime) -> FollowUp | None:
    """The same for a binding indicator that lags behind its path. Raises also WrongState (retired)."""
    require(by, FOLLOW_UP_MANAGE)
    indicator = lock_indicator(indicator_id, by=by)
    [row] = indicator_rows([indicator], timezone.localdate(at), at)
    return _by_rule(indicator, missed_of(row), by, at)


def _by_rule(subject: Task | Indicator, overdue: Overdue | None, by: Actor, at: datetime) -> FollowUp | None:
    if overdue is None or _open_about(subject).exists() or subject.plan_id in plans_switched_off():
        return None
    if FollowUp.objects.filter(_about(subject), overdue_on=overdue.on).exists():
        return None
    of_task = isinstance(subject, Task)
    task_id, indicator_id = (subject.pk, None) if of_task else (None, subject.pk)
    new = NewFollowUp(overdue.unit_id, overdue.why, task_id, indicator_id)
    follow_up = _opened(subject, new, overdue.cause, overdue, by, at)
    issue(follow_up, Acting(by, at))
    return follow_up


def issue(follow_up: FollowUp, acting: Acting) -> None:
    """Hand it to the unit (交办): its days run from the next one on. Called by actions that hold the row."""
    follow_up.issued_at, follow_up.issued_by_id = acting.at, acting.by.id
    due = due_days(acting.at, follow_up.reply_days, follow_up.close_days)
    take(follow_up, Kind.ISSUED, acting, due=due)
    text = _("督办交办，请于 %(day)s 前反馈") % {"day": due[0].isoformat()}
    tell_unit(follow_up, "issued", text, acting)


def _lock_subject(new: NewFollowUp, by: Actor) -> Task | Indicator:
    if new.task_id is not None and new.indicator_id is None:
        return lock_task(new.task_id, by=by)
    if new.indicator_id is not None and new.task_id is None:
        return lock_indicator(new.indicator_id, by=by)
    raise InvalidInput(_("一个督办事项只对应一项任务或一个指标。"), field="task_id")


def _refuse_unit(unit_id: int, at: datetime) -> None:
    units = existing_on(Unit.objects.filter(pk=unit_id), timezone.localdate(at))
    if not units.exists():
        raise NotFound(_("没有找到这个单位。"), unit=unit_id)


def _about(subject: Task | Indicator) -> Q:
    return Q(task=subject) if isinstance(subject, Task) else Q(indicator=subject)


def _open_about(subject: Task | Indicator) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(_about(subject), ended_at__isnull=True)


def _opened(
    subject: Task | Indicator,
    new: NewFollowUp,
    cause: FollowUp.Cause,
    overdue: Overdue | None,
    by: Actor,
    at: datetime,
) -> FollowUp:
    year = timezone.localdate(at).year
    follow_up = FollowUp.objects.create(
        number=f"督办〔{year}〕{next_number(SERIES, year=year)}号",
        task_id=new.task_id,
        indicator_id=new.indicator_id,
        unit_id=new.unit_id,
        cause=cause,
        why=new.why.strip()[:MOST_WHY],
        overdue_on=overdue.on if overdue else None,
        opened_at=at,
        reply_days=new.reply_days,
        close_days=new.close_days,
        is_sample=subject.is_sample,
        source=by.as_source,
    )
    take(follow_up, Kind.OPENED, Acting(by, at), text=follow_up.why)
    return follow_up
