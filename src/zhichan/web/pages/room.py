"""The page of a room without content yet: one line that says so."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhichan.core.access.page import page
from zhichan.web.rights import ROOMS_VIEW
from zhichan.web.rooms import EMPTY_ROOMS


@page(ROOMS_VIEW)
def room_empty(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "room_empty.html", {"room": EMPTY_ROOMS[name]})
