"""What is sent from the tab 责任单位: mapping names, registering units, assigning tasks."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.errors import InvalidInput
from zhichan.core.people.models import Collective, Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.name_units import (
    Assignment,
    add_members_for,
    assign_task_units,
    create_collective_for,
    create_unit_for,
    map_printed_name,
)
from zhichan.rooms.plan.actions.register_names import register_printed_names, rows_of_refusal
from zhichan.rooms.plan.models import PlanVersion
from zhichan.rooms.plan.pages.importing.check_page import checked_page
from zhichan.rooms.plan.pages.importing.forms import CollectiveForm, NewUnitForm
from zhichan.rooms.plan.pages.importing.names_form import NamesForm
from zhichan.rooms.plan.pages.importing.place import Place
from zhichan.rooms.plan.pages.importing.units_tab import ASSIGN_LINES, bodies_to_map, map_form
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.queries.items import TAB_OF, items_of
from zhichan.rooms.plan.queries.plans import version_visible_to
from zhichan.rooms.plan.queries.printed_units import as_of, index_of, unresolved_names
from zhichan.rooms.plan.rights import UNIT_MAP


@page(UNIT_MAP)
@require_POST
def map_name(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_visible_to(actor_in(request), pk)
    printed = request.POST.get("printed", "")
    form = map_form(printed, bodies_to_map(_units(version)), request.POST)
    return _answer(
        request,
        version,
        "map_form",
        form,
        lambda: map_printed_name(version, printed, form.chosen(), by=actor_in(request), at=now()),
    )


@page(UNIT_MAP)
@require_POST
def new_unit(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_visible_to(actor_in(request), pk)
    form = NewUnitForm(request.POST, auto_id="new_%s")

    def act() -> object:
        data = form.cleaned_data
        return create_unit_for(
            version, data["printed"], name=data["name"], kind=data["kind"], by=actor_in(request), at=now()
        )

    return _answer(request, version, "new_unit_form", form, act)


@page(UNIT_MAP)
@require_POST
def new_collective(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the name a collective, or name the members of one that has none yet."""
    version = version_visible_to(actor_in(request), pk)
    units = existing_on(Unit.objects.order_by("kind", "name"), as_of(version))
    known = index_of(version).find(request.POST.get("printed", ""))
    form = CollectiveForm(request.POST, units=units, has_kind=known is None, auto_id="all_%s")

    def act() -> object:
        data = form.cleaned_data
        printed, members = data["printed"], list(data["members"])
        if isinstance(known, Collective):
            return add_members_for(version, printed, members=members, by=actor_in(request), at=now())
        return create_collective_for(
            version, printed, kind=data.get("kind", ""), members=members, by=actor_in(request), at=now()
        )

    return _answer(request, version, "collective_form", form, act)


@page(UNIT_MAP)
@require_POST
def register_names(request: HttpRequest, pk: int) -> HttpResponse:
    """Say of many names at once whom they mean: all that were chosen, or none."""
    version = version_visible_to(actor_in(request), pk)
    index, items = index_of(version), items_of(version)
    names = unresolved_names(items, as_of(version), index)
    form = NamesForm(request.POST, names=names, units=_units(version), index=index)
    done = []

    def act() -> None:
        try:
            done.append(register_printed_names(version, form.chosen(), by=actor_in(request), at=now()))
        except InvalidInput as error:
            form.refuse_rows(rows_of_refusal(error))
            raise

    place = Place(version, TAB_OF["units"])
    status = submit(request, form, lambda _data: act())
    if status == CARRIED_OUT:
        messages.success(request, _("已登记并对应 %(count)d 个写法。") % {"count": done[0]})
        return HttpResponseRedirect(place.url())
    return checked_page(request, place, status, names_form=form)


@page(UNIT_MAP)
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Put units in charge of the ticked tasks."""
    version = version_visible_to(actor_in(request), pk)
    place = Place(version, TAB_OF["units"])
    tasks = [int(text) for text in request.POST.getlist("task") if text.isascii() and text.isdigit()]
    try:
        count = assign_task_units(version, tasks, _assignments(request), by=actor_in(request), at=now())
    except InvalidInput as error:
        messages.error(request, error.message)
        return checked_page(request, place, error.status)
    messages.success(request, _("已为 %(count)d 项任务指派单位。") % {"count": count})
    return HttpResponseRedirect(place.url() + "#ownerless")


def _assignments(request: HttpRequest) -> list[Assignment]:
    """The filled lines of the form; a unit that cannot be read is one that does not exist."""
    found = []
    for line in range(ASSIGN_LINES):
        unit = request.POST.get(f"unit_{line}", "")
        if unit:
            unit_id = int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 18 else 0
            found.append(Assignment(unit_id, request.POST.get(f"role_{line}", "")))
    return found


def _answer(
    request: HttpRequest, version: PlanVersion, name: str, form: forms.Form, act: Callable[[], object]
) -> HttpResponse:
    place = Place(version, TAB_OF["units"])
    status = submit(request, form, lambda _data: act())
    if status == CARRIED_OUT:
        messages.success(request, _("已对应“%(name)s”。") % {"name": form.cleaned_data["printed"]})
        return HttpResponseRedirect(place.url())
    return checked_page(request, place, status, **{name: form})


def _units(version: PlanVersion) -> list[Unit]:
    return list(existing_on(Unit.objects.order_by("name"), as_of(version)))
