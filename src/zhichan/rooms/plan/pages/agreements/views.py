"""The list of consultations and agreements, and one with its matters."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.access.requests import today as today_here
from zhichan.core.access.rights import may
from zhichan.core.errors import NotFound
from zhichan.core.files.pages import file_response
from zhichan.core.tables.responses import table_response
from zhichan.rooms.plan.pages.agreements.tables import AGREEMENTS, MARKS
from zhichan.rooms.plan.queries.agreements import agreement_page, agreements_visible_to
from zhichan.rooms.plan.rights import AGREEMENT_RECORD, AGREEMENT_VIEW


@page(AGREEMENT_VIEW)
def agreements(request: HttpRequest) -> HttpResponseBase:
    context = {"may_record": may(actor_in(request), AGREEMENT_RECORD)}
    template = "plan/agreements/list.html"
    return table_response(request, AGREEMENTS, template=template, context=context, made_of=today_here())


@page(AGREEMENT_VIEW)
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    shown = agreement_page(actor_in(request), pk, today_here())
    context = {"page": shown, "agreement": shown.agreement, "mark": MARKS[shown.term]}
    return render(request, "plan/agreements/agreement.html", context)


@page(AGREEMENT_VIEW)
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The signed text, for whoever may see the agreement."""
    found = agreements_visible_to(actor_in(request)).select_related("file").filter(pk=pk).first()
    if found is None or found.file is None:
        raise NotFound(_("没有找到这个文件。"), agreement=pk)
    return file_response(found.file, found.file_name)
