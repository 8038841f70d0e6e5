"""Designations, their kinds, and one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.access.rights import may
from zhichan.core.tables.responses import table_response
from zhichan.rooms.plan.pages.designations.tables import DESIGNATIONS, KINDS, mark_of, until_text
from zhichan.rooms.plan.queries.designations import SOON_DAYS, designation_page, ending_soon
from zhichan.rooms.plan.rights import DESIGNATION_KEEP, DESIGNATION_VIEW


@page(DESIGNATION_VIEW)
def designations(request: HttpRequest) -> HttpResponseBase:
    """Those whose term ends soon, and all of them."""
    actor = actor_in(request)
    context = {
        "soon": ending_soon(actor, now()),
        "soon_days": SOON_DAYS,
        "may_keep": may(actor, DESIGNATION_KEEP),
    }
    return table_response(
        request, DESIGNATIONS, template="plan/designations/designations.html", context=context
    )


@page(DESIGNATION_VIEW)
def kinds(request: HttpRequest) -> HttpResponseBase:
    context = {"may_keep": may(actor_in(request), DESIGNATION_KEEP)}
    return table_response(request, KINDS, template="plan/designations/kinds.html", context=context)


@page(DESIGNATION_VIEW)
def designation(request: HttpRequest, pk: int) -> HttpResponse:
    shown = designation_page(actor_in(request), pk, today(), now())
    context = {
        "page": shown,
        "row": shown.row,
        "mark": mark_of(shown.row),
        "until": until_text(shown.row),
        "soon_days": SOON_DAYS,
    }
    return render(request, "plan/designations/designation.html", context)
