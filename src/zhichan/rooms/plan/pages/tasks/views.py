"""Board and list of tasks under one filter, and the page of one task."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.access.requests import today as today_here
from zhichan.rooms.plan.pages.tasks.filters import choices_of, marks_of
from zhichan.rooms.plan.queries.board import board_of, counts_of
from zhichan.rooms.plan.queries.days import today_of
from zhichan.rooms.plan.queries.task_page import task_history, task_page
from zhichan.rooms.plan.queries.tasks import TaskFilter
from zhichan.rooms.plan.rights import TASK_VIEW

MOST_URGENT = 6


@page(TASK_VIEW)
def home(_request: HttpRequest) -> HttpResponse:
    """The room opens on the board."""
    return redirect("plan:tasks")


@page(TASK_VIEW)
def tasks(request: HttpRequest) -> HttpResponse:
    """The board, or with ``view=list`` the list; both read the same filter from the address."""
    wanted = TaskFilter.read(request.GET.dict())
    actor, today = actor_in(request), today_of(today_here())
    board = board_of(actor, wanted, today, all_lanes=request.GET.get("lanes") == "all")
    counts = counts_of(actor, wanted, today)
    context = {
        "filter": wanted,
        "choices": choices_of(actor, wanted),
        "board": board,
        "counts": counts,
        "marks": marks_of(counts, wanted),
        "urgent": board.cards[:MOST_URGENT],
        "today": today,
    }
    return render(request, "plan/tasks/board.html", context)


@page(TASK_VIEW)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    shown = task_page(actor_in(request), pk, today_of(today_here()))
    return render(request, "plan/tasks/task.html", {"page": shown, "task": shown.task})


@page(TASK_VIEW)
def history(request: HttpRequest, pk: int) -> HttpResponse:
    shown = task_history(actor_in(request), pk)
    return render(request, "plan/tasks/history.html", {"history": shown, "task": shown.task})
