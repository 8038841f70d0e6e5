"""A list as a reply: the page, its part for htmx, or a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django_htmx.middleware import HtmxDetails

from zhichan.core.access.requests import actor_in, today
from zhichan.core.remembered import remembered
from zhichan.core.tables.declaration import Table
from zhichan.core.tables.exporting import export_table
from zhichan.core.tables.paging import page_of

FRAGMENT = "tables/table.html"
PAGE = "tables/page.html"


@dataclass(frozen=True)
class Narrowed:
    """What a page with a filter of its own has found: ``within`` and ``counted`` as ``page_of`` takes them,
    ``context`` what its part shows besides the list."""

    within: QuerySet[Any] | None = None
    counted: QuerySet[Any] | None = None
    context: Mapping[str, Any] = field(default_factory=dict)


def table_response(
    request: HttpRequest,
    table: Table,
    *,
    template: str = PAGE,
    context: Mapping[str, Any] | None = None,
    part: str = FRAGMENT,
    narrowed: Callable[[], Narrowed] = Narrowed,
) -> HttpResponseBase:
    """Answer a list's address: ``?format=xlsx`` a file, an htmx request for the list its part, else the page.

    The page's template shows ``list_html``, which is made anew only after something was written to the
    database: ``part`` with ``table_page`` and what ``narrowed`` gives. It holds nothing of the request but
    its address, so no form that posts. A page with controls of its own for the filter gives a ``part``
    that includes ``tables/table.html``.
    """
    actor, params = actor_in(request), request.GET.dict()
    if file_format := params.get("format"):
        return export_table(table, actor, params, file_format=file_format, within=narrowed().within)

    shown = dict(context or {})

    def made(template: str) -> SafeString:
        found = narrowed()
        page = page_of(table, actor, params, found.within, found.counted)
        return render_to_string(template, {**shown, **found.context, "table_page": page}, request)

    def list_html(template: str) -> SafeString:
        key = (template, table.name, request.get_full_path(), actor, get_language(), today())
        return remembered(key, lambda: made(template))

    if _is_for_part(request, table):
        return HttpResponse(list_html(FRAGMENT))
    return render(request, template, {**shown, "table": table, "list_html": list_html(part)})


def _is_for_part(request: HttpRequest, table: Table) -> bool:
    """Whether htmx asks for this list alone; going back in the browser's history asks for the page."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return bool(htmx and htmx.target == f"table-{table.name}" and not htmx.history_restore_request)
