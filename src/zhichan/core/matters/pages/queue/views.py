"""The queue (我的工作), the list of all matters, and the panel that opens a limit."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.rights import may
from zhichan.core.calendar.queries import Calendar
from zhichan.core.matters.clocks import Clock, office_day
from zhichan.core.matters.horizon import Horizon
from zhichan.core.matters.limits import Unit
from zhichan.core.matters.loading import all_procedures, rooms_with_procedures
from zhichan.core.matters.looks import Looking, clocks_of_rows, nearest
from zhichan.core.matters.pages.acting import serve_work
from zhichan.core.matters.pages.queue.asked import Asked, address_of, horizon_now, tab_links
from zhichan.core.matters.pages.queue.strip import special_days, strip_of, weekday
from zhichan.core.matters.pages.queue.table import drawn, list_table, queue_table
from zhichan.core.matters.queries import Read, clocks_now, happenings_of, matter_visible_to, procedure_of
from zhichan.core.matters.rights import BOARD_VIEW, MATTER_OPEN, MATTER_VIEW
from zhichan.core.matters.showing.days import rows_of
from zhichan.core.matters.showing.limits import Today, due_text, limit_line
from zhichan.core.matters.wording import since_text
from zhichan.core.matters.work import Scope, Tab, work_of
from zhichan.core.matters.work_counts import Counts, counts_of
from zhichan.core.registers.tabs import tabs_of
from zhichan.core.remembered import remembered
from zhichan.core.tables.paging import COUNT_CAP
from zhichan.core.tables.responses import Narrowed, table_response


@page(MATTER_VIEW)
@require_GET
def queue(request: HttpRequest) -> HttpResponseBase:
    """What is to be done, the first due first; the address says whose and which."""
    serve_work(request)
    actor, asked, horizon = actor_in(request), Asked.read(request.GET.dict()), horizon_now(now())
    table = queue_table(_looking(horizon), asked.tab)
    filters = {entry.name for entry in table.filters}

    def narrowed() -> Narrowed:
        are_few = _counts(actor, asked.scope, horizon).are_few
        rows = drawn(work_of(actor, asked.scope, asked.tab, horizon, are_few=are_few))
        is_filtered = any(request.GET.get(name) for name in filters)
        if is_filtered:
            return Narrowed(within=rows)
        count, is_least = _count(actor, asked, horizon)
        return Narrowed(within=rows, count=count, is_least=is_least)

    tabs_html, top_html = _top(actor, asked, horizon)
    openings, may_see_board, rosters = _openings(actor), may(actor, BOARD_VIEW), _rosters(actor)
    context = {
        "horizon": horizon,
        "weekday": weekday(horizon.today),
        "tabs_html": tabs_html,
        "top_html": top_html,
        "is_announced": _is_announced(horizon),
        "openings": openings,
        "may_see_board": may_see_board,
        "rosters": rosters,
        "actions_key": (bool(openings), may_see_board, rosters),
        "clock": _chosen(request, actor),
    }
    return table_response(
        request,
        table,
        template="matters/queue/queue.html",
        context=context,
        narrowed=narrowed,
        made_of=(asked, horizon),
    )


@page(MATTER_VIEW)
@require_GET
def strip(request: HttpRequest) -> HttpResponse:
    """The strip with every day counted, however many matters there are."""
    actor, asked, horizon = actor_in(request), Asked.read(request.GET.dict()), horizon_now(now())
    counts = _counts(actor, asked.scope, horizon, most=None)
    return render(
        request, "matters/queue/strip.html", {"strip": _linked(counts, asked.scope), "strip_url": ""}
    )


@page(MATTER_VIEW)
@require_GET
def matters(request: HttpRequest) -> HttpResponseBase:
    """Every matter the actor may see, with facets."""
    serve_work(request)
    horizon = horizon_now(now())
    return table_response(
        request,
        list_table(_looking(horizon)),
        template="matters/queue/list.html",
        context={"horizon": horizon, "may_see_board": may(actor_in(request), BOARD_VIEW)},
        made_of=horizon,
    )


@page(MATTER_VIEW)
@require_GET
def clock_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """How the nearest limit of a matter was counted, day by day."""
    return render(request, "matters/queue/clock.html", {"clock": clock_of(actor_in(request), pk)})


def clock_of(actor: Actor, pk: int) -> dict[str, Any]:
    """What the panel shows of a matter. Five queries."""
    matter, at = matter_visible_to(actor, pk), now()
    stored = nearest(clocks_of_rows([matter]).get(pk, ()))
    shown: dict[str, Any] = {"matter": matter}
    if stored is None:
        return shown
    procedure, calendar = procedure_of(matter), Calendar()
    read = Read(happenings_of(matter), calendar.day)
    clocks = clocks_now(procedure, read.happenings, at=at)
    clock = next(one for one in clocks if (one.name, one.nth) == (stored.name, stored.nth))
    today = Today(at, calendar.day)
    return {
        **shown,
        "line": limit_line(procedure, clock, today),
        "since": since_text(procedure, clock.duty.within.since),
        "start": due_text(clock.start),
        "rows": _weeks(clock, today),
        "others": [
            limit_line(procedure, one, today)
            for one in clocks
            if one.is_open and (one.name, one.nth) != (clock.name, clock.nth)
        ],
    }


def _weeks(clock: Clock, today: Today) -> list[object]:
    """The days in weeks; a limit by hours has none."""
    if clock.duty.within.limit.unit is Unit.HOUR:
        return []
    return list(rows_of(clock.due.steps, office_day(clock.due.due), today.day_of, today.day))


def _looking(horizon: Horizon) -> Looking:
    return Looking(horizon, Calendar(horizon.calendar).day)


def _is_announced(horizon: Horizon) -> bool:
    """Whether the holidays of the whole year are known."""
    return not Calendar(horizon.calendar).day(date(horizon.today.year, 12, 31)).is_provisional


def _counts(actor: Actor, scope: Scope, horizon: Horizon, **most: None) -> Counts:
    key = ("matters counts", actor, scope, horizon, tuple(most))
    return remembered(key, lambda: counts_of(actor, scope, horizon, **most))


def _count(actor: Actor, asked: Asked, horizon: Horizon) -> tuple[int | None, bool]:
    """How many rows the list has, where the figures of the tabs say it, and whether there are more."""
    counts = _counts(actor, asked.scope, horizon)
    if asked.tab is Tab.ALL:
        return min(counts.listed, COUNT_CAP), counts.listed > COUNT_CAP
    return (None if counts.is_least(asked.tab) else counts.of(asked.tab)), False


def _top(actor: Actor, asked: Asked, horizon: Horizon) -> tuple[SafeString, SafeString]:
    """The tabs, and what stands above the list: the same for every page of it."""

    def make() -> tuple[SafeString, SafeString]:
        counts, calendar = _counts(actor, asked.scope, horizon), Calendar(horizon.calendar)
        context = {
            "tabs": tab_links(asked, counts),
            "counts": counts,
            "strip": _linked(counts, asked.scope),
            "strip_url": reverse("matters:strip") + address_of(asked.scope, Tab.ALL),
            "special_days": special_days(horizon, calendar.day),
        }
        tabs = render_to_string("matters/queue/tabs.html", context)
        return tabs, render_to_string("matters/queue/top.html", context)

    return remembered(("matters top", actor, asked, horizon, get_language()), make)


def _linked(counts: Counts, scope: Scope) -> list[tuple[object, str]]:
    """The days with the address of what is due on each."""
    return [
        (day, reverse("matters:queue") + address_of(scope, Tab.ALL, due=day.day.isoformat()))
        for day in strip_of(counts, Calendar(counts.horizon.calendar).day)
    ]


@cache
def _all_openings() -> tuple[tuple[str, object], ...]:
    """The procedures that are opened by hand."""
    return tuple({one.name: (one.name, one.label) for one in all_procedures() if not one.is_child}.values())


def _openings(actor: Actor) -> tuple[tuple[str, object], ...]:
    return _all_openings() if may(actor, MATTER_OPEN) else ()


def _chosen(request: HttpRequest, actor: Actor) -> dict[str, Any] | None:
    """The panel of the row that the address names, for those without scripts."""
    chosen = request.GET.get("clock", "")
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 18):
        return None
    return clock_of(actor, int(chosen))


def _rosters(actor: Actor) -> tuple[str, ...]:
    """Where the registers begin that stand beside the procedures of a room, where the actor may see any."""
    first = (next(iter(tabs_of(room, actor)), None) for room in rooms_with_procedures())
    return tuple(tab[2] for tab in first if tab is not None)
