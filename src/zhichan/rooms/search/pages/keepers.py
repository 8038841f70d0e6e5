"""Handing themes and folders over (移交): the form, and what closed accounts left."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.people.models import Person
from zhichan.core.people.pages.acting import FormPage, accepted, form_page, posted
from zhichan.core.people.queries import people_holding
from zhichan.rooms.search.actions.keepers import hand_over
from zhichan.rooms.search.queries.keepers import NEEDED, Kept, handed_over_by, left_behind
from zhichan.rooms.search.rights import HAND_OVER, SEARCH_PATENTS

HOMES = {"theme": "search:themes", "folder": "search:folders"}


class KeeperForm(forms.Form):
    """Who shall keep it."""

    person = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("移交给"))

    def __init__(self, what: str, kept: Kept, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        able = people_holding(NEEDED[what], today()).exclude(pk=kept.keeper_id or 0)
        self.fields["person"].queryset = able.order_by("name", "pk")  # type: ignore[attr-defined]


@page(HAND_OVER)
def left(request: HttpRequest) -> HttpResponse:
    """What closed accounts keep."""
    return render(request, "search/left.html", {"lines": left_behind(actor_in(request))})


@page(SEARCH_PATENTS)
def give(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    actor = actor_in(request)
    kept = handed_over_by(actor, what, pk)
    is_own = kept.keeper_id == actor.id
    form = KeeperForm(what, kept, posted(request))

    def act() -> Kept:
        return hand_over(what, pk, form.cleaned_data["person"].pk, by=actor, at=now())

    home = (str(kept._meta.verbose_name), reverse(HOMES[what]))
    came_from, back = home if is_own else (_("停用账号留下的"), reverse("search:left"))
    if accepted(request, form, act) is not None:
        messages.success(request, _("“%(name)s”已移交。") % {"name": kept.name})
        return redirect(back)
    words = FormPage(
        _("移交“%(name)s”") % {"name": kept.name},
        _("移交"),
        back,
        lead=_("移交以后由新的人改名、共享和修改；已有的共享不变。原来的人要再看，需新的人共享给他。"),
        crumbs=((came_from, back),),
    )
    return form_page(request, form, words)
