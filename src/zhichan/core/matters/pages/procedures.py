"""The procedures there are, and one of them: diagram, guide, steps, limits, what a new version changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, today
from zhichan.core.access.rights import may
from zhichan.core.errors import NotFound
from zhichan.core.matters.bpmn import bpmn_of
from zhichan.core.matters.diagram import diagram_of
from zhichan.core.matters.guide import guide_of
from zhichan.core.matters.loading import all_procedures, chosen, compared_with, in_force_on, versions_of
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.queries import open_by_state
from zhichan.core.matters.rights import MATTER_VIEW, PROCEDURE_VIEW
from zhichan.core.matters.step_lines import mark_lines, move_lines, state_lines
from zhichan.core.matters.versions import HOW_WORDS, WHAT_WORDS, difference

MOST_DIGITS = 4


@page(PROCEDURE_VIEW)
@require_GET
def procedures(request: HttpRequest) -> HttpResponse:
    """Every procedure in the version in force today, with how far its sources were checked."""
    day = today()
    lines = [(one, mark_lines(one), one.in_force_from > day) for one in in_force_on(day)]
    return render(request, "matters/procedures.html", {"lines": lines})


@page(PROCEDURE_VIEW)
@require_GET
def procedure(request: HttpRequest, name: str) -> HttpResponse:
    """One version; ``?version=2`` another one."""
    found = _asked(request, name)
    context = {
        "procedure": found,
        "versions": versions_of(name),
        "is_ahead": found.in_force_from > today(),
        "diagram": diagram_of(found),
        "guide": guide_of(found, others=all_procedures()),
        "marks": mark_lines(found),
        "states": state_lines(found),
        "moves": move_lines(found),
        "compared": _compared(found, actor_in(request)),
        "may_see_matters": may(actor_in(request), MATTER_VIEW),
    }
    return render(request, "matters/procedure.html", context)


@page(PROCEDURE_VIEW)
@require_GET
def bpmn(request: HttpRequest, name: str) -> HttpResponse:
    """The procedure as a BPMN 2.0 file."""
    found = _asked(request, name)
    response = HttpResponse(bpmn_of(found), content_type="application/xml; charset=utf-8")
    file_name = f"{found.name}-{found.version}.bpmn"
    response.headers["Content-Disposition"] = content_disposition_header(True, file_name) or "attachment"
    return response


def _asked(request: HttpRequest, name: str) -> Procedure:
    """Raises NotFound for a procedure or a version there is not."""
    given = request.GET.get("version", "")
    if given and not (given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS):
        raise NotFound(_("没有找到这个页面或记录。"), version=given[:40])
    return chosen(name, int(given) if given else None, today())


def _compared(procedure: Procedure, actor: Actor) -> Mapping[str, Any] | None:
    """What the newer of two versions changes, and the open matters that go on under the older one."""
    pair = compared_with(procedure)
    if pair is None:
        return None
    old, new = pair
    found = difference(old, new)
    counts = open_by_state(actor, old)
    return {
        "old": old,
        "new": new,
        "changes": [(WHAT_WORDS[one.what], HOW_WORDS[one.how], one) for one in found.changes],
        "open": sum(counts.values()),
        "stranded": _stranded(old, found.stranded, counts),
    }


def _stranded(old: Procedure, names: Sequence[str], counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(str(old.state(name).label), counts.get(name, 0)) for name in names]
