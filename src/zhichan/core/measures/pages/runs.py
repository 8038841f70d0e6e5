"""One figure: where it comes from, how much is known, its rows; and computing it once more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.rights import may, require
from zhichan.core.errors import NotFound
from zhichan.core.measures.asking import computed, is_same, question_of, run_visible_to
from zhichan.core.measures.books import Book, rows_of, table_of
from zhichan.core.measures.declaration import Counted, Measure
from zhichan.core.measures.models import MeasureRun
from zhichan.core.measures.pages.measures import measure_in
from zhichan.core.measures.pages.showing import (
    arithmetic,
    figure_text,
    option_lines,
    part_lines,
    percent_text,
)
from zhichan.core.measures.regions import region_name
from zhichan.core.measures.rights import MEASURE_RUN
from zhichan.core.registers.addresses import row_address
from zhichan.core.registers.declaration import register_named
from zhichan.core.tables.paging import TablePage, page_of
from zhichan.core.tables.responses import Narrowed, table_response

SHOWN_ROWS = 6


@page(MEASURE_RUN)
def run(request: HttpRequest, room: str, pk: int) -> HttpResponse:
    """The figure with its arithmetic; ``again`` computes it once more and compares. Writes nothing."""
    actor = actor_in(request)
    kept = run_visible_to(actor, pk)
    measure = measure_in(room, kept.measure)
    again = computed(kept.measure, question_of(kept), by=actor, at=now()) if "again" in request.GET else None
    rows_url = reverse("measures:rows", args=[room, pk])
    context = {
        "room": room,
        "run": kept,
        "measure": measure,
        "figure": figure_text(kept, measure),
        "arithmetic": arithmetic(kept, measure),
        "region": region_name(kept.region),
        "coverage": percent_text(kept.coverage),
        "options": option_lines(kept, measure),
        "parts": part_lines(kept, rows_url),
        "rows_url": rows_url,
        "denominator_url": _denominator_url(kept, actor),
        "again": again,
        "is_same": again is not None and is_same(kept, again),
        "first": _first_rows(kept, measure, actor),
    }
    return render(request, "measures/run.html", context)


@page(MEASURE_RUN)
def rows(request: HttpRequest, room: str, pk: int) -> HttpResponseBase:
    """The rows a figure rests on, or those of one part, as they were; they go out as files too."""
    actor = actor_in(request)
    kept = run_visible_to(actor, pk)
    measure = measure_in(room, kept.measure)
    register, found, label = _rows(measure, kept, request.GET.get("part", ""))
    require(actor, register.view)
    table = table_of(register, question_of(kept).moment, actor)
    context = {
        "room": room,
        "run": kept,
        "measure": measure,
        "part": label,
        "region": region_name(kept.region),
    }
    return table_response(
        request,
        table,
        template="measures/rows.html",
        context=context,
        narrowed=lambda: Narrowed(within=rows_of(register, found, question_of(kept).moment, actor)),
    )


def _rows(measure: Measure, kept: MeasureRun, part: str) -> tuple[Book, QuerySet[Any], str]:
    """The rows of the whole or of a part. Raises NotFound for a part the figure does not have."""
    counted: Counted = measure.compute(question_of(kept))
    if not part:
        return counted.register, counted.rows, ""
    found = next((one for one in counted.parts if one.name == part), None)
    if found is None:
        raise NotFound(_("没有找到这个页面或记录。"), part=part[:40])
    return found.register, found.rows, found.label


def _first_rows(kept: MeasureRun, measure: Measure, actor: Actor) -> TablePage | None:
    """The first few rows as the list of the register shows them; None for whoever may not open it."""
    register, found, _label = _rows(measure, kept, "")
    if not may(actor, register.view):
        return None
    moment = question_of(kept).moment
    table = replace(table_of(register, moment, actor), page_size=SHOWN_ROWS, pick="", _keys={})
    return page_of(table, actor, {}, rows_of(register, found, moment, actor))


def _denominator_url(kept: MeasureRun, actor: Actor) -> str:
    """Where the row of the denominator is; nothing for a list that was counted."""
    if not kept.denominator_register or kept.denominator_row is None:
        return ""
    register = register_named(kept.denominator_register)
    if not may(actor, register.view):
        return ""
    return row_address(register.name, kept.denominator_row)
