"""The page of one step (办理): its form, what will follow from it, and a refusal that loses nothing typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.matters.actions.take_move import Step, Taken, take_move
from zhichan.core.matters.consequences import consequences_of
from zhichan.core.matters.forms import given_again
from zhichan.core.matters.judging import advised_of_step, before_form
from zhichan.core.matters.limits import Unit
from zhichan.core.matters.loading import move_of
from zhichan.core.matters.pages.acting import CARRIED_OUT, SHOWN, SeenForm, opened_by, posted, submit
from zhichan.core.matters.pages.advice import advice_lines
from zhichan.core.matters.pages.fields import AskedForm
from zhichan.core.matters.procedure import Move, Procedure
from zhichan.core.matters.queries import served_days, staff_of
from zhichan.core.matters.rights import MATTER_MOVE
from zhichan.core.matters.showing.values import Said
from zhichan.core.matters.workspace import Workspace
from zhichan.core.rules.wording import joined
from zhichan.web.fields import DayField

MOST_NOTE = 1000
ASK = "ask_rules"
"""The button that asks the rules once more about what is typed, and takes no step."""


class MoveForm(AskedForm, SeenForm):
    """The fields of the step, the day it happened, a note."""

    happened = DayField(
        label=gettext_lazy("办理日期"), help_text=gettext_lazy("实际办理的那一天，可以早于今天。")
    )
    happened_at = forms.TimeField(
        label=gettext_lazy("办理时刻"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("有按小时计的期限从这一步起算或由它履行，请写准时刻。"),
    )
    note = forms.CharField(
        label=gettext_lazy("说明"),
        required=False,
        max_length=MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, asks_time: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks_time:
            del self.fields["happened_at"]

    def propose(self, proposed: Sequence[Said]) -> None:
        """Say at each field what the rules propose for it; whoever fills it in chooses."""
        words = {one.label: one.text for one in proposed}
        for field in self.fields.values():
            if text := words.get(str(field.label)):
                proposal = _("规则建议：%(text)s") % {"text": text}
                field.help_text = joined((proposal, str(field.help_text)))

    def happened_when(self) -> date | datetime:
        """The day, or the instant where its time was given."""
        day: date = self.cleaned_data["happened"]
        moment: time | None = self.cleaned_data.get("happened_at")
        return timezone.make_aware(datetime.combine(day, moment)) if moment else day

    def step(self, move: Move) -> Step:
        data = self.cleaned_data
        return Step(move.name, self.given(), self.happened_when(), data["note"], data["seen"])


@page(MATTER_MOVE)
def take(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    space = opened_by(request, pk)
    actor, at = space.actor, space.at
    move = move_of(space.procedure, name)
    form = _form(request, space, move)
    taken: list[Taken] = []
    status = SHOWN
    if ASK not in request.POST:
        status = submit(request, form, lambda: taken.append(take_move(pk, form.step(move), by=actor, at=at)))
    if status == CARRIED_OUT:
        _tell(request, move, taken[0])
        return redirect("matters:matter", pk)
    # Where somebody was first the reader sees how it stands now, and may send what they typed again.
    form.renew(space.matter.revision)
    refusal = next(before_form(space.standing, move, space.parts), None)
    advised = advised_of_step(space.standing, move, _typed(request, form, move), space.rules)
    lines = advice_lines(advised, move.form)
    form.propose([one for line in lines for one in line.proposed])
    context = {
        "space": space,
        "matter": space.matter,
        "move": move,
        "form": form,
        "refusal": refusal,
        "follows": consequences_of(space.standing, move, space.today),
        "advised": lines,
        "ask": ASK,
    }
    return render(request, "matters/move.html", context, status=status)


def _form(request: HttpRequest, space: Workspace, move: Move) -> MoveForm:
    """The form of the step; where only the rules were asked, with what was typed and nothing refused yet."""
    staff = [(one.pk, one.name) for one in staff_of(space.matter.unit, at=space.at)] if _asks(move) else []
    form = MoveForm(
        None if ASK in request.POST else posted(request),
        asked=move.form,
        at=space.at,
        staff=staff,
        asks_lead=space.matter.handler_id is None,
        asks_time=asks_time(space.procedure, move),
        initial={
            "seen": space.matter.revision,
            "happened": space.today.day,
            **given_again([one for one in move.form if one.starts_known], space.standing.facts),
            **_as_served(space, move),
        },
    )
    if ASK in request.POST:
        form.initial.update(_raw(request, form))
    return form


def _raw(request: HttpRequest, form: MoveForm) -> dict[str, object]:
    """What stands in each field of a sent form, as it was typed."""
    many = {name for name, one in form.fields.items() if isinstance(one, forms.MultipleChoiceField)}
    return {
        name: request.POST.getlist(name) if name in many else request.POST.get(name, "")
        for name in form.fields
    }


def _typed(request: HttpRequest, form: MoveForm, move: Move) -> dict[str, object]:
    """What stands in the fields of the step: as it was typed, or as the form starts."""
    given = _raw(request, form) if request.method == "POST" else form.initial
    return {one.name: given[one.name] for one in move.form if one.name in given}


def _asks(move: Move) -> bool:
    """Whether its form asks for people."""
    return any(field.part for field in move.form)


def asks_time(procedure: Procedure, move: Move) -> bool:
    """Whether a limit in hours counts from the step, or is met by it."""
    return any(
        duty.within.limit.unit is Unit.HOUR and (duty.within.since == move.name or move in duty.moves)
        for duty in procedure.duties
    )


def _tell(request: HttpRequest, move: Move, taken: Taken) -> None:
    messages.success(request, _("已办“%(move)s”。") % {"move": move.label})
    if taken.child:
        messages.info(request, _("已开办所属事项 %(number)s。") % {"number": taken.child.number})
    for warning in taken.warnings:
        messages.warning(request, warning)


def _as_served(space: Workspace, move: Move) -> dict[str, date]:
    """The days that recorded services give."""
    asked = [one for one in move.form if one.served]
    days = served_days(space.matter) if asked else {}
    return {one.name: days[one.served] for one in asked if one.served in days}
