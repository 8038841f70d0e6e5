"""The page of what the reader has searched (检索历史): set numbers, and searches to be put together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.search.asking import found_collection
from zhichan.core.tables.text import number_text
from zhichan.rooms.search.actions.history import forget_searches
from zhichan.rooms.search.asked import asked_again, asks_another
from zhichan.rooms.search.chosen_words import chosen_words
from zhichan.rooms.search.models import SearchRun
from zhichan.rooms.search.queries.history import runs_of
from zhichan.rooms.search.queries.synonyms import synonyms_of
from zhichan.rooms.search.rights import SEARCH_PATENTS

COLLECTION = "patent"
STEPS_SHOWN = 50


@dataclass(frozen=True)
class RunLine:
    """One search: what was chosen besides the line, in words, and where it is asked again;
    ``is_other``: that asks something else by now than was counted."""

    run: SearchRun
    words: str
    url: str
    is_other: bool = False


@page(SEARCH_PATENTS)
def history(request: HttpRequest) -> HttpResponse:
    collection, actor = found_collection(COLLECTION), actor_in(request)
    synonyms = synonyms_of(actor)
    lines: list[RunLine] = []
    steps: list[RunLine] = []
    for run in runs_of(actor, COLLECTION).order_by("-searched_at", "-number"):
        chosen = tuple((str(name), str(value)) for name, value in run.chosen)
        again = replace(asked_again(run.line, chosen), is_step=run.number is None)
        is_other = asks_another(again, run.asked, collection, actor, synonyms)
        line = RunLine(run, chosen_words(chosen, collection), again.url(), is_other)
        (steps if run.number is None else lines).append(line)
    context = {"lines": lines, "steps": steps[:STEPS_SHOWN], "step_count": len(steps)}
    return render(request, "search/history/history.html", context)


@require_POST
@page(SEARCH_PATENTS)
def forget(request: HttpRequest) -> HttpResponse:
    count = forget_searches(COLLECTION, by=actor_in(request), at=now())
    messages.success(
        request, _("已清除 %(count)s 条检索历史，集合号从 #1 重新开始。") % {"count": number_text(count)}
    )
    return redirect("search:history")
