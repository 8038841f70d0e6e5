"""Commendations, what was published of a year, and one of them."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.access.rights import may, require
from zhichan.core.errors import NotFound
from zhichan.core.files.pages import file_response
from zhichan.core.tables.responses import table_response
from zhichan.rooms.plan.pages.commendations.tables import mark_of, table_for
from zhichan.rooms.plan.queries.commendations import (
    commendation_page,
    commendation_visible_to,
    may_look_into,
    published,
    round_lines,
    years_published,
)
from zhichan.rooms.plan.rights import COMMEND_KEEP, COMMEND_NOMINATE, COMMEND_VIEW


@page(COMMEND_VIEW)
def commendations(request: HttpRequest) -> HttpResponseBase:
    """The rounds with their quotas, and who was put forward."""
    actor = actor_in(request)
    context = {
        "rounds": round_lines(),
        "may_keep": may(actor, COMMEND_KEEP),
        "may_nominate": may(actor, COMMEND_NOMINATE),
    }
    template = "plan/commendations/commendations.html"
    return table_response(request, table_for(actor), template=template, context=context, made_of=actor)


@page(COMMEND_VIEW)
def publication(request: HttpRequest) -> HttpResponse:
    """What was commended in a year, for reading and printing."""
    actor = actor_in(request)
    require(actor, COMMEND_VIEW)
    years = years_published()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else max(years, default=0)
    context = {"years": years, "year": year, "found": published(year, actor)}
    return render(request, "plan/commendations/published.html", context)


@page(COMMEND_VIEW)
def commendation(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_in(request)
    shown = commendation_page(actor, pk)
    context = {
        "page": shown,
        "row": shown.row,
        "mark": mark_of(shown.row),
        "may_look_into": may_look_into(shown.row, actor),
    }
    return render(request, "plan/commendations/commendation.html", context)


@page(COMMEND_VIEW)
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """The evidence, for whoever may read the deeds."""
    actor = actor_in(request)
    row = commendation_visible_to(actor, pk)
    if row.evidence is None or not may_look_into(row, actor):
        raise NotFound(_("没有找到佐证材料。"), commendation=pk)
    return file_response(row.evidence, row.evidence_name)
