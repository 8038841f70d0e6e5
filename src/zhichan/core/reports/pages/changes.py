"""Changing a report: other words for a text, and data asked again, shown before anything is changed."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.errors import InvalidInput
from zhichan.core.people.pages.acting import accepted, posted
from zhichan.core.reports.actions.versions import accept_snapshot, edit_text, recomputed
from zhichan.core.reports.declaration import Moment
from zhichan.core.reports.differences import changed_facts, changed_lines
from zhichan.core.reports.models import ReportVersion
from zhichan.core.reports.pages.forms import AcceptForm, MomentForm, TextForm
from zhichan.core.reports.pages.reading import head_context
from zhichan.core.reports.pages.showing import shown_figures
from zhichan.core.reports.queries import Reading, version_visible_to
from zhichan.core.reports.rights import REPORT_WRITE
from zhichan.core.reports.snapshot import digest_of, snapshot_values
from zhichan.core.reports.wording import lines_of

_MOMENT = frozenset({"report.known_at", "report.as_of", "report.year"})


@page(REPORT_WRITE)
def text(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The words of one text with the figures it may name."""
    actor = actor_in(request)
    version = version_visible_to(actor, pk)
    reading = Reading(version)
    block = reading.outline.block(key)
    initial = {"text": block.text, "version": version.number}
    form = TextForm(posted(request), initial=initial)

    def save() -> ReportVersion:
        given = form.cleaned_data
        return edit_text(pk, given["version"], key, given["text"], by=actor, at=now())

    if accepted(request, form, save) is not None:
        messages.success(request, _("正文已存为新的一版。"))
        return redirect(_section_address(reading, pk, key))
    context = head_context(request, version, "report") | {
        "form": form,
        "back": _section_address(reading, pk, key),
        "figures": shown_figures(reading, used_only=False),
    }
    return render(request, "reports/text.html", context, status=422 if form.errors else 200)


def _section_address(reading: Reading, pk: int, key: str) -> str:
    sections = enumerate(reading.outline.sections, 1)
    number = next((n for n, one in sections if any(block.key == key for block in one.blocks)), 1)
    return f"{reverse('reports:report', args=[pk])}?section={number}#{key}"


@page(REPORT_WRITE)
def recompute(request: HttpRequest, pk: int) -> HttpResponse:
    """What the data of a day, as known now, would change; a second step takes them into a new version."""
    actor, at = actor_in(request), now()
    version = version_visible_to(actor, pk)
    accept = AcceptForm(posted(request))
    if accepted(request, accept, lambda: _accept(request, pk, accept, at)) is not None:
        messages.success(request, _("已采用新快照，存为新的一版。"))
        return redirect("reports:report", pk)
    form = MomentForm(
        request.GET if "as_of" in request.GET else None, initial={"as_of": version.snapshot.as_of}
    )
    context = head_context(request, version, "recompute") | {"form": form, "refusals": accept.errors}
    if not form.is_bound or form.is_valid():
        as_of = form.cleaned_data["as_of"] if form.is_bound else version.snapshot.as_of
        context |= _changes(version, Moment(version.report.since, as_of, at))
    return render(request, "reports/recompute.html", context, status=422 if accept.errors else 200)


def _accept(request: HttpRequest, pk: int, form: AcceptForm, at: datetime) -> ReportVersion:
    given = form.cleaned_data
    try:
        known_at = datetime.fromisoformat(given["known_at"])
    except ValueError:
        known_at = None
    if known_at is None or known_at.tzinfo is None:
        raise InvalidInput(_("获知时间读不出来，请重新打开这一页。"), field="known_at")
    report = version_visible_to(actor_in(request), pk).report
    moment = Moment(report.since, given["as_of"], known_at)
    return accept_snapshot(pk, given["version"], moment, given["digest"], by=actor_in(request), at=at)


def _changes(version: ReportVersion, moment: Moment) -> dict[str, object]:
    """The lines and facts that would change; that the data were asked later alone counts as no change."""
    reading = Reading(version)
    fresh = recomputed(version, moment.as_of, moment.known_at)
    facts = changed_facts(reading.snapshot, fresh)
    lines = changed_lines(reading.lines, lines_of(reading.outline, fresh))
    return {
        "changes": [one for one in lines if one.key != "moment"],
        "fact_count": len(facts - _MOMENT),
        "moment": moment,
        "known_at": moment.known_at.isoformat(),
        "digest": digest_of(snapshot_values(fresh)),
    }
