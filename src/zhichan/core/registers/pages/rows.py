"""The list of a register and the page of one row with its periods, events and disagreements."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from zhichan.core.access.page import page
from zhichan.core.access.requests import today
from zhichan.core.access.rights import may
from zhichan.core.registers.ledger import ledger_address, register_address
from zhichan.core.registers.pages.asked import Asked, asked
from zhichan.core.registers.queries import (
    disagreements_of,
    events_of,
    known_periods_of,
    periods_at,
    row_visible_to,
)
from zhichan.core.registers.rights import REGISTERS_USE
from zhichan.core.registers.row_links import row_links
from zhichan.core.registers.showing import (
    disagreement_lines,
    event_lines,
    mark_of,
    period_lines,
    source_of,
    told_fields,
    value_lines,
)
from zhichan.core.registers.tables import AsOfRow, as_of_table, table_of
from zhichan.core.registers.tabs import tabs_of
from zhichan.core.registers.timeline import timeline_of
from zhichan.core.tables.responses import table_response


@page(REGISTERS_USE)
def listing(request: HttpRequest, room: str, book: str) -> HttpResponseBase:
    """The rows of today, or with ``on`` and ``known`` the rows as they were; both go out as files."""
    question = asked(request, room, book)
    register = question.seen
    table = table_of(register) if question.is_today else as_of_table(register, question.moment)
    context = {
        "asked": question,
        "register": register,
        "may_edit": may(question.actor, register.edit),
        "tabs": tabs_of(room, question.actor),
        "import_url": "" if register.withheld else ledger_address(register),
    }
    made_of = question.moment
    return table_response(request, table, template="registers/list.html", context=context, made_of=made_of)


@page(REGISTERS_USE)
def row(request: HttpRequest, room: str, book: str, pk: int) -> HttpResponse:
    """One row as of the moment asked for, with everything that is known of it."""
    question = asked(request, room, book)
    register = question.seen
    found = row_visible_to(register, question.actor, pk)
    shown, is_in = _as_asked(question, found)
    periods = list(known_periods_of(register, found))
    told = told_fields(register, periods)
    lines = value_lines(register, shown)
    events = event_lines(register, events_of(register, found))
    more = register.context(found, question.actor, question.moment) if register.context else {}
    context: dict[str, Any] = {
        "asked": question,
        "register": register,
        "row": found,
        "title": register.title(shown),
        "is_in": is_in,
        "home": register_address(register),
        "mark": mark_of(register, shown),
        "lines": lines,
        "blanks": [line for line in lines if line.is_empty],
        "source": source_of(found),
        "told": told,
        "periods": period_lines(told, periods),
        "timeline": timeline_of(register, periods, events, question.moment, today()),
        "disagreements": disagreement_lines(register, disagreements_of(register, found)),
        "may_edit": may(
            question.actor, register.edit, [found.owner_unit_id] if found.owner_unit_id else None
        ),
        "row_links": row_links(register, found.pk, question.actor),
        **more,
    }
    return render(request, register.template, context)


def _as_asked(question: Asked, found: Any) -> tuple[Any, bool]:
    """The row as it was at the moment, and whether it was in the register then."""
    if question.is_today:
        return found, found.is_shown
    periods = periods_at(question.register, question.moment, question.actor).filter(subject=found)
    period = periods.select_related("subject").first()
    return (found, False) if period is None else (AsOfRow(period, question.register.tracked_names), True)
