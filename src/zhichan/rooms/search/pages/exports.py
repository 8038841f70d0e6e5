"""Exports of found records: ordered from the result page, listed with their state, downloaded, deleted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.errors import ZhichanError
from zhichan.core.files.pages import file_response
from zhichan.core.search.collection import collection_of
from zhichan.core.search.language.errors import QueryError
from zhichan.core.tables.text import moment_text
from zhichan.rooms.search.actions.exports import NewExport, delete_export, note_download, order_export
from zhichan.rooms.search.asked import Asked, asked_from, asked_in
from zhichan.rooms.search.models import SearchExport
from zhichan.rooms.search.pages.columns import columns_chosen
from zhichan.rooms.search.pages.kinds import of_kind
from zhichan.rooms.search.queries.exports import MOST_LISTED, exports_visible_to
from zhichan.rooms.search.queries.kinds import PATENT
from zhichan.rooms.search.rights import SEARCH_PATENTS


@page(SEARCH_PATENTS)
def exports(request: HttpRequest) -> HttpResponse:
    """One's exports; asks itself again while one is being written."""
    found = list(exports_visible_to(actor_in(request))[:MOST_LISTED])
    lines = [(one, asked_of(asked_from(one.asked), one.collection)) for one in found]
    context = {"lines": lines, "is_running": any(one.is_running for one in found)}
    return render(request, "search/exports/list.html", context)


@page(SEARCH_PATENTS)
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Order an export of what the sent fields ask; what cannot be is told on the result page."""
    actor = actor_in(request)
    collection = request.POST.get("in", PATENT)
    asked = asked_of(asked_in(request.POST, actor), collection)
    columns = columns_chosen(request, collection_of(PATENT)) if collection == PATENT else ()
    new = NewExport(asked, request.POST.get("kind", ""), columns, collection)
    try:
        order_export(new, by=actor, at=now())
    except QueryError as refused:
        messages.error(request, f"{refused.problem} {refused.hint}")
        return redirect(asked.url())
    except ZhichanError as refused:
        messages.error(request, refused.message)
        return redirect(asked.url())
    return redirect("search:exports")


@page(SEARCH_PATENTS)
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = note_download(pk, by=actor_in(request), at=now())
    assert found.file is not None
    return file_response(found.file, _name(found))


def asked_of(asked: Asked, collection: str) -> Asked:
    """With the addresses of the page of its kind."""
    return asked if collection == PATENT else of_kind(asked, collection)


def _name(export: SearchExport) -> str:
    made = moment_text(export.made_at).replace(":", "").replace(" ", "-")
    label = collection_of(export.collection).label
    return _("%(label)s检索结果%(made)s.%(kind)s") % {
        "label": label,
        "made": f" {made}",
        "kind": export.kind,
    }


@page(SEARCH_PATENTS)
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    delete_export(pk, by=actor_in(request), at=now())
    return redirect("search:exports")
