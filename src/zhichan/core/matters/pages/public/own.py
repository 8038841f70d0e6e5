"""我的办件: what a firm has submitted with its account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, today
from zhichan.core.matters.outside.reading import progress_of_account
from zhichan.core.matters.rights import MATTER_OWN


@page(MATTER_OWN)
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("before", "")
    before = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
    listed, older = progress_of_account(actor_in(request), today=today(), before=before)
    context = {
        "matters": listed,
        "older": older,
        "before": before,
        "awaited": [one for one in listed if one.awaited],
        "place": "own",
    }
    return render(request, "public/own.html", context)
