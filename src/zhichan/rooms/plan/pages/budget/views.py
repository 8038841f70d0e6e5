"""The budget by year, its entries, and one line."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.access.rights import may
from zhichan.core.tables.responses import table_response
from zhichan.rooms.plan.budget_ledger import BUDGET_LEDGER
from zhichan.rooms.plan.pages.budget.tables import ENTRIES, LINES, execution_bar
from zhichan.rooms.plan.queries.budget import line_page, years_of
from zhichan.rooms.plan.rights import BUDGET_KEEP, BUDGET_VIEW


@page(BUDGET_VIEW)
def budget(request: HttpRequest) -> HttpResponseBase:
    """The sums of each year, and the lines."""
    actor = actor_in(request)
    context = {
        "years": years_of(actor),
        "may_keep": may(actor, BUDGET_KEEP),
        "ledger": BUDGET_LEDGER,
    }
    return table_response(request, LINES, template="plan/budget/budget.html", context=context)


@page(BUDGET_VIEW)
def entries(request: HttpRequest) -> HttpResponseBase:
    """Every entry, for looking through and for a file."""
    return table_response(request, ENTRIES, template="plan/budget/entries.html", context={})


@page(BUDGET_VIEW)
def line(request: HttpRequest, pk: int) -> HttpResponse:
    shown = line_page(actor_in(request), pk)
    context = {"page": shown, "line": shown.line, "bar": execution_bar(shown.line)}
    return render(request, "plan/budget/line.html", context)
