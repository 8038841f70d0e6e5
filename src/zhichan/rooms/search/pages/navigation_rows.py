"""The rows of a data set of a navigation project (数据集清单), as its index knew them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.search.index import IndexMissing, TooExpensive
from zhichan.core.search.language.errors import QueryError
from zhichan.rooms.search.pages.themes import number_in, row_shown
from zhichan.rooms.search.queries.navigation import data_set_visible_to, rows_then
from zhichan.rooms.search.rights import NAVIGATION_VIEW

TEMPLATE = "search/navigation/rows.html"


@page(NAVIGATION_VIEW)
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """``q``: a condition within it, as figures of reports carry one; ``after``: the key of a page before."""
    actor, line = actor_in(request), request.GET.get("q", "")
    data_set = data_set_visible_to(actor, pk)
    context: dict[str, Any] = {"project": data_set.project, "data_set": data_set, "line": line}
    try:
        found = rows_then(data_set, line, actor, number_in(request.GET.get("after", "")))
    except QueryError as refused:
        return render(request, TEMPLATE, context | {"refused": refused}, status=422)
    except (IndexMissing, TooExpensive) as refused:
        return render(request, TEMPLATE, context | {"problem": refused}, status=503)
    kept = {name: value for name, value in (("q", line), ("after", str(found.next_key or ""))) if value}
    context |= {
        "rows": [row_shown(hit, None) for hit in found.hits],
        "row_count": found.count,
        "next_url": f"?{urlencode(kept)}" if found.next_key is not None else "",
    }
    return render(request, TEMPLATE, context)
