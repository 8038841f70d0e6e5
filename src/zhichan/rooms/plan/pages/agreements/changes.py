"""Recording an agreement, what was agreed later, and turning a matter into a task."""

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
from zhichan.core.errors import NotFound
from zhichan.core.files.actions import store_evidence
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.record_agreement import add_matters, make_matter_task, record_agreement
from zhichan.rooms.plan.models import AgreedMatter, Agreement
from zhichan.rooms.plan.pages.agreements.forms import AgreementForm, MattersForm
from zhichan.rooms.plan.pages.meetings.forms import NewTaskForm
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.pages.tasks.forms import unit_choices
from zhichan.rooms.plan.queries.agreements import agreement_page, agreements_visible_to
from zhichan.rooms.plan.rights import AGREEMENT_RECORD


@page(AGREEMENT_RECORD, file_bytes=settings.UPLOAD_LIMIT_BYTES)
def new(request: HttpRequest) -> HttpResponse:
    """Record a consultation or an agreement."""
    actor, today = actor_in(request), today_here()
    units = unit_choices(existing_on(Unit.objects.all(), today))
    form = AgreementForm(
        request.POST or None, request.FILES or None, units=units, initial={"signed_on": today}
    )
    made: list[Agreement] = []

    def keep(data: dict[str, Any]) -> None:
        at, given = now(), data["file"]
        kept = store_evidence(given.open(), name=given.name, by=actor, at=at) if given else None
        made.append(record_agreement(form.agreement(kept), by=actor, at=at))

    status = submit(request, form, keep)
    if status == CARRIED_OUT:
        messages.success(request, _("已登记。"))
        return redirect("plan:agreement", made[0].pk)
    return render(request, "plan/agreements/new.html", {"form": form}, status=status)


@page(AGREEMENT_RECORD)
def matters(request: HttpRequest, pk: int) -> HttpResponse:
    """Add what a later consultation agreed."""
    actor = actor_in(request)
    agreement = agreement_page(actor, pk, today_here()).agreement
    form = MattersForm(request.POST or None, initial={"agreed_on": today_here()})
    status = submit(
        request,
        form,
        lambda data: add_matters(pk, form.texts(), agreed_on=data["agreed_on"], by=actor, at=now()),
    )
    if status == CARRIED_OUT:
        messages.success(request, _("已登记。"))
        return redirect("plan:agreement", pk)
    context = {"agreement": agreement, "form": form}
    return render(request, "plan/agreements/matters.html", context, status=status)


@page(AGREEMENT_RECORD)
def matter_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn an agreed matter into a task."""
    actor = actor_in(request)
    visible = AgreedMatter.objects.filter(agreement__in=agreements_visible_to(actor))
    matter = visible.select_related("agreement").filter(pk=pk).first()
    if matter is None:
        raise NotFound(_("没有找到这项商定事项。"), matter=pk)
    form = NewTaskForm.for_words(request.POST or None, matter.text, today_here())
    status = submit(request, form, lambda _data: make_matter_task(pk, form.task(), by=actor, at=now()))
    if status == CARRIED_OUT:
        messages.success(request, _("已立为任务，并通知责任单位。"))
        return redirect("plan:agreement", matter.agreement_id)
    context = {"matter": matter, "agreement": matter.agreement, "form": form}
    return render(request, "plan/agreements/matter_task.html", context, status=status)
