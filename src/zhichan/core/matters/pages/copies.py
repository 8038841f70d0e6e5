"""The public copy of a document (公开文本): made, approved by a second person, fetched."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.files.pages import file_response
from zhichan.core.matters.actions.public_copies import approve_public_copy, make_public_copy
from zhichan.core.matters.models import PublicCopy
from zhichan.core.matters.pages.acting import CARRIED_OUT, here, opened_by, posted, small_page, submit
from zhichan.core.matters.pages.participants import team_only
from zhichan.core.matters.papers import document_in
from zhichan.core.matters.rights import MATTER_MOVE, MATTER_VIEW


class ApproveForm(forms.Form):
    copy = forms.IntegerField(widget=forms.HiddenInput)
    read = forms.BooleanField(label=gettext_lazy("已通读公开文本，应当遮盖的都已遮盖"))


@page(MATTER_MOVE)
def copy_make(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Make the public copy of a document."""
    space = opened_by(request, pk)
    actor, at = space.actor, space.at
    document_in(space.matter, document)
    form = forms.Form(posted(request))
    status = submit(request, form, lambda: make_public_copy(pk, document, by=actor, at=at))
    if status == CARRIED_OUT:
        messages.success(request, _("公开文本已制作，请另一人核对。"))
        return redirect("matters:document", pk, document)
    lead = _("按遮盖规则去掉身份证件号、住址、电话、账号、举报人和证人等，当事人名称和信用代码保留。")
    if PublicCopy.objects.filter(document_id=document, approved_at__isnull=False).exists():
        lead = _("已核对的公开文本有误的，重新制作；另一人核对新的一份之前，公众看不到。")
    words = {
        "title": _("制作公开文本"),
        "button": _("制作"),
        "lead": lead,
        "barred": team_only(space),
    }
    return small_page(request, space, form, status, words)


@page(MATTER_MOVE)
def copy_approve(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """A second person approves the public copy."""
    space = opened_by(request, pk)
    actor, at = space.actor, space.at
    known = PublicCopy.objects.filter(document=document_in(space.matter, document)).first()
    form = ApproveForm(posted(request), initial={"copy": known.pk if known else 0})
    status = submit(
        request,
        form,
        lambda: approve_public_copy(pk, document, by=actor, at=at, copy_id=form.cleaned_data["copy"]),
    )
    if status == CARRIED_OUT:
        messages.success(request, _("已核对，可以公示。"))
        return redirect("matters:document", pk, document)
    return small_page(request, space, form, status, {"title": _("核对公开文本"), "button": _("核对通过")})


@page(MATTER_VIEW)
def copy_file(request: HttpRequest, pk: int, document: int) -> FileResponse:
    """The public copy as a file."""
    space = opened_by(request, pk)
    copy = PublicCopy.objects.select_related("file").filter(document=document_in(space.matter, document))
    return file_response(here(copy.first()).file, "public.docx")
