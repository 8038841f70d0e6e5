"""Handing in a document (导入): small ones are read at once, large ones by a job."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_tasks.base import TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist, TaskResultMismatch

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.rights import require
from zhichan.core.errors import Conflict, InvalidInput, NotFound
from zhichan.core.files.actions import store_file
from zhichan.rooms.plan.actions.import_plan import Destination, Upload, import_plan, refuse_same_bytes
from zhichan.rooms.plan.jobs import Order, Outcome, read_document
from zhichan.rooms.plan.models import Plan
from zhichan.rooms.plan.pages.importing.forms import UploadForm
from zhichan.rooms.plan.queries.plans import owning_unit, plans_visible_to, version_visible_to
from zhichan.rooms.plan.rights import PLAN_IMPORT

# Above this a job reads the document: a pdf of 300 pages takes longer than a person waits for a page.
READ_AT_ONCE_BYTES = {"pdf": 1_500_000, "other": 6_000_000}


@page(PLAN_IMPORT, file_bytes=settings.UPLOAD_LIMIT_BYTES)
def upload(request: HttpRequest) -> HttpResponse:
    """The form, and what becomes of a file: a draft to check, a job to wait for, or why not."""
    actor = actor_in(request)
    plans = plans_visible_to(actor).order_by("-created_at", "pk")
    initial = {"plan": request.GET.get("plan")}
    form = UploadForm(request.POST or None, request.FILES or None, plans=plans, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, 200 if request.method != "POST" else 422)
    try:
        return _take_in(request, form)
    except Conflict as error:
        form.add_error("file", error.message)
        return _form_page(request, form, error.status, same=error.details.get("version"))
    except InvalidInput as error:
        form.add_error("file", error.message)
        return _form_page(request, form, error.status)


def _take_in(request: HttpRequest, form: UploadForm) -> HttpResponse:
    actor, at = actor_in(request), now()
    document = _document_in(form.cleaned_data["file"])
    plan: Plan | None = form.cleaned_data["plan"]
    into = Destination(owning_unit(actor), plan, form.cleaned_data["again"])
    if not is_large(document):
        version = import_plan(document, into, by=actor, at=at)
        return redirect("plan:version_check", version.pk)
    require(actor, PLAN_IMPORT)
    refuse_same_bytes(document.sha256, into)
    stored = store_file(document.content, name=document.name, by=actor, at=at)
    order: Order = {
        "file": stored.pk,
        "name": document.name,
        "person": actor.id or 0,
        "unit": into.owner_unit.pk,
        "plan": plan.pk if plan else None,
        "again": into.again,
    }
    result = read_document.enqueue(order)
    return redirect("plan:plan_import_waiting", result.id)


def is_large(document: Upload) -> bool:
    kind = "pdf" if document.content.startswith(b"%PDF-") else "other"
    return len(document.content) > READ_AT_ONCE_BYTES[kind]


@page(PLAN_IMPORT)
def waiting(request: HttpRequest, result: str) -> HttpResponse:
    """How the job stands; leads on once there is a version. Asks itself again every two seconds."""
    found = _result(request, result)
    if found.status == TaskResultStatus.SUCCESSFUL:
        outcome = cast(Outcome, found.return_value)
        if outcome["version"] and not outcome["refusal"]:
            return _onward(request, outcome["version"])
        context: dict[str, Any] = {"refusal": outcome["refusal"], "same": outcome["version"]}
    elif found.status == TaskResultStatus.FAILED:
        context = {"refusal": _("读取时出了错，没有导入任何内容。请把原件发给系统管理员查看。")}
    else:
        context = {"is_running": True}
    return render(request, "plan/importing/waiting.html", {**context, "result": result})


def _result(request: HttpRequest, result: str) -> TaskResult[Outcome]:
    """The person's own job; others' are not found."""
    try:
        found: TaskResult[Outcome] = read_document.get_result(result)
    except (TaskResultDoesNotExist, TaskResultMismatch) as error:
        raise NotFound(_("没有找到这次导入。")) from error
    if found.args[0]["person"] != actor_in(request).id:
        raise NotFound(_("没有找到这次导入。"))
    return found


def _onward(request: HttpRequest, version: int) -> HttpResponse:
    """To the confirm page; htmx is told by a header, as it would swap a redirect into the page."""
    reply = redirect("plan:version_check", version)
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": reply.url})
    return reply


def _document_in(file: UploadedFile[bytes]) -> Upload:
    """The bytes of an upload; too many are refused before they are read."""
    if (file.size or 0) > settings.UPLOAD_LIMIT_BYTES:
        limit = settings.UPLOAD_LIMIT_BYTES // (1024 * 1024)
        raise InvalidInput(_("文件超过 %(limit)d MB 的上限。请压缩或拆分后上传。") % {"limit": limit})
    return Upload((file.name or _("未命名"))[-200:], file.read())


def _form_page(request: HttpRequest, form: UploadForm, status: int, *, same: object = None) -> HttpResponse:
    """``same``: the version that was made of the same bytes, or the draft that stands in the way."""
    version = version_visible_to(actor_in(request), same) if isinstance(same, int) else None
    context = {"form": form, "same": version}
    return render(request, "plan/importing/upload.html", context, status=status)
