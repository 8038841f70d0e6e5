"""Pages of appeals and corrections."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now
from zhichan.core.access.rights import may
from zhichan.core.files.actions import store_evidence
from zhichan.core.files.pages import file_response
from zhichan.rooms.plan.actions.report_progress import Evidence
from zhichan.rooms.plan.actions.score_appeals import answer_appeal, correct_score, file_appeal
from zhichan.rooms.plan.models import ScoreAppeal, ScoreAppealFile, UnitScore
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.pages.scores.forms import AnswerForm, AppealForm, CorrectForm
from zhichan.rooms.plan.queries.scores import appeals_visible_to, score_visible_to
from zhichan.rooms.plan.rights import SCORE_APPEAL, SCORE_CORRECT, SCORE_VIEW

State = ScoreAppeal.State
LOOKS = {State.OPEN: "warn", State.UPHELD: "ok", State.REJECTED: "idle"}
MOST = 200


@page(SCORE_VIEW)
def appeals(request: HttpRequest) -> HttpResponse:
    """The appeals the actor may see, those that wait first."""
    rows = [
        (one, LOOKS[State(one.state)], _item(one)) for one in appeals_visible_to(actor_in(request))[:MOST]
    ]
    return render(request, "plan/scores/appeals.html", {"rows": rows})


@page(SCORE_APPEAL, file_bytes=settings.UPLOAD_LIMIT_BYTES)
def new(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    """Object to an item of one's own unit's score."""
    actor = actor_in(request)
    score = score_visible_to(actor, pk, unit_pk)
    form = AppealForm(
        request.POST or None,
        request.FILES or None,
        items=_items(score),
        initial={"position": request.GET.get("item", "")},
    )
    made: list[ScoreAppeal] = []

    def appeal_now(data: dict[str, Any]) -> None:
        at = now()
        evidence = [
            Evidence(store_evidence(one.open(), name=one.name, by=actor, at=at), one.name)
            for one in data["evidence"]
        ]
        words = (score.pk, data["position"], data["reason"])
        made.append(file_appeal(*words, evidence=evidence, by=actor, at=at))

    status = submit(request, form, appeal_now)
    if status == CARRIED_OUT:
        messages.success(request, _("申诉已提出。"))
        return redirect("plan:score_appeal", made[0].pk)
    context = {"form": form, "score": score, "run": score.run}
    return render(request, "plan/scores/appeal_form.html", context, status=status)


@page(SCORE_VIEW)
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """One appeal, and the office's answer."""
    actor = actor_in(request)
    rows = appeals_visible_to(actor).select_related("filed_by", "answered_by", "correction")
    one = found(rows.filter(pk=pk).first())
    may_answer = may(actor, SCORE_CORRECT) and one.state == State.OPEN
    form = AnswerForm(request.POST or None)
    status = 200
    if may_answer:
        status = submit(
            request,
            form,
            lambda data: answer_appeal(pk, data["answer"], value=data["value"], by=actor, at=now()),
        )
    if status == CARRIED_OUT:
        messages.success(request, _("申诉已答复。"))
        return redirect("plan:score_appeal", pk)
    context = {
        "appeal": one,
        "look": LOOKS[State(one.state)],
        "item": _item(one),
        "files": one.files.all(),
        "form": form,
        "may_answer": may_answer,
    }
    return render(request, "plan/scores/appeal.html", context, status=status)


@page(SCORE_CORRECT)
def correct(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    """Correct an item of a unit's score."""
    actor = actor_in(request)
    score = score_visible_to(actor, pk, unit_pk)
    form = CorrectForm(
        request.POST or None, items=_items(score), initial={"position": request.GET.get("item", "")}
    )
    status = submit(
        request,
        form,
        lambda data: correct_score(
            score.pk, data["position"], data["value"], data["reason"], by=actor, at=now()
        ),
    )
    if status == CARRIED_OUT:
        messages.success(request, _("得分已更正，原得分仍在。"))
        return redirect("plan:score_unit", pk, unit_pk)
    context = {"form": form, "score": score, "run": score.run}
    return render(request, "plan/scores/correct.html", context, status=status)


@page(SCORE_VIEW)
def file(request: HttpRequest, pk: int) -> FileResponse:
    """A file of an appeal, for whoever may see the appeal."""
    rows = ScoreAppealFile.objects.filter(appeal__in=appeals_visible_to(actor_in(request)))
    one = found(rows.select_related("file").filter(pk=pk).first())
    return file_response(one.file, one.name)


def _items(score: UnitScore) -> list[tuple[int, str]]:
    return list(score.run.scheme.items.order_by("position").values_list("position", "name"))


def _item(one: ScoreAppeal) -> str:
    names = dict(_items(one.score))
    return names[one.position]
