"""The rule that opens follow-ups (自动立项): what it does, for which plans it is on, and turning it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.access.rights import may
from zhichan.rooms.plan.actions.switch_follow_ups import switch_follow_ups
from zhichan.rooms.plan.pages.follow_ups.forms import SwitchForm
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.queries.follow_up_rule import plans_switched_off, rules_of_plans
from zhichan.rooms.plan.queries.plans import plan_visible_to
from zhichan.rooms.plan.rights import FOLLOW_UP_MANAGE, FOLLOW_UP_VIEW


@page(FOLLOW_UP_VIEW)
def rule(request: HttpRequest) -> HttpResponse:
    """What the rule asks for, and each plan in force with whether it is on."""
    actor = actor_in(request)
    context = {
        "plans": rules_of_plans(actor),
        "may_manage": may(actor, FOLLOW_UP_MANAGE),
        "today": today(),
    }
    return render(request, "plan/follow_ups/rule.html", context)


@page(FOLLOW_UP_MANAGE)
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn the rule the other way for one plan, with the reason."""
    actor = actor_in(request)
    plan, is_on = plan_visible_to(actor, pk), pk in plans_switched_off()
    form = SwitchForm(request.POST or None)

    def turn(data: dict[str, Any]) -> object:
        wanted = request.POST.get("is_on", "yes" if is_on else "no") == "yes"
        return switch_follow_ups(pk, is_on=wanted, reason=data["reason"], by=actor, at=now())

    status = submit(request, form, turn)
    if status == CARRIED_OUT:
        messages.success(request, _("已更改自动立项。"))
        return redirect("plan:follow_up_rule")
    context = {"plan": plan, "is_on": is_on, "form": form}
    return render(request, "plan/follow_ups/switch.html", context, status=status)
