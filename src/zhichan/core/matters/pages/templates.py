"""Templates of documents (文书模板): which is used; the office's own handed in, tried, confirmed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.documents.definition import Definition
from zhichan.core.documents.filling import fill, own_template
from zhichan.core.documents.loading import all_definitions, definition_of
from zhichan.core.documents.samples import sample_values
from zhichan.core.documents.uploads import fields_used, is_fit
from zhichan.core.errors import InvalidInput
from zhichan.core.files.pages import file_response
from zhichan.core.files.sniff import DOCX
from zhichan.core.matters.actions.templates import (
    LARGEST_TEMPLATE_BYTES,
    NewTemplate,
    abandon_template,
    confirm_template,
    hand_in_template,
    withdraw_template,
)
from zhichan.core.matters.models import OfficeTemplate
from zhichan.core.matters.office_templates import content_of, templates_on
from zhichan.core.matters.pages.acting import CARRIED_OUT, here, posted, reason_field, submit
from zhichan.core.matters.rights import TEMPLATE_KEEP
from zhichan.web.fields import DayField

State = OfficeTemplate.State


@page(TEMPLATE_KEEP)
def templates(request: HttpRequest) -> HttpResponse:
    """Every document with the template it is made out with today. Two queries."""
    definitions = {one.id: one for one in all_definitions()}
    used = templates_on(list(definitions), timezone.localdate(now()))
    waiting = set(OfficeTemplate.objects.filter(state=State.CHECKED).values_list("document", flat=True))
    lines = [(one, used.get(name), name in waiting) for name, one in definitions.items()]
    lines.sort(key=lambda line: (not line[2], line[1] is None, line[0].title))
    return render(request, "matters/templates/list.html", {"lines": lines})


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("模板文件"),
        help_text=gettext_lazy("从通用模板改起：版式和文字可以改，花括号里的填写项要留着。docx，最大 5 MB。"),
    )


@page(TEMPLATE_KEEP, file_bytes=LARGEST_TEMPLATE_BYTES)
def template(request: HttpRequest, document: str) -> HttpResponse:
    """The versions of one document's template, and a new one to be handed in."""
    definition, actor, at = definition_of(document), actor_in(request), now()
    form = UploadForm(posted(request), request.FILES or None)
    faults: list[str] = []
    made: list[OfficeTemplate] = []

    def act() -> None:
        file: UploadedFile[Any] = form.cleaned_data["file"]
        new = NewTemplate(document, file.name or "", file.read())
        try:
            made.append(hand_in_template(new, by=actor, at=at))
        except InvalidInput as error:
            faults.extend(_faults(error))
            raise

    status = submit(request, form, act)
    if status == CARRIED_OUT:
        messages.success(request, _("模板检查通过，请试填看过以后确认启用。"))
        return redirect("system_template_version", document, made[0].version)
    rows = OfficeTemplate.objects.filter(document=document).select_related("handed_in_by")
    used = templates_on([document], timezone.localdate(at)).get(document)
    context = {
        "definition": definition,
        "form": form,
        "faults": faults,
        "versions": rows.order_by("-version"),
        "used": used,
    }
    return render(request, "matters/templates/document.html", context, status=status)


@page(TEMPLATE_KEEP)
def ours(request: HttpRequest, document: str) -> HttpResponse:  # noqa: ARG001  a page takes its request
    """Our template as a file to begin from."""
    definition = definition_of(document)
    return _docx(own_template(definition), f"{document}-{definition.version}.docx")


class ConfirmForm(forms.Form):
    valid_from = DayField(
        label=gettext_lazy("启用日期"), help_text=gettext_lazy("成文日期在这一天或以后的文书用它。")
    )


class WithdrawForm(forms.Form):
    reason = reason_field(gettext_lazy("停用的理由"))


@page(TEMPLATE_KEEP)
def version(request: HttpRequest, document: str, version: int) -> HttpResponse:
    """One version: what it fills, a trial, and its confirmation, abandoning or withdrawal."""
    definition, actor, at = definition_of(document), actor_in(request), now()
    one = _version(document, version)
    form: forms.Form | None = None
    status = 200
    if one.state == State.CHECKED and "abandon" in request.POST:
        abandon_template(one.pk, by=actor, at=at)
        messages.success(request, _("已放弃，没有保存。"))
        return redirect("system_template", document)
    if one.state == State.CHECKED:
        confirm = form = ConfirmForm(posted(request), initial={"valid_from": timezone.localdate(at)})
        status = submit(
            request,
            confirm,
            lambda: confirm_template(one.pk, confirm.cleaned_data["valid_from"], by=actor, at=at),
        )
        done = _("已启用。")
    elif one.state == State.CONFIRMED:
        withdraw = form = WithdrawForm(posted(request))
        status = submit(
            request,
            withdraw,
            lambda: withdraw_template(one.pk, withdraw.cleaned_data["reason"], by=actor, at=at),
        )
        done = _("已停用。")
    if status == CARRIED_OUT:
        messages.success(request, done)
        return redirect("system_template", document)
    return render(request, "matters/templates/version.html", _told_of(one, definition, form), status=status)


@page(TEMPLATE_KEEP)
def file(request: HttpRequest, document: str, version: int) -> FileResponse:  # noqa: ARG001  as above
    """A version as it was handed in."""
    one = _version(document, version)
    return file_response(one.file, one.file_name)


@page(TEMPLATE_KEEP)
def sample(request: HttpRequest, document: str, version: int) -> HttpResponse:  # noqa: ARG001  as above
    """A version filled in with made-up values that say so."""
    definition, one = definition_of(document), _version(document, version)
    content = fill(definition, sample_values(definition), template=content_of(one))
    return _docx(content, f"{document}-sample-{version}.docx")


def _told_of(one: OfficeTemplate, definition: Definition, form: forms.Form | None) -> dict[str, Any]:
    content = content_of(one)
    used, left_out = fields_used(content, definition) if is_fit(content, definition) else ([], [])
    return {
        "definition": definition,
        "one": one,
        "form": form,
        "used": used,
        "left_out": left_out,
        "is_fit": bool(used),
        "made_with": one.documents.count(),
    }


def _version(document: str, version: int) -> OfficeTemplate:
    rows = OfficeTemplate.objects.select_related("file", "handed_in_by", "confirmed_by", "withdrawn_by")
    return here(rows.filter(document=document, version=version).first())


def _faults(error: InvalidInput) -> list[str]:
    found = error.details.get("faults")
    return [str(one) for one in found] if isinstance(found, list) else []


def _docx(content: bytes, name: str) -> HttpResponse:
    reply = HttpResponse(content, content_type=DOCX)
    reply.headers["Content-Disposition"] = f"attachment; filename={name}"
    return reply
