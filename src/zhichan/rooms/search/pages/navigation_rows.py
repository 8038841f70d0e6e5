"""The rows of a data set of a navigation project (数据集清单), as its index knew them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.rooms.search.pages.patent_rows import rows_page
from zhichan.rooms.search.queries.navigation import data_set_visible_to, gone_from, rows_then
from zhichan.rooms.search.queries.theme_rows import Rows
from zhichan.rooms.search.rights import NAVIGATION_VIEW


@page(NAVIGATION_VIEW)
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """``q``: a condition within it, as figures of reports carry one; ``after``: the key of a page before."""
    actor = actor_in(request)
    data_set = data_set_visible_to(actor, pk)
    context: dict[str, Any] = {"project": data_set.project, "data_set": data_set}

    def found(line: str, after: int | None) -> Rows:
        context["gone"] = gone_from(data_set, actor)
        return rows_then(data_set, line, actor, after)

    return rows_page(request, "search/navigation/rows.html", context, found, {})
