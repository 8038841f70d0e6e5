"""Board and list of tasks under one filter, and the page of one task."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.access.requests import today as today_here
from zhichan.core.access.rights import may
from zhichan.core.remembered import remembered
from zhichan.core.tables.responses import Narrowed, table_response
from zhichan.rooms.plan.alarms import Today
from zhichan.rooms.plan.ledgers import TASK_LEDGER
from zhichan.rooms.plan.pages.tasks.filters import choices_of, marks_of, plan_title
from zhichan.rooms.plan.queries.board import board_of, counts_of, drawn
from zhichan.rooms.plan.queries.days import today_of
from zhichan.rooms.plan.queries.task_page import task_history, task_page
from zhichan.rooms.plan.queries.tasks import TaskFilter, filtered, parts_found, tasks_visible_to
from zhichan.rooms.plan.rights import TASK_VIEW
from zhichan.rooms.plan.tables import task_table

MOST_URGENT = 6


@page(TASK_VIEW)
def home(_request: HttpRequest) -> HttpResponse:
    """The room opens on the board."""
    return redirect("plan:tasks")


@page(TASK_VIEW)
def tasks(request: HttpRequest) -> HttpResponseBase:
    """The board, or with ``view=list`` the list; both read the same filter from the address."""
    wanted = TaskFilter.read(request.GET.dict())
    if request.GET.get("view") == "list":
        return _list(request, wanted)
    actor, today = actor_in(request), today_of(today_here())
    counts = counts_of(actor, wanted, today)
    all_lanes = request.GET.get("lanes") == "all"
    board = board_of(actor, wanted, today, all_lanes=all_lanes, walk=counts.is_capped)
    context = {
        "filter": wanted,
        "plan_title": plan_title(actor, wanted),
        "choices": choices_of(actor, wanted),
        "board": board,
        "counts": counts,
        "marks": marks_of(counts, wanted),
        "urgent": board.cards[:MOST_URGENT],
        "today": today,
    }
    return render(request, "plan/tasks/board.html", context)


def _list(request: HttpRequest, wanted: TaskFilter) -> HttpResponseBase:
    """The list of the tasks the filter finds, and its exports."""
    actor, on = actor_in(request), today_here()
    today = remembered(("today", on), lambda: today_of(on))

    def narrowed() -> Narrowed:
        counts = remembered(("task counts", actor, wanted, today), lambda: counts_of(actor, wanted, today))
        choices = remembered(("task choices", actor, wanted), lambda: choices_of(actor, wanted))
        marks = marks_of(counts, wanted)
        # Of very many tasks the first page is read in order; few are fetched by their units.
        walk = counts.is_capped
        return Narrowed(
            within=drawn(filtered(tasks_visible_to(actor, walk=walk), wanted, today, walk=walk)).order_by(),
            counted=_counted(actor, wanted, today) if walk else None,
            count=None if counts.is_capped else counts.found(wanted.state, wanted.alarm),
            context={
                "choices": choices,
                "counts": counts,
                "marks": marks,
                "filter_key": (wanted, choices, tuple(marks), counts.is_capped),
            },
        )

    return table_response(
        request,
        task_table(today),
        template="plan/tasks/list.html",
        context={
            "filter": wanted,
            "plan_title": plan_title(actor, wanted),
            "today": today,
            "is_list": True,
            "may_import": may(actor, TASK_LEDGER.right),
            "ledger": TASK_LEDGER,
        },
        part="plan/tasks/list_part.html",
        narrowed=narrowed,
        made_of=today,
    )


def _counted(actor: Actor, wanted: TaskFilter, today: Today) -> QuerySet[Any]:
    """As many rows as tasks are found, by the way that is quickest to count."""
    parts = parts_found(actor, wanted)
    return filtered(tasks_visible_to(actor), wanted, today) if parts is None else parts


@page(TASK_VIEW)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    shown = task_page(actor_in(request), pk, today_of(today_here()))
    return render(request, "plan/tasks/task.html", {"page": shown, "task": shown.task})


@page(TASK_VIEW)
def history(request: HttpRequest, pk: int) -> HttpResponse:
    shown = task_history(actor_in(request), pk)
    return render(request, "plan/tasks/history.html", {"history": shown, "task": shown.task})
