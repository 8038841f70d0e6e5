"""Doing one thing with several matters (批量办理): each in a transaction of its own, told row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.errors import InvalidInput, NotFound, ZhichanError
from zhichan.core.matters.actions.remind import MOST_NOTE, remind_team
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import hand_over as hand_over_matter
from zhichan.core.matters.models import Matter, TeamMember
from zhichan.core.matters.pages.acting import reason_field, serve_work
from zhichan.core.matters.parts_held import parts_held
from zhichan.core.matters.procedure import Move
from zhichan.core.matters.queries import matters_visible_to, procedure_of, staff_of
from zhichan.core.matters.rights import MATTER_MOVE, MATTER_STAFF
from zhichan.core.tables.paging import picked

MOST = 100


@dataclass(frozen=True)
class Picked:
    """A chosen matter with the revision it was chosen at."""

    matter: Matter
    seen: int

    @property
    def stage(self) -> str:
        procedure = procedure_of(self.matter)
        return f"{procedure.label} · {procedure.state(self.matter.state).label}"

    @property
    def value(self) -> str:
        return f"{self.matter.pk}:{self.seen}"


@dataclass(frozen=True)
class Outcome:
    """What became of one of them; ``refusal`` empty where it was done."""

    picked: Picked
    refusal: str


class HandOverForm(forms.Form):
    person = forms.TypedChoiceField(label=gettext_lazy("转给"), coerce=int)
    reason = reason_field(required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class RemindForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("附言"),
        required=False,
        max_length=MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("承办人和轮到审批的负责人会收到通知，催办记入办理经过。"),
    )


class MoveForm(forms.Form):
    move = forms.ChoiceField(label=gettext_lazy("办理"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, moves: Sequence[Move], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["move"].choices = [(one.name, one.label) for one in moves]  # type: ignore[attr-defined]


@page(MATTER_STAFF)
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """Another person takes charge of all that were chosen (转办)."""
    serve_work(request)
    actor, at, chosen = actor_in(request), now(), _chosen(request)
    units = {one.matter.unit_id for one in chosen}
    people = staff_of(chosen[0].matter.unit, at=at) if len(units) == 1 else []
    form = HandOverForm(_posted(request), people=[(one.pk, one.name) for one in people])

    def act(one: Picked) -> object:
        sent = form.cleaned_data
        return hand_over_matter(one.matter.pk, sent["person"], sent["reason"], by=actor, at=at, seen=one.seen)

    barred = _("所选事项分属不同单位，请分开转办。") if len(units) > 1 else ""
    return _page(request, chosen, form, act, title=_("转办"), barred=barred)


@page(MATTER_MOVE)
@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest) -> HttpResponse:
    """Press those who work on them (催办)."""
    serve_work(request)
    actor, at, chosen = actor_in(request), now(), _chosen(request)
    form = RemindForm(_posted(request))

    def act(one: Picked) -> object:
        return remind_team(one.matter.pk, form.cleaned_data["note"], by=actor, at=at)

    return _page(request, chosen, form, act, title=_("催办"))


@page(MATTER_MOVE)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest) -> HttpResponse:
    """Take the same step in all that were chosen, where they stand alike and it asks for nothing."""
    serve_work(request)
    actor, at, chosen = actor_in(request), now(), _chosen(request)
    alike = {(one.matter.procedure, one.matter.version, one.matter.state) for one in chosen}
    moves = _moves(actor, chosen) if len(alike) == 1 else []
    form = MoveForm(_posted(request), moves=moves)

    def act(one: Picked) -> object:
        step = Step(form.cleaned_data["move"], seen=one.seen)
        return take_move(one.matter.pk, step, by=actor, at=at)

    barred = ""
    if len(alike) > 1:
        barred = _("所选事项的环节不同，不能一起办理。")
    elif not moves:
        barred = _("这一环节没有您能成批办理的步骤：要填表的步骤请逐件办理。")
    return _page(request, chosen, form, act, title=_("批量办理"), barred=barred)


def _moves(actor: Actor, chosen: Sequence[Picked]) -> list[Move]:
    """The steps of their state that ask for nothing and are for one of the actor's parts. One query."""
    first = chosen[0].matter
    procedure = procedure_of(first)
    ids = [one.matter.pk for one in chosen]
    places = TeamMember.objects.filter(matter_id__in=ids, person_id=actor.id or 0, until__isnull=True)
    team = {part: frozenset({actor.id or 0}) for part in places.values_list("part", flat=True).distinct()}
    parts = parts_held(actor, first, procedure, team, {})
    return [
        one
        for one in procedure.moves_from(first.state)
        if not one.form and not one.starts and not parts.isdisjoint(one.by)
    ]


def _page(
    request: HttpRequest,
    chosen: Sequence[Picked],
    form: forms.Form,
    act: Callable[[Picked], object],
    *,
    title: str,
    barred: str = "",
) -> HttpResponse:
    outcomes: list[Outcome] = []
    if form.is_bound and not barred and form.is_valid():
        outcomes = [Outcome(one, _refusal(partial(act, one))) for one in chosen]
    context = {
        "chosen": chosen,
        "form": form,
        "title": title,
        "barred": barred,
        "outcomes": outcomes,
        "refused": sum(bool(one.refusal) for one in outcomes),
    }
    status = 422 if form.is_bound and not outcomes else 200
    return render(request, "matters/queue/batch.html", context, status=status)


def _refusal(act: Callable[[], object]) -> str:
    """Do it; what stood against it, in words. Each is a transaction of its own."""
    try:
        act()
    except ZhichanError as error:
        return error.message
    return ""


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _chosen(request: HttpRequest) -> list[Picked]:
    """The matters the page was given, those due first in front. Raises NotFound where the actor may see none
    of them, InvalidInput for none or too many."""
    texts = (request.POST if request.method == "POST" else request.GET).getlist("pick")
    seen = dict(text.partition(":")[::2] for text in ",".join(texts).split(",") if text)
    if not seen or len(seen) > MOST:
        raise InvalidInput(_("请在列表里勾选 1 到 %(most)d 件事项。") % {"most": MOST})
    ids = picked(",".join(seen))
    rows = matters_visible_to(actor_in(request)).select_related("unit", "handler").filter(pk__in=ids)
    found = list(rows.order_by("next_due_at", "pk"))
    if not found:
        raise NotFound(_("没有找到这些事项。"))
    return [Picked(one, _revision(seen[str(one.pk)], one)) for one in found]


def _revision(text: str, matter: Matter) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else matter.revision
