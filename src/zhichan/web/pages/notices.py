"""消息: the notices of the person who is signed in, newest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.notices.actions import mark_all_read, mark_read
from zhichan.core.notices.queries import notices_of
from zhichan.web.rights import NOTICES_MARK, NOTICES_VIEW

SHOWN = 50


@page(NOTICES_VIEW)
def notices(request: HttpRequest) -> HttpResponse:
    """Fifty at a time; ``before`` is the id of the last one shown."""
    before = request.GET.get("before", "")
    rows = notices_of(actor_in(request))
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    shown = list(rows[: SHOWN + 1])
    context = {"notices": shown[:SHOWN], "next": shown[SHOWN - 1].pk if len(shown) > SHOWN else None}
    return render(request, "notices.html", context)


@page(NOTICES_MARK)
@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice read and go to where it leads."""
    notice = mark_read(pk, by=actor_in(request), at=now())
    return HttpResponseRedirect(notice.url)


@page(NOTICES_MARK)
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    mark_all_read(by=actor_in(request), at=now())
    return redirect("notices")
