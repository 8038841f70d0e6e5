"""What is done to a task: moving, correcting, assigning, closing a period."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.assign_units import assign_units
from zhichan.rooms.plan.actions.edit_task import edit_task
from zhichan.rooms.plan.actions.move_task import move_task
from zhichan.rooms.plan.actions.review_period import review_period
from zhichan.rooms.plan.models import Responsibility, Task
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.pages.tasks.forms import (
    EditForm,
    MoveForm,
    PeriodForm,
    UnitsForm,
    seen_at,
    unit_choices,
)
from zhichan.rooms.plan.queries.task_page import moves_open_to
from zhichan.rooms.plan.queries.tasks import task_visible_to
from zhichan.rooms.plan.rights import TASK_MANAGE, TASK_REVIEW, TASK_VIEW


@page(TASK_VIEW)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """The moves open to the actor, as a page or (for the board) as the inside of a dialog."""
    actor = actor_in(request)
    task = task_visible_to(actor, pk)
    form = MoveForm(request.POST or None)
    status = submit(
        request, form, lambda data: move_task(pk, data["target"], reason=data["reason"], by=actor, at=now())
    )
    if status == CARRIED_OUT:
        messages.success(request, _("任务已移动。"))
        return redirect("plan:task", pk)
    units = list(Responsibility.objects.filter(task=task).values_list("unit_id", flat=True))
    context = {"task": task, "form": form, "moves": moves_open_to(actor, task, units)}
    name = "plan/tasks/moves.html" if getattr(request, "htmx", False) else "plan/tasks/move.html"
    return render(request, name, context, status=status)


@page(TASK_MANAGE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_in(request)
    task = task_visible_to(actor, pk)
    form = EditForm(request.POST or None, initial=_initial(task))
    status = submit(
        request, form, lambda data: edit_task(pk, form.edit(), reason=data["reason"], by=actor, at=now())
    )
    if status == CARRIED_OUT:
        messages.success(request, _("任务已调整。"))
        return redirect("plan:task", pk)
    return render(request, "plan/tasks/edit.html", {"task": task, "form": form}, status=status)


@page(TASK_MANAGE)
def units(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_in(request)
    task = task_visible_to(actor, pk)
    rows = list(Responsibility.objects.filter(task=task).select_related("unit").order_by("pk"))
    initial = {"seen_at": task.changed_at.isoformat()}
    form = UnitsForm(request.POST or None, initial=initial, rows=rows, units=unit_choices(_units()))
    status = submit(
        request,
        form,
        lambda data: assign_units(
            pk,
            form.assignments(),
            reason=data["reason"],
            by=actor,
            at=now(),
            seen_at=seen_at(data["seen_at"]),
        ),
    )
    if status == CARRIED_OUT:
        messages.success(request, _("分工已调整。"))
        return redirect("plan:task", pk)
    return render(request, "plan/tasks/units.html", {"task": task, "form": form}, status=status)


@page(TASK_REVIEW)
def period(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the period that is due; the form stands on the task's page too."""
    actor = actor_in(request)
    task = task_visible_to(actor, pk)
    form = PeriodForm(request.POST or None, initial={"period": request.GET.get("period", "")})
    status = submit(
        request, form, lambda data: review_period(pk, data["period"], note=data["note"], by=actor, at=now())
    )
    if status == CARRIED_OUT:
        messages.success(request, _("本期已复核。"))
        return redirect("plan:task", pk)
    return render(request, "plan/tasks/period.html", {"task": task, "form": form}, status=status)


def _initial(task: Task) -> dict[str, object]:
    names = ("title", "number", "chapter", "deadline_kind", "deadline_on", "review_every")
    return {**{name: getattr(task, name) for name in names}, "seen_at": task.changed_at.isoformat()}


def _units() -> QuerySet[Unit]:
    return existing_on(Unit.objects.all(), today_here())
