"""A list as a reply: the page, its part for htmx, or a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
from zhichan.core.tables.facets import ShownFacet, facets_of, is_quick
from zhichan.core.tables.filters import BETWEEN
from zhichan.core.tables.paging import page_of

FRAGMENT = "tables/table.html"
PAGE = "tables/page.html"
LONGEST_CHOICE = 1_000
FACETS = "tables/facet_lines.html"
_MANY = ("cols", "pick")


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
    """Answer a list's address: ``?format=xlsx`` a file, an htmx request for the list its part,
    ``?facets=counted`` the facets with their counts, else the page.

    The page's template shows ``list_html``, which is made anew only after something was written to the
    database: ``part`` with ``table_page`` and what ``narrowed`` gives. It holds nothing of the request but
    its address, so no form that posts. A page with controls of its own for the filter gives a ``part``
    that includes ``tables/table.html``.
    """
    actor, params = actor_in(request), params_of(request, table)
    columns = columns_chosen(request, table, params)
    if file_format := params.get("format"):
        within = narrowed().within
        return export_table(table, actor, params, file_format=file_format, within=within, columns=columns)

    shown = dict(context or {})

    def made(template: str) -> SafeString:
        found = narrowed()
        page = page_of(table, actor, params, found.within, found.counted, columns=columns)
        part = {**shown, **found.context, "table_page": page}
        if table.facets:
            rows = _rows(found)
            quick = is_quick(rows, page)
            facets = facets_of(table, actor, params, rows if quick else None)
            part |= _facet_context(facets, are_counted=quick)
        return render_to_string(template, part, request)

    def facets_made(template: str) -> SafeString:
        facets = facets_of(table, actor, params, _rows(narrowed()))
        part = {"table": table, **_facet_context(facets, are_counted=True)}
        return render_to_string(template, part, request)

    def _rows(found: Narrowed) -> QuerySet[Any]:
        if found.counted is not None:
            return found.counted
        return table.queryset(actor) if found.within is None else found.within

    def kept_html(template: str, make: Callable[[str], SafeString]) -> SafeString:
        path = request.get_full_path()
        key = (template, table.name, path, actor, get_language(), today(), tuple(columns))
        return remembered(key, lambda: make(template))

    def list_html(template: str) -> SafeString:
        return kept_html(template, made)

    if table.facets and params.get("facets"):
        return HttpResponse(kept_html(FACETS, facets_made))
    if _is_for_part(request, table):
        return HttpResponse(list_html(FRAGMENT))
    return render(request, template, {**shown, "table": table, "list_html": list_html(part)})


def _facet_context(facets: Sequence[ShownFacet], *, are_counted: bool) -> dict[str, Any]:
    return {
        "facets": facets,
        "facets_are_counted": are_counted,
        "has_facet_lines": any(facet.lines for facet in facets),
    }


def params_of(request: HttpRequest, table: Table) -> dict[str, str]:
    """The parameters of the address; those with boxes to tick have all their values, between commas."""
    many = {*_MANY, *(entry.name for entry in table.facets)}
    return {
        name: BETWEEN.join(filter(None, values)) if name in many else values[-1]
        for name, values in request.GET.lists()
    }


def columns_chosen(request: HttpRequest, table: Table, params: Mapping[str, str]) -> list[str]:
    """The columns the address names, else those this person chose last while signed in; none: the usual."""
    if not table.has_spare_columns:
        return []
    kept: dict[str, str] = request.session.get("columns", {})
    chosen = params.get("cols", kept.get(table.name, ""))[:LONGEST_CHOICE]
    if "cols" in params and chosen != kept.get(table.name, ""):
        request.session["columns"] = {**kept, table.name: chosen}
    return [name for name in chosen.split(BETWEEN) if name]


def _is_for_part(request: HttpRequest, table: Table) -> bool:
    """Whether htmx asks for this list alone; going back in the browser's history asks for the page."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return bool(htmx and htmx.target == f"table-{table.name}" and not htmx.history_restore_request)
