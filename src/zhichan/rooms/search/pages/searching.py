"""The search page (专利检索): the query line and the rows of conditions, facets, hits, the next page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.search.asking import Answer, Question, ask, found_collection
from zhichan.core.search.collection import Collection, Hit, SearchField, Sort
from zhichan.core.search.index import Facet, IndexMissing, Order, TooExpensive
from zhichan.core.search.indexing import state_of
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.marking import Piece, marked, shortened
from zhichan.core.search.tree import And, Node, OneOf, Or, Range
from zhichan.rooms.search.pages import builder
from zhichan.rooms.search.rights import SEARCH_PATENTS

VALUES_SHOWN = 8
MOST_CHOSEN = 60
ABSTRACT_SHOWN = 160
TONES = {"in_force": "ok", "pending": "info", "ended": "idle", "unknown": "idle"}


@dataclass(frozen=True)
class Value:
    """One value of a facet: its words, how many, whether it is chosen, and the page that turns that round."""

    label: str
    count: int
    is_chosen: bool
    url: str


@dataclass(frozen=True)
class FacetShown:
    label: str
    values: Sequence[Value]
    has_more: bool


@dataclass(frozen=True)
class HitShown:
    hit: Hit
    title: Sequence[Piece]
    applicants: Sequence[Piece]
    abstract: Sequence[Piece]
    tone: str


@dataclass(frozen=True)
class Address:
    """What a search is asked, as it stands in the address."""

    line: str
    order: str
    chosen: tuple[tuple[str, str], ...]

    def url(self, *, after: int | None = None, **changed: Any) -> str:
        chosen = changed.get("chosen", self.chosen)
        order = changed.get("order", self.order)
        parts: list[tuple[str, str]] = [("q", self.line)]
        parts += [("sort", order)] if order else []
        parts += [("f", f"{name}:{value}") for name, value in chosen]
        parts += [("after", str(after))] if after is not None else []
        return "?" + urlencode(parts)


@page(SEARCH_PATENTS)
def searching(request: HttpRequest) -> HttpResponse:
    """``q``: the line; ``f``: values of facets that were chosen; ``build``: the rows make the line anew."""
    collection, actor = found_collection("patent"), actor_in(request)
    rows = builder.rows_in(request.GET)
    context: dict[str, Any] = {
        "collection": collection,
        "state": state_of(collection),
        **_controls(collection),
    }
    address = _address(request)
    context |= {"address": address, "rows": rows or [builder.Row()], "line": address.line}
    if "build" in request.GET and rows:
        try:
            line = builder.line_of(rows, collection)
            read_query(line, collection)
        except QueryError as refused:
            return render(request, "search/search.html", context | _refusal(refused, line), status=422)
        return HttpResponseRedirect(request.path + Address(line, address.order, address.chosen).url())
    if not address.line.strip():
        return render(request, "search/search.html", context)
    try:
        order = _order(address.order, collection)
        narrowed = _narrowing(address.chosen, collection)
        asked = Question(
            collection.name,
            address.line,
            order,
            _number(request.GET.get("after", "")),
            narrowed=narrowed,
        )
        answer = ask(asked, actor)
    except QueryError as refused:
        return render(request, "search/search.html", context | _refusal(refused, address.line), status=422)
    except (IndexMissing, TooExpensive) as refused:
        return render(request, "search/search.html", {**context, "problem": refused}, status=503)
    return render(request, "search/search.html", {**context, **_shown(answer, address, collection)})


def _refusal(refused: QueryError, line: str) -> dict[str, Any]:
    before, place, rest = refused.marked(line)
    return {"refused": refused, "line": line, "before": before, "place": place, "rest": rest}


def _controls(collection: Collection) -> dict[str, Any]:
    several = [(name.split("|")[0], name.split("|")[-1]) for name in collection.several]
    return {
        "fields": [("", _("常用字段")), *several, *_offered(collection)],
        "hows": builder.HOW_LABELS.items(),
        "joints": ("AND", "OR", "NOT"),
    }


def _offered(collection: Collection) -> list[tuple[str, Any]]:
    return [(one.code, one.label) for one in collection.fields if not one.is_inner]


def _address(request: HttpRequest) -> Address:
    chosen = [tuple(part.split(":", 1)) for part in request.GET.getlist("f")[:MOST_CHOSEN] if ":" in part]
    return Address(
        request.GET.get("q", ""), request.GET.get("sort", ""), tuple((name, value) for name, value in chosen)
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


def _order(said: str, collection: Collection) -> Order | None:
    name = said.removeprefix("-")
    return Order(name, is_rising=not said.startswith("-")) if name in collection.orders else None


def _narrowing(chosen: Sequence[tuple[str, str]], collection: Collection) -> Node | None:
    """The chosen values as conditions: of one field any, of several fields all."""
    conditions: list[Node] = []
    for field in collection.fields:
        values = [value for name, value in chosen if name == field.name and field.facet]
        if not values:
            continue
        if field.sort is Sort.DAY:
            years = [
                int(value) for value in values if value.isascii() and value.isdigit() and len(value) == 4
            ]
            parts: list[Node] = [Range(field.name, year * 10_000, year * 10_000 + 9_999) for year in years]
            conditions.append(parts[0] if len(parts) == 1 else Or(tuple(parts)))
        else:
            conditions.append(OneOf(field.name, tuple(values)))
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else And(tuple(conditions))


def _shown(answer: Answer, address: Address, collection: Collection) -> dict[str, Any]:
    rows = builder.rows_of(answer.node, collection)
    orders = [(f"-{name}", name) for name in collection.orders]
    return {
        "answer": answer,
        "rows": rows or [builder.Row()],
        "is_told_by_rows": rows is not None,
        "hits": [_hit(hit, answer.node) for hit in answer.hits],
        "facets": [_facet(one, address, collection) for one in answer.facets if one.counts],
        "chips": _chips(address, collection),
        "next_url": address.url(after=answer.next_key) if answer.next_key is not None else "",
        "orders": [(address.url(order=said), said, collection.by_name[name].label) for said, name in orders],
        "current_order": f"-{answer.order.by}" if not answer.order.is_rising else answer.order.by,
    }


def _hit(hit: Hit, node: Node) -> HitShown:
    return HitShown(
        hit,
        marked(hit.title, "title", node),
        marked(hit.texts.get("applicants", ""), "applicants", node),
        shortened(marked(hit.texts.get("abstract", ""), "abstract", node), ABSTRACT_SHOWN),
        TONES.get(hit.facts.get("class", ""), "idle"),
    )


def _facet(facet: Facet, address: Address, collection: Collection) -> FacetShown:
    field = collection.by_name[facet.field]
    chosen = {value for name, value in address.chosen if name == field.name}
    words = _words(field, [one.value for one in facet.counts])
    values = [
        Value(
            words.get(one.value, one.value),
            one.count,
            one.value in chosen,
            address.url(chosen=_turned(address.chosen, (field.name, one.value))),
        )
        for one in facet.counts[:VALUES_SHOWN]
    ]
    return FacetShown(str(field.label), values, facet.has_more or len(facet.counts) > VALUES_SHOWN)


def _words(field: SearchField, values: Sequence[str]) -> dict[str, str]:
    return dict(field.words(values)) if field.words else {}


def _turned(chosen: tuple[tuple[str, str], ...], one: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(other for other in chosen if other != one) if one in chosen else (*chosen, one)


def _chips(address: Address, collection: Collection) -> list[tuple[str, str, str]]:
    chips = []
    for one in address.chosen:
        field = collection.by_name.get(one[0])
        if field is not None:
            words = _words(field, [one[1]])
            url = address.url(chosen=_turned(address.chosen, one))
            chips.append((str(field.label), words.get(one[1], one[1]), url))
    return chips
