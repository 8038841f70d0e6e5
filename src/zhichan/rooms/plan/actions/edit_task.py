"""Correcting a task (调整任务): its words, its place, its time limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.notices.actions import notify
from zhichan.rooms.plan.actions.task_row import (
    address_of,
    day_text,
    lock_task,
    put_back,
    refuse_if_changed,
    refuse_impossible_limit,
    unit_ids_of,
)
from zhichan.rooms.plan.models import Task
from zhichan.rooms.plan.queries.contacts import contacts_of
from zhichan.rooms.plan.queries.tasks import starts_on_of
from zhichan.rooms.plan.rights import TASK_MANAGE

_FIELDS = ("title", "number", "chapter", "deadline_kind", "deadline_on", "review_every")
MOST_CHARACTERS = {"title": 200, "number": 20, "chapter": 200}
_LIMIT_FIELDS = frozenset({"deadline_kind", "deadline_on", "review_every"})


@dataclass(frozen=True)
class TaskEdit:
    """How the task should read. ``seen_at`` is the ``changed_at`` the actor saw; None skips the check."""

    title: str
    number: str
    chapter: str
    deadline_kind: str
    deadline_on: date | None
    review_every: str
    seen_at: datetime | None = None


def edit_of(task: Task) -> TaskEdit:
    """The task as it reads now, to change some of it with ``dataclasses.replace``."""
    return TaskEdit(**{name: getattr(task, name) for name in _FIELDS}, seen_at=task.changed_at)


@transaction.atomic
def edit_task(task_id: int, edit: TaskEdit, *, reason: str, by: Actor, at: datetime) -> Task:
    """Change how a task reads. A changed time limit needs a reason; the old one stays in the audit record.

    The words read from the plan stay as they are: the title is what lists show.
    Raises NotFound, NotAllowed, Conflict (changed meanwhile), WrongState (a settled task keeps its
    limit), InvalidInput; on any of them nothing is changed. Without a difference nothing is recorded.
    """
    task = lock_task(task_id, by=by)
    require(by, TASK_MANAGE, unit_ids_of(task))
    refuse_if_changed(task, edit.seen_at)
    changed = [name for name in _FIELDS if getattr(task, name) != getattr(edit, name)]
    if not changed:
        return task
    _refuse_unreadable(edit)
    limit_changed = not _LIMIT_FIELDS.isdisjoint(changed)
    if limit_changed:
        _refuse_limit(task, edit, reason)
    before = {name: _plain(getattr(task, name)) for name in changed}
    for name in changed:
        setattr(task, name, getattr(edit, name))
    put_back(task, at, *changed)
    after = {name: _plain(getattr(task, name)) for name in changed}
    details = {"before": before, "after": after, "reason": reason.strip()}
    record("plan.task.edited", subject=task, by=by, at=at, details=details)
    if limit_changed:
        _tell(task, reason, at)
    return task


def _refuse_unreadable(edit: TaskEdit) -> None:
    if not edit.title.strip():
        raise InvalidInput(_("任务名称不能为空。"), field="title")
    for name, most in MOST_CHARACTERS.items():
        if len(getattr(edit, name)) > most:
            raise InvalidInput(_("不能超过 %(most)d 字。") % {"most": most}, field=name)


def _refuse_limit(task: Task, edit: TaskEdit, reason: str) -> None:
    if task.state not in (Task.State.NOT_STARTED, Task.State.UNDER_WAY):
        message = _("“%(state)s”的任务不能改时限。") % {"state": task.get_state_display()}
        raise WrongState(message, task=task.pk, state=task.state)
    if not reason.strip():
        raise InvalidInput(_("调整时限须写明理由。"), code="reason_missing", field="reason")
    refuse_impossible_limit(edit.deadline_kind, edit.deadline_on, edit.review_every, starts_on_of(task))


def _plain(value: object) -> object:
    return day_text(value) if isinstance(value, date) else value


def _tell(task: Task, reason: str, at: datetime) -> None:
    limit = task.deadline_on.isoformat() if task.deadline_on else task.get_deadline_kind_display()
    text = _("时限调整为 %(limit)s：%(task)s。理由：%(reason)s") % {
        "limit": limit,
        "task": task,
        "reason": reason.strip(),
    }
    told = contacts_of(unit_ids_of(task), timezone.localdate(at))
    notify(told, kind="plan.task.limit_changed", text=text, url=address_of(task), at=at)
