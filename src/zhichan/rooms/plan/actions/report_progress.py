"""A unit reports on a task (填报进展)."""

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
from zhichan.core.errors import InvalidInput, NotAllowed, WrongState
from zhichan.core.files.models import StoredFile
from zhichan.core.notices.actions import notify
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.actions.task_row import address_of, lock_task, put_back
from zhichan.rooms.plan.models import Progress, ProgressFile, Responsibility, Task
from zhichan.rooms.plan.periods import every_of, open_periods, period_of
from zhichan.rooms.plan.queries.contacts import plan_officers
from zhichan.rooms.plan.queries.tasks import ANSWERING, starts_on_of
from zhichan.rooms.plan.rights import TASK_REPORT

MOST_CHARACTERS = 4000
MOST_FILES = 10


@dataclass(frozen=True)
class Evidence:
    """A stored file and the name it was handed in under (佐证材料)."""

    file: StoredFile
    name: str


@dataclass(frozen=True)
class Report:
    """What a unit says. ``period`` is asked of ongoing tasks only; ``asks_done`` asks for completion."""

    percent: int
    text: str
    period: str = ""
    asks_done: bool = False
    evidence: tuple[Evidence, ...] = ()


@transaction.atomic
def report_progress(task_id: int, report: Report, *, unit: Unit, by: Actor, at: datetime) -> Progress:
    """Hand in a report of one unit on one task; the office then accepts or returns it.

    The first report sets a task under way; one that asks for completion hands it in for verification,
    and needs evidence: a file with this report or with an earlier accepted one of the same unit.
    The task's progress changes only when the office accepts.
    Raises NotFound, NotAllowed, WrongState (settled, handed in, or a report of the unit still waits),
    InvalidInput; on any of them nothing is changed.
    """
    task = lock_task(task_id, by=by)
    require(by, TASK_REPORT, [unit.pk])
    role = _role_of(task, unit)
    _refuse_wrong_state(task, unit)
    _refuse_unreadable(report)
    if report.asks_done:
        _refuse_completion(task, role, report, unit)
    progress = Progress.objects.create(
        task=task,
        unit=unit,
        reporter_id=by.id,
        reported_at=at,
        period=_period(task, report, at),
        percent=report.percent,
        asks_done=report.asks_done,
        text=report.text.strip(),
        source=by.as_source,
    )
    _keep_files(progress, report.evidence)
    _move_on(task, report, at)
    _tell(task, progress, by, at)
    return progress


def _role_of(task: Task, unit: Unit) -> Responsibility.Role:
    found = Responsibility.objects.filter(task=task, unit=unit).values_list("role", flat=True).first()
    if found is None:
        raise NotAllowed(_("“%(unit)s”不承担这项任务。") % {"unit": unit}, task=task.pk, unit=unit.pk)
    return Responsibility.Role(found)


def _refuse_wrong_state(task: Task, unit: Unit) -> None:
    if task.state not in (Task.State.NOT_STARTED, Task.State.UNDER_WAY):
        message = _("任务已处于“%(state)s”，不能再填报。") % {"state": task.get_state_display()}
        raise WrongState(message, task=task.pk, state=task.state)
    if Progress.objects.filter(task=task, unit=unit, state=Progress.State.SUBMITTED).exists():
        raise WrongState(
            _("本单位上一次填报还在等待审核，审核后才能再报。"), code="report_waits", task=task.pk
        )


def _refuse_unreadable(report: Report) -> None:
    if not 0 <= report.percent <= 100:
        raise InvalidInput(_("进度应在 0 到 100 之间。"), field="percent")
    if not report.text.strip():
        raise InvalidInput(_("请写明进展情况。"), field="text")
    if len(report.text) > MOST_CHARACTERS:
        raise InvalidInput(_("进展情况不能超过 %(most)d 字。") % {"most": MOST_CHARACTERS}, field="text")
    if len(report.evidence) > MOST_FILES:
        raise InvalidInput(_("一次最多附 %(most)d 个文件。") % {"most": MOST_FILES}, field="evidence")


def _refuse_completion(task: Task, role: Responsibility.Role, report: Report, unit: Unit) -> None:
    if task.deadline_kind == Task.DeadlineKind.ONGOING:
        raise InvalidInput(_("持续推进的任务不办结，请按期填报。"), code="ongoing_never_done", task=task.pk)
    if role not in ANSWERING:
        raise NotAllowed(_("只有牵头或共同负责的单位可以申请办结。"), task=task.pk, unit=unit.pk)
    if report.percent != 100:
        raise InvalidInput(_("申请办结时，进度应为 100%。"), field="percent")
    earlier = ProgressFile.objects.filter(
        progress__task=task, progress__unit=unit, progress__state=Progress.State.ACCEPTED
    )
    if not report.evidence and not earlier.exists():
        raise InvalidInput(_("申请办结须附佐证材料。"), code="evidence_missing", field="evidence")


def _period(task: Task, report: Report, at: datetime) -> str:
    """The period of a report: of an ongoing task one that is still open, else the running quarter."""
    on = timezone.localdate(at)
    if task.deadline_kind != Task.DeadlineKind.ONGOING:
        return period_of(on, "quarter").label
    every = every_of(task.review_every or Task.ReviewEvery.QUARTER)
    labels = [p.label for p in open_periods(starts_on_of(task), task.reviewed_until, every, on)]
    if not labels:
        raise WrongState(_("本期已复核，下一期开始后再填报。"), code="period_reviewed", task=task.pk)
    if report.period not in labels:
        message = _("请选所属期，可选：%(periods)s。") % {"periods": "、".join(labels)}
        raise InvalidInput(message, code="period_not_open", field="period")
    return report.period


def _keep_files(progress: Progress, evidence: Sequence[Evidence]) -> None:
    ProgressFile.objects.bulk_create(
        ProgressFile(progress=progress, file=item.file, name=item.name[:200]) for item in evidence
    )


def _move_on(task: Task, report: Report, at: datetime) -> None:
    task.state = Task.State.TO_VERIFY if report.asks_done else Task.State.UNDER_WAY
    task.reported_at = at
    put_back(task, at, "state", "reported_at")


def _tell(task: Task, progress: Progress, by: Actor, at: datetime) -> None:
    record(
        "plan.task.reported",
        subject=task,
        by=by,
        at=at,
        details={
            "progress": progress.pk,
            "unit": progress.unit_id,
            "percent": progress.percent,
            "period": progress.period,
            "asks_done": progress.asks_done,
            "files": sorted(item.file.sha256 for item in progress.files.select_related("file")),
        },
    )
    asks = _("申请办结") if progress.asks_done else _("填报进展")
    text = _("%(unit)s %(asks)s：%(task)s") % {"unit": progress.unit, "asks": asks, "task": task}
    officers = plan_officers(timezone.localdate(at))
    notify(officers, kind="plan.task.reported", text=text, url=address_of(task), at=at)
