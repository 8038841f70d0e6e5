"""Deciding which of two figures counts, and writing notes on an indicator."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.errors import NotFound
from zhichan.rooms.plan.actions.decide_value import Decided, decide_value
from zhichan.rooms.plan.actions.note_indicator import note_indicator
from zhichan.rooms.plan.models import Indicator
from zhichan.rooms.plan.pages.indicators.forms import DecisionForm, NoteForm
from zhichan.rooms.plan.pages.indicators.moments import day_of
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.queries.indicators import indicator_visible_to
from zhichan.rooms.plan.queries.values import Disagreement, disagreements_of
from zhichan.rooms.plan.rights import INDICATOR_NOTE, VALUE_DECIDE


@page(VALUE_DECIDE)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about the day of ``?on=``, by default the latest day with two figures."""
    actor = actor_in(request)
    indicator = indicator_visible_to(actor, pk)
    pair = _pair(indicator, day_of(request.GET.get("on")))
    looked_at = {"computed": pair.computed.pk, "entered": pair.entered.pk}
    form = DecisionForm(request.POST or None, initial=looked_at)
    status = submit(request, form, lambda data: decide_value(pk, Decided(**data), by=actor, at=now()))
    if status == CARRIED_OUT:
        messages.success(request, _("已认定。各处都按认定的数值。"))
        return redirect("plan:indicator", pk)
    context: dict[str, Any] = {"indicator": indicator, "form": form, "pair": pair}
    return render(request, "plan/indicators/decide.html", context, status=status)


def _pair(indicator: Indicator, on: date | None) -> Disagreement:
    """The two figures of a day. Raises NotFound where there are none that differ."""
    known = disagreements_of([indicator.pk], today_here(), now()).get(indicator.pk, [])
    pair = next((one for one in known if on is None or one.on == on), None)
    if pair is None:
        raise NotFound(_("这个指标没有来源不一的数值。"), indicator=indicator.pk)
    return pair


@page(INDICATOR_NOTE)
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_in(request)
    indicator = indicator_visible_to(actor, pk)
    form = NoteForm(request.POST)
    status = submit(
        request,
        form,
        lambda data: note_indicator(pk, data["text"], about_on=data["about_on"], by=actor, at=now()),
    )
    if status == CARRIED_OUT:
        messages.success(request, _("备注已记下。"))
        return redirect("plan:indicator", pk)
    return render(request, "plan/indicators/note.html", {"indicator": indicator, "form": form}, status=status)
