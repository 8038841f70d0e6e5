"""全部模块: what 更多 of the phone's bar leads to where scripts do not run."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhichan.core.access.page import page
from zhichan.web.rights import ROOMS_VIEW


@page(ROOMS_VIEW)
def more(request: HttpRequest) -> HttpResponse:
    return render(request, "more.html")
