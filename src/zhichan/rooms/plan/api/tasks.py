"""Tasks and reports through the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal, cast

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from zhichan.core.access.operation import DEFAULT_PAGE_SIZE, Id, Line, PageSize, key_set_page, operation
from zhichan.core.access.requests import actor_in, found, now, today
from zhichan.core.access.rights import require
from zhichan.core.files.actions import store_evidence
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.actions.move_task import move_task
from zhichan.rooms.plan.actions.report_progress import Evidence, Report, report_progress
from zhichan.rooms.plan.actions.review_period import review_period
from zhichan.rooms.plan.actions.review_progress import review_progress
from zhichan.rooms.plan.alarms import Today, alarm_of
from zhichan.rooms.plan.api.types import (
    DeadlineKind,
    Note,
    Percent,
    PlanGenre,
    ReportState,
    TaskAlarm,
    TaskKind,
    TaskState,
    UnitRole,
    Words,
)
from zhichan.rooms.plan.models import Plan, PlanVersion, Progress, Responsibility, Task
from zhichan.rooms.plan.queries.days import today_of
from zhichan.rooms.plan.queries.tasks import TaskFilter, filtered, task_visible_to, tasks_visible_to
from zhichan.rooms.plan.rights import PLAN_VIEW, TASK_REPORT, TASK_REVIEW, TASK_VIEW

router = Router()
SHOWN_REPORTS = 100


class PlanOut(Schema):
    id: int
    title: str
    doc_number: str
    issuer: str
    genre: PlanGenre
    period_from: int | None
    period_to: int | None
    is_sample: bool


class PlanPage(Schema):
    """``next``: pass it as ``after`` for the following rows; null at the end."""

    items: list[PlanOut]
    next: int | None


class TaskOut(Schema):
    """``alarm``: how the task stands today; ``due_on``: when something is due next, null without a limit."""

    id: int
    plan_id: int
    number: str
    kind: TaskKind
    chapter: str
    title: str
    deadline_kind: DeadlineKind
    deadline_on: date | None
    review_every: str
    due_on: date | None
    state: TaskState
    percent: int
    alarm: TaskAlarm
    done_on: date | None
    is_sample: bool


class TaskPage(Schema):
    items: list[TaskOut]
    next: int | None


class PartOut(Schema):
    unit_id: int
    unit: str
    role: UnitRole
    printed: str


class FileOut(Schema):
    name: str
    sha256: str
    size_bytes: int


class ReportOut(Schema):
    id: int
    task_id: int
    unit_id: int
    period: str
    percent: int
    asks_done: bool
    text: str
    state: ReportState
    reported_at: datetime
    reviewed_at: datetime | None
    review_note: str
    files: list[FileOut]


class TaskDetailOut(TaskOut):
    text: str
    unit_text: str
    start: int | None
    end: int | None
    units: list[PartOut]
    reports: list[ReportOut]


class ReportIn(Schema):
    """``period`` is asked of ongoing tasks only; ``asks_done`` needs evidence and 100 percent."""

    unit_id: Id
    percent: Percent
    text: Words
    period: Line = ""
    asks_done: bool = False


class ReviewIn(Schema):
    answer: Literal["accept", "return"]
    note: Note = ""


class MoveIn(Schema):
    target: TaskState
    reason: Note = ""


class PeriodReviewIn(Schema):
    period: Line
    note: Note = ""


class PeriodReviewOut(Schema):
    id: int
    task_id: int
    period: str
    until_on: date
    reviewed_at: datetime
    note: str


@operation(router.get, "/plans", right=PLAN_VIEW, out=PlanPage, summary="列出执行中的规划")
def plans(request: HttpRequest, after: Id | None = None, limit: PageSize = DEFAULT_PAGE_SIZE) -> PlanPage:
    require(actor_in(request), PLAN_VIEW)
    in_force = Plan.objects.filter(versions__state=PlanVersion.State.IN_FORCE)
    rows, following = key_set_page(in_force, after=after, limit=limit)
    return PlanPage(items=[PlanOut.from_orm(row) for row in rows], next=following)


@operation(router.get, "/tasks", right=TASK_VIEW, out=TaskPage, summary="列出任务")
def tasks(
    request: HttpRequest,
    plan: Id | None = None,
    unit: Id | None = None,
    chapter: Line = "",
    state: TaskState | None = None,
    alarm: TaskAlarm | None = None,
    deadline: DeadlineKind | None = None,
    after: Id | None = None,
    limit: PageSize = DEFAULT_PAGE_SIZE,
) -> TaskPage:
    now_here = today_of(today())
    wanted = TaskFilter(
        plan=plan,
        unit=unit,
        chapter=chapter,
        state=state or "",
        alarm=alarm or "",
        deadline=deadline or "",
    )
    visible = filtered(tasks_visible_to(actor_in(request)), wanted, now_here).defer("text")
    rows, following = key_set_page(visible, after=after, limit=limit)
    return TaskPage(items=[TaskOut(**_task(row, now_here)) for row in rows], next=following)


@operation(router.get, "/tasks/{task_id}", right=TASK_VIEW, out=TaskDetailOut, summary="查看任务")
def task(request: HttpRequest, task_id: Id) -> TaskDetailOut:
    row = task_visible_to(actor_in(request), task_id)
    parts = Responsibility.objects.filter(task=row).select_related("unit").order_by("pk")
    reports = (
        Progress.objects.filter(task=row).prefetch_related("files__file").order_by("-reported_at", "-pk")
    )
    return TaskDetailOut(
        **_task(row, today_of(today())),
        text=row.text,
        unit_text=row.unit_text,
        start=row.start,
        end=row.end,
        units=[_part(part) for part in parts],
        reports=[_report(report) for report in reports[:SHOWN_REPORTS]],
    )


@operation(
    router.post,
    "/tasks/{task_id}/reports",
    right=TASK_REPORT,
    out=ReportOut,
    summary="填报任务进展",
    status=201,
)
def report(
    request: HttpRequest,
    task_id: Id,
    body: Form[ReportIn],
    evidence: File[list[UploadedFile]] = [],  # noqa: B006  ninja reads the default, nobody changes it
) -> Status[ReportOut]:
    actor, at = actor_in(request), now()
    row = task_visible_to(actor, task_id)
    unit = found(Unit.objects.filter(pk=body.unit_id, responsibilities__task=row).first())
    require(actor, TASK_REPORT, [unit.pk])
    kept = tuple(
        Evidence(store_evidence(cast(Any, one), name=one.name or "", by=actor, at=at), one.name or "")
        for one in evidence
    )
    given = Report(body.percent, body.text, body.period, body.asks_done, kept)
    return Status(201, _report(report_progress(row.pk, given, unit=unit, by=actor, at=at)))


@operation(router.post, "/reports/{report_id}/review", right=TASK_REVIEW, out=ReportOut, summary="审核填报")
def review(request: HttpRequest, report_id: Id, body: ReviewIn) -> ReportOut:
    answered = review_progress(report_id, body.answer, note=body.note, by=actor_in(request), at=now())
    return _report(answered)


@operation(router.post, "/tasks/{task_id}/moves", right=TASK_VIEW, out=TaskOut, summary="移动任务")
def move(request: HttpRequest, task_id: Id, body: MoveIn) -> TaskOut:
    moved = move_task(task_id, body.target, reason=body.reason, by=actor_in(request), at=now())
    return TaskOut(**_task(moved, today_of(today())))


@operation(
    router.post,
    "/tasks/{task_id}/period-reviews",
    right=TASK_REVIEW,
    out=PeriodReviewOut,
    summary="按期复核持续任务",
    status=201,
)
def close_period(request: HttpRequest, task_id: Id, body: PeriodReviewIn) -> Status[PeriodReviewOut]:
    made = review_period(task_id, body.period, note=body.note, by=actor_in(request), at=now())
    return Status(201, PeriodReviewOut.from_orm(made))


def _task(row: Task, now_here: Today) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in TaskOut.model_fields if name not in ("alarm", "due_on")}
    due_on = None if row.sort_on.year == date.max.year else row.sort_on
    alarm = alarm_of(row.state, row.sort_on, row.lags_on, now_here)
    return {**plain, "due_on": due_on, "alarm": alarm.value}


def _part(row: Responsibility) -> PartOut:
    return PartOut(unit_id=row.unit_id, unit=row.unit.name, role=row.role, printed=row.printed)


def _report(row: Progress) -> ReportOut:
    files = [
        FileOut(name=one.name, sha256=one.file.sha256, size_bytes=one.file.size_bytes)
        for one in row.files.select_related("file")
    ]
    plain = {name: getattr(row, name) for name in ReportOut.model_fields if name != "files"}
    return ReportOut(**plain, files=files)
