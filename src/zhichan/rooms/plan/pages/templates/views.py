"""The templates, and making plans from one: fill in, look at what comes, make it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import collectives_visible_to, existing_on
from zhichan.rooms.plan.actions.make_plans import DraftPlan, drafts_of, make_plans
from zhichan.rooms.plan.actions.save_template import save_template
from zhichan.rooms.plan.models import Plan, PlanVersion
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.pages.tasks.forms import unit_choices
from zhichan.rooms.plan.pages.templates.forms import FromTemplateForm, SaveTemplateForm
from zhichan.rooms.plan.plan_templates.definition import PlanTemplate
from zhichan.rooms.plan.queries.plan_templates import every_template, template_by
from zhichan.rooms.plan.queries.plans import plan_visible_to, plans_visible_to
from zhichan.rooms.plan.rights import PLAN_ENTER

_MOST_SHOWN = 3


@page(PLAN_ENTER)
def templates(request: HttpRequest) -> HttpResponse:
    """The templates with what each is for."""
    return render(request, "plan/from_template/list.html", {"templates": every_template()})


@page(PLAN_ENTER)
def new(request: HttpRequest, name: str) -> HttpResponse:
    """Fill in, preview, and with ``make`` make the plans."""
    actor, template = actor_in(request), template_by(name)
    form = _form(request, template)
    drafts: list[DraftPlan] = []
    made: list[Plan] = []

    def act() -> None:
        drafts.extend(drafts_of(template, form.filled(), by=actor))
        if "make" in request.POST:
            made.extend(make_plans(template, form.filled(), by=actor, at=now()))

    status = submit(request, form, lambda _data: act())
    if made:
        return _made(request, made)
    context = {
        "template": template,
        "form": form,
        "drafts": drafts[:_MOST_SHOWN],
        "more": drafts[_MOST_SHOWN:],
        "count": len(drafts),
    }
    shown = 200 if status == CARRIED_OUT else status
    return render(request, "plan/from_template/new.html", context, status=shown)


@page(PLAN_ENTER)
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save a plan in force as a template of the office."""
    actor = actor_in(request)
    plan = plan_visible_to(actor, pk)
    form = SaveTemplateForm(request.POST or None, initial={"label": plan.title[:60]})
    status = submit(
        request,
        form,
        lambda data: save_template(plan, label=data["label"], note=data["note"], by=actor, at=now()),
    )
    if status == CARRIED_OUT:
        messages.success(request, _("已存为模板。"))
        return redirect("plan:templates")
    return render(request, "plan/from_template/save.html", {"plan": plan, "form": form}, status=status)


def _form(request: HttpRequest, template: PlanTemplate) -> FromTemplateForm:
    actor, today = actor_in(request), today_here()
    in_force = plans_visible_to(actor).filter(versions__state=PlanVersion.State.IN_FORCE)
    return FromTemplateForm(
        request.POST or None,
        template=template,
        plans=list(in_force.order_by("-period_to", "title").values_list("pk", "title")),
        collectives=list(collectives_visible_to(actor).order_by("name").values_list("pk", "name")),
        units=unit_choices(existing_on(Unit.objects.all(), today)),
        initial=FromTemplateForm.initial_of(template, today),
    )


def _made(request: HttpRequest, made: list[Plan]) -> HttpResponse:
    """Where the upper plan's tasks can be linked at once; several plans are shown in the list."""
    if len(made) > 1:
        messages.success(request, _("已按模板建立 %(count)d 个方案。") % {"count": len(made)})
        return redirect("plan:plans")
    messages.success(request, _("已按模板建立并入库，责任单位已收到通知。"))
    plan = Plan.objects.get(pk=made[0].pk)
    return redirect("plan:plan_serving" if plan.serves_id else "plan:plan", plan.pk)
