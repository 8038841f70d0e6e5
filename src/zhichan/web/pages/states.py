"""样张: every component the product has, in every state, for whoever builds or judges a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhichan.core.access.page import page
from zhichan.web.rights import STATES_VIEW


@page(STATES_VIEW)
def states(request: HttpRequest) -> HttpResponse:
    return render(request, "states.html")
