"""Bringing a draft into force, or giving it up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.rooms.plan.actions.abandon_version import abandon_version
from zhichan.rooms.plan.actions.into_force import bring_into_force
from zhichan.rooms.plan.pages.importing.forms import ReasonForm
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.queries.plans import version_visible_to
from zhichan.rooms.plan.rights import BRING_INTO_FORCE, VERSION_ABANDON


@page(BRING_INTO_FORCE)
@require_POST
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """A refusal (something left to decide, already in force) is the error page with the reasons."""
    version = version_visible_to(actor_in(request), pk)
    brought = bring_into_force(version, by=actor_in(request), at=now())
    messages.success(
        request,
        _("《%(plan)s》第 %(number)d 版已入库。") % {"plan": brought.plan.title, "number": brought.number},
    )
    return redirect("plan:plan", brought.plan_id)


@page(VERSION_ABANDON)
def abandon(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_visible_to(actor_in(request), pk)
    form = ReasonForm(request.POST or None)
    status = submit(
        request,
        form,
        lambda data: abandon_version(version, reason=data["reason"], by=actor_in(request), at=now()),
    )
    if status == CARRIED_OUT:
        messages.success(request, _("已放弃第 %(number)d 版。") % {"number": version.number})
        return redirect("plan:plan", version.plan_id)
    context = {"version": version, "form": form}
    return render(request, "plan/importing/abandon.html", context, status=status)
