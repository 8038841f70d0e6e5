"""The page of goods and services (商品和服务查询): words, the groups that have them, and on to marks."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.rooms.registry.face import goods_called
from zhichan.rooms.search.rights import MARKS_SEARCH

LONGEST_WORDS = 120
#: Items of a group that are named; of the others how many there are.
ITEMS_SHOWN = 12


@page(MARKS_SEARCH)
def goods(request: HttpRequest) -> HttpResponse:
    """``goods``: words of goods or services, a group or a class; ``q``: the mark that waits for them.

    The groups or classes that were chosen are posted: one by one they were too much for an address.
    """
    if request.method == "POST":
        chosen = {name: " ".join(request.POST.getlist(name)) for name in ("class", "group")}
        said = {name: value for name, value in chosen.items() if value}
        return redirect(f"{reverse('search:marks')}?{urlencode({'q': request.POST.get('q', ''), **said})}")
    words = request.GET.get("goods", "").strip()[:LONGEST_WORDS]
    context = {
        "words": words,
        "name": request.GET.get("q", "").strip()[:LONGEST_WORDS],
        "found": goods_called(words, actor_in(request)),
        "items_shown": f":{ITEMS_SHOWN}",
        "most_items": ITEMS_SHOWN,
    }
    return render(request, "search/marks/goods.html", context)
