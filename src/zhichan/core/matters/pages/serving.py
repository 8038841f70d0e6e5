"""Recording that a document was served (登记送达)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.documents.service import PROOF, Receiver, ServiceMethod
from zhichan.core.errors import NotAllowed
from zhichan.core.matters.actions.serving import Serving, serve_document
from zhichan.core.matters.pages.acting import CARRIED_OUT, opened_by, posted, small_page, submit
from zhichan.core.matters.pages.participants import team_only
from zhichan.core.matters.pages.uploading import UPLOAD_BYTES, kept_upload
from zhichan.core.matters.papers import document_in
from zhichan.core.matters.rights import MATTER_MOVE
from zhichan.core.matters.showing.people import shown_name
from zhichan.web.fields import DayInput


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput)


class ServeForm(forms.Form):
    """The facts of every way of service; which are needed depends on the way, and the action says so."""

    participant = forms.TypedChoiceField(label=gettext_lazy("受送达人"), coerce=int)
    method = forms.ChoiceField(
        label=gettext_lazy("送达方式"),
        choices=ServiceMethod.choices,
        help_text=gettext_lazy("电子送达要有事先的书面同意；公告送达只在其他方式都无法送达时使用。"),
    )
    receiver = forms.ChoiceField(
        label=gettext_lazy("签收人"), choices=[("", "—"), *Receiver.choices], required=False
    )
    signed_on = _day(gettext_lazy("签收日期"))
    refused_on = _day(gettext_lazy("留置日期"))
    refusal = forms.CharField(label=gettext_lazy("拒收事由"), required=False, max_length=200)
    witness = forms.CharField(label=gettext_lazy("见证人"), required=False, max_length=100)
    is_recorded = forms.BooleanField(label=gettext_lazy("已拍照或录像"), required=False)
    consented_on = _day(gettext_lazy("书面同意电子送达的日期"))
    arrived_on = _day(gettext_lazy("到达对方系统的日期"))
    is_at_confirmed_address = forms.BooleanField(label=gettext_lazy("发到确认的电子地址"), required=False)
    receipt_on = _day(gettext_lazy("邮件回执日期"))
    through = forms.CharField(label=gettext_lazy("受托或转交的单位"), required=False, max_length=100)
    announced_on = _day(gettext_lazy("公告发出之日"))
    tried = forms.CharField(label=gettext_lazy("公告的原因和经过"), required=False, max_length=400)
    proof = forms.FileField(label=gettext_lazy("送达回证或凭证"), required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["participant"].choices = people  # type: ignore[attr-defined]

    def facts(self) -> dict[str, object]:
        given = {key: self.cleaned_data.get(key) for key in self.fields}
        skipped = {"participant", "method", "proof"}
        return {
            key: value.isoformat() if hasattr(value, "isoformat") else value
            for key, value in given.items()
            if key not in skipped and value not in (None, "", False)
        }


@page(MATTER_MOVE, file_bytes=UPLOAD_BYTES)
def document_serve(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    space = opened_by(request, pk)
    actor, at = space.actor, space.at
    document_in(space.matter, document)
    people = [
        (one.pk, f"{space.procedure.seat(one.seat).label} · {shown_name(one)}")
        for seated in space.standing.seats.values()
        for one in seated
    ]
    form = ServeForm(posted(request), request.FILES or None, people=people)
    barred = team_only(space)

    def act() -> None:
        if barred:
            raise NotAllowed(barred, code="not_on_team")
        data = form.cleaned_data
        with kept_upload(data.get("proof"), by=actor, at=at) as stored:
            serving = Serving(data["participant"], data["method"], form.facts(), stored)
            serve_document(pk, document, serving, by=actor, at=at)

    status = submit(request, form, act)
    if status == CARRIED_OUT:
        messages.success(request, _("已登记送达。"))
        return redirect("matters:document", pk, document)
    lead = _("各方式要有的凭证：%(proofs)s。") % {
        "proofs": "；".join(f"{ServiceMethod(key).label}：{words}" for key, words in PROOF.items())
    }
    words = {
        "title": _("登记送达"),
        "button": _("登记"),
        "lead": lead,
        "barred": barred,
        "is_upload": True,
    }
    return small_page(request, space, form, status, words)
