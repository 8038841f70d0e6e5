"""Documents of a matter: draft, preview, issue, fetch, void, serve; and what they say of the office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.documents.fields import ATTRIBUTES, From
from zhichan.core.documents.filling import fill
from zhichan.core.documents.loading import definition_of
from zhichan.core.documents.service import PROOF, Receiver, ServiceMethod
from zhichan.core.errors import InvalidInput, NotAllowed, ZhichanError
from zhichan.core.files.pages import file_response
from zhichan.core.matters.actions.documents import (
    DOCX,
    Serving,
    issue_document,
    keep_draft,
    serve_document,
    set_office_details,
    void_document,
    want_document,
)
from zhichan.core.matters.actions.public_copies import approve_public_copy, make_public_copy
from zhichan.core.matters.models import Document, OfficeDetail, PublicCopy
from zhichan.core.matters.pages.acting import (
    CARRIED_OUT,
    here,
    posted,
    reason_field,
    refuse,
    small_page,
    submit,
)
from zhichan.core.matters.pages.paper_form import PaperForm
from zhichan.core.matters.pages.participants import team_only
from zhichan.core.matters.pages.uploading import UPLOAD_BYTES, kept_upload
from zhichan.core.matters.papers import document_in, holds_personal, uses_secret, values_for, wanted_in
from zhichan.core.matters.rights import MATTER_MOVE, MATTER_VIEW, OFFICE_DETAILS
from zhichan.core.matters.showing.people import shown_name
from zhichan.core.matters.workspace import Workspace, workspace_of
from zhichan.web.fields import DayInput


@page(MATTER_VIEW)
def document(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """One document: its form while it is to be made, what was issued afterwards."""
    actor, at = actor_in(request), now()
    space = workspace_of(actor, pk, at=at)
    one = document_in(space.matter, document)
    definition = definition_of(one.template)
    barred = team_only(space)
    form = PaperForm(posted(request), definition=definition, known=values_for(one))
    status = 200
    if request.method == "POST" and not barred:
        issue = "issue" in request.POST
        act = issue_document if issue else keep_draft
        status = submit(request, form, lambda: act(pk, document, form.given(), by=actor, at=at))
        if status == CARRIED_OUT:
            messages.success(request, _("已制发。") if issue else _("草稿已保存。"))
            return redirect("matters:document", pk, document)
    context = {
        "space": space,
        "matter": space.matter,
        "document": one,
        "definition": definition,
        "form": form,
        "barred": barred,
        "services": one.services.select_related("participant").order_by("served_on", "pk"),
        "may_fetch": _may_fetch(space, one),
        "copy": PublicCopy.objects.select_related("made_by", "approved_by").filter(document=one).first(),
        "may_publish": definition.masking != "none",
    }
    return render(request, "matters/document.html", context, status=status)


@page(MATTER_VIEW)
def document_file(request: HttpRequest, pk: int, document: int) -> FileResponse | HttpResponse:
    """The file as issued; of one not issued yet a draft from what was saved, without number and day."""
    space = workspace_of(actor_in(request), pk, at=now())
    one = document_in(space.matter, document)
    if not _may_fetch(space, one):
        raise NotAllowed(
            _("这份文书写有保密身份或个人信息，只有承办和审批的人员可以打开。"), code="not_on_team"
        )
    definition = definition_of(one.template)
    if one.file is not None:
        return file_response(one.file, f"{one.number or definition.title}.docx")
    try:
        content = fill(definition, values_for(one), is_draft=True)
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
    actor, at = actor_in(request), now()
    space = workspace_of(actor, pk, at=at)
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
    actor, at = actor_in(request), now()
    space = workspace_of(actor, pk, at=at)
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
    actor, at = actor_in(request), now()
    space = workspace_of(actor, pk, at=at)
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


class ApproveForm(forms.Form):
    copy = forms.IntegerField(widget=forms.HiddenInput)
    read = forms.BooleanField(label=gettext_lazy("已通读公开文本，应当遮盖的都已遮盖"))


@page(MATTER_MOVE)
def copy_make(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Make the public copy of a document."""
    actor, at = actor_in(request), now()
    space = workspace_of(actor, pk, at=at)
    document_in(space.matter, document)
    form = forms.Form(posted(request))
    status = submit(request, form, lambda: make_public_copy(pk, document, by=actor, at=at))
    if status == CARRIED_OUT:
        messages.success(request, _("公开文本已制作，请另一人核对。"))
        return redirect("matters:document", pk, document)
    words = {
        "title": _("制作公开文本"),
        "button": _("制作"),
        "lead": _("按遮盖规则去掉身份证件号、住址、电话、账号、举报人和证人等，当事人名称和信用代码保留。"),
        "barred": team_only(space),
    }
    return small_page(request, space, form, status, words)


@page(MATTER_MOVE)
def copy_approve(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """A second person approves the public copy."""
    actor, at = actor_in(request), now()
    space = workspace_of(actor, pk, at=at)
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
    space = workspace_of(actor_in(request), pk, at=now())
    copy = PublicCopy.objects.select_related("file").filter(document=document_in(space.matter, document))
    return file_response(here(copy.first()).file, "public.docx")


_OFFICE_LABELS = {
    "name": gettext_lazy("机关名称"),
    "code": gettext_lazy("机关代字"),
    "address": gettext_lazy("地址"),
    "phone": gettext_lazy("电话"),
    "contact": gettext_lazy("联系人"),
    "court": gettext_lazy("管辖的人民法院"),
    "reconsideration_organ": gettext_lazy("行政复议机关"),
    "police": gettext_lazy("同级公安机关"),
    "procuratorate": gettext_lazy("同级检察机关"),
    "fine_account": gettext_lazy("罚没款账户和缴款方式"),
    "hearing_place": gettext_lazy("听证地点"),
    "committee": gettext_lazy("人民调解委员会"),
    "centre": gettext_lazy("维权援助机构"),
    "superior": gettext_lazy("上级机关"),
}


class OfficeForm(forms.Form):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for key in sorted(ATTRIBUTES[From.OFFICE], key=list(_OFFICE_LABELS).index):
            self.fields[key] = forms.CharField(label=_OFFICE_LABELS[key], required=False, max_length=300)


@page(OFFICE_DETAILS)
def office(request: HttpRequest) -> HttpResponse:
    """What documents print of the office, set once."""
    known = dict(OfficeDetail.objects.values_list("key", "value"))
    form = OfficeForm(posted(request), initial=known)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                set_office_details(form.cleaned_data, by=actor_in(request), at=now())
            except ZhichanError as error:
                refuse(form, error)
            else:
                messages.success(request, _("机关信息已保存。"))
                return redirect("matters:office")
    return render(request, "matters/office.html", {"form": form}, status=status)


def _may_fetch(space: Workspace, one: Document) -> bool:
    """A paper that speaks of a secret seat is for the case team alone; one with numbers or the address of a
    person for whoever is shown those on the page of the matter."""
    if uses_secret(definition_of(one.template), space.procedure):
        return space.on_team
    return space.sees_personal or not holds_personal(one)
