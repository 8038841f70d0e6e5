"""Recording a notice or a talk, and the unit's answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.access.rights import require
from zhichan.core.errors import NotFound
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.admonish import NewAdmonition, answer_admonition, record_admonition
from zhichan.rooms.plan.actions.report_progress import MOST_FILES
from zhichan.rooms.plan.models import Admonition, FollowUp
from zhichan.rooms.plan.pages.admonitions.forms import AdmonitionForm, AnswerForm
from zhichan.rooms.plan.pages.follow_ups.quarters import quarter_asked
from zhichan.rooms.plan.pages.progress.views import stored
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.pages.tasks.forms import unit_choices
from zhichan.rooms.plan.queries.admonitions import concerned_units
from zhichan.rooms.plan.queries.follow_up_units import late_of_quarter
from zhichan.rooms.plan.rights import ADMONITION_ANSWER, ADMONITION_RECORD

_FILE_BYTES = MOST_FILES * settings.UPLOAD_LIMIT_BYTES


@page(ADMONITION_RECORD, file_bytes=_FILE_BYTES)
def new(request: HttpRequest) -> HttpResponse:
    """``unit`` and ``quarter`` in the address: the form comes with that unit and what it was late with."""
    actor = actor_in(request)
    quarter, late = _late(request)
    form = AdmonitionForm(
        request.POST or None,
        request.FILES or None,
        units=unit_choices(existing_on(Unit.objects.all(), today())),
        initial={"held_on": today(), "units": request.GET.getlist("unit"), "reason": _reason(quarter, late)},
    )
    made: list[Admonition] = []

    def hold(data: dict[str, Any]) -> None:
        made.append(record_admonition(_wanted(data, quarter, late, request), by=actor, at=now()))

    status = submit(request, form, hold)
    if status == CARRIED_OUT:
        messages.success(request, _("%(number)s 已登记，并通知有关单位。") % {"number": made[0].number})
        return redirect("plan:admonition", made[0].pk)
    context = {"form": form, "late": late, "quarter": quarter}
    return render(request, "plan/admonitions/new.html", context, status=status)


def _late(request: HttpRequest) -> tuple[str, Sequence[FollowUp]]:
    """The quarter the address names and the late follow-ups of its unit in it; else nothing."""
    label, unit = request.GET.get("quarter", ""), request.GET.get("unit", "")
    quarter = quarter_asked(label, today())
    if quarter.label != label or not (unit.isascii() and unit.isdigit() and len(unit) < 18):
        return "", ()
    return label, late_of_quarter(quarter).get(int(unit), ())


def _reason(quarter: str, late: Sequence[FollowUp]) -> str:
    if not late:
        return ""
    numbers = "、".join(row.number for row in late)
    words = {"quarter": quarter, "count": len(late), "numbers": numbers}
    return _("%(quarter)s 有 %(count)d 项督办逾期反馈或逾期办结：%(numbers)s。") % words


def _wanted(
    data: dict[str, Any], quarter: str, late: Sequence[FollowUp], request: HttpRequest
) -> NewAdmonition:
    return NewAdmonition(
        kind=data["kind"],
        held_on=data["held_on"],
        held_by=data["held_by"],
        unit_ids=data["units"],
        reason=data["reason"],
        demand=data["demand"],
        demand_due_on=data["demand_due_on"],
        quarter=quarter,
        follow_up_ids=[row.pk for row in late],
        files=tuple(stored(one, actor_in(request), now()) for one in data["evidence"]),
    )


@page(ADMONITION_ANSWER, file_bytes=_FILE_BYTES)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer of one unit concerned."""
    actor = actor_in(request)
    row = concerned_units(actor).select_related("admonition", "unit").filter(pk=pk).first()
    if row is None:
        raise NotFound(_("没有找到这条通报约谈。"), admonished=pk)
    require(actor, ADMONITION_ANSWER, [row.unit_id])
    form = AnswerForm(request.POST or None, request.FILES or None)

    def give(data: dict[str, Any]) -> object:
        files = tuple(stored(one, actor, now()) for one in data["evidence"])
        return answer_admonition(pk, data["text"], files=files, by=actor, at=now())

    status = submit(request, form, give)
    if status == CARRIED_OUT:
        messages.success(request, _("已回复。"))
        return redirect("plan:admonition", row.admonition_id)
    context = {"form": form, "row": row, "admonition": row.admonition}
    return render(request, "plan/admonitions/answer.html", context, status=status)
