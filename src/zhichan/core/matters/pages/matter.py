"""The page of one matter (事项工作台), its whole record, and how one of its limits was counted."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.matters.clocks import Clock, office_day
from zhichan.core.matters.diagram import diagram_of
from zhichan.core.matters.limits import Unit
from zhichan.core.matters.loading import version_of
from zhichan.core.matters.pages.acting import here, opened_by
from zhichan.core.matters.pages.advice import advice_lines
from zhichan.core.matters.pages.menu import menu_of
from zhichan.core.matters.pages.repeating import repeats_of
from zhichan.core.matters.rights import MATTER_VIEW
from zhichan.core.matters.showing.days import legs_of, listed, rows_of
from zhichan.core.matters.showing.limits import Today, due_text, limit_line, worst
from zhichan.core.matters.showing.sources import source_lines
from zhichan.core.matters.wording import amount_text, said_source, since_text
from zhichan.core.matters.workspace import Workspace

LATEST = 12


@page(MATTER_VIEW)
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    space = opened_by(request, pk)
    context = {
        "space": space,
        "matter": space.matter,
        "alarm": worst(space.limits),
        "menu": menu_of(space),
        "repeats": repeats_of(space),
        "sources": source_lines(space.matter, space.procedure, space.near),
        "advice": advice_lines(space.advised),
        "flow": _flow(*_come(space), get_language()),
        "lines": space.latest(LATEST),
        "more_lines": max(len(space.recorded) - LATEST, 0),
    }
    return render(request, "matters/matter.html", context)


Come = tuple[str, int, str, tuple[tuple[str, date], ...]]


def _come(space: Workspace) -> Come:
    """How far a matter has come: its procedure, the state it is in, and those it was in."""
    passed = tuple(space.passed.items())
    return space.matter.procedure, space.matter.version, space.standing.state, passed


@lru_cache(maxsize=256)
def _flow(
    name: str, version: int, current: str, passed: tuple[tuple[str, date], ...], _language: str | None
) -> SafeString:
    """The diagram of a matter, the same for all that have come as far on the same days."""
    diagram = diagram_of(version_of(name, version), current=current, passed=dict(passed))
    return render_to_string("matters/parts/flow.html", {"diagram": diagram})


@page(MATTER_VIEW)
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that was ever recorded, with the corrections."""
    space = opened_by(request, pk)
    context = {"space": space, "matter": space.matter, "lines": space.record}
    return render(request, "matters/record.html", context)


@page(MATTER_VIEW)
def limit(request: HttpRequest, pk: int, name: str, nth: int) -> HttpResponse:
    """One limit, opened to the day it started on and each day since."""
    space = opened_by(request, pk)
    clock = here(next((one for one in space.standing.clocks if (one.name, one.nth) == (name, nth)), None))
    context = {
        "space": space,
        "matter": space.matter,
        "clock": clock,
        "line": limit_line(space.procedure, clock, space.today),
        "since": since_text(space.procedure, clock.duty.within.since),
        "start": due_text(clock.start),
        "rows": [] if clock.duty.within.limit.unit is Unit.HOUR else _rows(clock, space.today),
        "steps": list(listed(clock.due.steps)),
        "extensions": _extensions(clock),
    }
    return render(request, "matters/limit.html", context)


def _rows(clock: Clock, today: Today) -> list[object]:
    return list(rows_of(clock.due.steps, office_day(clock.due.due), today.day_of, today.day))


def _extensions(clock: Clock) -> list[dict[str, object]]:
    """The extensions that were granted: from which day to which, and on what they rest."""
    extensions = [one for one in clock.duty.within.extensions for _time in range(one.times)]
    legs = legs_of(clock.due.steps)[1:]
    return [
        {
            "words": amount_text(one.limit) if one.limit else _("到决定确定的日期"),
            "first": due_text(leg.steps[0].day),
            "last": due_text(leg.steps[-1].day),
            "source": said_source(one.basis),
        }
        for one, leg in zip(extensions, legs, strict=False)
    ]
