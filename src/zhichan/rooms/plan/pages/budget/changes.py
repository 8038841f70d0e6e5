"""Entering a line, and adjusting, committing, paying and reversing on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.errors import NotFound
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions import keep_budget
from zhichan.rooms.plan.models import BudgetEntry, BudgetLine, Commitment, Plan, PlanVersion
from zhichan.rooms.plan.pages.budget.forms import (
    AmountForm,
    ChangeForm,
    CommitmentForm,
    LineForm,
    ReverseForm,
)
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.pages.tasks.forms import unit_choices
from zhichan.rooms.plan.queries.budget import line_visible_to, lines_visible_to
from zhichan.rooms.plan.queries.tasks import task_visible_to, tasks_visible_to
from zhichan.rooms.plan.rights import BUDGET_KEEP

MOST_TASKS = 400


@page(BUDGET_KEEP)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a line; ``?task=`` proposes the task it is for."""
    actor, today = actor_in(request), today_here()
    plans = Plan.objects.filter(versions__state=PlanVersion.State.IN_FORCE).order_by("-created_at", "pk")
    tasks = tasks_visible_to(actor).filter(plan__in=plans).order_by("plan_id", "position")[:MOST_TASKS]
    wanted = request.GET.get("task", "")
    initial: dict[str, Any] = {"year": today.year, "on": today}
    if wanted.isascii() and wanted.isdigit():
        task = task_visible_to(actor, int(wanted))
        initial |= {"task_id": task.pk, "plan_id": task.plan_id, "title": task.title[:120]}
    form = LineForm(
        request.POST or None,
        plans=list(plans.values_list("pk", "title")),
        tasks=[(task.pk, str(task)) for task in tasks],
        units=unit_choices(existing_on(Unit.objects.all(), today)),
        initial=initial,
    )
    made: list[BudgetLine] = []

    def enter(_data: dict[str, Any]) -> None:
        made.append(keep_budget.open_budget_line(form.line(), by=actor, at=now()))

    status = submit(request, form, enter)
    if status == CARRIED_OUT:
        messages.success(request, _("预算条目已登记。"))
        return redirect("plan:budget_line", made[0].pk)
    context = {"form": form, "title": _("登记预算条目"), "button": _("登记")}
    return render(request, "plan/budget/form.html", context, status=status)


@page(BUDGET_KEEP)
def adjust(request: HttpRequest, pk: int) -> HttpResponse:
    """Raise or lower the budget of a line."""
    line, form = line_visible_to(actor_in(request), pk), ChangeForm(request.POST or None, initial=_today())
    words = _Words(_("调整预算"), _("预算已调整。"))
    return _carried_out(
        request,
        line,
        form,
        words,
        lambda: keep_budget.adjust_budget(pk, form.given(), by=actor_in(request), at=now()),
    )


@page(BUDGET_KEEP)
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Promise money of a line to somebody."""
    line = line_visible_to(actor_in(request), pk)
    form = CommitmentForm(request.POST or None, initial=_today())
    words = _Words(_("登记承诺"), _("承诺已登记。"))
    return _carried_out(
        request,
        line,
        form,
        words,
        lambda: keep_budget.commit_money(pk, form.commitment(), by=actor_in(request), at=now()),
    )


@page(BUDGET_KEEP)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Raise or lower a commitment."""
    commitment = _commitment(request, pk)
    form = ChangeForm(request.POST or None, initial=_today())
    words = _Words(_("调整承诺"), _("承诺已调整。"), str(commitment))
    return _carried_out(
        request,
        commitment.line,
        form,
        words,
        lambda: keep_budget.change_commitment(pk, form.given(), by=actor_in(request), at=now()),
    )


@page(BUDGET_KEEP)
def payment(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a payment against a commitment."""
    commitment = _commitment(request, pk)
    form = AmountForm(request.POST or None, initial=_today())
    words = _Words(_("登记支付"), _("支付已登记。"), str(commitment))
    return _carried_out(
        request,
        commitment.line,
        form,
        words,
        lambda: keep_budget.pay(pk, form.given(), by=actor_in(request), at=now()),
    )


@page(BUDGET_KEEP)
def reverse_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry back."""
    actor = actor_in(request)
    visible = BudgetEntry.objects.filter(line__in=lines_visible_to(actor)).select_related("line")
    entry = visible.filter(pk=pk).first()
    if entry is None:
        raise NotFound(_("没有找到这笔分录。"), entry=pk)
    form = ReverseForm(request.POST or None, initial=_today())
    words = _Words(_("冲回分录"), _("已冲回。"), str(entry))

    def take_back() -> object:
        data = form.cleaned_data
        return keep_budget.reverse_entry(pk, data["note"], on=data["on"], by=actor, at=now())

    return _carried_out(request, entry.line, form, words, take_back)


class _Words:
    """What a form is called, what is said afterwards, and what it is about beside the line."""

    def __init__(self, title: str, done: str, about: str = "") -> None:
        self.title, self.done, self.about = title, done, about


def _carried_out(
    request: HttpRequest, line: BudgetLine, form: forms.Form, words: _Words, act: Callable[[], object]
) -> HttpResponse:
    status = submit(request, form, lambda _data: act())
    if status == CARRIED_OUT:
        messages.success(request, words.done)
        return redirect("plan:budget_line", line.pk)
    context = {
        "form": form,
        "line": line,
        "about": words.about,
        "title": words.title,
        "button": words.title,
    }
    return render(request, "plan/budget/form.html", context, status=status)


def _commitment(request: HttpRequest, pk: int) -> Commitment:
    visible = Commitment.objects.filter(line__in=lines_visible_to(actor_in(request)))
    found = visible.select_related("line").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这项承诺。"), commitment=pk)
    return found


def _today() -> dict[str, Any]:
    return {"on": today_here()}
