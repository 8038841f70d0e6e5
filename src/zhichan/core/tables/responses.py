"""A list as a reply: the page, its part for htmx, or a file."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django_htmx.middleware import HtmxDetails

from zhichan.core.access.actor import Actor
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
    """What a page with a filter of its own has found: ``context`` is what its part shows besides the list,
    the others are as ``page_of`` takes them."""

    within: QuerySet[Any] | None = None
    counted: QuerySet[Any] | None = None
    count: int | None = None
    is_least: bool = False
    context: Mapping[str, Any] = field(default_factory=dict)


def table_response(
    request: HttpRequest,
    table: Table,
    *,
    template: str = PAGE,
    context: Mapping[str, Any] | None = None,
    part: str = FRAGMENT,
    narrowed: Callable[[], Narrowed] = Narrowed,
    made_of: Hashable = None,
) -> HttpResponseBase:
    """Answer a list's address: ``?format=xlsx`` a file, an htmx request for the list its part,
    ``?facets=counted`` the facets with their counts, else the page.

    The page's template shows ``list_html``, which is made anew only after something was written to the
    database: ``part`` with ``table_page`` and what ``narrowed`` gives. It holds nothing of the request but
    its address, so no form that posts. A page with controls of its own for the filter gives a ``part``
    that includes ``tables/table.html``. ``made_of`` tells what ``table`` and ``narrowed`` were made of that
    neither the address nor their queries tell: rows read before, or an instant.
    """
    actor, params = actor_in(request), params_of(request, table)
    asked = _Asked(request, table, actor, params, columns_chosen(request, table, params), narrowed, made_of)
    if file_format := params.get("format"):
        within, columns = narrowed().within, asked.columns
        return export_table(table, actor, params, file_format=file_format, within=within, columns=columns)
    shown = dict(context or {})
    if table.facets and params.get("facets"):
        return HttpResponse(asked.kept(FACETS, asked.facets_html))
    if _is_for_part(request, table):
        return HttpResponse(asked.kept(FRAGMENT, lambda: asked.list_html(FRAGMENT, shown)))
    list_html = asked.kept(part, lambda: asked.list_html(part, shown))
    return render(request, template, {**shown, "table": table, "list_html": list_html})


@dataclass(frozen=True)
class _Asked:
    """What one address asks of a list; the parts of the reply are kept until something is written."""

    request: HttpRequest
    table: Table
    actor: Actor
    params: Mapping[str, str]
    columns: Sequence[str]
    narrowed: Callable[[], Narrowed]
    made_of: Hashable

    def kept(self, template: str, make: Callable[[], SafeString]) -> SafeString:
        path, columns = self.request.get_full_path(), tuple(self.columns)
        key = (template, self.table.name, path, self.actor, get_language(), today(), columns)
        return remembered((*key, self.made_of), make)

    def list_html(self, template: str, shown: Mapping[str, Any]) -> SafeString:
        found, within, counted = self._rows()
        page = page_of(
            self.table,
            self.actor,
            self.params,
            within,
            found.counted,
            count=found.count,
            is_least=found.is_least,
            columns=self.columns,
            key=(self.request.path, today(), self.made_of),
        )
        part = {**shown, **found.context, "table_page": page}
        if self.table.facets:
            quick = is_quick(counted, page)
            facets = facets_of(self.table, self.actor, self.params, counted if quick else None)
            part |= _facet_context(facets, are_counted=quick)
            part["facets_key"] = page.key_of_toolbar, quick, tuple(facets)
        return render_to_string(template, part, self.request)

    def facets_html(self) -> SafeString:
        _found, _within, counted = self._rows()
        facets = facets_of(self.table, self.actor, self.params, counted)
        part = {"table": self.table, **_facet_context(facets, are_counted=True)}
        return render_to_string(FACETS, part, self.request)

    def _rows(self) -> tuple[Narrowed, QuerySet[Any], QuerySet[Any]]:
        """What the page has narrowed, the rows to read in order, and the same rows to count."""
        found = self.narrowed()
        within = self.table.queryset(self.actor) if found.within is None else found.within
        return found, within, within if found.counted is None else found.counted


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
