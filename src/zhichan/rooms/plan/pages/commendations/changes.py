"""Opening rounds, putting somebody forward, and the steps of a commendation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.access.rights import Reach, reach_of, units_of
from zhichan.core.errors import NotFound
from zhichan.core.files.actions import store_evidence
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on, posts_on
from zhichan.rooms.plan.actions.commend import Nomination, move_commendation, nominate, open_award_round
from zhichan.rooms.plan.commendation_moves import MOVES
from zhichan.rooms.plan.models import AwardRound, Commendation
from zhichan.rooms.plan.pages.commendations.forms import NominationForm, RoundForm
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.pages.step_form import StepForm, Stepped, step_reply
from zhichan.rooms.plan.queries.commendations import commendation_visible_to, shown_name
from zhichan.rooms.plan.rights import COMMEND_KEEP, COMMEND_NOMINATE, COMMEND_VIEW
from zhichan.rooms.plan.steps import move_named, require_any


@page(COMMEND_KEEP)
def new_round(request: HttpRequest) -> HttpResponse:
    """Open a commendation for a year."""
    actor = actor_in(request)
    form = RoundForm(request.POST or None, initial={"year": today_here().year})
    status = submit(request, form, lambda _data: open_award_round(form.round(), by=actor, at=now()))
    if status == CARRIED_OUT:
        messages.success(request, _("表彰项目已开设。"))
        return redirect("plan:commendations")
    return render(request, "plan/commendations/round.html", {"form": form}, status=status)


@page(COMMEND_NOMINATE, file_bytes=settings.UPLOAD_LIMIT_BYTES)
def put_forward(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a unit or a person forward in a round."""
    actor = actor_in(request)
    held = AwardRound.objects.filter(pk=pk).first()
    if held is None:
        raise NotFound(_("没有找到这个表彰项目。"), round=pk)
    form = NominationForm(request.POST or None, request.FILES or None, **_nominees(actor))
    made: list[Commendation] = []

    def put(data: dict[str, Any]) -> None:
        at, given = now(), data["evidence"]
        kept = store_evidence(given.open(), name=given.name, by=actor, at=at) if given else None
        unit, person = form.unit_and_person()
        wanted = Nomination(pk, unit, data["reason"], person, kept, given.name if given else "")
        made.append(nominate(wanted, by=actor, at=at))

    status = submit(request, form, put)
    if status == CARRIED_OUT:
        messages.success(request, _("已提名，等待评审。"))
        return redirect("plan:commendation", made[0].pk)
    return render(request, "plan/commendations/nominate.html", {"form": form, "round": held}, status=status)


@page(COMMEND_VIEW)
def step(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Carry out one step; which role may make it follows from the step."""
    actor = actor_in(request)
    row = commendation_visible_to(actor, pk)
    wanted = move_named(MOVES, row.state, move)
    require_any(wanted, actor, [row.unit_id])
    form = StepForm(request.POST or None, initial={"on": today_here()})
    about = Stepped(shown_name(row, actor), row.get_state_display(), "plan:commendation", pk)
    status = submit(request, form, lambda _data: move_commendation(pk, form.step(move), by=actor, at=now()))
    return step_reply(request, form, wanted.label, about, status)


def _nominees(actor: Actor) -> dict[str, Any]:
    """The units the actor may nominate for, and who holds a post in them today."""
    today = today_here()
    units = existing_on(Unit.objects.all(), today)
    if reach_of(actor, COMMEND_NOMINATE) is not Reach.ALL:
        units = units.filter(pk__in=units_of(actor, COMMEND_NOMINATE))
    posts = posts_on(today).filter(unit__in=units).select_related("person", "unit")
    people = {
        (post.unit_id, post.person_id): f"{post.person.name}（{post.unit.name}）"
        for post in posts.order_by("unit__name", "pk")
        if post.unit is not None and post.person.is_active
    }
    return {
        "units": list(units.order_by("name", "pk").values_list("pk", "name")),
        "people": [(unit, person, name) for (unit, person), name in people.items()],
    }
