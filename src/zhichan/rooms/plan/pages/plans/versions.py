"""Two versions side by side, and what a new version left undecided."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now
from zhichan.core.errors import NotFound
from zhichan.rooms.plan.actions.decide_vanished import (
    end_task,
    keep_indicator,
    keep_task,
    retire_indicator,
)
from zhichan.rooms.plan.models import ExtractedItem, Indicator, PlanVersion, Task
from zhichan.rooms.plan.pages.plans.forms import FateForm
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.queries.comparison import KINDS, Status, compare
from zhichan.rooms.plan.queries.plan_page import vanished_of
from zhichan.rooms.plan.queries.plans import plan_visible_to, version_visible_to, versions_visible_to
from zhichan.rooms.plan.rights import PLAN_VIEW, VANISHED_DECIDE

_STATUSES: tuple[tuple[Status, Promise], ...] = (
    ("changed", gettext_lazy("有改动")),
    ("new", gettext_lazy("新增")),
    ("gone", gettext_lazy("不再列")),
    ("same", gettext_lazy("相同")),
)


@page(PLAN_VIEW)
def comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """A version beside another of its plan (``with``), else beside the one before it."""
    actor = actor_in(request)
    new = version_visible_to(actor, pk)
    others = list(versions_visible_to(actor).filter(plan=new.plan).exclude(pk=pk).order_by("-number"))
    old = _other(request.GET.get("with", ""), new, others)
    status, kind = request.GET.get("status", ""), request.GET.get("kind", "")
    known = [name for name, _label in _STATUSES]
    wanted = [status] if status in known else [name for name in known if name != "same"]
    compared = compare(old, new)
    shown = [one for one in compared.differences if one.status in wanted and kind in ("", one.kind)]
    context = {
        "compared": compared,
        "shown": shown,
        "others": others,
        "counts": [(name, label, compared.counts(kind)[name]) for name, label in _STATUSES],
        "status": status,
        "kind": kind,
        "kinds": [(name, ExtractedItem.Kind(name).label) for name in KINDS],
    }
    return render(request, "plan/plans/compare.html", context)


def _other(asked: str, new: PlanVersion, others: list[PlanVersion]) -> PlanVersion:
    """The version to compare with: the one asked for, else the nearest before, else any."""
    if asked:
        return found(next((one for one in others if str(one.pk) == asked), None))
    before = [one for one in others if one.number < new.number]
    kept = [one for one in before if one.state != PlanVersion.State.ABANDONED]
    other = next(iter([*kept, *before, *others]), None)
    if other is None:
        raise NotFound(_("这个规划只有一个版本，没有可比较的。"))
    return other


@page(VANISHED_DECIDE)
def vanished(request: HttpRequest, pk: int) -> HttpResponse:
    """What the version in force no longer lists, each with the form that decides its fate."""
    plan = plan_visible_to(actor_in(request), pk)
    return _vanished_page(request, plan.pk, FateForm(), "", 200)


@page(VANISHED_DECIDE)
@require_POST
def vanished_task(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    plan = plan_visible_to(actor_in(request), pk)
    task = found(Task.objects.select_related("plan").filter(plan=plan, pk=task_pk).first())
    form = FateForm(request.POST)

    def act(data: dict[str, str]) -> object:
        decide = keep_task if data["keep"] == "keep" else end_task
        return decide(task, reason=data["reason"], by=actor_in(request), at=now())

    return _answer(request, plan.pk, form, submit(request, form, act), f"task-{task_pk}")


@page(VANISHED_DECIDE)
@require_POST
def vanished_indicator(request: HttpRequest, pk: int, indicator_pk: int) -> HttpResponse:
    plan = plan_visible_to(actor_in(request), pk)
    indicator = found(Indicator.objects.select_related("plan").filter(plan=plan, pk=indicator_pk).first())
    form = FateForm(request.POST)

    def act(data: dict[str, str]) -> object:
        decide = keep_indicator if data["keep"] == "keep" else retire_indicator
        return decide(indicator, reason=data["reason"], by=actor_in(request), at=now())

    return _answer(request, plan.pk, form, submit(request, form, act), f"indicator-{indicator_pk}")


def _answer(request: HttpRequest, plan_pk: int, form: FateForm, status: int, opened: str) -> HttpResponse:
    if status == CARRIED_OUT:
        messages.success(request, _("已认定去留。"))
        return redirect("plan:plan_vanished", plan_pk)
    return _vanished_page(request, plan_pk, form, opened, status)


def _vanished_page(
    request: HttpRequest, plan_pk: int, form: FateForm, opened: str, status: int
) -> HttpResponse:
    """``opened``: the row whose form was refused and shows its errors."""
    plan = plan_visible_to(actor_in(request), plan_pk)
    indicators, tasks = vanished_of(plan)
    context = {
        "plan": plan,
        "indicators": indicators,
        "tasks": tasks,
        "form": form,
        "opened": opened,
        "blank_form": FateForm(),
    }
    return render(request, "plan/plans/vanished.html", context, status=status)
