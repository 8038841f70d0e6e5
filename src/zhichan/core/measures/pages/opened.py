"""The rows of a figure that an address asks for: computed at once, not kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.rights import may
from zhichan.core.errors import InvalidInput
from zhichan.core.measures.actions.run import run_of
from zhichan.core.measures.addresses import ASKED
from zhichan.core.measures.asking import computed
from zhichan.core.measures.books import rows_of, table_of
from zhichan.core.measures.computing import Figure
from zhichan.core.measures.declaration import Measure, Question
from zhichan.core.measures.pages.forms import OpenedForm
from zhichan.core.measures.pages.measures import measure_in
from zhichan.core.measures.pages.showing import arithmetic, figure_text, option_lines, percent_text
from zhichan.core.measures.regions import region_name
from zhichan.core.measures.rights import MEASURE_RUN
from zhichan.core.remembered import remembered
from zhichan.core.tables.responses import Narrowed, table_response


@page(MEASURE_RUN)
def opened(request: HttpRequest, room: str, name: str) -> HttpResponseBase:
    """A figure with all its rows, as of the day and as known at the instant of the address; writes nothing.

    Whoever may not open the register sees the figure alone. Raises InvalidInput for what cannot be asked.
    """
    actor, at = actor_in(request), now()
    measure = measure_in(room, name)
    asked = _asked_in(request, measure, at)
    figure = _figure(measure, asked, actor, at)
    counted, context = figure.counted, _shown(room, figure)
    if not may(actor, counted.register.view):
        return render(request, "measures/opened.html", context)
    return table_response(
        request,
        table_of(counted.register, asked.moment, actor),
        template="measures/opened.html",
        context=context,
        narrowed=lambda: Narrowed(within=rows_of(counted.register, counted.rows, asked.moment, actor)),
        made_of=asked.moment,
    )


def _asked_in(request: HttpRequest, measure: Measure, at: datetime) -> Question:
    form = OpenedForm(measure, request.GET, prefix=ASKED)
    if not form.is_valid():
        field, messages = next(iter(form.errors.items()))
        raise InvalidInput(f"{form.fields[field].label}：{messages[0]}", field=field)
    return form.question(at)


def _figure(measure: Measure, asked: Question, by: Actor, at: datetime) -> Figure:
    """Computed once for all the pages of its rows, until something was written."""
    chosen = tuple(sorted(asked.options.items()))
    key = ("measures.opened", measure.name, asked.region, asked.moment, chosen)
    return remembered(key, lambda: computed(measure.name, asked, by=by, at=at))


def _shown(room: str, figure: Figure) -> dict[str, Any]:
    measure, run = figure.measure, run_of(figure)
    known_on = timezone.localdate(run.known_at)
    asked = {"region": run.region, "on": run.on.isoformat(), "known": known_on.isoformat()}
    return {
        "room": room,
        "run": run,
        "measure": measure,
        "figure": figure_text(run, measure),
        "arithmetic": arithmetic(run, measure),
        "region": region_name(run.region),
        "coverage": percent_text(run.coverage),
        "options": option_lines(run, measure),
        "question": urlencode(asked),
    }
