"""Those who take part: seating, removing, and looking at who is secret."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.errors import InvalidInput, NotAllowed
from zhichan.core.matters.actions.participants import add_participant, look_at_secret, remove_participant
from zhichan.core.matters.models import Participant
from zhichan.core.matters.pages.acting import (
    CARRIED_OUT,
    MOST_REASON,
    SHOWN,
    SeenForm,
    here,
    opened_by,
    posted,
    reason_field,
    small_page,
    submit,
)
from zhichan.core.matters.pages.finding import FIND, party_field
from zhichan.core.matters.pages.uploading import UPLOAD_BYTES, kept_upload
from zhichan.core.matters.parties import Finder, FoundParty
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.rights import MATTER_MOVE, SECRET_LOOK
from zhichan.core.matters.showing.people import contacts_of, seat_text, shown_name
from zhichan.core.matters.workspace import Workspace
from zhichan.core.matters.writing.seats import NewParticipant, check_who

_TEXTS = ("name", "identifier", "phone", "address", "bank_account", "email")


class WhoForm(forms.Form):
    """Who somebody is: what a seat keeps of them. ``finder`` looks them up in the registers of parties."""

    kind = forms.ChoiceField(
        label=gettext_lazy("组织或个人"), choices=Participant.Kind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(label=gettext_lazy("名称或姓名"), max_length=200)
    party = party_field()
    identifier = forms.CharField(
        label=gettext_lazy("统一社会信用代码或证件号"), max_length=40, required=False
    )
    phone = forms.CharField(label=gettext_lazy("电话"), max_length=40, required=False)
    address = forms.CharField(label=gettext_lazy("地址"), max_length=300, required=False)
    bank_account = forms.CharField(label=gettext_lazy("账号"), max_length=60, required=False)
    email = forms.CharField(label=gettext_lazy("电子邮箱"), max_length=200, required=False)
    accepts_electronic = forms.BooleanField(label=gettext_lazy("同意电子送达"), required=False)

    def __init__(self, *args: Any, finder: Finder, **options: Any) -> None:
        super().__init__(*args, **options)
        self.finder = finder
        self.found: FoundParty | None = None
        choice = self.fields["party"].widget
        choice.finder = finder
        choice.typed = str(self.data.get(self.add_prefix("name"), ""))

    def not_read(self) -> None:
        """Show what was typed without judging it yet."""
        self._errors, self.cleaned_data = ErrorDict(), {}

    def clean_party(self) -> str:
        chosen: str = self.cleaned_data["party"]
        self.found = self.finder.one(chosen) if chosen else None
        if chosen and self.found is None:
            raise forms.ValidationError(_("登记册里没有这个主体，请重新选择，或者按所填的登记。"))
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                check_who(self.new_participant(""))
            except InvalidInput as error:
                self.add_error(str(error.details["field"]), error.message)
        return data

    def new_participant(self, seat: str, **more: Any) -> NewParticipant:
        """What was typed, as an action takes it; of a party that was found what its register says."""
        data = self.cleaned_data
        texts = {name: data[name] for name in _TEXTS}
        new = NewParticipant(
            seat=seat, kind=data["kind"], accepts_electronic=data["accepts_electronic"], **texts, **more
        )
        return new if self.found is None else taken_from(new, self.found)


def taken_from(new: NewParticipant, party: FoundParty) -> NewParticipant:
    """Somebody as their register has them; an address that was typed is where they are to be reached."""
    return replace(
        new,
        kind=party.kind,
        name=party.name,
        identifier=party.identifier or new.identifier,
        address=new.address.strip() or party.address,
        register=party.register,
        row_id=party.row_id,
    )


class AddForm(WhoForm, SeenForm):
    """Somebody more, perhaps acting for one who sits there already."""

    seat = forms.ChoiceField(label=gettext_lazy("身份"))
    represents = forms.TypedChoiceField(
        label=gettext_lazy("代理谁"), required=False, coerce=int, empty_value=None
    )
    papers = forms.FileField(
        label=gettext_lazy("委托材料"), required=False, help_text=gettext_lazy("代理人要附授权委托书。")
    )
    field_order = ("seat",)

    def __init__(self, *args: Any, space: Workspace, **options: Any) -> None:
        super().__init__(*args, finder=Finder(space.actor, space.today.day), **options)
        self.fields["seat"].choices = seat_choices(space.procedure)  # type: ignore[attr-defined]
        rows = [row for row in space.participants if row.removed_at is None and row.represents_id is None]
        self.fields["represents"].choices = [  # type: ignore[attr-defined]
            ("", _("不代理别人")),
            *((row.pk, f"{seat_text(space.procedure, row.seat)} {shown_name(row)}") for row in rows),
        ]


def seat_choices(procedure: Procedure) -> list[tuple[str, str]]:
    """The seats of a procedure; of secret ones it is said."""
    return [
        (seat.name, _("%(seat)s（身份保密）") % {"seat": seat.label} if seat.is_secret else str(seat.label))
        for seat in procedure.seats
    ]


class RemoveForm(SeenForm):
    reason = reason_field(gettext_lazy("退出的理由"))


class LookForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("查看的理由"),
        max_length=MOST_REASON,
        min_length=2,
        help_text=gettext_lazy("理由和查看人会登记在案。不要写保密的姓名。"),
    )


@page(MATTER_MOVE, file_bytes=UPLOAD_BYTES)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    space = opened_by(request, pk)
    actor, at = space.actor, space.at
    form = AddForm(
        posted(request),
        request.FILES or None,
        space=space,
        initial={"seen": space.matter.revision, "kind": Participant.Kind.ORGANISATION},
    )

    def act() -> object:
        data = form.cleaned_data
        if barred := team_only(space):
            raise NotAllowed(barred, code="not_on_team")
        principal = next((row for row in space.participants if row.pk == data["represents"]), None)
        with kept_upload(data["papers"], by=actor, at=at) as papers:
            new = form.new_participant(data["seat"], represents=principal, papers=papers)
            return add_participant(pk, new, by=actor, at=at, seen=data["seen"])

    if is_looking := request.method == "POST" and FIND in request.POST:
        form.not_read()
    status = SHOWN if is_looking else submit(request, form, act)
    if status == CARRIED_OUT:
        messages.success(request, _("已登记参与人。"))
        return redirect("matters:matter", pk)
    words = {
        "title": _("登记参与人"),
        "button": _("登记"),
        "barred": team_only(space),
        "is_upload": True,
        "lead": "" if space.procedure.seats else _("这个程序没有参与人的身份可登记。"),
    }
    return small_page(request, space, form, status, words)


@page(MATTER_MOVE)
def remove(request: HttpRequest, pk: int, participant: int) -> HttpResponse:
    space, row = seated_in(request, pk, participant)
    actor, at = space.actor, space.at
    form = RemoveForm(posted(request), initial={"seen": space.matter.revision})
    status = submit(
        request,
        form,
        lambda: remove_participant(
            pk, row.pk, form.cleaned_data["reason"], by=actor, at=at, seen=form.cleaned_data["seen"]
        ),
    )
    if status == CARRIED_OUT:
        messages.success(request, _("已记为退出。"))
        return redirect("matters:matter", pk)
    words = {
        "title": _("参与人退出"),
        "lead": f"{seat_text(space.procedure, row.seat)}：{shown_name(row)}",
        "button": _("记为退出"),
        "barred": team_only(space),
        "is_danger": True,
    }
    return small_page(request, space, form, status, words)


@page(SECRET_LOOK)
def look(request: HttpRequest, pk: int, participant: int) -> HttpResponse:
    """Ask the reason; the answer names the secret participant, once, and no copy of it is kept."""
    space, row = seated_in(request, pk, participant)
    actor, at = space.actor, space.at
    form = LookForm(posted(request))
    seen: list[Participant] = []

    def act() -> None:
        seen.append(look_at_secret(pk, row.pk, form.cleaned_data["reason"], by=actor, at=at))

    status = submit(request, form, act)
    context = {"space": space, "matter": space.matter, "form": form, "barred": team_only(space)}
    context["seat"] = seat_text(space.procedure, row.seat)
    if status == CARRIED_OUT:
        context |= {"person": seen[0], "contacts": list(contacts_of(seen[0], is_whole=True)), "at": at}
        status = 200
    response = render(request, "matters/look.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def seated_in(request: HttpRequest, pk: int, participant: int) -> tuple[Workspace, Participant]:
    """The matter and somebody who takes part in it now. Raises NotFound."""
    space = opened_by(request, pk)
    seated = (row for row in space.participants if row.pk == participant and row.removed_at is None)
    return space, here(next(seated, None))


def team_only(space: Workspace) -> str:
    """Why a form of the case team is not shown; empty for who is on it."""
    if space.on_team:
        return ""
    names = "、".join(dict.fromkeys(one.name for one in space.members))
    if not names:
        return _("这件事项还没有承办人员。先分派，再由承办人员办理。")
    return _("只有承办人员可以这样做。现在承办：%(names)s。") % {"names": names}
