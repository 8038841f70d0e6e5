"""Which plan task each yearly work point serves (年度要点对应规划任务)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now
from zhichan.core.access.rights import may
from zhichan.rooms.plan.actions.link_tasks import link_task, serve_plan
from zhichan.rooms.plan.models import Plan, Task
from zhichan.rooms.plan.pages.plans.forms import LinkForm, ServesForm
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.queries.plans import plan_visible_to
from zhichan.rooms.plan.queries.serving import plans_to_serve, serving_points, tasks_in_force
from zhichan.rooms.plan.rights import CASCADE_VIEW, PLAN_VIEW, SERVES_LINK


@page(PLAN_VIEW)
def serving(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_visible_to(actor_in(request), pk)
    return _page(request, plan, _serves_form(request, plan), 200)


@page(SERVES_LINK)
@require_POST
def set_serves(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which plan this paper serves."""
    plan = plan_visible_to(actor_in(request), pk)
    form = _serves_form(request, plan)
    status = submit(
        request, form, lambda data: serve_plan(plan, data["serves"], by=actor_in(request), at=now())
    )
    if status == CARRIED_OUT:
        return redirect("plan:plan_serving", pk)
    return _page(request, plan, form, status)


@page(SERVES_LINK)
@require_POST
def link(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    """Link a task to one it carries."""
    actor = actor_in(request)
    plan = plan_visible_to(actor, pk)
    task = found(Task.objects.select_related("plan").filter(plan=plan, pk=task_pk).first())
    served = tasks_in_force(plan.serves, actor) if plan.serves else Task.objects.none()
    form = LinkForm(request.POST, tasks=served)
    status = submit(request, form, lambda data: link_task(task, data["serves"], by=actor, at=now()))
    if status == CARRIED_OUT:
        messages.success(request, _("已保存对应关系。"))
        return redirect("plan:plan_serving", pk)
    messages.error(request, _("没有保存：所选任务不在所服务的规划里。"))
    return _page(request, plan, _serves_form(request, plan), status)


def _serves_form(request: HttpRequest, plan: Plan) -> ServesForm:
    data = request.POST if request.method == "POST" and "serves" in request.POST else None
    return ServesForm(data, initial={"serves": plan.serves_id}, plans=plans_to_serve(plan, actor_in(request)))


def _page(request: HttpRequest, plan: Plan, form: ServesForm, status: int) -> HttpResponse:
    actor = actor_in(request)
    points = serving_points(plan, actor)
    context = {
        "plan": plan,
        "form": form,
        "points": points,
        "linked": sum(bool(point.carried) for point in points),
        "served_tasks": list(tasks_in_force(plan.serves, actor)) if plan.serves else [],
        "may_link": may(actor, SERVES_LINK),
        "may_see_cascade": may(actor, CASCADE_VIEW),
    }
    return render(request, "plan/plans/serving.html", context, status=status)
