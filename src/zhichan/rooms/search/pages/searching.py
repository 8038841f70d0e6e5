"""The search page (专利检索): the query line and the rows of conditions, facets, hits, the next page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.search.asking import Answer, ask, found_collection
from zhichan.core.search.collection import Collection, Hit, SearchField
from zhichan.core.search.index import Facet, IndexMissing, TooExpensive
from zhichan.core.search.indexing import state_of
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.marking import Piece, marked, shortened
from zhichan.core.search.tree import Node
from zhichan.rooms.search.actions.long_lines import LONGEST_IN_ADDRESS, keep_long_line
from zhichan.rooms.search.asked import Asked, asked_in, question_of
from zhichan.rooms.search.pages import builder
from zhichan.rooms.search.rights import SEARCH_PATENTS

VALUES_SHOWN = 8
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


@page(SEARCH_PATENTS)
def searching(request: HttpRequest) -> HttpResponse:
    """``q``: the line, or ``s``: the key of a long one; ``f``: values of facets that were chosen.

    By POST the line comes back in an address; ``build``: the rows make it anew.
    """
    collection, actor = found_collection("patent"), actor_in(request)
    sent = request.POST if request.method == "POST" else request.GET
    rows = builder.rows_in(sent)
    asked = asked_in(sent, actor)
    context: dict[str, Any] = {
        "collection": collection,
        "state": state_of(collection),
        **_controls(collection),
        "asked": asked,
        "rows": rows or [builder.Row()],
        "line": asked.line,
    }
    if "build" in sent and rows:
        try:
            line = builder.line_of(rows, collection)
            read_query(line, collection)
        except QueryError as refused:
            return render(request, "search/search.html", context | refusal_of(refused, line), status=422)
        return redirect(addressed(replace(asked, line=line), actor).url())
    if request.method == "POST":
        return redirect(addressed(asked, actor).url())
    if not asked.line.strip():
        return render(request, "search/search.html", context)
    after = number_in(request.GET.get("after", ""))
    try:
        answer = ask(question_of(asked, collection, after=after), actor)
    except QueryError as refused:
        return render(request, "search/search.html", context | refusal_of(refused, asked.line), status=422)
    except (IndexMissing, TooExpensive) as refused:
        return render(request, "search/search.html", {**context, "problem": refused}, status=503)
    return render(request, "search/search.html", {**context, **shown_of(answer, asked, collection)})


def addressed(asked: Asked, actor: Actor) -> Asked:
    """The same with a line that fits an address: a longer one is kept under a key."""
    line = asked.line.strip()
    key = keep_long_line(line, by=actor, at=now()) if len(line) > LONGEST_IN_ADDRESS else ""
    return replace(asked, line=line, key=key)


def refusal_of(refused: QueryError, line: str) -> dict[str, Any]:
    before, place, rest = refused.marked(line)
    return {"refused": refused, "line": line, "before": before, "place": place, "rest": rest}


def _controls(collection: Collection) -> dict[str, Any]:
    several = [(name.split("|")[0], name.split("|")[-1]) for name in collection.several]
    return {
        "fields": [("", _("常用字段")), *several, *((one.code, one.label) for one in collection.fields)],
        "hows": builder.HOW_LABELS.items(),
        "joints": ("AND", "OR", "NOT"),
    }


def number_in(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


def shown_of(answer: Answer, asked: Asked, collection: Collection) -> dict[str, Any]:
    rows = builder.rows_of(answer.node, collection)
    orders = [(f"-{name}", name) for name in collection.orders]
    return {
        "answer": answer,
        "rows": rows or [builder.Row()],
        "is_told_by_rows": rows is not None,
        "hits": [_hit(hit, answer.node) for hit in answer.hits],
        "facets": [_facet(one, asked, collection) for one in answer.facets if one.counts],
        "chips": _chips(asked, collection),
        "next_url": asked.url(after=answer.next_key) if answer.next_key is not None else "",
        "orders": [
            (asked.ordered(said).url(), said, collection.by_name[name].label) for said, name in orders
        ],
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


def _facet(facet: Facet, asked: Asked, collection: Collection) -> FacetShown:
    field = collection.by_name[facet.field]
    chosen = {value for name, value in asked.chosen if name == field.name}
    words = _words(field, [one.value for one in facet.counts])
    values = [
        Value(
            words.get(one.value, one.value),
            one.count,
            one.value in chosen,
            asked.turned(field.name, one.value).url(),
        )
        for one in facet.counts[:VALUES_SHOWN]
    ]
    return FacetShown(str(field.label), values, facet.has_more or len(facet.counts) > VALUES_SHOWN)


def _words(field: SearchField, values: Sequence[str]) -> dict[str, str]:
    return dict(field.words(values)) if field.words else {}


def _chips(asked: Asked, collection: Collection) -> list[tuple[str, str, str]]:
    chips = []
    for one in asked.chosen:
        field = collection.by_name.get(one[0])
        if field is not None:
            words = _words(field, [one[1]])
            chips.append((str(field.label), words.get(one[1], one[1]), asked.turned(*one).url()))
    return chips
