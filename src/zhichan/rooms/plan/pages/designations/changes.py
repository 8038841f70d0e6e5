"""Entering kinds and applications, and carrying out the steps of a designation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.keep_designations import (
    add_designation_kind,
    apply_for_designation,
    move_designation,
)
from zhichan.rooms.plan.designation_moves import MOVES, WITH_TERM
from zhichan.rooms.plan.models import Designation, DesignationKind
from zhichan.rooms.plan.pages.designations.forms import ApplicationForm, KindForm, TermStepForm
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.pages.step_form import StepForm, Stepped, step_reply
from zhichan.rooms.plan.pages.tasks.forms import unit_choices
from zhichan.rooms.plan.queries.designations import designation_visible_to
from zhichan.rooms.plan.queries.indicators import indicators_visible_to
from zhichan.rooms.plan.rights import DESIGNATION_KEEP
from zhichan.rooms.plan.steps import move_named

MOST_INDICATORS = 300


@page(DESIGNATION_KEEP)
def new_kind(request: HttpRequest) -> HttpResponse:
    """Add a kind of designation."""
    actor, form = actor_in(request), KindForm(request.POST or None)
    status = submit(request, form, lambda _data: add_designation_kind(form.kind(), by=actor, at=now()))
    if status == CARRIED_OUT:
        messages.success(request, _("种类已登记。"))
        return redirect("plan:designation_kinds")
    return render(request, "plan/designations/kind.html", {"form": form}, status=status)


@page(DESIGNATION_KEEP)
def new(request: HttpRequest) -> HttpResponse:
    """Enter an application."""
    actor, today = actor_in(request), today_here()
    kinds = DesignationKind.objects.order_by("name", "pk")
    indicators = indicators_visible_to(actor).filter(retired_at=None).order_by("plan_id", "position")
    form = ApplicationForm(
        request.POST or None,
        kinds=[(kind.pk, str(kind)) for kind in kinds],
        units=unit_choices(existing_on(Unit.objects.all(), today)),
        indicators=list(indicators.values_list("pk", "name")[:MOST_INDICATORS]),
        initial={"applied_on": today},
    )
    made: list[Designation] = []

    def enter(_data: dict[str, Any]) -> None:
        made.append(apply_for_designation(form.application(), by=actor, at=now()))

    status = submit(request, form, enter)
    if status == CARRIED_OUT:
        messages.success(request, _("申报已登记。"))
        return redirect("plan:designation", made[0].pk)
    return render(request, "plan/designations/new.html", {"form": form}, status=status)


@page(DESIGNATION_KEEP)
def step(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Carry out one step."""
    actor = actor_in(request)
    row = designation_visible_to(actor, pk)
    wanted = move_named(MOVES, row.state, move)
    today = today_here()
    with_term = move in WITH_TERM
    form = (TermStepForm if with_term else StepForm)(
        request.POST or None, initial={"on": today, "term_from": today if with_term else None}
    )

    def carry_out(_data: dict[str, Any]) -> object:
        term = form.term() if isinstance(form, TermStepForm) else None
        return move_designation(pk, form.step(move), term, by=actor, at=now())

    about = Stepped(str(row), row.get_state_display(), "plan:designation", pk)
    return step_reply(request, form, wanted.label, about, submit(request, form, carry_out))
