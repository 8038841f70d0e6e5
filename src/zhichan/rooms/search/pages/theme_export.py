"""Exporting a themed database (导出专题库): what is in it now, as files of found records are made."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.errors import ZhichanError
from zhichan.core.search.asking import found_collection
from zhichan.rooms.search.actions.exports import NewExport, order_export
from zhichan.rooms.search.asked import Asked
from zhichan.rooms.search.pages.columns import columns_chosen
from zhichan.rooms.search.queries.themes import theme_visible_to
from zhichan.rooms.search.rights import THEME_VIEW


@page(THEME_VIEW)
@require_POST
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Order a file of all the reader may see of the latest version; ``kind``: xlsx, csv or docx."""
    actor = actor_in(request)
    theme = theme_visible_to(actor, pk)
    columns = columns_chosen(request, found_collection(theme.collection))
    try:
        wanted = NewExport(Asked(), request.POST.get("kind", ""), columns, theme=pk)
        order_export(wanted, by=actor, at=now())
    except ZhichanError as refused:
        messages.error(request, refused.message)
        return redirect("search:theme", pk)
    return redirect("search:exports")
