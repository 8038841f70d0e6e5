"""Renewing an agreement, ending it before its term, and taking such an end back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.files.actions import store_file
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.run_agreement import end_agreement, renew_agreement, withdraw_ending
from zhichan.rooms.plan.models import Agreement
from zhichan.rooms.plan.pages.agreements.forms import EndForm, RenewForm, WithdrawForm
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.pages.tasks.forms import unit_choices
from zhichan.rooms.plan.queries.agreements import AgreementPage, agreement_page
from zhichan.rooms.plan.rights import AGREEMENT_RECORD


@page(AGREEMENT_RECORD, file_bytes=settings.UPLOAD_LIMIT_BYTES)
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the next term; what stays the same is filled in from the former."""
    actor, today = actor_in(request), today_here()
    shown = agreement_page(actor, pk, today)
    former = shown.agreement
    form = RenewForm(
        request.POST or None,
        request.FILES or None,
        units=unit_choices(existing_on(Unit.objects.all(), today)),
        asks_gap=former.last_day is not None and former.last_day < today,
        initial=_initial(shown) | {"signed_on": today},
    )
    made: list[Agreement] = []

    def keep(data: dict[str, Any]) -> None:
        at, given = now(), data["file"]
        kept = store_file(given.open(), name=given.name, by=actor, at=at) if given else None
        confirmed = data.get("gap_confirmed", False)
        made.append(renew_agreement(pk, form.agreement(kept), gap_confirmed=confirmed, by=actor, at=at))

    status = submit(request, form, keep)
    if status == CARRIED_OUT:
        messages.success(request, _("已续签，上一期保留。"))
        return redirect("plan:agreement", made[0].pk)
    context = {"agreement": former, "form": form}
    return render(request, "plan/agreements/renew.html", context, status=status)


@page(AGREEMENT_RECORD)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End it before its term, with the day and the reason."""
    actor = actor_in(request)
    agreement = agreement_page(actor, pk, today_here()).agreement
    form = EndForm(request.POST or None, initial={"ended_on": today_here()})
    status = submit(
        request,
        form,
        lambda data: end_agreement(pk, ended_on=data["ended_on"], reason=data["reason"], by=actor, at=now()),
    )
    if status == CARRIED_OUT:
        messages.success(request, _("已登记提前终止。"))
        return redirect("plan:agreement", pk)
    context = {"agreement": agreement, "form": form}
    return render(request, "plan/agreements/end.html", context, status=status)


@page(AGREEMENT_RECORD)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an end back that was recorded wrongly."""
    actor = actor_in(request)
    agreement = agreement_page(actor, pk, today_here()).agreement
    form = WithdrawForm(request.POST or None)
    status = submit(
        request, form, lambda data: withdraw_ending(pk, reason=data["reason"], by=actor, at=now())
    )
    if status == CARRIED_OUT:
        messages.success(request, _("已撤回终止，协议恢复原来的期限。"))
        return redirect("plan:agreement", pk)
    context = {"agreement": agreement, "form": form}
    return render(request, "plan/agreements/withdraw.html", context, status=status)


def _initial(shown: AgreementPage) -> dict[str, Any]:
    former = shown.agreement
    return {
        "kind": former.kind,
        "title": former.title,
        "own_unit": former.own_unit_id,
        "parties": "、".join(party.name for party in shown.parties),
    }
