"""A chart of the analysis page put into the report of a navigation project (加入导航报告)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.errors import NotFound
from zhichan.core.people.pages.acting import accepted, posted
from zhichan.rooms.search.actions.navigation_report import NewNavigationBlock, add_navigation_block
from zhichan.rooms.search.analysis.asking import analysis_charts
from zhichan.rooms.search.analysis.choosing import said_of
from zhichan.rooms.search.analysis.declaration import AnalysisChart
from zhichan.rooms.search.asked import Asked, asked_in
from zhichan.rooms.search.models import NavigationDataSet, NavigationProject, NavigationReport
from zhichan.rooms.search.navigation_blocks import ANALYSES, Shape
from zhichan.rooms.search.pages.analysing import options_in
from zhichan.rooms.search.queries.navigation import latest_data_sets, latest_report, projects_written_by
from zhichan.rooms.search.rights import NAVIGATION_KEEP

TEMPLATE = "search/analysis/report.html"
Sets = Sequence[tuple[NavigationProject, Sequence[NavigationDataSet]]]


class PlaceForm(forms.Form):
    """Into which report: that of the data set's project."""

    data_set = forms.ChoiceField(label=gettext_lazy("导航项目和数据集"))
    shape = forms.ChoiceField(label=gettext_lazy("版块"), choices=list(ANALYSES.items()))
    text = forms.CharField(
        label=gettext_lazy("图题或表题"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("不写就用分析图的名称。"),
    )

    def __init__(self, sets: Sets, line: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [
            (project.name, [(str(one.pk), f"{one} · {_counted(one)}") for one in some])
            for project, some in sets
            if some
        ]
        same = next((one.pk for _project, some in sets for one in some if one.line == line.strip()), None)
        self.fields["data_set"] = forms.ChoiceField(
            label=self.fields["data_set"].label, choices=choices, initial=same
        )


def _counted(data_set: NavigationDataSet) -> str:
    return _("%(n)s 件") % {"n": f"{data_set.hit_count:,}"}


@page(NAVIGATION_KEEP)
def place(request: HttpRequest, name: str) -> HttpResponse:
    """The address says which set is analysed and how it is counted, as that of the analysis does."""
    actor = actor_in(request)
    chart = next((one for one in analysis_charts() if one.name == name), None)
    if chart is None:
        raise NotFound(_("没有这种分析图。"))
    asked, options = asked_in(request.GET, actor), options_in(request.GET)
    sets: Sets = [(one, latest_data_sets(one)) for one in projects_written_by(actor)]
    form = PlaceForm(sets, asked.line, posted(request))

    def act() -> NavigationReport:
        given = form.cleaned_data
        pk = int(given["data_set"])
        project = next(one for one, some in sets if pk in {each.pk for each in some})
        latest = latest_report(project)
        block = NewNavigationBlock(Shape(given["shape"]), given["text"], name, pk, dict(said_of(options)))
        return add_navigation_block(project.pk, latest.number if latest else 0, block, by=actor, at=now())

    made = accepted(request, form, act)
    if made is not None:
        messages.success(request, _("已加在报告最后，存为新的一版。"))
        return redirect(f"{reverse('search:project_report', args=[made.project_id])}#b{made.number}")
    context = {
        "chart": chart,
        "form": form,
        "has_sets": any(some for _project, some in sets),
        "asking": [(one.name, _asking_url(one, asked)) for one, _some in sets],
        "back": _back(asked, said_of(options), chart),
    }
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


def _asking_url(project: NavigationProject, asked: Asked) -> str:
    """Where this line becomes a data set of a project; a line that is too long is written there."""
    said = f"?{urlencode({'q': asked.line})}" if asked.line and not asked.key else ""
    return reverse("search:project_data", args=[project.pk]) + said


def _back(asked: Asked, said: Sequence[tuple[str, str]], chart: AnalysisChart) -> str:
    return f"{reverse('search:analysis')}?{urlencode([*asked.pairs(), *said])}#{chart.name}"
