"""Linking lower promises to an upper one, and taking links off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.rooms.plan.actions.decline_row import (
    decline_indicator,
    decline_task,
    withdraw_indicator_decline,
    withdraw_task_decline,
)
from zhichan.rooms.plan.actions.link_tasks import link_indicator, link_task, unlink_indicator, unlink_task
from zhichan.rooms.plan.pages.cascade.forms import DeclineForm, LinkForm, UnlinkForm
from zhichan.rooms.plan.pages.cascade.views import known_kind, offered, upper_response
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.queries.cascade import TASKS, row_in, upper_page
from zhichan.rooms.plan.queries.plans import plan_visible_to
from zhichan.rooms.plan.rights import SERVES_LINK


@page(SERVES_LINK)
@require_POST
def link(request: HttpRequest, pk: int, kind: str, upper_pk: int) -> HttpResponse:
    """Say that a lower task or indicator carries the upper one."""
    actor = actor_in(request)
    shown = upper_page(plan_visible_to(actor, pk), known_kind(kind), upper_pk, actor)
    form = LinkForm(request.POST, lowers=offered(shown.candidates))
    act: Any = link_task if kind == TASKS else link_indicator

    def carry(data: dict[str, Any]) -> None:
        lower = row_in(kind, data["lower"], actor)
        act(lower, shown.line.row, note=data["note"], by=actor, at=now())

    status = submit(request, form, carry)
    if status != CARRIED_OUT:
        return upper_response(request, pk, kind, upper_pk, link_form=form, status=status)
    messages.success(request, _("已保存对应关系。"))
    if request.POST.get("back") == "list":
        return redirect(f"{reverse('plan:cascade', args=[pk])}#{kind}-{upper_pk}")
    return redirect("plan:cascade_upper", pk, kind, upper_pk)


@page(SERVES_LINK)
@require_POST
def unlink(request: HttpRequest, pk: int, kind: str, upper_pk: int) -> HttpResponse:
    """Take a link off, with the reason."""
    actor = actor_in(request)
    upper = upper_page(plan_visible_to(actor, pk), known_kind(kind), upper_pk, actor).line.row
    form = UnlinkForm(request.POST)
    act: Any = unlink_task if kind == TASKS else unlink_indicator

    def free(data: dict[str, Any]) -> None:
        act(row_in(kind, data["lower"], actor), upper, reason=data["reason"], by=actor, at=now())

    status = submit(request, form, free)
    if status != CARRIED_OUT:
        return upper_response(request, pk, kind, upper_pk, unlink_form=form, status=status)
    messages.success(request, _("已解除对应。"))
    return redirect("plan:cascade_upper", pk, kind, upper_pk)


@page(SERVES_LINK)
@require_POST
def decline(request: HttpRequest, pk: int, kind: str, upper_pk: int) -> HttpResponse:
    """Say that nobody below has to carry it."""
    act: Any = decline_task if kind == TASKS else decline_indicator
    return _declining(request, (pk, kind, upper_pk), act, _("已记为本级不承接。"))


@page(SERVES_LINK)
@require_POST
def withdraw_decline(request: HttpRequest, pk: int, kind: str, upper_pk: int) -> HttpResponse:
    """Take that back."""
    act: Any = withdraw_task_decline if kind == TASKS else withdraw_indicator_decline
    return _declining(request, (pk, kind, upper_pk), act, _("已撤回，这一项重新等待承接。"))


def _declining(request: HttpRequest, place: tuple[int, str, int], act: Any, done: str) -> HttpResponse:
    pk, kind, upper_pk = place
    actor = actor_in(request)
    upper = upper_page(plan_visible_to(actor, pk), known_kind(kind), upper_pk, actor).line.row
    form = DeclineForm(request.POST)
    status = submit(request, form, lambda data: act(upper, reason=data["reason"], by=actor, at=now()))
    if status != CARRIED_OUT:
        return upper_response(request, pk, kind, upper_pk, decline_form=form, status=status)
    messages.success(request, done)
    return redirect("plan:cascade_upper", pk, kind, upper_pk)
