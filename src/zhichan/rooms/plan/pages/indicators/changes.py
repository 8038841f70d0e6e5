"""What is entered for an indicator: values, the path, how it is counted and who fills it in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.files.actions import store_evidence
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.edit_path import define_indicator, edit_path
from zhichan.rooms.plan.actions.enter_value import ValueEntry, enter_value
from zhichan.rooms.plan.models import Indicator
from zhichan.rooms.plan.pages.indicators.forms import DefinitionForm, PathForm, ValueForm
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.pages.tasks.forms import unit_choices
from zhichan.rooms.plan.queries.indicators import IndicatorRow, indicator_rows, indicator_visible_to
from zhichan.rooms.plan.rights import PATH_EDIT, VALUE_ENTER


@page(VALUE_ENTER, file_bytes=settings.UPLOAD_LIMIT_BYTES)
def value(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a value, or correct one."""
    actor = actor_in(request)
    indicator = indicator_visible_to(actor, pk)
    form = ValueForm(
        request.POST or None,
        request.FILES or None,
        unit=indicator.unit_of_measure,
        initial={"effective_on": request.GET.get("on", "")},
    )

    def enter(data: dict[str, Any]) -> object:
        at, given = now(), data["evidence"]
        stored = store_evidence(given.open(), name=given.name, by=actor, at=at) if given else None
        entry = ValueEntry(
            effective_on=data["effective_on"],
            value=data["value"],
            source=data["source"],
            note=data["note"],
            known_at=form.known_at(),
            file=stored,
            file_name=given.name if given else "",
        )
        return enter_value(pk, entry, by=actor, at=at)

    status = submit(request, form, enter)
    if status == CARRIED_OUT:
        messages.success(request, _("数值已记下。"))
        return redirect("plan:indicator", pk)
    context = {"indicator": indicator, "form": form, "row": _row(indicator)}
    return render(request, "plan/indicators/value.html", context, status=status)


@page(PATH_EDIT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Set where the indicator should stand at the end of each year on the way."""
    actor = actor_in(request)
    indicator = indicator_visible_to(actor, pk)
    row = _row(indicator)
    form = PathForm(request.POST or None, points=row.path, unit=indicator.unit_of_measure)
    status = submit(
        request,
        form,
        lambda data: edit_path(pk, form.changed_points(), note=data["note"], by=actor, at=now()),
    )
    if status == CARRIED_OUT:
        messages.success(request, _("路径已调整。"))
        return redirect("plan:indicator", pk)
    context = {"indicator": indicator, "form": form, "row": row, "last": row.path[-1] if row.path else None}
    return render(request, "plan/indicators/path.html", context, status=status)


@page(PATH_EDIT)
def define(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who fills the indicator in and how it is counted."""
    actor = actor_in(request)
    indicator = indicator_visible_to(actor, pk)
    units = unit_choices(existing_on(Unit.objects.all(), today_here()))
    initial = {"owner_unit": indicator.owner_unit_id, "counting": indicator.counting}
    form = DefinitionForm(request.POST or None, units=units, initial=initial)
    status = submit(
        request,
        form,
        lambda data: define_indicator(
            pk,
            owner_unit_id=data["owner_unit"],
            counting=data["counting"],
            note=data["note"],
            by=actor,
            at=now(),
        ),
    )
    if status == CARRIED_OUT:
        messages.success(request, _("口径与填报单位已定。"))
        return redirect("plan:indicator", pk)
    context = {"indicator": indicator, "form": form, "row": _row(indicator)}
    return render(request, "plan/indicators/definition.html", context, status=status)


def _row(indicator: Indicator) -> IndicatorRow:
    return indicator_rows([indicator], today_here(), now())[0]
