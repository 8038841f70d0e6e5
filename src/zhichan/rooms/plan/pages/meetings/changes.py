"""Recording a meeting, and turning a decision into a task."""

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
from zhichan.core.people.queries import existing_on, members_on
from zhichan.rooms.plan.actions.hold_meeting import (
    MeetingRecord,
    Minutes,
    hold_meeting,
    make_decision_task,
)
from zhichan.rooms.plan.models import Decision, Meeting
from zhichan.rooms.plan.pages.meetings.forms import MeetingForm, NewTaskForm
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.pages.tasks.forms import unit_choices
from zhichan.rooms.plan.queries.meetings import groups_visible_to, meetings_visible_to
from zhichan.rooms.plan.rights import MEETING_RECORD


@page(MEETING_RECORD, file_bytes=settings.UPLOAD_LIMIT_BYTES)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a meeting of a group."""
    actor, today = actor_in(request), today_here()
    group = groups_visible_to(actor).filter(pk=pk).first()
    if group is None:
        raise NotFound(_("没有找到这个领导小组或联席会议。"), group=pk)
    members = [(unit.pk, unit.name) for unit in members_on(group, today)]
    held = {pk for pk, _name in members}
    others = [pair for pair in unit_choices(existing_on(Unit.objects.all(), today)) if pair[0] not in held]
    form = MeetingForm(
        request.POST or None,
        request.FILES or None,
        members=members,
        others=others,
        initial={"present": sorted(held), "held_on": today},
    )
    made: list[Meeting] = []

    def hold(data: dict[str, Any]) -> None:
        at, given = now(), data["minutes"]
        kept = None
        if given:
            kept = Minutes(store_evidence(given.open(), name=given.name, by=actor, at=at), given.name)
        wanted = MeetingRecord(
            title=data["title"],
            held_on=data["held_on"],
            present=[*data["present"], *data["guests"]],
            place=data["place"],
            chair=data["chair"],
            decisions=form.decision_texts(),
            minutes=kept,
        )
        made.append(hold_meeting(pk, wanted, by=actor, at=at))

    status = submit(request, form, hold)
    if status == CARRIED_OUT:
        messages.success(request, _("会议已登记。"))
        return redirect("plan:meeting", made[0].pk)
    return render(request, "plan/meetings/new.html", {"group": group, "form": form}, status=status)


@page(MEETING_RECORD)
def decision_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn a decision into a task."""
    actor = actor_in(request)
    decision = Decision.objects.filter(pk=pk, meeting__in=meetings_visible_to(actor)).first()
    if decision is None:
        raise NotFound(_("没有找到这项议定事项。"), decision=pk)
    form = NewTaskForm.for_words(request.POST or None, decision.text, today_here())
    status = submit(request, form, lambda _data: make_decision_task(pk, form.task(), by=actor, at=now()))
    if status == CARRIED_OUT:
        messages.success(request, _("已立为任务，并通知责任单位。"))
        return redirect("plan:meeting", decision.meeting_id)
    context = {"decision": decision, "meeting": decision.meeting, "form": form}
    return render(request, "plan/meetings/decision_task.html", context, status=status)
