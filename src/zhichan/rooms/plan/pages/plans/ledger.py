"""Plans from and to a ledger (台账): upload, preview with every refusal, import; and the export."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.exports.xlsx_file import MEDIA_TYPE
from zhichan.core.files.actions import store_file
from zhichan.core.files.models import StoredFile
from zhichan.core.files.queries import open_file
from zhichan.rooms.plan.actions.enter_plan import NewPlan
from zhichan.rooms.plan.actions.import_ledger import import_ledger
from zhichan.rooms.plan.formats.plan_ledger import PlanLedger, read_plan_ledger
from zhichan.rooms.plan.formats.plan_ledger_file import plan_ledger_file
from zhichan.rooms.plan.item_entry import target_entry, task_entry
from zhichan.rooms.plan.ledger import ledger_of
from zhichan.rooms.plan.models import Plan
from zhichan.rooms.plan.pages.plans.forms import PlanForm, StartVersionForm
from zhichan.rooms.plan.queries.items import items_of
from zhichan.rooms.plan.queries.plans import owning_unit, plan_visible_to, version_visible_to
from zhichan.rooms.plan.rights import PLAN_ENTER, PLAN_VIEW

_SALT = "plan.ledger.once"
# A preview can be confirmed once, within a day; after that the file is handed in again.
_PREVIEW_SECONDS = 24 * 60 * 60
_MOST_BYTES = 20 * 1024 * 1024
_ROWS_SHOWN = 20


class LedgerFileField(forms.FileField):
    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("台账文件"),
            help_text=gettext_lazy("xlsx，两张工作表：指标、任务。列按名称认，次序不限。"),
        )


class NewLedgerForm(PlanForm):
    file = LedgerFileField()


class NextLedgerForm(StartVersionForm):
    file = LedgerFileField()


@page(PLAN_ENTER, file_bytes=_MOST_BYTES)
def ledger(request: HttpRequest) -> HttpResponse:
    """A new plan from a ledger: upload and preview."""
    return _upload(request, None, NewLedgerForm(request.POST or None, request.FILES or None))


@page(PLAN_ENTER, file_bytes=_MOST_BYTES)
def plan_ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """The next version of a plan from a ledger: upload and preview."""
    plan = plan_visible_to(actor_in(request), pk)
    return _upload(request, plan, NextLedgerForm(request.POST or None, request.FILES or None))


def _upload(request: HttpRequest, plan: Plan | None, form: forms.Form) -> HttpResponse:
    if request.method == "POST" and "preview" in request.POST:
        return _confirm(request, plan)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _preview(request, plan, form)
            except InvalidInput as error:
                form.add_error("file", error.message)
    context = {"form": form, "plan": plan}
    return render(request, "plan/plans/ledger.html", context, status=status)


def _preview(request: HttpRequest, plan: Plan | None, form: forms.Form) -> HttpResponse:
    """Read first, then keep: a file that is no ledger leaves nothing behind."""
    data = dict(form.cleaned_data)
    file = data.pop("file")
    if file.size > _MOST_BYTES:
        raise InvalidInput(_("台账超过 20 MB。请删去多余的工作表和图片再传。"))
    content = file.read()
    read = read_plan_ledger(content)
    stored = store_file(content, name=file.name, by=actor_in(request), at=now())
    token = {
        "preview": secrets.token_hex(16),
        "file": stored.pk,
        "name": file.name,
        "person": actor_in(request).id,
        "plan": plan.pk if plan else None,
        "fields": {key: str(value) for key, value in data.items() if value not in (None, "")},
    }
    return _preview_page(request, plan, read, file.name, signing.dumps(token, salt=_SALT))


def _preview_page(
    request: HttpRequest, plan: Plan | None, read: PlanLedger, name: str, token: str
) -> HttpResponse:
    context = {
        "plan": plan,
        "ledger": read,
        "name": name,
        "token": token,
        "targets": read.targets[:_ROWS_SHOWN],
        "tasks": read.tasks[:_ROWS_SHOWN],
        "refused_rows": len({(one.sheet, one.row) for one in read.refusals}),
    }
    return render(request, "plan/plans/ledger_preview.html", context)


def _confirm(request: HttpRequest, plan: Plan | None) -> HttpResponse:
    """Import what was previewed: the file is read anew from the store, so nothing can slip in between."""
    token = _token(request, plan)
    stored = StoredFile.objects.filter(pk=token["file"]).first()
    if stored is None:
        raise InvalidInput(_("预览已过期，请重新上传台账。"))
    with open_file(stored) as file:
        read = read_plan_ledger(file.read())
    fields = token["fields"]
    into: Plan | NewPlan = plan or _new_plan(fields)
    actor = actor_in(request)
    version = import_ledger(
        read,
        stored,
        token["name"],
        into,
        owner_unit=owning_unit(actor),
        issued_on=date.fromisoformat(fields["issued_on"]) if fields.get("issued_on") else None,
        preview=token["preview"],
        by=actor,
        at=now(),
    )
    return redirect("plan:version_check", version.pk)


def _token(request: HttpRequest, plan: Plan | None) -> dict[str, Any]:
    """What the person previewed here, and nobody else's preview."""
    try:
        token: dict[str, Any] = signing.loads(request.POST["preview"], salt=_SALT, max_age=_PREVIEW_SECONDS)
    except signing.BadSignature as error:
        raise InvalidInput(_("预览已过期，请重新上传台账。")) from error
    if token["person"] != actor_in(request).id or token["plan"] != (plan.pk if plan else None):
        raise NotFound(_("没有找到这次预览。"))
    return token


def _new_plan(fields: dict[str, str]) -> NewPlan:
    form = PlanForm(fields)
    if not form.is_valid():
        raise InvalidInput(_("预览已过期，请重新上传台账。"))
    return form.new_plan()


@page(PLAN_VIEW)
def version_ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """What a version promises, as a ledger that can be edited and imported again."""
    version = version_visible_to(actor_in(request), pk)
    standing = ledger_of(items_of(version))
    content = plan_ledger_file(
        [target_entry(item.value) for item, _value in standing.targets],
        [task_entry(item.value) for item, _value in standing.tasks],
    )
    return _download(content, f"{version.plan.title}-{version.number}.xlsx")


@page(PLAN_ENTER)
def empty_ledger(_request: HttpRequest) -> HttpResponse:
    """An empty ledger to fill in."""
    return _download(plan_ledger_file([], []), f"{_('规划台账')}.xlsx")


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
