"""All values of a facet with their counts (更多), facets that come after a page, a range of years at once."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.search.asking import VALUES_PER_FACET, asking_of, found_collection
from zhichan.core.search.collection import Collection, Sort
from zhichan.core.search.language.errors import QueryError
from zhichan.rooms.search.asked import YEARS, Asked, asked_in, question_of, years_of
from zhichan.rooms.search.pages.showing import VALUES_SHOWN, facet_shown
from zhichan.rooms.search.rights import SEARCH_PATENTS

PER_PAGE = 200
MOST_PAGES = 100


@page(SEARCH_PATENTS)
def facet(request: HttpRequest) -> HttpResponse:
    """``field``: whose values; ``page``: two hundred of them, most records first."""
    actor = actor_in(request)
    return values_page(request, found_collection("patent"), asked_in(request.GET, actor), "search")


def values_page(request: HttpRequest, collection: Collection, asked: Asked, tab: str) -> HttpResponse:
    """All values of a facet of what is asked; ``tab``: under which it stands."""
    actor = actor_in(request)
    field = collection.by_name.get(request.GET.get("field", ""))
    if field is None or not field.facet:
        raise NotFound(_("没有找到这个页面或记录。"))
    number = request.GET.get("page", "1")
    number_is_good = number.isascii() and number.isdigit() and 0 < int(number[:6]) <= MOST_PAGES
    at = int(number) if number_is_good else 1
    # What is chosen of this very field does not narrow its own values: one may want another beside it.
    others = replace(asked, chosen=tuple(one for one in asked.chosen if one[0] != field.name))
    try:
        asking = asking_of(question_of(others, collection, actor), actor)
    except QueryError:
        return redirect(asked.url())
    [found] = asking.searcher.facets(asking.wanted, asking.scope, {field.name: PER_PAGE * at})
    whole = facet_shown(found, asked, collection, PER_PAGE * at)
    context = {
        "asked": asked,
        "tab": tab,
        "collection": collection,
        "facet": whole,
        "values": whole.values[PER_PAGE * (at - 1) :],
        "field": field,
        "previous_url": asked.url("search:facet", field=field.name, page=at - 1) if at > 1 else "",
        "next_url": asked.url("search:facet", field=field.name, page=at + 1) if found.has_more else "",
    }
    return render(request, "search/values/facet.html", context)


@page(SEARCH_PATENTS)
def facets(request: HttpRequest) -> HttpResponse:
    """The facets that a result with many hits is shown without, as a part of its page."""
    collection, actor = found_collection("patent"), actor_in(request)
    asked = asked_in(request.GET, actor)
    try:
        asking = asking_of(question_of(asked, collection, actor), actor)
    except QueryError:
        return redirect(asked.url())
    wanted = {one.name: VALUES_PER_FACET for one in collection.facets if one.many_values}
    found = asking.searcher.facets(asking.wanted, asking.scope, wanted)
    told = [facet_shown(one, asked, collection, VALUES_SHOWN) for one in found if one.counts]
    return render(request, "search/result/facets.html", {"asked": asked, "facets": told})


@page(SEARCH_PATENTS)
def years(request: HttpRequest) -> HttpResponse:
    """``field``: of which day; ``first`` and ``last``: the years, in any order, one may be left out."""
    collection, actor = found_collection("patent"), actor_in(request)
    asked = asked_in(request.GET, actor)
    field = collection.by_name.get(request.GET.get("field", ""))
    if field is None or field.sort is not Sort.DAY or not field.facet:
        raise NotFound(_("没有找到这个页面或记录。"))
    first, last = request.GET.get("first", "").strip(), request.GET.get("last", "").strip()
    value = f"{first or last}{YEARS}{last or first}"
    meant = years_of(value)
    if meant is None:
        raise InvalidInput(_("请写四位数的年份，例如 2019 至 2021。"))
    kept = tuple(one for one in asked.chosen if one[0] != field.name)
    chosen = (*kept, (field.name, f"{meant[0]}{YEARS}{meant[1]}"))
    return redirect(replace(asked, chosen=chosen, is_step=True).url())
