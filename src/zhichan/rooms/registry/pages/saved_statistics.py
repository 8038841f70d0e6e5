"""The cross tables kept under a name, as the statistics page shows them (存下的统计表)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now
from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.measures.regions import region_name
from zhichan.core.tables.declaration import Label
from zhichan.rooms.registry.actions.saved_statistics import NamedStatistic, delete_statistic, save_statistic
from zhichan.rooms.registry.models import Patent, SavedStatistic
from zhichan.rooms.registry.models.saved_statistic import LONGEST_NAME
from zhichan.rooms.registry.queries.saved_statistics import may_delete, statistics_visible_to
from zhichan.rooms.registry.rights import STATISTICS_VIEW
from zhichan.rooms.registry.statistics.crossing import SUBJECTS
from zhichan.rooms.registry.statistics.dimensions import DIMENSIONS


class SaveForm(forms.Form):
    """The name, and what the table asks for as its address has it."""

    name = forms.CharField(required=False, max_length=LONGEST_NAME * 2)
    what = forms.CharField(required=False, max_length=20)
    rows = forms.CharField(required=False, max_length=20)
    columns = forms.CharField(required=False, max_length=20)
    region = forms.CharField(required=False, max_length=12)
    kind = forms.CharField(required=False, max_length=20)
    show = forms.CharField(required=False, max_length=10)
    is_shared = forms.BooleanField(required=False)


@dataclass(frozen=True)
class SavedLine:
    """One kept table: where it opens, what it counts, and whether the actor may delete it."""

    saved: SavedStatistic
    url: str
    words: str
    may_delete: bool


def saved_lines(actor: Actor) -> list[SavedLine]:
    """Those the actor sees, by name."""
    return [
        SavedLine(one, _address(one), _words(one), may_delete(actor, one))
        for one in statistics_visible_to(actor).order_by("name", "pk")
    ]


def _address(saved: SavedStatistic) -> str:
    asked = {
        "what": saved.subject,
        "rows": saved.rows,
        "columns": saved.columns,
        "region": saved.region,
        "kind": saved.kind,
        "show": saved.show if saved.show != "count" else "",
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('registry:statistics')}?{query}"


def _words(saved: SavedStatistic) -> str:
    kinds: dict[str, Label] = dict(Patent.Kind.choices)
    parts = [
        SUBJECTS[saved.subject].label,
        f"{DIMENSIONS[saved.rows].label} × {DIMENSIONS[saved.columns].label}",
        region_name(saved.region),
        kinds.get(saved.kind, ""),
        _("占列百分比") if saved.show == "share" else "",
    ]
    return " · ".join(str(part) for part in parts if part)


@page(STATISTICS_VIEW)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    form = SaveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("没有这样的统计表，请重新打开统计页。"))
        return redirect("registry:statistics")
    given = dict(form.cleaned_data)
    new = NamedStatistic(subject=given.pop("what"), **given)
    try:
        saved = save_statistic(new, by=actor_in(request), at=now())
    except (InvalidInput, Conflict) as refusal:
        messages.error(request, refusal.message)
        known = {name: request.POST.get(name, "") for name in SaveForm.base_fields}
        asked = {name: text for name, text in known.items() if text and name not in ("name", "is_shared")}
        return redirect(f"{reverse('registry:statistics')}?{urlencode(asked)}")
    messages.success(request, _("已存为“%(name)s”。") % {"name": saved.name})
    return redirect(_address(saved))


@page(STATISTICS_VIEW)
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    found(statistics_visible_to(actor_in(request)).filter(pk=pk).first())
    delete_statistic(pk, by=actor_in(request), at=now())
    messages.success(request, _("统计表已删。"))
    return redirect("registry:statistics")
