"""The office answers a report (审核进展)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.notices.actions import notify
from zhichan.rooms.plan.actions.task_row import address_of, lock_task, put_back, unit_ids_of
from zhichan.rooms.plan.models import Progress, Task
from zhichan.rooms.plan.queries.contacts import contacts_of
from zhichan.rooms.plan.queries.progress import (
    accepted_percents,
    answering_units,
    percent_of,
    progress_visible_to,
)
from zhichan.rooms.plan.rights import TASK_REVIEW

Answer = Literal["accept", "return"]
MOST_CHARACTERS = 400


@transaction.atomic
def review_progress(progress_id: int, answer: Answer, *, note: str, by: Actor, at: datetime) -> Progress:
    """Accept a report, or return it with a note.

    Accepting sets the task's progress; accepting a report that asked for completion settles the task,
    returning it puts the task back under way. Nobody reviews a report of their own.
    Raises NotFound, NotAllowed, WrongState (already reviewed), InvalidInput (returned without a note);
    on any of them nothing is changed.
    """
    progress = _lock(progress_id, by)
    task = progress.task
    require(by, TASK_REVIEW, unit_ids_of(task))
    _refuse(progress, answer, note, by)
    accepted = answer == "accept"
    progress.state = Progress.State.ACCEPTED if accepted else Progress.State.RETURNED
    progress.reviewed_by_id, progress.reviewed_at, progress.review_note = by.id, at, note.strip()
    progress.save(update_fields=["state", "reviewed_by", "reviewed_at", "review_note"])
    _settle(task, progress, at)
    _tell(task, progress, by, at)
    return progress


def _lock(progress_id: int, by: Actor) -> Progress:
    """The report with its task, both locked: the task first, as every action does."""
    task_id = progress_visible_to(by).filter(pk=progress_id).values_list("task_id", flat=True).first()
    if task_id is None:
        raise NotFound(_("没有找到这次填报。"), progress=progress_id)
    task = lock_task(task_id, by=by)
    progress = Progress.objects.select_for_update().get(pk=progress_id)
    progress.task = task
    return progress


def _refuse(progress: Progress, answer: Answer, note: str, by: Actor) -> None:
    if progress.state != Progress.State.SUBMITTED:
        message = _("这次填报已经审核过：%(state)s。") % {"state": progress.get_state_display()}
        raise WrongState(message, code="already_reviewed", progress=progress.pk)
    if by.kind == "person" and progress.reporter_id == by.id:
        raise NotAllowed(_("不能审核本人的填报。"), code="own_report", progress=progress.pk)
    if answer == "return" and not note.strip():
        raise InvalidInput(_("退回时请写明要补什么、改什么。"), field="note")
    if len(note) > MOST_CHARACTERS:
        raise InvalidInput(_("审核意见不能超过 %(most)d 字。") % {"most": MOST_CHARACTERS}, field="note")


def _settle(task: Task, progress: Progress, at: datetime) -> None:
    """What the answer makes of the task; one that is done stays at 100 whatever waited meanwhile."""
    accepted = progress.state == Progress.State.ACCEPTED
    verifies = progress.asks_done and task.state == Task.State.TO_VERIFY
    if verifies and accepted:
        task.state, task.percent, task.done_on = Task.State.DONE, 100, timezone.localdate(at)
    elif verifies:
        task.state = Task.State.UNDER_WAY
    elif accepted and task.state != Task.State.DONE:
        task.percent = percent_of(answering_units(task), accepted_percents(task))
    put_back(task, at, "state", "percent", "done_on")


def _tell(task: Task, progress: Progress, by: Actor, at: datetime) -> None:
    accepted = progress.state == Progress.State.ACCEPTED
    kind = "plan.task.report_accepted" if accepted else "plan.task.report_returned"
    record(
        kind,
        subject=task,
        by=by,
        at=at,
        details={"progress": progress.pk, "state": task.state, "percent": task.percent},
    )
    answered = _("已认可") if accepted else _("已退回")
    text = _("填报%(answered)s：%(task)s") % {"answered": answered, "task": task}
    if progress.review_note:
        text = _("%(text)s。意见：%(note)s") % {"text": text, "note": progress.review_note}
    told = contacts_of([progress.unit_id], timezone.localdate(at))
    notify(told, kind=kind, text=text, url=address_of(task), at=at)
