"""The lists there are, and the form that sets up another (名录种类)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.people.pages.acting import accepted, posted
from zhichan.rooms.registry.actions.list_kinds import NewListKind, create_list_kind
from zhichan.rooms.registry.models import ListKind
from zhichan.rooms.registry.queries.list_candidates import placements_visible_to
from zhichan.rooms.registry.rights import LIST_EDIT

RECENT = 20


class ListKindForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("名录"), max_length=80)
    level = forms.CharField(
        label=gettext_lazy("级别"), required=False, max_length=40, help_text=gettext_lazy("如：国家、市、区")
    )
    basis = forms.CharField(label=gettext_lazy("依据"), required=False, max_length=200)
    is_group = forms.BooleanField(label=gettext_lazy("企业分组，供计算拥有率等指标用"), required=False)


@page(LIST_EDIT)
def list_kinds(request: HttpRequest) -> HttpResponse:
    form = ListKindForm(posted(request))
    new = accepted(
        request,
        form,
        lambda: create_list_kind(NewListKind(**form.cleaned_data), by=actor_in(request), at=now()),
    )
    if new is not None:
        messages.success(request, _("已建名录“%(name)s”。") % {"name": new.name})
        return redirect("registry:list_kinds")
    standing = Count("memberships", filter=Q(memberships__is_shown=True))
    context = {
        "form": form,
        "kinds": ListKind.objects.annotate(standing=standing).order_by("name"),
        "placements": placements_visible_to(actor_in(request)).order_by("-pk")[:RECENT],
    }
    return render(request, "registry/list_kinds.html", context, status=422 if form.errors else 200)
