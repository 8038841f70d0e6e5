"""What is done to a follow-up: the unit signs and replies, the office steers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.access.rights import require
from zhichan.core.errors import NotFound
from zhichan.rooms.plan.actions.answer_follow_up import Reply, reply_to_follow_up, sign_follow_up
from zhichan.rooms.plan.actions.follow_up_row import refusal
from zhichan.rooms.plan.actions.report_progress import MOST_FILES
from zhichan.rooms.plan.actions.steer_follow_up import (
    chase_follow_up,
    close_follow_up,
    extend_follow_up,
    issue_follow_up,
    return_reply,
    withdraw_follow_up,
)
from zhichan.rooms.plan.follow_up_steps import StepName, step_named
from zhichan.rooms.plan.models import FollowUp
from zhichan.rooms.plan.pages.follow_ups.forms import ReplyForm, SteerForm
from zhichan.rooms.plan.pages.progress.views import stored
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.queries.follow_up_limits import extension_of, no_more_extensions
from zhichan.rooms.plan.queries.follow_up_page import follow_up_page, own_reports
from zhichan.rooms.plan.queries.follow_ups import follow_up_visible_to
from zhichan.rooms.plan.rights import FOLLOW_UP_ANSWER, FOLLOW_UP_MANAGE
from zhichan.rooms.plan.rules.follow_up_extension.formulas import Extension

_Steer = Callable[..., FollowUp]
# What each step of the office is carried out by; its form gives the other arguments by name.
STEERING: dict[str, _Steer] = {
    "issue": issue_follow_up,
    "chase": chase_follow_up,
    "extend": extend_follow_up,
    "return": return_reply,
    "close": close_follow_up,
    "withdraw": withdraw_follow_up,
}


@page(FOLLOW_UP_ANSWER)
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    sign_follow_up(pk, by=actor_in(request), at=now())
    messages.success(request, _("已签收，请按期反馈。"))
    return redirect("plan:follow_up", pk)


@page(FOLLOW_UP_ANSWER, file_bytes=MOST_FILES * settings.UPLOAD_LIMIT_BYTES)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_in(request)
    follow_up = follow_up_visible_to(actor, pk)
    require(actor, FOLLOW_UP_ANSWER, [follow_up.unit_id])
    if request.method == "GET" and (why := refusal(follow_up, step_named("reply"))):
        return _not_yet(request, follow_up, "reply", why)
    form = ReplyForm(request.POST or None, request.FILES or None, reports=own_reports(follow_up))

    def hand_in(data: dict[str, Any]) -> object:
        return reply_to_follow_up(pk, _reply(data, actor, now()), by=actor, at=now())

    status = submit(request, form, hand_in)
    if status == CARRIED_OUT:
        messages.success(request, _("已反馈，等待主管单位审核。"))
        return redirect("plan:follow_up", pk)
    context = {"follow_up": follow_up, "form": form}
    return render(request, "plan/follow_ups/reply.html", context, status=status)


def _not_yet(request: HttpRequest, follow_up: FollowUp, name: StepName, why: str) -> HttpResponse:
    """Back to the follow-up, with why the form is not open: nobody fills in what would be refused.

    Where the page itself shows the blocked step and says why, it is not said twice.
    """
    shown = follow_up_page(actor_in(request), follow_up.pk, now()).blocked
    if name not in {step.name for step, _why in shown}:
        messages.warning(request, why)
    return redirect("plan:follow_up", follow_up.pk)


def _reply(data: dict[str, Any], actor: Actor, at: datetime) -> Reply:
    files = tuple(stored(one, actor, at) for one in data["evidence"])
    return Reply(data["text"], data.get("progress"), files)


@page(FOLLOW_UP_MANAGE)
def steer(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One step of the office: its form, and carrying it out."""
    actor = actor_in(request)
    follow_up = follow_up_visible_to(actor, pk)
    if name not in STEERING:
        raise NotFound(_("没有这个步骤。"), step=name)
    if request.method == "GET" and (why := _why_not(follow_up, name)):
        return _not_yet(request, follow_up, step_named(name).name, why)
    form = SteerForm(request.POST or None, step=name, extension=_extension(follow_up, name))
    if request.method == "POST" and not form.fields:
        form = SteerForm({"sent": "1"}, step=name, extension=None)
    status = submit(request, form, lambda data: STEERING[name](pk, **data, by=actor, at=now()))
    if status == CARRIED_OUT:
        messages.success(request, _("已%(step)s。") % {"step": step_named(name).label})
        return redirect("plan:follow_up", pk)
    context = {"follow_up": follow_up, "form": form, "step": step_named(name)}
    return render(request, "plan/follow_ups/steer.html", context, status=status)


def _why_not(follow_up: FollowUp, name: str) -> str:
    """Why the form of a step is not open; empty where it is."""
    if why := refusal(follow_up, step_named(name)):
        return why
    found = _extension(follow_up, name)
    return no_more_extensions(follow_up) if found and not found.times_left else ""


def _extension(follow_up: FollowUp, name: str) -> Extension | None:
    return extension_of(follow_up, today()) if name == "extend" else None
