"""Moving a task from column to column (移动任务), as the table in ``transitions`` allows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may, require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.notices.actions import notify
from zhichan.rooms.plan.actions.review_progress import review_progress
from zhichan.rooms.plan.actions.task_row import address_of, lock_task, put_back, unit_ids_of
from zhichan.rooms.plan.models import Progress, Task
from zhichan.rooms.plan.queries.contacts import contacts_of
from zhichan.rooms.plan.queries.progress import accepted_percents, answering_units, percent_of
from zhichan.rooms.plan.transitions import Move, move_between

State = Task.State


@transaction.atomic
def move_task(task_id: int, target: str, *, reason: str, by: Actor, at: datetime) -> Task:
    """Move a task to another state, as the table in ``transitions`` allows.

    Verifying and sending back answer the report that asked for completion. A reopened or restored task
    keeps its reports and takes its progress from the accepted ones again.
    Raises NotFound, NotAllowed, WrongState (no such move from where the task stands), InvalidInput
    (a reason is missing); on any of them nothing is changed.
    """
    task = lock_task(task_id, by=by)
    move = _move(task, target)
    _require_any(move, task, by)
    if move.needs_reason and not reason.strip():
        raise InvalidInput(_("请写明理由。"), field="reason")
    if move.name in ("verify", "send_back"):
        return _answer(task, move, reason, by, at)
    _refuse_over_reports(task, move)
    origin = task.state
    task.state, task.done_on = State(target), None
    task.percent = percent_of(answering_units(task), accepted_percents(task))
    put_back(task, at, "state", "done_on", "percent")
    _tell(task, origin, reason, by, at)
    return task


def _move(task: Task, target: str) -> Move:
    move = move_between(task.state, target)
    if target == State.TO_VERIFY and task.state in (State.NOT_STARTED, State.UNDER_WAY):
        raise WrongState(
            _("移到“待核验”须先传佐证：请在进展填报中附上佐证材料并申请办结。"),
            code="evidence_first",
            task=task.pk,
        )
    if move is None or target not in State.values:
        message = _("“%(origin)s”的任务不能移到“%(target)s”。") % {
            "origin": task.get_state_display(),
            "target": State(target).label if target in State.values else target,
        }
        raise WrongState(message, task=task.pk, state=task.state, target=target)
    return move


def _require_any(move: Move, task: Task, by: Actor) -> None:
    units = unit_ids_of(task)
    if not any(may(by, right, units) for right in move.rights):
        require(by, move.rights[-1], units)


def _answer(task: Task, move: Move, reason: str, by: Actor, at: datetime) -> Task:
    asking = Progress.objects.filter(task=task, asks_done=True, state=Progress.State.SUBMITTED)
    waiting = asking.values_list("pk", flat=True).first()
    if waiting is None:
        raise WrongState(_("没有等待核验的办结申请。"), task=task.pk)
    answer = "accept" if move.name == "verify" else "return"
    return review_progress(waiting, answer, note=reason, by=by, at=at).task  # type: ignore[arg-type]


def _refuse_over_reports(task: Task, move: Move) -> None:
    """A waiting report is answered first; a task that was reported on has begun."""
    reports = Progress.objects.filter(task=task).exclude(state=Progress.State.RETURNED)
    if reports.filter(state=Progress.State.SUBMITTED).exists():
        raise WrongState(_("还有填报等待审核，请先审核。"), code="report_waits", task=task.pk)
    if move.name == "withdraw" and reports.exists():
        raise WrongState(_("已有填报的任务不能退回未启动。"), code="already_reported", task=task.pk)


def _tell(task: Task, origin: str, reason: str, by: Actor, at: datetime) -> None:
    record(
        "plan.task.moved",
        subject=task,
        by=by,
        at=at,
        details={"from": origin, "to": task.state, "reason": reason.strip(), "percent": task.percent},
    )
    text = _("任务状态改为“%(state)s”：%(task)s") % {"state": task.get_state_display(), "task": task}
    if reason.strip():
        text = _("%(text)s。理由：%(reason)s") % {"text": text, "reason": reason.strip()}
    told = [p for p in contacts_of(unit_ids_of(task), timezone.localdate(at)) if p.pk != by.id]
    notify(told, kind="plan.task.moved", text=text, url=address_of(task), at=at)
