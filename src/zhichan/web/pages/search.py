"""The page of the search box in the page head."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.web.finding import LONGEST, find_everywhere
from zhichan.web.rights import SEARCH


@page(SEARCH)
def find(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:LONGEST]
    everywhere = find_everywhere(actor_in(request), words)
    return render(request, "find.html", {"find_words": words, "everywhere": everywhere})
