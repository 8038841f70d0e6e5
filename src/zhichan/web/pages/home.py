"""总览 at ``/``: the overview of a room, or the way to the rooms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.web.home import overview_of
from zhichan.web.rights import HOME_VIEW


@page(HOME_VIEW)
def home(request: HttpRequest) -> HttpResponseBase:
    view = overview_of(actor_in(request))
    return view(request) if view else render(request, "home.html")
