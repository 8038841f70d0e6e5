"""What changed in an indicator since the end of the year before, by reason: a part of its page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now
from zhichan.core.access.rights import may
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.measures.changing import cannot_explain
from zhichan.core.measures.declaration import Question, measure_named
from zhichan.core.measures.pages.changed import changed_figure, shown
from zhichan.core.measures.rights import MEASURE_RUN
from zhichan.rooms.plan.models import MeasureBinding
from zhichan.rooms.plan.pages.indicators.moments import moments_of
from zhichan.rooms.plan.queries.indicators import indicators_visible_to
from zhichan.rooms.plan.rights import INDICATOR_VIEW


@page(INDICATOR_VIEW)
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Why the figure is another than at the end of the year before; what cannot be told says why."""
    actor = actor_in(request)
    moments = moments_of(request.GET.dict())
    indicator = found(indicators_visible_to(actor).select_related("binding").filter(pk=pk).first())
    binding: MeasureBinding | None = getattr(indicator, "binding", None)
    context: dict[str, Any] = {"indicator": indicator}
    if binding is not None and may(actor, MEASURE_RUN):
        asked = Question(binding.region, moments.on, moments.known_at, binding.options)
        since = date(moments.on.year - 1, 12, 31)
        try:
            measure = measure_named(binding.measure)
            change = changed_figure(measure, asked, since, actor, now())
            may_open = may(actor, change.after.counted.register.view)
            context |= shown(change, since, may_open=may_open)
        except (InvalidInput, NotFound) as refusal:
            context["refusal"] = refusal.message
    return render(request, "plan/indicators/changes.html", context)


def is_explained(binding: MeasureBinding | None) -> bool:
    """Whether the page of an indicator asks for its changes at all."""
    try:
        return binding is not None and not cannot_explain(measure_named(binding.measure))
    except NotFound:
        return False
