"""The first page of the room: the queue for whoever handles matters, else the board of figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.access.rights import may
from zhichan.core.matters.rights import MATTER_VIEW
from zhichan.rooms.protection.rights import PROTECTION_VIEW


@page(PROTECTION_VIEW)
def home(request: HttpRequest) -> HttpResponse:
    return redirect("matters:queue" if may(actor_in(request), MATTER_VIEW) else "matters:board")
