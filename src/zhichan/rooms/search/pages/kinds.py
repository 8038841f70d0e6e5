"""The pages that search one kind of thing (分类检索): marks, parties, plans, tasks, matters.

What patents have besides, such as rows of conditions, stands on their own page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.errors import NotFound
from zhichan.core.search.asking import Answer, ask
from zhichan.core.search.collection import Collection, Hit
from zhichan.core.search.index import IndexMissing, TooExpensive
from zhichan.core.search.indexing import state_of
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.marking import Piece, marked, shortened
from zhichan.core.search.tree import Node
from zhichan.rooms.search.asked import Asked, asked_in, number_in, question_of
from zhichan.rooms.search.pages.notes import notes_told, with_line
from zhichan.rooms.search.pages.searching import addressed, refusal_of
from zhichan.rooms.search.pages.showing import VALUES_SHOWN, chips, facet_shown
from zhichan.rooms.search.pages.values import values_page
from zhichan.rooms.search.queries.kinds import PATENT, kinds_seen_by
from zhichan.rooms.search.rights import SEARCH_KINDS

SNIPPET = 120
TEMPLATE = "search/kinds/kind.html"


@dataclass(frozen=True)
class AskedIn(Asked):
    """What is asked of one kind: whatever page is named, its addresses are those of the page of the kind."""

    kind: str = ""

    def url(self, name: str = "search:in", **more: Any) -> str:
        pairs = self.pairs() + [(key, str(value)) for key, value in more.items() if value is not None]
        page_of_kind = "search:in_facet" if name == "search:facet" else "search:in"
        return f"{reverse(page_of_kind, args=[self.kind])}?{urlencode(pairs)}"


@dataclass(frozen=True)
class KindLink:
    label: str | Promise
    url: str
    is_current: bool


@dataclass(frozen=True)
class Line:
    """A text of a hit in which something was found, with its name."""

    label: str | Promise
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class KindHit:
    hit: Hit
    title: Sequence[Piece]
    lines: Sequence[Line]


@page(SEARCH_KINDS)
def first_kind(request: HttpRequest) -> HttpResponse:
    """The first kind of which the reader may see anything."""
    kinds = kinds_seen_by(actor_in(request))
    if not kinds:
        raise NotFound(_("没有您可以检索的内容。"))
    return redirect("search:in", kinds[0].name)


@page(SEARCH_KINDS)
def in_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """``q``: the line, or ``s``: the key of a long one; ``f``: values of facets that were chosen."""
    actor = actor_in(request)
    sent = request.POST if request.method == "POST" else request.GET
    told = asked_in(sent, actor)
    if kind == PATENT:
        return redirect(told.url())
    kinds = kinds_seen_by(actor)
    collection = _seen(kind, kinds)
    asked = of_kind(told, kind)
    if request.method == "POST":
        return redirect(addressed(asked, actor).url())
    context: dict[str, Any] = {
        "collection": collection,
        "state": state_of(collection),
        "asked": asked,
        "line": asked.line,
        "offered": [one for one in collection.fields if not one.is_inner],
        "kinds": [
            KindLink(one.label, reverse("search:in", args=[one.name]), one is collection) for one in kinds
        ],
    }
    if not asked.line.strip():
        return render(request, TEMPLATE, context)
    try:
        after = number_in(request.GET.get("after", ""))
        answer = ask(question_of(asked, collection, actor, after=after), actor)
    except QueryError as refused:
        return render(request, TEMPLATE, context | refusal_of(refused, asked.line), status=422)
    except (IndexMissing, TooExpensive) as refused:
        return render(request, TEMPLATE, {**context, "problem": refused}, status=refused.status)
    return render(request, TEMPLATE, {**context, **_shown(answer, asked, collection)})


def of_kind(asked: Asked, kind: str) -> AskedIn:
    """The same, asked of one kind."""
    return AskedIn(asked.line, asked.order, asked.chosen, asked.key, kind=kind)


@page(SEARCH_KINDS)
def facet_in_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """All values of a facet; ``field``, ``page`` as of patents."""
    actor = actor_in(request)
    collection = _seen(kind, kinds_seen_by(actor))
    return values_page(request, collection, of_kind(asked_in(request.GET, actor), kind), "kinds")


def _seen(kind: str, kinds: Sequence[Collection]) -> Collection:
    collection = next((one for one in kinds if one.name == kind), None)
    if collection is None:
        raise NotFound(_("没有找到这个页面或记录。"), kind=kind[:60])
    return collection


def _shown(answer: Answer, asked: Asked, collection: Collection) -> dict[str, Any]:
    orders = [(f"-{name}", collection.by_name[name].label) for name in collection.orders]
    return {
        "answer": answer,
        "notes": notes_told(answer.notes, with_line(asked)),
        "hits": [_hit(hit, answer.node, collection) for hit in answer.hits],
        "facets": [facet_shown(one, asked, collection, VALUES_SHOWN) for one in answer.facets if one.counts],
        "chips": chips(asked, collection),
        "next_url": asked.url(after=answer.next_key) if answer.next_key is not None else "",
        "orders": [(asked.ordered(said).url(), said, label) for said, label in orders],
        "current_order": f"{'' if answer.order.is_rising else '-'}{answer.order.by}",
    }


def _hit(hit: Hit, node: Node, collection: Collection) -> KindHit:
    main = collection.general[0]
    return KindHit(hit, marked(hit.title, main, node), list(_lines(hit, node, collection, main)))


def _lines(hit: Hit, node: Node, collection: Collection, main: str) -> Iterator[Line]:
    """The other texts in which something was found, from a little before it on."""
    for name, text in hit.texts.items():
        pieces = marked(text, name, node) if text and name != main else []
        if any(piece.colour for piece in pieces):
            yield Line(collection.by_name[name].label, shortened(pieces, SNIPPET))
