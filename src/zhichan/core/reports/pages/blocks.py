"""Adding blocks to a report, taking them out and moving them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.errors import Conflict, NotFound, WrongState
from zhichan.core.people.pages.acting import FormPage, accepted, form_page, posted
from zhichan.core.reports.actions.blocks import NewBlock, add_block, move_block, remove_block
from zhichan.core.reports.declaration import all_queries, query_named
from zhichan.core.reports.models import ReportVersion
from zhichan.core.reports.outline import Outline
from zhichan.core.reports.pages.forms import BlockForm, VersionForm
from zhichan.core.reports.pages.reading import head_context
from zhichan.core.reports.pages.showing import block_name, section_heading, shown_figures
from zhichan.core.reports.queries import Reading, version_visible_to
from zhichan.core.reports.rights import REPORT_WRITE

TEXT = "text"
"""In the place of a query's name: a text."""


@page(REPORT_WRITE)
def add(request: HttpRequest, pk: int, section: int) -> HttpResponse:
    """What can be put into a section: a text, or one of the stored queries there are."""
    version = version_visible_to(actor_in(request), pk)
    reading = Reading(version)
    context = head_context(request, version, "report") | {
        "queries": all_queries(),
        "section": section,
        "heading": _heading(reading.outline, section),
        "place": urlencode({"after": request.GET.get("after", "")[:60]}),
        "back": _section_address(pk, section),
    }
    return render(request, "reports/add.html", context)


@page(REPORT_WRITE)
def add_one(request: HttpRequest, pk: int, section: int, query: str) -> HttpResponse:
    """The words of a new text, or what a query is asked and what of it is shown."""
    actor = actor_in(request)
    version = version_visible_to(actor, pk)
    reading = Reading(version)
    asked = None if query == TEXT else query_named(query)
    initial = {"version": version.number, "after": request.GET.get("after", "")[:60]}
    form = BlockForm(asked, version.report.parameters, posted(request), initial=initial)

    def save() -> ReportVersion:
        given = form.cleaned_data
        wanted = NewBlock(section, given["after"], query=asked.name if asked else "", **form.values())
        return add_block(pk, given["version"], wanted, by=actor, at=now())

    made = accepted(request, form, save)
    if made is not None:
        messages.success(request, _("版块已加入，存为新的一版。"))
        return redirect(f"{_section_address(pk, section)}#b{made.number}")
    context = head_context(request, version, "report") | {
        "form": form,
        "asked": asked,
        "heading": _heading(reading.outline, section),
        "back": _section_address(pk, section),
        "figures": shown_figures(reading, used_only=False),
    }
    return render(request, "reports/add_one.html", context, status=422 if form.errors else 200)


@page(REPORT_WRITE)
def remove(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Asks once more, with the name of the block and what still rests on it."""
    actor = actor_in(request)
    version = version_visible_to(actor, pk)
    outline = Reading(version).outline
    block, section = outline.block(key), outline.section_of(key) + 1
    form = VersionForm(posted(request), initial={"version": version.number})

    def act() -> ReportVersion:
        return remove_block(pk, form.cleaned_data["version"], key, by=actor, at=now())

    back = _section_address(pk, section)
    if accepted(request, form, act) is not None:
        messages.success(request, _("版块已移除，存为新的一版；旧版里还有它。"))
        return redirect(back)
    crumbs = (
        (_("报告"), reverse("reports:list")),
        (version.report.title, reverse("reports:report", args=[pk])),
    )
    words = FormPage(
        title=_("移除“%(name)s”") % {"name": block_name(block)},
        button=_("移除"),
        back=back,
        lead=_("移除后存为新的一版，旧版不变。表和图的编号随之改变。"),
        is_danger=True,
        crumbs=crumbs,
    )
    return form_page(request, form, words)


@require_POST
@page(REPORT_WRITE)
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One place up or down, then the section in which the block stands now."""
    form = VersionForm(request.POST)
    number = form.cleaned_data["version"] if form.is_valid() else 0
    actor, up = actor_in(request), request.POST.get("to") == "up"
    try:
        version = move_block(pk, number, key, up=up, by=actor, at=now())
    except (Conflict, WrongState) as refusal:
        messages.error(request, refusal.message)
        version = version_visible_to(actor, pk)
    section = Reading(version).outline.section_of(key) + 1
    return redirect(f"{_section_address(pk, section)}#{key}")


def _section_address(pk: int, section: int) -> str:
    return f"{reverse('reports:report', args=[pk])}?section={section}"


def _heading(outline: Outline, section: int) -> str:
    """Raises NotFound for a section there is not."""
    if not 1 <= section <= len(outline.sections):
        raise NotFound(_("没有找到这个页面或记录。"), section=section)
    return section_heading(outline.sections[section - 1], section)
