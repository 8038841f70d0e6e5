"""Documents of a matter: draft, preview, issue, fetch, void, and one more of a kind."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.documents.filling import fill
from zhichan.core.documents.loading import definition_of
from zhichan.core.documents.officers import number_fields
from zhichan.core.errors import InvalidInput, NotAllowed
from zhichan.core.files.pages import file_response
from zhichan.core.files.sniff import DOCX
from zhichan.core.matters.actions.documents import (
    issue_document,
    keep_draft,
    void_document,
    want_document,
)
from zhichan.core.matters.certificates import without_number
from zhichan.core.matters.models import Document, PublicCopy
from zhichan.core.matters.office_templates import content_of, template_on
from zhichan.core.matters.pages.acting import (
    CARRIED_OUT,
    opened_by,
    posted,
    reason_field,
    small_page,
    submit,
)
from zhichan.core.matters.pages.paper_form import Days, PaperForm
from zhichan.core.matters.pages.participants import team_only
from zhichan.core.matters.papers import (
    document_in,
    earliest_day,
    holds_personal,
    uses_secret,
    values_for,
    wanted_in,
)
from zhichan.core.matters.rights import MATTER_MOVE, MATTER_VIEW
from zhichan.core.matters.workspace import Workspace


@page(MATTER_VIEW)
def document(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """One document: its form while it is to be made, what was issued afterwards."""
    space = opened_by(request, pk)
    actor, at = space.actor, space.at
    one = document_in(space.matter, document)
    context, status = _told_of(space, one), 200
    is_sent = request.method == "POST"
    if not context["barred"] and (is_sent or one.state == Document.State.WANTED):
        day = one.issued_on or timezone.localdate(at)
        form = _form_of(one, day, posted(request))
        issue = "issue" in request.POST
        act = issue_document if issue else keep_draft
        status = submit(
            request,
            form,
            lambda: act(pk, document, form.given(), issued_on=form.issued_on, by=actor, at=at),
        )
        if status == CARRIED_OUT:
            messages.success(request, _("已制发。") if issue else _("草稿已保存。"))
            return redirect("matters:document", pk, document)
        lacking = without_number(space.matter, definition_of(one.template), day)
        context |= {"form": form, "without_number": "、".join(lacking), "day": day}
    return render(request, "matters/document.html", context, status=status)


def _form_of(one: Document, day: date, given: Any) -> PaperForm:
    """The form with what is known for a document of that day."""
    definition, known = definition_of(one.template), values_for(one, day)
    numbers = {field.key for field in number_fields(definition)}
    return PaperForm(
        given,
        definition=definition,
        known=known,
        days=Days(earliest_day(one), day),
        from_roster=(numbers & set(known)) - set(one.values),
    )


def _told_of(space: Workspace, one: Document) -> dict[str, Any]:
    definition = definition_of(one.template)
    return {
        "space": space,
        "matter": space.matter,
        "document": one,
        "definition": definition,
        "barred": team_only(space),
        "services": one.services.select_related("participant").order_by("served_on", "pk"),
        "may_fetch": _may_fetch(space, one),
        "copy": PublicCopy.objects.select_related("made_by", "approved_by").filter(document=one).first(),
        "may_publish": definition.masking != "none",
    }


@page(MATTER_VIEW)
def document_file(request: HttpRequest, pk: int, document: int) -> FileResponse | HttpResponse:
    """The file as issued; of one not issued yet a draft from what was saved, without number and day."""
    space = opened_by(request, pk)
    one = document_in(space.matter, document)
    if not _may_fetch(space, one):
        raise NotAllowed(
            _("这份文书写有保密身份或个人信息，只有承办和审批的人员可以打开。"), code="not_on_team"
        )
    definition = definition_of(one.template)
    if one.file is not None:
        return file_response(one.file, f"{one.number or definition.title}.docx")
    try:
        day = one.issued_on or timezone.localdate(space.at)
        office = template_on(one.template, day)
        template = content_of(office) if office else None
        content = fill(definition, values_for(one, day), template=template, is_draft=True)
    except InvalidInput as error:
        messages.error(request, error.message)
        return redirect("matters:document", pk, document)
    reply = HttpResponse(content, content_type=DOCX)
    reply.headers["Content-Disposition"] = f"attachment; filename=draft-{one.template}.docx"
    return reply


class VoidForm(forms.Form):
    reason = reason_field()


@page(MATTER_MOVE)
def document_void(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    space = opened_by(request, pk)
    actor, at = space.actor, space.at
    document_in(space.matter, document)
    form = VoidForm(posted(request))
    status = submit(
        request, form, lambda: void_document(pk, document, form.cleaned_data["reason"], by=actor, at=at)
    )
    if status == CARRIED_OUT:
        messages.success(request, _("已作废，文号保留。"))
        return redirect("matters:document", pk, document)
    words = {"title": _("作废文书"), "button": _("作废"), "is_danger": True, "barred": team_only(space)}
    return small_page(request, space, form, status, words)


class WantForm(forms.Form):
    template = forms.ChoiceField(label=gettext_lazy("文书"))

    def __init__(self, *args: Any, names: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["template"].choices = [(name, definition_of(name).title) for name in names]  # type: ignore[attr-defined]


@page(MATTER_MOVE)
def document_want(request: HttpRequest, pk: int) -> HttpResponse:
    """One more document of the procedure."""
    space = opened_by(request, pk)
    actor, at = space.actor, space.at
    form = WantForm(posted(request), names=wanted_in(space.procedure))
    made: list[Document] = []
    status = submit(
        request,
        form,
        lambda: made.append(want_document(pk, form.cleaned_data["template"], by=actor, at=at)),
    )
    if status == CARRIED_OUT:
        return redirect("matters:document", pk, made[0].pk)
    words = {"title": _("另制文书"), "button": _("添加"), "barred": team_only(space)}
    return small_page(request, space, form, status, words)


def _may_fetch(space: Workspace, one: Document) -> bool:
    """A paper that speaks of a secret seat is for the case team alone; one with numbers or the address of a
    person for whoever is shown those on the page of the matter."""
    if uses_secret(definition_of(one.template), space.procedure):
        return space.on_team
    return space.sees_personal or not holds_personal(one)
