"""The first public page (公众服务首页): what may be asked for, and the way to one's own matters."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhichan.core.access.page import page
from zhichan.core.access.requests import today
from zhichan.core.matters.outside.guides import guides_on
from zhichan.core.matters.pages.public.forms import FollowForm
from zhichan.core.matters.rights import MATTER_FOLLOW


@page(MATTER_FOLLOW)
def home(request: HttpRequest) -> HttpResponse:
    context = {"guides": guides_on(today()), "form": FollowForm(), "place": "home"}
    return render(request, "public/home.html", context)
