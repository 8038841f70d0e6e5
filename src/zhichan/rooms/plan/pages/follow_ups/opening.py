"""Opening follow-ups by hand: of one task, of one indicator, or of tasks chosen in the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.errors import NotFound
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.core.tables.paging import picked
from zhichan.rooms.plan.actions.open_follow_up import NewFollowUp, open_follow_up, open_follow_ups
from zhichan.rooms.plan.models import FollowUp, Indicator, Responsibility, Task
from zhichan.rooms.plan.pages.follow_ups.forms import NewForm
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.pages.tasks.forms import unit_choices
from zhichan.rooms.plan.queries.follow_up_choice import Choice, choices_of
from zhichan.rooms.plan.queries.indicators import indicator_visible_to
from zhichan.rooms.plan.queries.overdue import overdue_of
from zhichan.rooms.plan.queries.tasks import task_visible_to
from zhichan.rooms.plan.rights import FOLLOW_UP_MANAGE


@page(FOLLOW_UP_MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """``task`` or ``indicator`` names one subject, ``pick`` several tasks."""
    sent = request.POST if request.method == "POST" else request.GET
    if picks := sent.getlist("pick"):
        return _several(request, picked(",".join(picks)))
    return _one(request, sent.get("task", ""), sent.get("indicator", ""))


def _one(request: HttpRequest, task: str, indicator: str) -> HttpResponse:
    actor = actor_in(request)
    asked = _asked(actor, task, indicator)
    form = NewForm(request.POST or None, units=asked.units, initial={"why": asked.why, "unit": asked.unit})
    made: list[FollowUp] = []

    def opened(data: dict[str, Any]) -> None:
        wanted = NewFollowUp(unit_id=data["unit"], **asked.ids, **_common(data))
        made.append(open_follow_up(wanted, by=actor, at=now()))

    status = submit(request, form, opened)
    if status == CARRIED_OUT:
        messages.success(request, _("%(number)s 已立项。") % {"number": made[0].number})
        return redirect("plan:follow_up", made[0].pk)
    context = {"form": form, "subject": asked.subject, "task": task, "indicator": indicator}
    return render(request, "plan/follow_ups/new.html", context, status=status)


@dataclass(frozen=True)
class _Asked:
    """One subject with the units that can be chosen, its own first."""

    subject: Task | Indicator
    ids: dict[str, Any]
    units: Sequence[tuple[int, str]]
    unit: int | None
    why: str


def _asked(actor: Actor, task: str, indicator: str) -> _Asked:
    every = unit_choices(existing_on(Unit.objects.all(), today()))
    if task.isascii() and task.isdigit() and len(task) < 18:
        found = task_visible_to(actor, int(task))
        overdue = overdue_of(found, today())
        rows = Responsibility.objects.filter(task=found).select_related("unit").order_by("pk")
        own = [(row.unit_id, f"{row.unit.name}（{row.get_role_display()}）") for row in rows]
        unit = overdue.unit_id if overdue else next((pk for pk, _name in own), None)
        why = overdue.why if overdue else ""
        return _Asked(found, {"task_id": found.pk}, _own_first(own, every), unit, why)
    if indicator.isascii() and indicator.isdigit() and len(indicator) < 18:
        one = indicator_visible_to(actor, int(indicator))
        own = [(one.owner_unit.pk, one.owner_unit.name)] if one.owner_unit else []
        units = _own_first(own, every)
        return _Asked(one, {"indicator_id": one.pk}, units, one.owner_unit_id, "")
    raise NotFound(_("没有说明督办哪项任务或哪个指标。"))


def _own_first(own: list[tuple[int, str]], every: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    held = {pk for pk, _name in own}
    return [*own, *(pair for pair in every if pair[0] not in held)]


def _several(request: HttpRequest, ids: Sequence[int]) -> HttpResponse:
    actor = actor_in(request)
    chosen = choices_of(actor, ids)
    fit = [one for one in chosen if not one.obstacle]
    form = NewForm(request.POST or None, units=None)
    status = submit(request, form, lambda data: open_follow_ups(_wanted(fit, data), by=actor, at=now()))
    if status == CARRIED_OUT:
        count = len(fit)
        messages.success(request, ngettext("已立项 %(n)d 项。", "已立项 %(n)d 项。", count) % {"n": count})
        return redirect("plan:follow_ups")
    context = {"form": form, "chosen": chosen, "fit": fit, "ids": ids}
    return render(request, "plan/follow_ups/new.html", context, status=status)


def _wanted(chosen: Sequence[Choice], data: dict[str, Any]) -> list[NewFollowUp]:
    common = _common(data)
    return [
        NewFollowUp(unit_id=one.unit_id, task_id=one.task.pk, **common)
        for one in chosen
        if one.unit_id is not None
    ]


def _common(data: dict[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("why", "reply_days", "close_days", "is_issued")}
