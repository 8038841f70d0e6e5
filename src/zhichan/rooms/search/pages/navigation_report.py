"""The report of a navigation project (导航报告): read, written, computed anew, printed as docx."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now, today
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, WrongState
from zhichan.core.people.pages.acting import FormPage, accepted, form_page, posted
from zhichan.core.reports.facts import Figure
from zhichan.core.reports.printing.word import report_docx
from zhichan.rooms.search.actions import navigation_report as acts
from zhichan.rooms.search.models import NavigationMember, NavigationProject, NavigationReport
from zhichan.rooms.search.navigation_blocks import Block, Changed, Shape, blocks_of, changed, ranked_text
from zhichan.rooms.search.navigation_figures import (
    changed_figures,
    figures_in,
    paragraphs_naming,
    pieces_of,
    rows_address,
)
from zhichan.rooms.search.navigation_printing import parts_of, pictures_of
from zhichan.rooms.search.pages import navigation_forms as forms_of
from zhichan.rooms.search.queries.navigation import (
    data_sets_by_id,
    gone_by_set,
    gone_of,
    latest_data_sets,
    latest_report,
    may_take,
    project_read,
    project_visible_to,
)
from zhichan.rooms.search.rights import NAVIGATION_KEEP, NAVIGATION_VIEW

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EDIT = NavigationMember.Part.EDIT
LINES_SHOWN = 40
Pieces = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class BlockShown:
    """A block as the page shows it. ``is_stale``: its data set was asked again since; ``source``: that data
    set; ``gone``: how many of its records left, of a patent whether it did; ``paragraphs``: words in pieces
    with the addresses of figures; ``lines``: a table likewise."""

    block: Block
    is_stale: bool
    source: Any
    paragraphs: Sequence[Pieces]
    lines: Sequence[tuple[str, Pieces]]
    left: int
    address: Callable[[str], str]
    gone: int = 0


@page(NAVIGATION_VIEW)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest version; forms add a block at its end."""
    actor = actor_in(request)
    project = project_visible_to(actor, pk)
    latest = latest_report(project)
    may_edit = project.state != NavigationProject.State.CLOSED and may_take(actor, project, EDIT)
    if request.method == "POST" and not may_edit:
        raise NotAllowed(_("您在这个项目里没有这项分工。"), project=pk)
    sent, forms = _forms(request, project, latest)
    if sent is not None and accepted(request, sent, _adding(request, pk, sent)) is not None:
        messages.success(request, _("已存为新的一版。"))
        return redirect("search:project_report", pk)
    context = {
        "project": project,
        "report": latest,
        "may_edit": may_edit,
        "forms": forms,
        "sent": sent,
        **_shown_blocks(project, latest, actor),
    }
    refused = sent is not None and sent.errors
    return render(request, "search/navigation/report.html", context, status=422 if refused else 200)


def _forms(
    request: HttpRequest, project: NavigationProject, latest: NavigationReport | None
) -> tuple[Any, dict[str, Any]]:
    """The form that was sent, by the shape it sends, and all three."""
    sets = [(str(one.pk), str(one)) for one in latest_data_sets(project)]
    initial = {"version": latest.number if latest else 0}
    shape = request.POST.get("shape", "")
    name = {"heading": "words", "paragraph": "words", "patent": "patent"}.get(shape, "analysis")
    sent = posted(request)
    forms = {
        "words": forms_of.WordsForm(sent if name == "words" else None, initial=initial, auto_id="words_%s"),
        "analysis": forms_of.AnalysisForm(sets, sent if name == "analysis" else None, initial=initial),
        "patent": forms_of.PatentForm(sent if name == "patent" else None, initial=initial, auto_id="pt_%s"),
    }
    return (forms[name] if sent is not None else None), forms


def _adding(request: HttpRequest, pk: int, sent: Any) -> Callable[[], NavigationReport]:
    return lambda: acts.add_navigation_block(
        pk, sent.cleaned_data["version"], sent.wanted(), by=actor_in(request), at=now()
    )


def _blocks(report: NavigationReport | None) -> list[Block]:
    return blocks_of(report.blocks) if report else []


def _shown_blocks(
    project: NavigationProject, latest: NavigationReport | None, actor: Actor
) -> dict[str, Any]:
    blocks, sets = _blocks(latest), data_sets_by_id(project)
    figures, current = figures_in(blocks), {one.pk for one in latest_data_sets(project)}
    gone = gone_by_set(project, actor) if blocks else {}
    cards = gone_of({one.patent.id for one in blocks if one.patent})
    shown = [
        replace(
            _shown(one, figures, one.is_analysis and one.data_set not in current, sets),
            gone=one.patent.id in cards if one.patent else gone.get(one.data_set, 0),
        )
        for one in blocks
    ]
    named = [
        (block, [one for name, one in figures.items() if name.partition(".")[0] == block.key])
        for block in blocks
        if block.result
    ]
    return {"blocks": shown, "named": named, "has_computed": any(one.is_computed for one in blocks)}


def _shown(
    block: Block, figures: Mapping[str, Figure], is_stale: bool, sets: Mapping[int, Any]
) -> BlockShown:
    def address(where: str) -> str:
        return rows_address(block.data_set, where) if where else ""

    words = block.text.splitlines() if block.shape in (Shape.PARAGRAPH, Shape.PATENT) else []
    result = block.result if block.shape is Shape.TABLE else None
    lines = [
        (line.name, [(ranked_text(one), address(one.where) if one.rows else "") for one in line.cells])
        for line in (result.lines[:LINES_SHOWN] if result else ())
    ]
    return BlockShown(
        block,
        is_stale,
        sets.get(block.data_set),
        [
            pieces_of(line, figures if block.shape is Shape.PARAGRAPH else {})
            for line in words
            if line.strip()
        ],
        lines,
        len(result.lines) - len(lines) if result else 0,
        address,
    )


