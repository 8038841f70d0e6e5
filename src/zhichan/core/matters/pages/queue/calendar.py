"""One's own due days as a page, as a file, and as a feed that calendar programs fetch.

A program cannot sign in, so the address of a feed carries a token of its own, which opens the feed and
nothing else. The feed names matters by their numbers: no title, no party, nothing secret leaves the office.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhichan.core.access.actor import Actor, system_actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.errors import NotFound
from zhichan.core.matters.calendar_feed import MEDIA_TYPE, calendar_of
from zhichan.core.matters.horizon import LABELS, MARKS, Horizon
from zhichan.core.matters.models import Obligation
from zhichan.core.matters.pages.acting import serve_work
from zhichan.core.matters.pages.queue.asked import horizon_now
from zhichan.core.matters.queries import procedure_of
from zhichan.core.matters.rights import CALENDAR_FEED, MATTER_VIEW
from zhichan.core.matters.words import duty_label, duty_named
from zhichan.core.matters.work import due_days_of
from zhichan.core.people.actions.tokens import LONGEST_DAYS, NewToken, create_token, note_token_use
from zhichan.core.people.queries import actor_of
from zhichan.core.people.queries.people import usable_token

MOST_SHOWN = 300


@page(MATTER_VIEW)
@require_GET
def subscription(request: HttpRequest) -> HttpResponse:
    """What one has to do when, month by month."""
    serve_work(request)
    return _page(request)


@page(MATTER_VIEW)
@require_POST
@never_cache
def subscribe(request: HttpRequest) -> HttpResponse:
    """Make an address of one's own and show it once."""
    new = NewToken(
        label=_("办理时限订阅"),
        scopes=[CALENDAR_FEED.code],
        expires_on=today_here() + timedelta(days=LONGEST_DAYS),
    )
    issued = create_token(new, by=actor_in(request), at=now())
    address = reverse("matters:calendar_feed", args=[issued.secret])
    return _page(request, address=request.build_absolute_uri(address), until=issued.token.expires_on)


@page(MATTER_VIEW)
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The due days of the signed-in person as a file."""
    response = _calendar(request, actor_in(request))
    response.headers["Content-Disposition"] = (
        content_disposition_header(True, _("办理时限.ics")) or "attachment"
    )
    return response


@page(CALENDAR_FEED)
@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The due days of the token's owner, as the owner would see them today."""
    token = usable_token(secret, today_here())
    if token is None or CALENDAR_FEED.code not in token.scopes:
        raise NotFound(_("没有这个日历，或订阅已停用。"))
    note_token_use(token, by=system_actor("calendar"), at=now())
    return _calendar(request, actor_of(token.person, today_here(), scopes=frozenset({MATTER_VIEW.code})))


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    horizon = horizon_now(now())
    due = list(due_days_of(actor_in(request), horizon)[:MOST_SHOWN])
    lines = [_line(one, horizon) for one in due]
    months = [(month, list(found)) for month, found in groupby(lines, lambda line: line["month"])]
    context = {"months": months, "horizon": horizon, "is_capped": len(due) == MOST_SHOWN, **more}
    return render(request, "matters/queue/calendar.html", context)


def _line(one: Obligation, horizon: Horizon) -> dict[str, object]:
    """A due day in words, with its mark."""
    duty, near = duty_named(procedure_of(one.matter), one.name), horizon.of(one.due_at)
    return {
        "due": one,
        "month": (one.due_on.year, one.due_on.month),
        "what": duty_label(duty) if duty else one.name,
        "mark": MARKS[near],
        "standing": LABELS[near],
    }


def _calendar(request: HttpRequest, actor: Actor) -> HttpResponse:
    at = now()
    due = due_days_of(actor, horizon_now(at))
    content = calendar_of(due, name=_("知产 办理时限"), at=at, address_of=request.build_absolute_uri)
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "private, no-store"
    return response
