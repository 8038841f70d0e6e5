"""The page of an applicant's signals (商标申请人线索): advice for officers, never a verdict."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, today
from zhichan.core.search.index import IndexMissing
from zhichan.rooms.search.queries.mark_signals import NOT_RECORDED, signals_of
from zhichan.rooms.search.rights import MARK_SIGNALS_VIEW


@page(MARK_SIGNALS_VIEW)
def mark_applicant(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        found = signals_of(pk, actor_in(request), today())
    except IndexMissing as refused:
        return render(request, "search/marks/applicant.html", {"problem": refused}, status=refused.status)
    return render(request, "search/marks/applicant.html", {"found": found, "not_recorded": NOT_RECORDED})
