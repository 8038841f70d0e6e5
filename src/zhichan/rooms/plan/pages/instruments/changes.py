"""Saying who drafts an instrument, and recording its steps."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.files.actions import store_evidence
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.follow_instrument import charge_instrument, move_instrument
from zhichan.rooms.plan.pages.instruments.forms import ChargeForm, StepForm
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.pages.tasks.forms import unit_choices
from zhichan.rooms.plan.queries.instruments import instrument_page
from zhichan.rooms.plan.queries.serving import tasks_in_force
from zhichan.rooms.plan.rights import INSTRUMENT_FOLLOW


@page(INSTRUMENT_FOLLOW)
def charge(request: HttpRequest, pk: int) -> HttpResponse:
    """Drafting unit, due day and the task that promises it."""
    actor = actor_in(request)
    instrument = instrument_page(actor, pk, today_here()).instrument
    tasks = tasks_in_force(instrument.plan, actor)
    form = ChargeForm(
        request.POST or None,
        units=unit_choices(existing_on(Unit.objects.all(), today_here())),
        tasks=[(task.pk, str(task)[:60]) for task in tasks],
        initial={
            "drafting_unit": instrument.drafting_unit_id,
            "due_on": instrument.due_on,
            "task": instrument.task_id,
        },
    )
    status = submit(request, form, lambda _data: charge_instrument(pk, form.charge(), by=actor, at=now()))
    if status == CARRIED_OUT:
        messages.success(request, _("已保存。"))
        return redirect("plan:instrument", pk)
    context = {"instrument": instrument, "form": form}
    return render(request, "plan/instruments/charge.html", context, status=status)


@page(INSTRUMENT_FOLLOW, file_bytes=settings.UPLOAD_LIMIT_BYTES)
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the next step, or put a wrong one right."""
    actor = actor_in(request)
    shown = instrument_page(actor, pk, today_here())
    form = StepForm(
        request.POST or None,
        request.FILES or None,
        initial={"state": shown.instrument.state, "effective_on": today_here()},
    )

    def move(data: dict[str, Any]) -> None:
        at, given = now(), data["file"]
        kept = store_evidence(given.open(), name=given.name, by=actor, at=at) if given else None
        move_instrument(pk, form.step(kept), by=actor, at=at)

    status = submit(request, form, move)
    if status == CARRIED_OUT:
        messages.success(request, _("已登记。"))
        return redirect("plan:instrument", pk)
    context = {"instrument": shown.instrument, "form": form}
    return render(request, "plan/instruments/step.html", context, status=status)
