"""Pages that compute, check, send and publish scores."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now, today
from zhichan.core.people.models import Collective
from zhichan.core.people.queries import members_on
from zhichan.rooms.plan.actions.score_runs import RunWish, publish_scores, run_scores, send_scores
from zhichan.rooms.plan.models import ScoreRun
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.pages.scores.forms import EVERY_UNIT, RunForm
from zhichan.rooms.plan.queries.score_checking import check_again, check_now
from zhichan.rooms.plan.queries.score_sources import sources
from zhichan.rooms.plan.queries.score_units import units_with_work
from zhichan.rooms.plan.queries.scores import run_visible_to, schemes_visible_to
from zhichan.rooms.plan.rights import SCORE_RUN


@page(SCORE_RUN)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute the scores of a confirmed scheme."""
    actor = actor_in(request)
    scheme = found(schemes_visible_to(actor).filter(pk=pk).first())
    groups = [(str(one.pk), one.name) for one in Collective.objects.order_by("name")]
    last = min(today(), date(scheme.year, 12, 31))
    initial = {"first": date(scheme.year, 1, 1), "on": last, "known_on": today()}
    form = RunForm(request.POST or None, groups=groups, initial=initial)
    made: list[ScoreRun] = []

    def compute(data: dict[str, Any]) -> None:
        wish = RunWish(data["first"], data["on"], form.known_at(), _units(data["units"], data["on"]))
        made.append(run_scores(pk, wish, by=actor, at=now()))

    status = submit(request, form, compute)
    if status == CARRIED_OUT:
        messages.success(request, _("已计算，结果只有主管单位可见；核对后再送各单位。"))
        return redirect("plan:score_run", made[0].pk)
    return render(request, "plan/scores/run_form.html", {"form": form, "scheme": scheme}, status=status)


def _units(group: str, on: date) -> Collection[int]:
    """The members of a group on a day, or every unit that answers for something."""
    if group == EVERY_UNIT:
        return units_with_work()
    return [unit.pk for unit in members_on(Collective.objects.get(pk=int(group)), on)]


@page(SCORE_RUN)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The run once more with what was known then, and what would come out with what is known now."""
    run = run_visible_to(actor_in(request), pk)
    labels = {source.name: source.label for source in sources()} | {"points": _("加分扣分")}
    names = {"bonus": _("加分"), "deduction": _("扣分")}
    doubts = {source.name: source.doubt for source in sources()}
    again, known_now = check_again(run), check_now(run, now())
    context = {
        "run": run,
        "again": again,
        "now": known_now,
        "changed": [(one, labels[one.source], names.get(one.name, one.name)) for one in known_now.changed],
        "doubts": [(unit, labels[name], n, doubts[name]) for unit, name, n in again.in_doubt],
    }
    return render(request, "plan/scores/check.html", context)


@page(SCORE_RUN)
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a run to its units, or publish it; only by POST."""
    actor = actor_in(request)
    run_visible_to(actor, pk)
    what = request.POST.get("what", "")
    if what == "send":
        send_scores(pk, by=actor, at=now())
        messages.success(request, _("已送各单位核对。"))
    elif what == "publish":
        publish_scores(pk, by=actor, at=now())
        messages.success(request, _("已公布。"))
    return redirect("plan:score_run", pk)
