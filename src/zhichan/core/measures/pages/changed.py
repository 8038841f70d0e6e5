"""Why a figure is another than on an earlier day: the reasons, each of which opens to its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.rights import may
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.measures.addresses import ASKED, opened_address
from zhichan.core.measures.books import rows_of, table_of
from zhichan.core.measures.changing import Change, Reason, change_of
from zhichan.core.measures.declaration import Measure, Question
from zhichan.core.measures.pages.forms import ChangedForm
from zhichan.core.measures.pages.measures import measure_in
from zhichan.core.measures.pages.showing import signed_text
from zhichan.core.measures.regions import region_name
from zhichan.core.measures.rights import MEASURE_RUN
from zhichan.core.remembered import remembered
from zhichan.core.tables.responses import Narrowed, table_response

MOST_OPENED = 20_000  # rows a list is asked for by key; no database takes many more at once


@page(MEASURE_RUN)
def changed(request: HttpRequest, room: str, name: str) -> HttpResponseBase:
    """The change from one day to another by reason; with ``reason`` the rows of it. Writes nothing.

    Rows that came in are shown as they stand at the end, rows that went out as they stood at the beginning.
    """
    actor, at = actor_in(request), now()
    measure = measure_in(room, name)
    form = ChangedForm(measure, request.GET, prefix=ASKED)
    if not form.is_valid():
        field, messages = next(iter(form.errors.items()))
        raise InvalidInput(f"{form.fields[field].label}：{messages[0]}", field=field)
    since = form.cleaned_data["since"]
    found = changed_figure(measure, form.question(at), since, actor, at)
    context = {"room": room, **shown(found, since, may_open=may(actor, found.after.counted.register.view))}
    key = request.GET.get("reason", "")
    if not key:
        return render(request, "measures/changed.html", context)
    reason = found.reason(key)
    if reason is None or len(reason.ids) > MOST_OPENED:
        raise NotFound(_("没有这个变化原因。"), reason=key[:60])
    return _rows(request, actor, found, reason, {**context, "reason": reason})


def changed_figure(measure: Measure, asked: Question, since: date, by: Actor, at: datetime) -> Change:
    """Computed once for the page and for all lists that it opens to, until something was written."""
    chosen = tuple(sorted(asked.options.items()))
    key = ("measures.changed", measure.name, asked.region, asked.moment, since, chosen)
    return remembered(key, lambda: change_of(measure.name, asked, since, by=by, at=at))


def shown(found: Change, since: date, *, may_open: bool) -> dict[str, Any]:
    """What the page says of a change: the sums, and the reasons with their addresses."""
    asked = found.after.asked
    question = {
        f"{ASKED}-region": asked.region,
        f"{ASKED}-since": since.isoformat(),
        f"{ASKED}-on": asked.on.isoformat(),
        f"{ASKED}-known": asked.known_at.isoformat(),
        **{f"{ASKED}-option_{name}": value for name, value in asked.options.items()},
    }
    return {
        "change": found,
        "measure": found.measure,
        "region": region_name(asked.region),
        "since": since,
        "asked": asked,
        "lines": _lines(found, urlencode(question), may_open),
        "question": urlencode(question),
        "by_count": signed_text(found.by_count),
        "by_divisor": signed_text(found.by_divisor),
        "before_url": opened_address(found.measure, found.before.asked) if not asked.options else "",
        "after_url": opened_address(found.measure, asked) if not asked.options else "",
    }


def _lines(found: Change, question: str, may_open: bool) -> Sequence[tuple[Reason, str]]:
    """Each reason with the address of its rows; empty for whoever may not open the register, or too many."""
    measure = found.measure
    page = reverse("measures:changed", args=[measure.room, measure.name])
    return [
        (one, f"{page}?{question}&reason={one.key}" if may_open and len(one.ids) <= MOST_OPENED else "")
        for one in found.reasons
    ]


def _rows(
    request: HttpRequest, actor: Actor, found: Change, reason: Reason, context: dict[str, Any]
) -> HttpResponseBase:
    figure = found.after if reason.is_in else found.before
    register = figure.counted.register
    if not may(actor, register.view):
        raise NotFound(_("没有这个变化原因。"), reason=reason.key)
    moment = figure.asked.moment
    own = figure.counted.rows.filter(subject_id__in=reason.ids)
    return table_response(
        request,
        table_of(register, moment, actor),
        template="measures/changed.html",
        context=context,
        narrowed=lambda: Narrowed(within=rows_of(register, own, moment, actor)),
        made_of=moment,
    )
