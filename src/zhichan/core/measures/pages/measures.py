"""The measures there are, and asking one of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.errors import NotFound
from zhichan.core.measures.actions.run import run_measure
from zhichan.core.measures.declaration import Measure, all_measures, measure_named
from zhichan.core.measures.models import MeasureRun
from zhichan.core.measures.pages.forms import AskForm
from zhichan.core.measures.pages.showing import figure_text, percent_text
from zhichan.core.measures.regions import region_name
from zhichan.core.measures.rights import MEASURE_RUN
from zhichan.core.people.pages.acting import accepted, posted
from zhichan.core.registers.tabs import tabs_of

SHOWN_RUNS = 20


@page(MEASURE_RUN)
def measures(request: HttpRequest, room: str) -> HttpResponse:
    """Every measure of the room with its definition and the last figure that was computed."""
    listed = [one for one in all_measures() if one.room == room]
    if not listed:
        raise NotFound(_("没有找到这个页面或记录。"), room=room)
    lines = [(one, _last(one)) for one in listed]
    context = {
        "room": room,
        "lines": [
            (one, run, run and figure_text(run, one), run and region_name(run.region)) for one, run in lines
        ],
        "tabs": tabs_of(room, actor_in(request)),
    }
    return render(request, "measures/list.html", context)


@page(MEASURE_RUN)
def measure(request: HttpRequest, room: str, name: str) -> HttpResponse:
    """One measure: its definition, a form to compute it, and the runs that were kept."""
    asked = measure_in(room, name)
    form = AskForm(asked, posted(request), initial={"on": today_here(), **_asked_in(request)})
    at = now()
    made = accepted(request, form, lambda: run_measure(name, form.question(at), by=actor_in(request), at=at))
    if made is not None:
        messages.success(request, _("已计算并留存。"))
        return redirect("measures:run", room, made[1].pk)
    runs = MeasureRun.objects.filter(measure=name).select_related("person").order_by("-pk")[:SHOWN_RUNS]
    context = {
        "room": room,
        "measure": asked,
        "form": form,
        "runs": [
            (run, figure_text(run, asked), region_name(run.region), percent_text(run.coverage))
            for run in runs
        ],
    }
    return render(request, "measures/measure.html", context, status=422 if form.errors else 200)


def _asked_in(request: HttpRequest) -> dict[str, str]:
    """What an address fills in: ``?region=120118&on=2026-09-30&known=2026-10-08``."""
    return {name: request.GET[name][:20] for name in ("region", "on", "known") if request.GET.get(name)}


def measure_in(room: str, name: str) -> Measure:
    """Raises NotFound for a measure that the room does not have."""
    found = measure_named(name)
    if found.room != room:
        raise NotFound(_("没有找到这个页面或记录。"), measure=name)
    return found


def _last(measure: Measure) -> MeasureRun | None:
    return MeasureRun.objects.filter(measure=measure.name).order_by("-on", "-known_at", "-pk").first()
