"""The units listed for a notice, the notices and talks that were recorded, and one of them."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, today
from zhichan.core.access.rights import may
from zhichan.core.errors import NotFound
from zhichan.core.files.pages import file_response
from zhichan.core.tables.responses import table_response
from zhichan.rooms.plan.admonition_table import ADMONITIONS
from zhichan.rooms.plan.pages.follow_ups.quarters import quarter_asked, quarters_offered
from zhichan.rooms.plan.queries.admonitions import admonition_files, admonition_page
from zhichan.rooms.plan.queries.follow_up_units import units_for_notice
from zhichan.rooms.plan.rights import ADMONITION_RECORD, ADMONITION_VIEW


@page(ADMONITION_VIEW)
def admonitions(request: HttpRequest) -> HttpResponseBase:
    """Who is listed for a notice in a quarter (for whoever may record one), and what was recorded."""
    quarter = quarter_asked(request.GET.get("quarter", ""), today())
    may_record = may(actor_in(request), ADMONITION_RECORD)
    context = {
        "quarter": quarter,
        "quarters": quarters_offered(today()),
        "listed": units_for_notice(quarter) if may_record else None,
        "may_record": may_record,
    }
    return table_response(request, ADMONITIONS, template="plan/admonitions/list.html", context=context)


@page(ADMONITION_VIEW)
def admonition(request: HttpRequest, pk: int) -> HttpResponse:
    shown = admonition_page(actor_in(request), pk)
    context = {"page": shown, "admonition": shown.admonition, "today": today()}
    return render(request, "plan/admonitions/admonition.html", context)


@page(ADMONITION_VIEW)
def file(request: HttpRequest, pk: int) -> FileResponse:
    """A file of a record or of an answer, for whoever may see it."""
    found = admonition_files(actor_in(request)).select_related("file").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这个文件。"), file=pk)
    return file_response(found.file, found.name)
