"""The search page (专利检索): the query line and the rows of conditions, facets, hits, the next page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.search.asking import Answer, answer_to, asking_of, found_collection
from zhichan.core.search.collection import Collection, Sort
from zhichan.core.search.index import IndexMissing, TooExpensive
from zhichan.core.search.indexing import state_of
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.seeing import held_for
from zhichan.core.search.tree import Everything
from zhichan.rooms.search.actions.history import Searched, note_search
from zhichan.rooms.search.actions.long_lines import fits_address, keep_long_line
from zhichan.rooms.search.analysis.conditions import narrowed
from zhichan.rooms.search.asked import Asked, asked_in, question_of
from zhichan.rooms.search.lists.numbers import missing_of
from zhichan.rooms.search.models import SearchRun
from zhichan.rooms.search.pages import builder
from zhichan.rooms.search.pages.columns import are_marked, columns_chosen, is_table
from zhichan.rooms.search.pages.merging import merged, with_others
from zhichan.rooms.search.pages.notes import notes_told, with_line
from zhichan.rooms.search.pages.picking import picking, place_in
from zhichan.rooms.search.pages.showing import opened, shown
from zhichan.rooms.search.rights import SEARCH_PATENTS

#: With more hits the facets of many values come by themselves after the page.
COUNTED_BESIDE = 20_000


@page(SEARCH_PATENTS)
def searching(request: HttpRequest) -> HttpResponse:
    """``q``: the line, or ``s``: the key of a long one; ``f``: values of facets that were chosen;
    ``where``: a condition to be added to a line that is too long for an address with it. ``step``: a click
    narrowed another search to this.

    By POST the line comes back in an address; ``build``: the rows make it anew, ``without``: all but one of
    them. ``told``: the line the page had rows for, ``rows_line``: what those rows say. More rows than
    ``builder.MOST_ROWS`` are refused, and all shown again.
    """
    collection, actor = found_collection("patent"), actor_in(request)
    sent = request.POST if request.method == "POST" else request.GET
    rows = builder.rows_in(sent)
    asked = asked_in(sent, actor)
    context: dict[str, Any] = {
        "collection": collection,
        "state": partial(state_of, collection),
        "held": partial(held_for, collection, actor),
        **_controls(collection),
        "asked": asked,
        "rows": rows,
        "line": asked.line,
        "told": sent.get("told", ""),
        "rows_line": sent.get("rows_line", ""),
    }
    if len(rows) > builder.MOST_ROWS:
        return render(request, "search/search.html", {**context, "are_too_many": True}, status=422)
    if _are_rows_meant(request, rows, context):
        return _from_rows(request, rows, context)
    if request.method == "POST":
        return redirect(addressed(asked, actor).url())
    if condition := request.GET.get("where", ""):
        return redirect(replace(addressed(narrowed_to(asked, condition), actor), is_step=True).url())
    if not asked.line.strip():
        return render(request, "search/search.html", context)
    place = place_in(request.GET)
    try:
        where = {"after": place.after, "before": place.before, "most_counted": COUNTED_BESIDE}
        question = question_of(asked, collection, actor, **where)
        asking = asking_of(question, actor)
        answer = answer_to(question, asking)
        merging = merged(answer, question, asking, asked)
        context["missing"] = missing_of(answer.node, collection, actor)
    except QueryError as refused:
        return render(request, "search/search.html", context | refusal_of(refused, asked.line), status=422)
    except (IndexMissing, TooExpensive) as refused:
        return render(request, "search/search.html", {**context, "problem": refused}, status=refused.status)
    if place.after is None and place.before is None:
        context["run"] = _noted(answer, asked, collection, actor)
    chosen = columns_chosen(request, collection)
    columns = collection.columns_named(chosen)
    names = {one.name for one in columns}
    told = shown(merging.answer, asked, place, collection, columns)
    context |= {
        **told,
        "notes": notes_told(answer.notes, with_line(asked)),
        "state": asking.state,
        "held": asking.searcher.count(Everything(), asking.scope),
        "merging": merging,
        **opened(place, actor),
        **picking(with_others(told["hits"], merging, asked), place, collection, actor),
        "place": place,
        "close_url": place.url(asked),
        "table_url": place.url(asked, view="table", open=place.opened),
        "cards_url": place.url(asked, view="cards", open=place.opened),
        "marks_url": place.url(asked, marks="off" if are_marked(request) else "on", open=place.opened),
        "card_query": urlencode(asked.pairs()),
        "is_table": is_table(request),
        "are_marked": are_marked(request),
        "spare_columns": [one for one in collection.columns if one.name not in names],
    }
    return render(request, "search/search.html", context)


def _are_rows_meant(request: HttpRequest, rows: Sequence[builder.Row], context: dict[str, Any]) -> bool:
    """A button of the rows was pressed, or they were changed: where the line was, too, it is asked."""
    sent = request.POST if request.method == "POST" else request.GET
    if "without" in sent or ("build" in sent and rows):
        return True
    is_changed = builder.line_of(rows, context["collection"]) != context["rows_line"]
    return request.method == "POST" and bool(rows) and is_changed


def _is_told(context: dict[str, Any]) -> bool:
    """Whether nothing is lost where the rows make the line anew: it is empty, or they said it."""
    return " ".join(context["line"].split()) in ("", " ".join(context["told"].split()))


def _from_rows(request: HttpRequest, rows: Sequence[builder.Row], context: dict[str, Any]) -> HttpResponse:
    """The page of the line the rows say; where that would take the place of another line, it is asked."""
    collection, asked, actor = context["collection"], context["asked"], actor_in(request)
    line = builder.line_of(rows, collection)
    try:
        if rows:
            read_query(line, collection)
    except QueryError as refused:
        shown = refusal_of(refused, line) | {"told": line, "rows_line": line}
        kept = {} if _is_told(context) else {name: context[name] for name in ("line", "told", "rows_line")}
        return render(request, "search/search.html", context | shown | kept, status=422)

    def page_of(said: str) -> str:
        return addressed(replace(asked, line=said), actor).url()

    if _is_told(context):
        return redirect(page_of(line))
    typed = asked.line.strip()
    context["instead"] = {
        "line": line,
        "url": page_of(line),
        "both_url": page_of(f"({typed}) AND ({line})") if line else "",
        "former_url": page_of(typed),
    }
    return render(request, "search/search.html", context)


def _noted(answer: Answer, asked: Asked, collection: Collection, actor: Actor) -> SearchRun:
    """The search under its set number."""
    said = (collection.name, asked.line, asked.chosen, answer.wanted, answer.count, answer.snapshot)
    return note_search(Searched(*said, is_step=asked.is_step), by=actor, at=now())


def narrowed_to(asked: Asked, where: str) -> Asked:
    return replace(asked, line=narrowed(asked.line, where), key="")


def addressed(asked: Asked, actor: Actor) -> Asked:
    """The same with a line that fits an address: a longer one is kept under a key."""
    line = asked.line.strip()
    key = "" if fits_address(line) else keep_long_line(line, by=actor, at=now())
    return replace(asked, line=line, key=key, is_step=False)


def refusal_of(refused: QueryError, line: str) -> dict[str, Any]:
    before, place, rest = refused.shown(line)
    return {"refused": refused, "line": line, "before": before, "place": place, "rest": rest}


def _controls(collection: Collection) -> dict[str, Any]:
    several = [(name.split("|")[0], _(name.split("|")[-1])) for name in collection.several]
    named = [*several, *((one.code, one.label) for one in collection.fields if not one.is_inner)]
    return {
        "fields": [("", _("常用字段")), *((code, f"{label} {code}") for code, label in named)],
        "sorts": " ".join(
            f"{one.code}={one.sort.value}" for one in collection.fields if one.sort is not Sort.TEXT
        ),
        "empty_row": builder.Row(),
        "most_rows": builder.MOST_ROWS,
        "first_joints": builder.FIRST_JOINTS,
        "joints": [(joint, joint) for joint in builder.JOINTS],
    }
