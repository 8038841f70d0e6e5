"""Handing in a report, answering it, fetching its files, and the lists of what waits."""

from __future__ import annotations

from datetime import datetime
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.errors import NotFound
from zhichan.core.files.actions import store_evidence
from zhichan.core.files.pages import file_response
from zhichan.rooms.plan.actions.report_progress import MOST_FILES, Evidence, Report, report_progress
from zhichan.rooms.plan.actions.review_progress import review_progress
from zhichan.rooms.plan.models import ProgressFile, Responsibility, Task
from zhichan.rooms.plan.pages.progress.forms import ReportForm, ReviewForm
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.queries.days import today_of
from zhichan.rooms.plan.queries.progress import progress_visible_to
from zhichan.rooms.plan.queries.queue import queue_of
from zhichan.rooms.plan.queries.task_page import TaskPage, task_page
from zhichan.rooms.plan.queries.tasks import ANSWERING
from zhichan.rooms.plan.rights import TASK_REPORT, TASK_REVIEW, TASK_VIEW


@page(TASK_VIEW)
def progress(request: HttpRequest) -> HttpResponse:
    today = today_of(today_here())
    queue = queue_of(actor_in(request), today)
    return render(request, "plan/progress/queue.html", {"queue": queue, "today": today})


@page(TASK_REPORT, file_bytes=MOST_FILES * settings.UPLOAD_LIMIT_BYTES)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The form in which one of the actor's units reports on a task."""
    actor = actor_in(request)
    shown = task_page(actor, pk, today_of(today_here()))
    row = _reporting(shown, request.POST.get("unit") or request.GET.get("unit"))
    form = _report_form(request, shown, row)

    def hand_in(data: dict[str, Any]) -> object:
        return report_progress(pk, _report(data, actor), unit=row.unit, by=actor, at=now())

    status = submit(request, form, hand_in)
    if status == CARRIED_OUT:
        messages.success(request, _("已提交，等待审核。"))
        return redirect("plan:task", pk)
    context = {"page": shown, "task": shown.task, "row": row, "form": form}
    return render(request, "plan/progress/report_form.html", context, status=status)


@page(TASK_REVIEW)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or return a report."""
    actor = actor_in(request)
    found = progress_visible_to(actor).select_related("task", "unit", "reporter").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这次填报。"), progress=pk)
    form = ReviewForm(request.POST or None)
    status = submit(
        request,
        form,
        lambda data: review_progress(pk, data["answer"], note=data["note"], by=actor, at=now()),
    )
    if status == CARRIED_OUT:
        messages.success(request, _("审核意见已送达。"))
        return redirect("plan:task", found.task_id)
    context = {"report": found, "task": found.task, "form": form}
    return render(request, "plan/progress/review.html", context, status=status)


@page(TASK_VIEW)
def file(request: HttpRequest, pk: int) -> FileResponse:
    """A file of a report, for whoever may see the task."""
    visible = progress_visible_to(actor_in(request))
    found = ProgressFile.objects.select_related("file").filter(pk=pk, progress__in=visible).first()
    if found is None:
        raise NotFound(_("没有找到这个文件。"), file=pk)
    return file_response(found.file, found.name)


def _reporting(shown: TaskPage, unit: str | None) -> Responsibility:
    """The part of the unit that reports: the one asked for, else the actor's first."""
    rows = [row for row in shown.reporting_units if unit is None or str(row.unit_id) == unit]
    if not rows:
        raise NotFound(_("本单位不承担这项任务。"), task=shown.task.pk)
    return rows[0]


def _report_form(request: HttpRequest, shown: TaskPage, row: Responsibility) -> ReportForm:
    is_ongoing = shown.task.deadline_kind == Task.DeadlineKind.ONGOING
    return ReportForm(
        request.POST or None,
        request.FILES or None,
        periods=shown.periods,
        is_ongoing=is_ongoing,
        may_complete=not is_ongoing and row.role in ANSWERING,
        initial={"unit": row.unit_id},
    )


def _report(data: dict[str, Any], by: Actor) -> Report:
    at = now()
    evidence = tuple(stored(one, by, at) for one in data["evidence"])
    return Report(
        percent=data["percent"],
        text=data["text"],
        period=data.get("period", ""),
        asks_done=data.get("asks_done", False),
        evidence=evidence,
    )


def stored(uploaded: UploadedFile[Any], by: Actor, at: datetime) -> Evidence:
    """An uploaded file in the store, under the name it was handed in with."""
    name = uploaded.name or ""
    return Evidence(store_evidence(cast(BinaryIO, uploaded.open()), name=name, by=by, at=at), name)
