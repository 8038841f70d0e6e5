"""The office looks at an ongoing task for one period (按期复核)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.notices.actions import notify
from zhichan.rooms.plan.actions.task_row import address_of, lock_task, put_back, unit_ids_of
from zhichan.rooms.plan.models import PeriodReview, Progress, Task
from zhichan.rooms.plan.periods import Period, every_of, next_to_review, period_of
from zhichan.rooms.plan.queries.contacts import contacts_of
from zhichan.rooms.plan.queries.tasks import starts_on_of
from zhichan.rooms.plan.rights import TASK_REVIEW

MOST_CHARACTERS = 400


@transaction.atomic
def review_period(task_id: int, period: str, *, note: str, by: Actor, at: datetime) -> PeriodReview:
    """Close one period of an ongoing task: it goes on, and its next review is due a period later.

    Periods are closed in order, none before it has begun. Without an accepted report for the period
    the note has to say why that is enough.
    Raises NotFound, NotAllowed, WrongState, InvalidInput; on any of them nothing is changed.
    """
    task = lock_task(task_id, by=by)
    require(by, TASK_REVIEW, unit_ids_of(task))
    due = _due_period(task, at)
    _refuse(task, due, period, note)
    review = PeriodReview.objects.create(
        task=task,
        period=due.label,
        until_on=due.end_on,
        reviewed_by_id=by.id,
        reviewed_at=at,
        note=note.strip(),
        source=by.as_source,
    )
    task.reviewed_until = due.end_on
    put_back(task, at, "reviewed_until")
    details = {"period": due.label, "next_due": task.sort_on.isoformat()}
    record("plan.task.period_reviewed", subject=task, by=by, at=at, details=details)
    text = _("%(period)s 已复核：%(task)s") % {"period": due.label, "task": task}
    told = contacts_of(unit_ids_of(task), timezone.localdate(at))
    notify(told, kind="plan.task.period_reviewed", text=text, url=address_of(task), at=at)
    return review


def _due_period(task: Task, at: datetime) -> Period:
    if task.deadline_kind != Task.DeadlineKind.ONGOING or not task.review_every:
        raise WrongState(_("只有持续推进的任务按期复核。"), code="not_ongoing", task=task.pk)
    if task.state == Task.State.CANCELLED:
        raise WrongState(_("任务已取消。"), task=task.pk, state=task.state)
    every = every_of(task.review_every)
    due = next_to_review(starts_on_of(task), task.reviewed_until, every)
    if due > period_of(timezone.localdate(at), every):
        raise WrongState(_("%(period)s 还没有开始。") % {"period": due.label}, code="not_begun", task=task.pk)
    return due


def _refuse(task: Task, due: Period, period: str, note: str) -> None:
    if period != due.label:
        message = _("应先复核 %(due)s。") % {"due": due.label}
        raise WrongState(message, code="not_the_due_period", task=task.pk, due=due.label)
    if len(note) > MOST_CHARACTERS:
        raise InvalidInput(_("复核意见不能超过 %(most)d 字。") % {"most": MOST_CHARACTERS}, field="note")
    reports = Progress.objects.filter(task=task, period=due.label)
    if reports.filter(state=Progress.State.SUBMITTED).exists():
        raise WrongState(_("本期还有填报等待审核，请先审核。"), code="report_waits", task=task.pk)
    if not note.strip() and not reports.filter(state=Progress.State.ACCEPTED).exists():
        raise InvalidInput(_("本期没有已认可的填报；仍要复核，请写明理由。"), field="note")
