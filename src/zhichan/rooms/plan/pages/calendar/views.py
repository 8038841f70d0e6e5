"""The task calendar as a page, as a file, and as a feed that calendar programs fetch.

A program cannot sign in, so the address of a feed carries a token of its own. That token opens the feed
and nothing else: it does not let anybody read tasks through the API.
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
from zhichan.core.people.actions.tokens import LONGEST_DAYS, NewToken, create_token, note_token_use
from zhichan.core.people.queries import actor_of
from zhichan.core.people.queries.people import usable_token
from zhichan.rooms.plan.calendar_feed import MEDIA_TYPE, calendar_of
from zhichan.rooms.plan.models import Task
from zhichan.rooms.plan.queries.calendar import dated_tasks
from zhichan.rooms.plan.queries.days import today_of
from zhichan.rooms.plan.queries.tasks import starts_on_of
from zhichan.rooms.plan.rights import CALENDAR_FEED, TASK_VIEW
from zhichan.rooms.plan.standing import Standing, standing_of

MOST_SHOWN = 300


@page(TASK_VIEW)
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """What is due, month by month."""
    return _page(request)


@page(TASK_VIEW)
@require_POST
@never_cache
def subscribe(request: HttpRequest) -> HttpResponse:
    """Make an address of one's own and show it once."""
    new = NewToken(
        label=_("任务日历订阅"),
        scopes=[CALENDAR_FEED.code],
        expires_on=today_here() + timedelta(days=LONGEST_DAYS),
    )
    issued = create_token(new, by=actor_in(request), at=now())
    address = reverse("plan:calendar_feed", args=[issued.secret])
    return _page(request, address=request.build_absolute_uri(address), until=issued.token.expires_on)


@page(TASK_VIEW)
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The calendar of the signed-in person as a file."""
    response = _calendar(request, actor_in(request))
    response.headers["Content-Disposition"] = (
        content_disposition_header(True, _("任务日历.ics")) or "attachment"
    )
    return response


@page(CALENDAR_FEED)
@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of the token's owner, as the owner would see it today."""
    token = usable_token(secret, today_here())
    if token is None or CALENDAR_FEED.code not in token.scopes:
        raise NotFound(_("没有这个日历，或订阅已停用。"))
    note_token_use(token, by=system_actor("calendar"), at=now())
    owner = actor_of(token.person, today_here(), scopes=frozenset({TASK_VIEW.code}))
    return _calendar(request, owner)


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    today = today_of(today_here())
    tasks = list(dated_tasks(actor_in(request))[:MOST_SHOWN])
    lines = [(task, standing_of(task, today, starts_on_of(task))) for task in tasks]
    months = [(month, list(found)) for month, found in groupby(lines, key=_month)]
    context = {"months": months, "today": today, "is_capped": len(tasks) == MOST_SHOWN, **more}
    return render(request, "plan/calendar/calendar.html", context)


def _month(line: tuple[Task, Standing]) -> tuple[int, int]:
    return line[0].sort_on.year, line[0].sort_on.month


def _calendar(request: HttpRequest, actor: Actor) -> HttpResponse:
    def address_of(task: Task) -> str:
        return request.build_absolute_uri(reverse("plan:task", args=[task.pk]))

    content = calendar_of(dated_tasks(actor), name=_("知产 任务时限"), address_of=address_of)
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "private, no-store"
    return response
