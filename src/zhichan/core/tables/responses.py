"""A list as a reply: the page, its part for htmx, or a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from zhichan.core.access.requests import actor_in
from zhichan.core.tables.declaration import Table
from zhichan.core.tables.exporting import export_table
from zhichan.core.tables.paging import page_of

FRAGMENT = "tables/table.html"
PAGE = "tables/page.html"


def table_response(
    request: HttpRequest,
    table: Table,
    *,
    template: str = PAGE,
    context: Mapping[str, Any] | None = None,
    within: QuerySet[Any] | None = None,
    counted: QuerySet[Any] | None = None,
) -> HttpResponseBase:
    """Answer a list's address: ``?format=xlsx`` a file, an htmx request for the list its part, else the page.

    The template includes ``tables/table.html``, which reads ``table_page``; a page with controls of its own
    for the filter includes ``tables/list.html`` inside ``<div id="table-NAME">`` and gives ``within``
    (and ``counted``, see ``page_of``).
    """
    actor, params = actor_in(request), request.GET.dict()
    if file_format := params.get("format"):
        return export_table(table, actor, params, file_format=file_format, within=within)
    shown = {**(context or {}), "table_page": page_of(table, actor, params, within, counted)}
    return render(request, FRAGMENT if _is_for_part(request, table) else template, shown)


def _is_for_part(request: HttpRequest, table: Table) -> bool:
    """Whether htmx asks for this list alone; going back in the browser's history asks for the page."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return bool(htmx and htmx.target == f"table-{table.name}" and not htmx.history_restore_request)