def _edited(request: HttpRequest, pk: int) -> tuple[NavigationProject, NavigationReport]:
    actor = actor_in(request)
    project = project_visible_to(actor, pk)
    if not may_take(actor, project, EDIT):
        raise NotAllowed(_("您在这个项目里没有这项分工。"), project=pk)
    return project, found(latest_report(project))


@page(NAVIGATION_KEEP)
def text(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Other words for one block."""
    project, latest = _edited(request, pk)
    blocks = _blocks(latest)
    block = acts.block_named(blocks, key)
    form = forms_of.BlockTextForm(posted(request), initial={"version": latest.number, "text": block.text})

    def act() -> NavigationReport:
        given = form.cleaned_data
        said = (given["version"], key, given["text"])
        return acts.change_navigation_text(pk, *said, by=actor_in(request), at=now())

    back = reverse("search:project_report", args=[pk])
    if accepted(request, form, act) is not None:
        messages.success(request, _("已存为新的一版。"))
        return redirect(f"{back}#{key}")
    crumbs = ((project.name, reverse("search:project", args=[pk])), (_("报告"), back))
    lead = (
        _("数据写成 {{ b2.n_1 }}，名称和数值见报告页“可引用的数据”。")
        if block.shape is Shape.PARAGRAPH
        else ""
    )
    return form_page(request, form, FormPage(_("改写"), _("保存"), back, lead, crumbs=crumbs))


@page(NAVIGATION_KEEP)
def recompute(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Which figures of a block would change; sent, they are taken into a new version."""
    project, latest = _edited(request, pk)
    block = acts.block_named(_blocks(latest), key)
    form = forms_of.KeyForm(posted(request))

    def act() -> NavigationReport:
        version = form.cleaned_data["version"]
        return acts.recompute_navigation_block(pk, version, key, by=actor_in(request), at=now())

    if accepted(request, form, act) is not None:
        messages.success(request, _("已采用新数据，存为新的一版。"))
        return redirect("search:project_report", pk)
    fresh = [acts.freshly(project, block, actor_in(request), today())]
    return _recompute_page(request, project, latest, fresh, form, block)


@page(NAVIGATION_KEEP)
def recompute_all(request: HttpRequest, pk: int) -> HttpResponse:
    """The same of all blocks at once, in one new version."""
    project, latest = _edited(request, pk)
    actor, form = actor_in(request), forms_of.VersionForm(posted(request))

    def act() -> NavigationReport:
        return acts.recompute_navigation_report(pk, form.cleaned_data["version"], by=actor, at=now())

    if accepted(request, form, act) is not None:
        messages.success(request, _("已采用新数据，存为新的一版。"))
        return redirect("search:project_report", pk)
    fresh = acts.recomputed_all(project, _blocks(latest), actor, today())
    return _recompute_page(request, project, latest, fresh, form)


@dataclass(frozen=True)
class Recomputed:
    """What computing one block anew changes; ``paragraphs``: those that name such figures, and how many."""

    block: Block
    changes: Sequence[Changed]
    paragraphs: Sequence[tuple[int, Block, int]]
    problem: str


def _recompute_page(
    request: HttpRequest,
    project: NavigationProject,
    latest: NavigationReport,
    fresh: Sequence[acts.Fresh],
    form: Form,
    chosen: Block | None = None,
) -> HttpResponse:
    """``chosen``: the only one that is asked of."""
    rows = [_recomputed(one, _blocks(latest)) for one in fresh]
    context = {
        "project": project,
        "report": latest,
        "chosen": chosen,
        "rows": rows,
        "count": sum(len(one.changes) for one in rows),
        "may_take": any(one.is_other for one in fresh) or any(one.changes for one in rows),
        "form": form,
    }
    return render(request, "search/navigation/recompute.html", context, status=422 if form.errors else 200)


def _recomputed(fresh: acts.Fresh, blocks: Sequence[Block]) -> Recomputed:
    if fresh.after is None:
        return Recomputed(fresh.before, (), (), fresh.problem)
    names = changed_figures(fresh.before, fresh.after)
    changes = changed(fresh.before, fresh.after)
    return Recomputed(fresh.before, changes, paragraphs_naming(blocks, names), "")


@page(NAVIGATION_KEEP)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, acts.remove_navigation_block)


@page(NAVIGATION_KEEP)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """``to``: ``up`` or ``down``."""
    is_up = request.POST.get("to") == "up"

    def moved(pk: int, number: int, key: str, **who: Any) -> NavigationReport:
        return acts.move_navigation_block(pk, number, key, is_up, **who)

    return _done(request, pk, moved)


def _done(request: HttpRequest, pk: int, act: Callable[..., NavigationReport]) -> HttpResponse:
    """Act on one block and go back to the report; a refusal is told there."""
    project_visible_to(actor_in(request), pk)
    form = forms_of.KeyForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("请重新打开报告再改。"))
    given = form.cleaned_data
    try:
        act(pk, given["version"], given["key"], by=actor_in(request), at=now())
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
    blocks = _blocks(latest)
    parts = parts_of(project_read(project, actor_in(request)), blocks, latest.number)
    identifier = f"zhichan:navigation:{pk}:{latest.number}"
    content = report_docx(project.name, identifier, parts, pictures_of(blocks))
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = content_disposition_header(True, f"{project.name}.docx") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
