"""Plans: the list, one plan with its versions, entering by hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now
from zhichan.core.access.rights import may
from zhichan.core.files.pages import file_response
from zhichan.core.tables.responses import table_response
from zhichan.rooms.plan.actions.enter_plan import ItemEntry, add_items, enter_plan, start_version
from zhichan.rooms.plan.models import ExtractedItem, PlanVersion, Task
from zhichan.rooms.plan.pages.importing.item_forms import TargetForm, TaskForm
from zhichan.rooms.plan.pages.importing.place import Place
from zhichan.rooms.plan.pages.plans.forms import PlanForm, StartVersionForm
from zhichan.rooms.plan.pages.plans.tables import PLANS
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.queries.items import TAB_OF, tab_of_item
from zhichan.rooms.plan.queries.plan_page import plan_page
from zhichan.rooms.plan.queries.plans import owning_unit, plan_visible_to, version_visible_to
from zhichan.rooms.plan.rights import (
    CASCADE_VIEW,
    DRAFT_VIEW,
    PLAN_ENTER,
    PLAN_IMPORT,
    PLAN_VIEW,
    VANISHED_DECIDE,
)

_KIND_OF_TAB = {
    "tasks": Task.Kind.TASK,
    "projects": Task.Kind.PROJECT,
    "safeguards": Task.Kind.SAFEGUARD,
}


@page(PLAN_VIEW)
def plans(request: HttpRequest) -> HttpResponseBase:
    actor = actor_in(request)
    context = {"may_import": may(actor, PLAN_IMPORT), "may_enter": may(actor, PLAN_ENTER)}
    return table_response(request, PLANS, template="plan/plans/list.html", context=context)


@page(PLAN_VIEW)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_in(request)
    shown = plan_visible_to(actor, pk)
    context = {
        "plan": shown,
        "page": plan_page(shown, actor),
        "may_see_drafts": may(actor, DRAFT_VIEW),
        "may_import": may(actor, PLAN_IMPORT),
        "may_enter": may(actor, PLAN_ENTER),
        "may_see_cascade": may(actor, CASCADE_VIEW),
        "may_decide_vanished": may(actor, VANISHED_DECIDE),
    }
    return render(request, "plan/plans/plan.html", context)


@page(PLAN_VIEW)
def version_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The original bytes of a version the person may see."""
    version = version_visible_to(actor_in(request), pk)
    return file_response(found(version.file), version.file_name or version.plan.title)


@page(PLAN_ENTER)
def enter(request: HttpRequest) -> HttpResponse:
    """A plan by hand: its first draft is empty, indicators and tasks follow one by one or as a ledger."""
    actor = actor_in(request)
    form = PlanForm(request.POST or None)
    made: list[PlanVersion] = []
    status = submit(
        request,
        form,
        lambda _data: made.append(
            enter_plan(form.new_plan(), owner_unit=owning_unit(actor), by=actor, at=now())
        ),
    )
    if status == CARRIED_OUT:
        messages.success(request, _("规划已建立，请录入指标和任务。"))
        return redirect("plan:version_check", made[0].pk)
    return render(request, "plan/plans/enter.html", {"form": form}, status=status)


@page(PLAN_ENTER)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """The next version by hand, from what the version in force promises."""
    actor = actor_in(request)
    shown = plan_visible_to(actor, pk)
    form = StartVersionForm(request.POST if request.method == "POST" else None)
    made: list[PlanVersion] = []
    status = submit(
        request,
        form,
        lambda data: made.append(start_version(shown, issued_on=data["issued_on"], by=actor, at=now())),
    )
    if status == CARRIED_OUT:
        return redirect("plan:version_check", made[0].pk)
    return render(request, "plan/plans/start.html", {"plan": shown, "form": form}, status=status)


@page(PLAN_ENTER)
def add(request: HttpRequest, pk: int, tab: str) -> HttpResponse:
    """Add an indicator or a task to a draft; 存了再加一条 keeps the form open."""
    actor = actor_in(request)
    version = version_visible_to(actor, pk)
    form = _add_form(request, tab)

    def act() -> None:
        entry: ItemEntry = form.entry()
        added.extend(add_items(version, [entry], by=actor, at=now()))

    added: list[ExtractedItem] = []
    status = submit(request, form, lambda _data: act())
    if status == CARRIED_OUT:
        messages.success(request, _("已补录一条。"))
        if "more" in request.POST:
            return redirect("plan:version_add", pk, tab)
        return HttpResponseRedirect(Place(version, tab_of_item(added[0])).url(item=added[0].pk))
    context = {"version": version, "form": form, "tab": TAB_OF.get(tab, TAB_OF["tasks"])}
    return render(request, "plan/plans/add.html", context, status=status)


def _add_form(request: HttpRequest, tab: str) -> TargetForm | TaskForm:
    if tab == "targets":
        return TargetForm(request.POST or None)
    initial = {"kind": _KIND_OF_TAB.get(tab, Task.Kind.TASK)}
    return TaskForm(request.POST or None, initial=initial)
