"""Pages of added and deducted points."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.access.rights import may
from zhichan.core.files.actions import store_evidence
from zhichan.core.files.pages import file_response
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.report_progress import Evidence
from zhichan.rooms.plan.actions.score_points import NewPoints, enter_points, withdraw_points
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.pages.scores.forms import PointsForm, WithdrawForm
from zhichan.rooms.plan.pages.tasks.forms import unit_choices
from zhichan.rooms.plan.queries.score_points import points_visible_to
from zhichan.rooms.plan.rights import POINTS_ENTER, SCORE_VIEW

MOST = 300


@page(SCORE_VIEW)
def points(request: HttpRequest) -> HttpResponse:
    """Points of the units the actor may see, the newest first; withdrawn ones stay in the list."""
    actor = actor_in(request)
    rows = points_visible_to(actor).select_related("unit", "by", "withdrawn_by")[:MOST]
    context = {"rows": rows, "may_enter": may(actor, POINTS_ENTER)}
    return render(request, "plan/scores/points.html", context)


@page(POINTS_ENTER, file_bytes=settings.UPLOAD_LIMIT_BYTES)
def new(request: HttpRequest) -> HttpResponse:
    """Enter points for something that happened."""
    actor = actor_in(request)
    units = unit_choices(existing_on(Unit.objects.all(), today_here()))
    form = PointsForm(
        request.POST or None, request.FILES or None, units=units, initial={"effective_on": today_here()}
    )

    def enter(data: dict[str, Any]) -> object:
        at, given = now(), data["evidence"]
        kept = Evidence(store_evidence(given.open(), name=given.name, by=actor, at=at), given.name)
        row = NewPoints(data["unit"], data["effective_on"], data["points"], data["reason"], kept)
        return enter_points(row, by=actor, at=at)

    status = submit(request, form, enter)
    if status == CARRIED_OUT:
        messages.success(request, _("已登记；下一次计算时计入。"))
        return redirect("plan:score_points")
    return render(request, "plan/scores/points_form.html", {"form": form}, status=status)


@page(POINTS_ENTER)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take points back."""
    actor = actor_in(request)
    row = found(points_visible_to(actor).select_related("unit").filter(pk=pk).first())
    form = WithdrawForm(request.POST or None)
    status = submit(request, form, lambda data: withdraw_points(pk, data["reason"], by=actor, at=now()))
    if status == CARRIED_OUT:
        messages.success(request, _("已撤回；此前的计算不变。"))
        return redirect("plan:score_points")
    return render(request, "plan/scores/points_withdraw.html", {"form": form, "row": row}, status=status)


@page(SCORE_VIEW)
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The evidence, for whoever may see the points."""
    row = found(points_visible_to(actor_in(request)).select_related("file").filter(pk=pk).first())
    assert row.file is not None, "points come with evidence"
    return file_response(row.file, row.file_name)
