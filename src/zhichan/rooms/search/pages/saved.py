"""Saved searches (存下的检索): kept, asked again as they were, and what differs since."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now
from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.people.pages.acting import FormPage, accepted, form_page, posted
from zhichan.core.search.asking import found_collection
from zhichan.core.search.index import IndexMissing, TooExpensive
from zhichan.core.search.synonyms import groups_used
from zhichan.core.tables.text import number_text
from zhichan.rooms.search.actions.saved_searches import NewSavedSearch, delete_saved_search, save_search
from zhichan.rooms.search.asked import Asked, asked_again, asked_in, asks_another, question_of
from zhichan.rooms.search.chosen_words import chosen_words
from zhichan.rooms.search.models.saved_search import LONGEST_NAME, SavedSearch
from zhichan.rooms.search.pages.notes import notes_told, with_line
from zhichan.rooms.search.queries.line_notes import notes_on
from zhichan.rooms.search.queries.saved_searches import MOST_LISTED, replay, saved_by
from zhichan.rooms.search.queries.synonyms import synonyms_of
from zhichan.rooms.search.rights import SEARCH_PATENTS

COLLECTION = "patent"
REASONS = {
    "new": gettext_lazy("存下以后新进索引"),
    "matches_now": gettext_lazy("内容有变，现在符合"),
    "matches_no_more": gettext_lazy("内容有变，不再符合"),
    "left": gettext_lazy("已不在册（如导入被撤销），或不再可见"),
}


@page(SEARCH_PATENTS)
def saved(request: HttpRequest) -> HttpResponse:
    rows = saved_by(actor_in(request)).defer("ids", "asked").order_by("-saved_at", "-pk")
    return render(request, "search/saved/list.html", {"rows": rows})


@require_POST
@page(SEARCH_PATENTS)
def save(request: HttpRequest) -> HttpResponse:
    """Keep what the result page asks under a name."""
    actor, collection = actor_in(request), found_collection(COLLECTION)
    asked = asked_in(request.POST, actor)
    question = question_of(asked, collection, actor)
    said, wanted = question.nodes(collection)
    new = NewSavedSearch(
        name=request.POST.get("name", "")[: LONGEST_NAME * 2],
        collection=COLLECTION,
        line=asked.line,
        chosen=asked.chosen,
        asked=wanted,
        groups=groups_used(said, question.synonyms),
        note=request.POST.get("note", ""),
    )
    try:
        kept = save_search(new, by=actor, at=now())
    except (Conflict, InvalidInput, IndexMissing) as refused:
        messages.error(request, refused.message)
        return redirect(asked.url())
    messages.success(
        request, _("已存下“%(name)s”，%(count)s 件。") % {"name": kept.name, "count": number_text(kept.count)}
    )
    return redirect("search:saved_search", kept.pk)


@page(SEARCH_PATENTS)
def saved_search(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_in(request)
    one: SavedSearch = found(saved_by(actor).filter(pk=pk).first())
    chosen = tuple((str(name), str(value)) for name, value in one.chosen)
    now_asked = asked_again(one.line, chosen)
    context: dict[str, Any] = {
        "saved": one,
        "notes": notes_told(notes_on(one.line, actor, one.collection), with_line(now_asked)),
        "chosen": chosen_words(chosen, found_collection(one.collection)),
        "url": now_asked.url(),
        "kept_url": _kept_url(one, now_asked, actor),
        "most": MOST_LISTED,
    }
    try:
        answer = replay(one, actor)
    except (IndexMissing, TooExpensive) as refused:
        return render(
            request, "search/saved/one.html", {**context, "problem": refused}, status=refused.status
        )
    differences = [(REASONS[each.reason], each) for each in answer.differences]
    return render(request, "search/saved/one.html", {**context, "replay": answer, "differences": differences})


def _kept_url(one: SavedSearch, asked: Asked, actor: Actor) -> str:
    """What its kept conditions find now, where its line asks something else by now; else empty."""
    collection = found_collection(one.collection)
    if not asks_another(asked, one.asked, collection, actor, synonyms_of(actor)):
        return ""
    key = f"saved:{one.pk}"
    return f"{reverse('search:compare_rows')}?{urlencode({'a': key, 'b': key, 'part': 'a'})}"


@page(SEARCH_PATENTS)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask back, then forget the search."""
    actor = actor_in(request)
    one: SavedSearch = found(saved_by(actor).filter(pk=pk).first())
    form = forms.Form(posted(request))

    def act() -> bool:
        delete_saved_search(pk, by=actor, at=now())
        return True

    if accepted(request, form, act):
        messages.success(request, _("已删除。"))
        return redirect("search:saved")
    home = (_("存下的检索"), reverse("search:saved"))
    here = reverse("search:saved_search", args=[pk])
    words = FormPage(
        _("删除“%(name)s”") % {"name": one.name},
        _("删除"),
        here,
        lead=_("检索式和当时的命中清单一起删除，不能恢复；专利不变。"),
        is_danger=True,
        crumbs=(home, (one.name, here)),
    )
    return form_page(request, form, words)
