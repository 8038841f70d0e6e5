"""The confirm page (对照核对): the original beside what was extracted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.rights import may
from zhichan.rooms.plan.models import ExtractedItem, PlanVersion
from zhichan.rooms.plan.pages.importing.checking import rows_of, tab_links
from zhichan.rooms.plan.pages.importing.forms import (
    BatchForm,
    ConflictForm,
    ReasonForm,
    ReferForm,
    people_to_refer_to,
)
from zhichan.rooms.plan.pages.importing.item_forms import WhyForm, correction_form
from zhichan.rooms.plan.pages.importing.marking import lints_of, original_of, steps_in
from zhichan.rooms.plan.pages.importing.place import Place
from zhichan.rooms.plan.pages.importing.units_tab import units_tab
from zhichan.rooms.plan.queries.items import OPEN, items_of, readiness_of, tab_of_item
from zhichan.rooms.plan.queries.plans import item_visible_to, version_visible_to
from zhichan.rooms.plan.queries.printed_units import index_of
from zhichan.rooms.plan.rights import (
    BRING_INTO_FORCE,
    CONFLICT_DECIDE,
    DRAFT_VIEW,
    ITEM_DECIDE,
    VERSION_ABANDON,
)


@page(DRAFT_VIEW)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The original beside what was extracted, one tab at a time."""
    version = version_visible_to(actor_in(request), pk)
    return checked_page(request, Place.read(version, request.GET.dict()))


def checked_page(request: HttpRequest, place: Place, status: int = 200, **forms: forms.Form) -> HttpResponse:
    """The confirm page; ``forms`` are refused forms of the open item, shown with their errors.

    For htmx the original is left out: the script keeps the one that stands.
    """
    version, actor = place.version, actor_in(request)
    items = items_of(version)
    index = index_of(version)
    readiness = readiness_of(version, items, index)
    is_draft = version.state == PlanVersion.State.DRAFT
    rows = rows_of(place, items)
    opened = next((row.item for row in rows if row.is_open), None)
    original = None if getattr(request, "htmx", False) else original_of(place, items)
    context = {
        "version": version,
        "place": place,
        "tabs": tab_links(place, items, readiness),
        "rows": rows,
        "has_waiting": any(row.is_waiting for row in rows) or "batch_form" in forms,
        "readiness": readiness,
        "original": original,
        "steps": steps_in(original or ()),
        "lints": lints_of(place) if place.tab.slug == "checks" else [],
        "may_decide": is_draft and may(actor, ITEM_DECIDE),
        "may_decide_conflicts": is_draft and may(actor, CONFLICT_DECIDE),
        "may_bring": is_draft and may(actor, BRING_INTO_FORCE),
        "may_abandon": is_draft and may(actor, VERSION_ABANDON),
        "batch_form": forms.get("batch_form") or BatchForm(),
        **(units_tab(request, place, items, index, readiness, forms) if place.tab.slug == "units" else {}),
        **(_open_forms(request, place, opened, items, forms) if opened and is_draft else {}),
    }
    return render(request, "plan/importing/check.html", context, status=status)


@page(DRAFT_VIEW)
def item(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """The address of one item, for notices: leads to its tab with the item open."""
    version = version_visible_to(actor_in(request), pk)
    found = item_visible_to(actor_in(request), version, item_pk)
    return HttpResponseRedirect(Place(version, tab_of_item(found)).url(item=found.pk))


@page(DRAFT_VIEW)
def version_home(request: HttpRequest, pk: int) -> HttpResponse:
    """The address of a version: its confirm page while it is a draft, else its plan."""
    version = version_visible_to(actor_in(request), pk)
    if version.state == PlanVersion.State.DRAFT:
        return redirect("plan:version_check", pk)
    return redirect("plan:plan", version.plan_id)


def _open_forms(
    request: HttpRequest,
    place: Place,
    opened: ExtractedItem,
    items: list[ExtractedItem],
    refused: dict[str, forms.Form],
) -> dict[str, Any]:
    """The forms of the open item; one that was refused keeps its input and errors."""
    people = people_to_refer_to(actor_in(request).id, now())
    correction = correction_form(opened, items) if place.is_editing else None
    return {
        "correction": correction,
        "rejection": ReasonForm(auto_id="reject_%s"),
        "referral": ReferForm(people=people, auto_id="refer_%s"),
        "settlement": ConflictForm(auto_id="settle_%s"),
        "why_form": WhyForm(),
        **refused,
        "refusals": _refusals(opened, refused),
    }


def _refusals(opened: ExtractedItem, refused: dict[str, forms.Form]) -> list[str]:
    """Why the item was not decided, where no form on the page can say so itself."""
    shown_by_form = opened.state in OPEN and "confirmation" not in refused
    if shown_by_form:
        return []
    return [str(error) for form in refused.values() for error in form.non_field_errors()]
