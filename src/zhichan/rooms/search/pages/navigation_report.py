"""The report of a navigation project (导航报告): read, written, computed anew, printed as docx."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now
from zhichan.core.charts.specs import BarChart
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, WrongState
from zhichan.core.people.pages.acting import accepted, posted
from zhichan.core.reports.drawing import picture_of, spec_of
from zhichan.core.reports.printing.parts import Picture
from zhichan.core.reports.printing.word import report_docx
from zhichan.rooms.search.actions.navigation_report import (
    NewNavigationBlock,
    add_navigation_block,
    block_named,
    recompute_navigation_block,
    recomputed,
    remove_navigation_block,
)
from zhichan.rooms.search.models import NavigationMember, NavigationProject, NavigationReport
from zhichan.rooms.search.navigation_blocks import Block, Shape, blocks_of, changed, parts_of
from zhichan.rooms.search.pages.navigation_forms import BlockForm, KeyForm
from zhichan.rooms.search.queries.navigation import (
    latest_data_sets,
    latest_report,
    may_take,
    project_visible_to,
)
from zhichan.rooms.search.rights import NAVIGATION_KEEP, NAVIGATION_VIEW

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EDIT = NavigationMember.Part.EDIT


@dataclass(frozen=True)
class BlockShown:
    """A block as the page shows it. ``is_stale``: its data set was asked again since."""

    block: Block
    is_stale: bool
    drawn: BarChart | None


@page(NAVIGATION_VIEW)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest version; a form adds a block at its end."""
    actor = actor_in(request)
    project = project_visible_to(actor, pk)
    latest = latest_report(project)
    sets = latest_data_sets(project)
    choices = [(str(one.pk), str(one)) for one in sets]
    form = BlockForm(choices, posted(request), initial={"version": latest.number if latest else 0})

    def act() -> NavigationReport:
        given = form.cleaned_data
        shape, data_set = Shape(given["shape"]), int(given["data_set"] or 0)
        wanted = NewNavigationBlock(shape, given["text"], given["by"], data_set)
        return add_navigation_block(pk, given["version"], wanted, by=actor, at=now())

    may_edit = project.state != NavigationProject.State.CLOSED and may_take(actor, project, EDIT)
    if request.method == "POST" and not may_edit:
        raise NotAllowed(_("您在这个项目里没有这项分工。"), project=pk)
    if accepted(request, form, act) is not None:
        messages.success(request, _("已存为新的一版。"))
        return redirect("search:project_report", pk)
    current = {one.pk for one in sets}
    context = {
        "project": project,
        "report": latest,
        "blocks": [_shown(one, current) for one in _blocks(latest)],
        "form": form,
        "may_edit": may_edit,
    }
    return render(request, "search/navigation/report.html", context, status=422 if form.errors else 200)


def _blocks(report: NavigationReport | None) -> list[Block]:
    return blocks_of(report.blocks) if report else []


def _shown(block: Block, current: set[int]) -> BlockShown:
    chart = block.facts.chart if block.facts and block.shape is Shape.CHART else None
    return BlockShown(
        block,
        block.is_computed and block.data_set not in current,
        spec_of(chart, block.text) if chart and chart.categories else None,
    )


@page(NAVIGATION_KEEP)
def recompute(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Which figures of a block would change; sent, they are taken into a new version."""
    actor = actor_in(request)
    project = project_visible_to(actor, pk)
    if not may_take(actor, project, EDIT):
        raise NotAllowed(_("您在这个项目里没有这项分工。"), project=pk)
    latest = found(latest_report(project))
    block = block_named(_blocks(latest), key)
    form = KeyForm(posted(request))

    def act() -> NavigationReport:
        return recompute_navigation_block(pk, form.cleaned_data["version"], key, by=actor, at=now())

    if accepted(request, form, act) is not None:
        messages.success(request, _("已采用新数据，存为新的一版。"))
        return redirect("search:project_report", pk)
    fresh = recomputed(project, block, actor)
    context = {
        "project": project,
        "report": latest,
        "block": block,
        "changes": changed(block, fresh),
        "is_other": fresh.data_set != block.data_set,
        "form": form,
    }
    return render(request, "search/navigation/recompute.html", context, status=422 if form.errors else 200)


@page(NAVIGATION_KEEP)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    project_visible_to(actor_in(request), pk)
    form = KeyForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("请重新打开报告再移除。"))
    given = form.cleaned_data
    try:
        remove_navigation_block(pk, given["version"], given["key"], by=actor_in(request), at=now())
    except (Conflict, WrongState) as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("已存为新的一版。"))
    return redirect("search:project_report", pk)


@page(NAVIGATION_VIEW)
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest version as a document in official layout. Raises SourceMissing without the fonts."""
    project = project_visible_to(actor_in(request), pk)
    latest = found(latest_report(project))
    organ = project.owner_unit.name if project.owner_unit else ""
    parts = parts_of(project.name, organ, _blocks(latest))
    pictures = {
        part.name: picture_of(part.chart, part.name)
        for part in parts
        if isinstance(part, Picture) and part.chart.categories
    }
    content = report_docx(project.name, f"zhichan:navigation:{pk}:{latest.number}", parts, pictures)
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = content_disposition_header(True, f"{project.name}.docx") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
