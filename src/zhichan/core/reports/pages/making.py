"""Beginning a report: which kind, then over which days and of what."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.people.pages.acting import accepted, posted
from zhichan.core.reports.actions.versions import make_report
from zhichan.core.reports.loading import all_definitions, definition_named
from zhichan.core.reports.pages.forms import NewReportForm
from zhichan.core.reports.rights import REPORT_WRITE


@page(REPORT_WRITE)
def choose(request: HttpRequest) -> HttpResponse:
    """The kinds of reports there are."""
    lacks = {one.name: _lack(one.name) for one in all_definitions()}
    lines = [(one, lacks[one.name]) for one in all_definitions()]
    return render(request, "reports/choose.html", {"lines": lines})


def _lack(name: str) -> str:
    """What has to be there first: something to choose for each parameter that is required."""
    needed = [one for one in definition_named(name).parameters if one.is_required]
    return "、".join(str(one.label) for one in needed if not one.choices())


@page(REPORT_WRITE)
def new(request: HttpRequest, name: str) -> HttpResponse:
    """The days and parameters; then the report with its data as known now.

    What speaks against it is shown once before: who sends the same again goes on.
    """
    definition = definition_named(name)
    form = NewReportForm(definition, today(), posted(request))
    if (caution := form.caution()) and request.POST.get("seen") != caution:
        return render(
            request, "reports/new.html", {"definition": definition, "form": form, "caution": caution}
        )
    made = accepted(request, form, lambda: make_report(form.wanted(), by=actor_in(request), at=now()))
    if made is not None:
        messages.success(request, _("报告已建立，数据已填好。"))
        return redirect("reports:report", made.report_id)
    context = {"definition": definition, "form": form}
    return render(request, "reports/new.html", context, status=422 if form.errors else 200)
