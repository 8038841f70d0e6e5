"""The page that finds what is like a patent or a text (找相似), with the reasons of each hit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.errors import InvalidInput
from zhichan.core.search.asking import found_collection
from zhichan.core.search.asking_alike import Like, LikeAnswer, LikeQuestion, ask_alike
from zhichan.core.search.collection import Collection, Hit
from zhichan.core.search.index import IndexMissing, TooExpensive
from zhichan.core.search.indexing import state_of
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.likeness import LONGEST_TEXT
from zhichan.core.search.marking import Piece, marked, shortened
from zhichan.core.search.tree import Or, Term
from zhichan.rooms.search.rights import SEARCH_PATENTS

SHOWN = 30
ABSTRACT_SHOWN = 240
PHRASE_SHOWN = 24
TEMPLATE = "search/alike/alike.html"
_DIGITS = re.compile(r"[0-9]{1,18}")
_BETWEEN = "；"


@dataclass(frozen=True)
class SharedShown:
    """A phrase both hold, in the colour it is marked with; ``percent``: of all that was compared."""

    text: str
    colour: int
    percent: int


@dataclass(frozen=True)
class LikeShown:
    hit: Hit
    title: Sequence[Piece]
    abstract: Sequence[Piece]
    shared: Sequence[SharedShown]
    same: Sequence[str]


@page(SEARCH_PATENTS)
def alike(request: HttpRequest) -> HttpResponse:
    """``of``: the id of a patent; or ``text``, sent as a form since it may be long; ``q``: what must hold."""
    collection, actor = found_collection("patent"), actor_in(request)
    sent = request.POST if request.method == "POST" else request.GET
    text, line, of = sent.get("text", "")[:LONGEST_TEXT], sent.get("q", ""), sent.get("of", "")
    context: dict[str, Any] = {"state": state_of(collection), "text": text, "line": line}
    if not of and not text.strip():
        empty = _("请粘贴一段文字，或写几个词。") if request.method == "POST" else ""
        return render(request, TEMPLATE, {**context, "problem": empty}, status=422 if empty else 200)
    number = int(of) if _DIGITS.fullmatch(of) else None
    try:
        asked = LikeQuestion(collection.name, text, number if of else None, line, SHOWN)
        answer = ask_alike(_known(asked, of), actor)
    except QueryError as refused:
        before, place, rest = refused.shown(line)
        told = {"refused": refused, "before": before, "place": place, "rest": rest}
        return render(request, TEMPLATE, {**context, **told, "of": of}, status=422)
    except (IndexMissing, TooExpensive) as refused:
        return render(
            request, TEMPLATE, {**context, "problem": refused.message, "of": of}, status=refused.status
        )
    except InvalidInput as refused:
        return render(request, TEMPLATE, {**context, "problem": refused.message, "of": of}, status=422)
    return render(request, TEMPLATE, {**context, **_shown(answer, collection)})


def _known(asked: LikeQuestion, of: str) -> LikeQuestion:
    """A patent that is no number is one that nobody has: id 0."""
    return LikeQuestion(asked.collection, asked.text, 0, asked.line) if of and asked.of is None else asked


def _shown(answer: LikeAnswer, collection: Collection) -> dict[str, Any]:
    return {
        "answer": answer,
        "of": answer.original.id if answer.original else "",
        "likes": [_like(one, answer.original, collection) for one in answer.found],
    }


def _like(one: Like, original: Hit | None, collection: Collection) -> LikeShown:
    terms = [Term(collection.general, shared.text) for shared in one.shared]
    node = Or(tuple(terms))
    shared = [
        SharedShown(_short(part.text), colour, max(round(part.weight_permille / 10), 1))
        for colour, part in enumerate(one.shared, 1)
    ]
    return LikeShown(
        one.hit,
        marked(one.hit.title, "title", node),
        shortened(marked(one.hit.texts.get("abstract", ""), "abstract", node), ABSTRACT_SHOWN),
        shared,
        _same(one.hit, original),
    )


def _short(text: str) -> str:
    return text if len(text) <= PHRASE_SHOWN else f"{text[:PHRASE_SHOWN]}…"


def _same(hit: Hit, original: Hit | None) -> list[str]:
    """What else speaks for it: the same main class as far as it goes, and holders of both."""
    if original is None:
        return []
    said = []
    ours, theirs = original.facts.get("ipc", ""), hit.facts.get("ipc", "")
    groups = ours.replace(" ", "").partition("/")[0], theirs.replace(" ", "").partition("/")[0]
    if groups[0] and groups[0] == groups[1]:
        said.append(_("同一大组 %(symbol)s") % {"symbol": groups[0]})
    elif groups[0][:4] and groups[0][:4] == groups[1][:4]:
        said.append(_("同一小类 %(symbol)s") % {"symbol": groups[0][:4]})
    holders = [one.facts.get("applicant", "").split(_BETWEEN) for one in (original, hit)]
    said += [_("同一权利人 %(name)s") % {"name": name} for name in holders[0] if name and name in holders[1]]
    return said
