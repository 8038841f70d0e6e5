"""The list of promised instruments, and one with its steps."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.access.rights import may
from zhichan.core.errors import NotFound
from zhichan.core.files.pages import file_response
from zhichan.core.tables.responses import table_response
from zhichan.rooms.plan.models import InstrumentEvent
from zhichan.rooms.plan.pages.instruments.tables import INSTRUMENTS, MARKS
from zhichan.rooms.plan.queries.instruments import (
    instrument_counts,
    instrument_page,
    instruments_visible_to,
)
from zhichan.rooms.plan.rights import INSTRUMENT_FOLLOW, INSTRUMENT_VIEW


@page(INSTRUMENT_VIEW)
def instruments(request: HttpRequest) -> HttpResponseBase:
    """Every promised instrument with its state; the late ones are marked."""
    context = {
        "counts": instrument_counts(now()),
        "may_follow": may(actor_in(request), INSTRUMENT_FOLLOW),
    }
    template = "plan/instruments/list.html"
    return table_response(request, INSTRUMENTS, template=template, context=context, made_of=today_here())


@page(INSTRUMENT_VIEW)
def instrument(request: HttpRequest, pk: int) -> HttpResponse:
    shown = instrument_page(actor_in(request), pk, today_here())
    steps = [(event, MARKS[event.state]) for event in shown.events]
    context = {"page": shown, "instrument": shown.instrument, "mark": MARKS[shown.instrument.state]}
    return render(request, "plan/instruments/instrument.html", {**context, "steps": steps})


@page(INSTRUMENT_VIEW)
def file(request: HttpRequest, pk: int, event_pk: int) -> FileResponse:
    """The file handed in with a step, for whoever may see the instrument."""
    visible = instruments_visible_to(actor_in(request)).filter(pk=pk)
    events = InstrumentEvent.objects.select_related("file").filter(instrument__in=visible.values("pk"))
    found = events.filter(pk=event_pk).first()
    if found is None or found.file is None:
        raise NotFound(_("没有找到这个文件。"), event=event_pk)
    return file_response(found.file, found.file_name)
