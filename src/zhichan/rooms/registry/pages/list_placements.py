"""Chosen rows of a register go into a dated list (放入名录): the form, what was put in, taking it back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now, today
from zhichan.core.access.rights import may, require
from zhichan.core.people.pages.acting import accepted, posted
from zhichan.core.people.pages.fields import day_field
from zhichan.core.registers.declaration import Register, register_named
from zhichan.core.registers.ledger import register_address
from zhichan.core.tables.paging import picked
from zhichan.rooms.registry.actions.put_in_list import Placing, put_in_list, undo_placement
from zhichan.rooms.registry.models import ListKind, ListMembership, ListPlacement, Party
from zhichan.rooms.registry.queries.list_candidates import (
    MOST_ROWS,
    Candidate,
    candidates,
    placements_visible_to,
    register_of_rows,
    standing_on,
)
from zhichan.rooms.registry.rights import LIST_EDIT, LIST_VIEW


class PlacingForm(forms.Form):
    list_kind = forms.ModelChoiceField(
        label=gettext_lazy("名录"),
        queryset=ListKind.objects.order_by("name"),
        empty_label=gettext_lazy("请选择"),
    )
    effective_on = day_field(gettext_lazy("入列日期"))
    source = forms.CharField(
        label=gettext_lazy("依据"), max_length=200, help_text=gettext_lazy("认定文件的名称与文号")
    )
    is_each = forms.BooleanField(
        label=gettext_lazy("每件一条，写明号码"),
        required=False,
        help_text=gettext_lazy("不勾选时，一个权利人只记一条"),
    )

    def __init__(self, register: Register, day: date, data: Any) -> None:
        super().__init__(data, initial={"effective_on": day})
        if register.model is Party:
            del self.fields["is_each"]


@page(LIST_EDIT)
def placing(request: HttpRequest, book: str) -> HttpResponse:
    """The chosen rows, and which list they go to."""
    actor, register = actor_in(request), register_of_rows(book)
    require(actor, register.view)
    asked = (request.POST if request.method == "POST" else request.GET).getlist("pick")
    row_ids = picked(",".join(asked)[: MOST_ROWS * 12]) if asked else []
    form = PlacingForm(register, today(), posted(request))
    made = accepted(request, form, lambda: put_in_list(_placing(form, book, row_ids), by=actor, at=now()))
    if made is not None:
        messages.success(request, _("已放入“%(list)s”。") % {"list": made.list_kind.name})
        return redirect("registry:placement", made.pk)
    chosen = candidates(register, row_ids, actor)
    context = {
        "register": register,
        "home": register_address(register),
        "form": form,
        "chosen": [(one, _standing(form, one)) for one in chosen],
        "nameless": sum(one.party is None for one in chosen),
        "is_of_parties": register.model is Party,
    }
    return render(request, "registry/put_in_list.html", context, status=422 if form.errors else 200)


def _placing(form: PlacingForm, book: str, row_ids: list[int]) -> Placing:
    given = form.cleaned_data
    return Placing(
        given["list_kind"].pk,
        book,
        row_ids,
        given["effective_on"],
        given["source"],
        given.get("is_each", False),
    )


def _standing(form: PlacingForm, one: Candidate) -> bool:
    """Whether the party stands in the list that was chosen, once one was."""
    given = getattr(form, "cleaned_data", {})
    kind, day = given.get("list_kind"), given.get("effective_on")
    if kind is None or day is None or one.party is None:
        return False
    return (one.party.pk, one.item if given.get("is_each") else "") in standing_on(kind.pk, day)


@page(LIST_VIEW)
def placement(request: HttpRequest, pk: int) -> HttpResponse:
    """What was put into a list together, and whether it still stands."""
    actor = actor_in(request)
    shown: ListPlacement = found(placements_visible_to(actor).filter(pk=pk).first())
    context = {
        "placement": shown,
        "register": register_named(shown.register),
        "members": ListMembership.objects.filter(events__placements=shown)
        .select_related("party")
        .order_by("pk")
        .distinct(),
        "may_edit": may(actor, LIST_EDIT),
    }
    return render(request, "registry/placement.html", context)


@page(LIST_EDIT)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """What taking it back means; then take it back, or say what stands in the way."""
    actor = actor_in(request)
    shown = found(placements_visible_to(actor).filter(pk=pk).first())
    form = forms.Form(posted(request))
    if accepted(request, form, lambda: undo_placement(pk, by=actor, at=now())) is not None:
        messages.success(request, _("已撤销；以前怎么知道的仍可回看。"))
        return redirect("registry:placement", pk)
    context = {"placement": shown, "form": form, "count": shown.events.count()}
    return render(request, "registry/placement_undo.html", context, status=422 if form.errors else 200)
