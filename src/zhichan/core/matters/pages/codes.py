"""Giving somebody who takes part a code (发查询码): how they were known is asked, the slip shown once."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.matters.actions.codes import MOST_CHECKED, give_code
from zhichan.core.matters.codes import shown_code
from zhichan.core.matters.pages.acting import CARRIED_OUT, SeenForm, posted, small_page, submit
from zhichan.core.matters.pages.participants import seated_in, team_only
from zhichan.core.matters.rights import MATTER_MOVE
from zhichan.core.matters.showing.people import seat_text, shown_name
from zhichan.core.matters.workspace import Workspace


class CodeForm(SeenForm):
    checked = forms.CharField(
        label=gettext_lazy("怎样核对的身份"),
        max_length=MOST_CHECKED,
        min_length=2,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("如：到场出示证件原件；打登记的电话核对。写入办理记录，不写姓名和证件号码。"),
    )


@page(MATTER_MOVE)
def code(request: HttpRequest, pk: int, participant: int) -> HttpResponse:
    space, row = seated_in(request, pk, participant)
    actor, at = space.actor, space.at
    form = CodeForm(posted(request), initial={"seen": space.matter.revision})
    given: list[str] = []

    def act() -> None:
        data = form.cleaned_data
        given.append(give_code(pk, row.pk, data["checked"], by=actor, at=at, seen=data["seen"]))

    status = submit(request, form, act)
    who = f"{seat_text(space.procedure, row.seat)}：{shown_name(row)}"
    if status != CARRIED_OUT:
        words = {
            "title": _("发查询码"),
            "button": _("作废原码，发新码"),
            "barred": _barred(space),
            "lead": who,
        }
        return small_page(request, space, form, status, words)
    context = {
        "space": space,
        "matter": space.matter,
        "seat": seat_text(space.procedure, row.seat),
        "code": shown_code(given[0]),
        "address": request.build_absolute_uri(reverse("public:follow")),
        "at": at,
    }
    response = render(request, "matters/code_slip.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _barred(space: Workspace) -> str:
    return team_only(space) or ("" if space.matter.is_open else _("事项已办结，不再发查询码。"))
