"""Issuing a report, after looking at what is missing in it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.people.pages.acting import accepted, posted
from zhichan.core.reports.actions.issuing import issue_report
from zhichan.core.reports.models import ReportIssue
from zhichan.core.reports.pages.forms import IssueForm
from zhichan.core.reports.pages.reading import head_context
from zhichan.core.reports.queries import Reading, version_visible_to
from zhichan.core.reports.rights import REPORT_ISSUE


@page(REPORT_ISSUE)
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """What is missing, and the issue itself; whoever wrote the version is told that another must do it."""
    actor = actor_in(request)
    version = version_visible_to(actor, pk)
    gaps = Reading(version).gaps
    form = IssueForm(posted(request), has_gaps=bool(gaps), initial={"version": version.number})

    def act() -> ReportIssue:
        accepts = bool(form.cleaned_data.get("accepts_gaps"))
        return issue_report(pk, form.cleaned_data["version"], accepts_gaps=accepts, by=actor, at=now())

    if accepted(request, form, act) is not None:
        messages.success(request, _("已印发。"))
        return redirect("reports:report", pk)
    context = head_context(request, version, "report") | {"form": form, "gaps": gaps}
    return render(request, "reports/issue.html", context, status=422 if form.errors else 200)
