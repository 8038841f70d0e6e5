"""Pages of imports: hand in an edited ledger, look at what it would do, confirm or give up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.rights import require
from zhichan.core.exports.responses import export_rows
from zhichan.core.imports.actions import abandon_batch, confirm_batch, preview_ledger
from zhichan.core.imports.ledger import Ledger, ledger_named
from zhichan.core.imports.models import ImportBatch
from zhichan.core.imports.presenting import preview_of, refusals_of
from zhichan.core.imports.queries import batch_visible_to, batches_visible_to
from zhichan.core.imports.reading.upload import MOST_MEGABYTES
from zhichan.core.imports.rights import IMPORTS_USE

RECENT = 10


class UploadForm(forms.Form):
    """One edited ledger."""

    file = forms.FileField(
        label=gettext_lazy("改好的台账"),
        help_text=gettext_lazy("从系统导出的 xlsx 或 csv，改内容，不删列、不合并单元格；最大 20 MB"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        allow_empty_file=True,
    )

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size is None or file.size > MOST_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(_("文件超过 %(limit)d MB，请分成几份。") % {"limit": MOST_MEGABYTES})
        return file


@page(IMPORTS_USE, file_bytes=MOST_MEGABYTES * 1024 * 1024)
def upload(request: HttpRequest, name: str) -> HttpResponse:
    """Hand in a file for a ledger; ``scope`` in the address says which part of it."""
    actor, ledger = actor_in(request), ledger_named(name)
    require(actor, ledger.right)
    scope = request.GET.get("scope", "")[:60]
    ledger.visible(actor, scope)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        batch = preview_ledger(
            file.read(), name=file.name or "", ledger=ledger, scope=scope, by=actor, at=now()
        )
        if batch.state != ImportBatch.State.REFUSED:
            return redirect("imports:batch", pk=batch.pk)
        form.add_error("file", batch.reason)
    home = _at_home(request, ledger, scope)
    recent = batches_visible_to(actor).filter(ledger=name, scope=scope)[:RECENT]
    context = {"form": form, "ledger": ledger, "scope": scope, "recent": recent, "home": home}
    return render(request, "imports/upload.html", context, status=422 if form.errors else 200)


@page(IMPORTS_USE)
def template(request: HttpRequest, name: str) -> HttpResponseBase:
    """An empty ledger with its headings, to fill in."""
    ledger = ledger_named(name)
    require(actor_in(request), ledger.right)
    title = _("%(label)s（空表）") % {"label": ledger.label}
    return export_rows(title, ledger.headings(), (), file_format="xlsx")


@page(IMPORTS_USE)
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """What the batch would do, or did."""
    shown, ledger = batch_visible_to(actor_in(request), pk)
    home = _at_home(request, ledger, shown.scope)
    context = {"preview": preview_of(shown, ledger), "batch": shown, "home": home}
    return render(request, "imports/batch.html", context)


@page(IMPORTS_USE)
def refusals(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The refused rows as a file: row, column, what stood there, why, how to put it right."""
    shown, _ledger = batch_visible_to(actor_in(request), pk)
    title = _("批次 %(pk)d 拒收表") % {"pk": shown.pk}
    headings, rows = refusals_of(shown)
    return export_rows(title, headings, rows, file_format="xlsx")


@page(IMPORTS_USE)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    done = confirm_batch(pk, by=actor_in(request), at=now())
    messages.success(request, _("已入库：新增 %(new)d 行，变更 %(changed)d 行。") % _counts(done))
    return redirect("imports:batch", pk=pk)


@page(IMPORTS_USE)
@require_POST
def abandon(request: HttpRequest, pk: int) -> HttpResponse:
    given_up = abandon_batch(pk, by=actor_in(request), at=now())
    messages.info(request, _("已放弃这一批，什么都没有改。"))
    return redirect(_home(given_up))


def _at_home(request: HttpRequest, ledger: Ledger, scope: str) -> str:
    """Where the ledger lives; the rail marks that room while its file is handed in."""
    home = ledger.home(scope)
    request.serves = home  # type: ignore[attr-defined]
    return home


def _home(done: ImportBatch) -> str:
    ledger: Ledger = ledger_named(done.ledger)
    return ledger.home(done.scope)


def _counts(done: ImportBatch) -> dict[str, int]:
    return {"new": done.new_count, "changed": done.changed_count}
