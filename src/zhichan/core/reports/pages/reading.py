"""Reading reports: the list, one section by section, its figures, its versions and what each changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.access.rights import may
from zhichan.core.reports.differences import changed_lines
from zhichan.core.reports.models import ReportVersion
from zhichan.core.reports.pages.files import file_lines
from zhichan.core.reports.pages.showing import (
    outline_lines,
    section_heading,
    section_number,
    shown_blocks,
    shown_figures,
)
from zhichan.core.reports.queries import Reading, is_issued, version_visible_to, versions_of
from zhichan.core.reports.rights import REPORT_ISSUE, REPORT_VIEW, REPORT_WRITE
from zhichan.core.reports.tables import REPORTS, definition_label, state_of
from zhichan.core.tables.responses import table_response


@page(REPORT_VIEW)
def reports(request: HttpRequest) -> HttpResponseBase:
    """Every report with its latest version."""
    context = {"may_write": may(actor_in(request), REPORT_WRITE)}
    return table_response(request, REPORTS, template="reports/list.html", context=context)


@page(REPORT_VIEW)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One section of the latest version beside the outline, with what is missing in the whole."""
    reading = Reading(version_visible_to(actor_in(request), pk))
    number = section_number(reading, request.GET.get("section", ""))
    section = reading.outline.sections[number - 1]
    context = head_context(request, reading.version, "report")
    is_edited = context["may_write"] and not context["is_issued"]
    every = [block.key for block in reading.outline.blocks]
    context |= {
        "outline": outline_lines(reading),
        "here": number,
        "heading": section_heading(section, number),
        "blocks": [one for one in shown_blocks(reading, section) if one.is_shown or is_edited],
        "is_edited": is_edited,
        "first_key": every[0] if every else "",
        "last_key": every[-1] if every else "",
        "gaps": reading.gaps,
        "is_sound": reading.is_sound,
        "files": file_lines(reading.version),
    }
    return render(request, "reports/report.html", context)


@page(REPORT_VIEW)
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """Every figure with its value, query, days and rows; those that stand in the report, or all."""
    reading = Reading(version_visible_to(actor_in(request), pk))
    is_all = "all" in request.GET
    context = head_context(request, reading.version, "figures") | {
        "figures": shown_figures(reading, used_only=not is_all),
        "is_all": is_all,
    }
    return render(request, "reports/figures.html", context)


@page(REPORT_VIEW)
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version: why it was made, by whom, and whether it was issued."""
    latest = version_visible_to(actor_in(request), pk)
    lines = [(one, state_of(one)) for one in versions_of(latest.report)]
    return render(
        request, "reports/versions.html", head_context(request, latest, "versions") | {"lines": lines}
    )


@page(REPORT_VIEW)
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version as text, and what it changed of the one before."""
    actor = actor_in(request)
    shown = Reading(version_visible_to(actor, pk, number))
    before = Reading(version_visible_to(actor, pk, number - 1)) if number > 1 else None
    context = head_context(request, shown.version, "versions") | {
        "changes": changed_lines(before.lines, shown.lines) if before else (),
        "is_first": before is None,
        "lines": shown.lines,
        "files": file_lines(shown.version),
    }
    return render(request, "reports/version.html", context)


def head_context(request: HttpRequest, version: ReportVersion, here: str) -> dict[str, Any]:
    """What the head of every page of a report shows."""
    actor = actor_in(request)
    return {
        "report": version.report,
        "version": version,
        "kind": definition_label(version.report.definition),
        "mark": state_of(version),
        "is_issued": is_issued(version),
        "may_write": may(actor, REPORT_WRITE),
        "may_issue": may(actor, REPORT_ISSUE),
        "is_own": version.made_by_id is not None and version.made_by_id == actor.id,
        "here_tab": here,
    }
