"""The columns a person chose for tables and files of hits (列设置), kept with the session."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.search.collection import Collection, collection_of
from zhichan.rooms.search.asked import asked_in
from zhichan.rooms.search.rights import SEARCH_PATENTS

KEPT_UNDER = "search-%s"
MOST_NAMES = 60


def columns_chosen(request: HttpRequest, collection: Collection) -> tuple[str, ...]:
    """The names this person chose last, in their order; none for the usual ones."""
    kept: dict[str, str] = request.session.get("columns", {})
    known = {one.name for one in collection.columns}
    names = kept.get(KEPT_UNDER % collection.name, "").split(",")
    return tuple(name for name in names if name in known)


def keep_columns(request: HttpRequest, collection: Collection, names: list[str]) -> None:
    """Keep what was chosen; what there is no column of is left out."""
    known = {one.name for one in collection.columns}
    kept: dict[str, str] = request.session.get("columns", {})
    chosen = ",".join(name for name in names[:MOST_NAMES] if name in known)
    request.session["columns"] = {**kept, KEPT_UNDER % collection.name: chosen}


def is_table(request: HttpRequest) -> bool:
    """Whether this person wants hits as a table; ``view`` in the address says so from then on."""
    return _turned(request, "view", ("cards", "table")) == "table"


def are_marked(request: HttpRequest) -> bool:
    """Whether this person wants the words of the query in colours; ``marks`` in the address says so."""
    return _turned(request, "marks", ("on", "off")) == "on"


def _turned(request: HttpRequest, name: str, choices: tuple[str, str]) -> str:
    """What the address says, kept from then on; else what was kept, else the first."""
    kept, wanted = request.session.get(f"search-{name}", choices[0]), request.GET.get(name)
    if wanted in choices and wanted != kept:
        request.session[f"search-{name}"] = kept = wanted
    return str(kept)


@page(SEARCH_PATENTS)
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the columns that were ticked, in their order, and go back to the result."""
    asked = asked_in(request.POST, actor_in(request))
    keep_columns(request, collection_of("patent"), request.POST.getlist("cols"))
    return redirect(asked.url())
