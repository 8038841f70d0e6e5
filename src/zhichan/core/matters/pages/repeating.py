"""Matters that may be about the same thing: told before one is opened, joined, parted again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.matters.actions.links import merge_matter, part_source
from zhichan.core.matters.happenings import What, facts_of
from zhichan.core.matters.likely import Likely, likely_repeats
from zhichan.core.matters.likeness import Trait, traits_of
from zhichan.core.matters.loading import procedure_on
from zhichan.core.matters.pages.acting import (
    CARRIED_OUT,
    SeenForm,
    here,
    opened_by,
    posted,
    reason_field,
    small_page,
    submit,
)
from zhichan.core.matters.pages.finding import day_in
from zhichan.core.matters.pages.participants import team_only
from zhichan.core.matters.parties import Finder
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.queries import matters_visible_to
from zhichan.core.matters.rights import MATTER_MOVE, MATTER_OPEN
from zhichan.core.matters.workspace import Workspace

FREE_ROWS = 3
"""Rows of an opening for somebody in any seat."""


@dataclass(frozen=True)
class Typed:
    """Somebody as they stand in a form that is not sent yet."""

    seat: str
    name: str
    identifier: str


def typed_traits(procedure: Procedure, typed: Mapping[str, str], finder: Finder) -> Iterator[Trait]:
    """By what a matter would be compared that is being written; whoever was chosen from a register goes by
    what it says."""
    values = {field.name: typed.get(field.name, "") for field in procedure.opening}
    rows = [(f"seat_{seat.name}", seat.name) for seat in procedure.seats]
    rows += [(f"more_{n}", typed.get(f"more_{n}-seat", "")) for n in range(FREE_ROWS)]
    seated = [_typed(prefix, seat, typed, finder) for prefix, seat in rows]
    return traits_of(procedure, values, seated)


def _typed(prefix: str, seat: str, typed: Mapping[str, str], finder: Finder) -> Typed:
    name, identifier = typed.get(f"{prefix}-name", ""), typed.get(f"{prefix}-identifier", "")
    chosen = typed.get(f"{prefix}-party", "")
    party = finder.one(chosen) if chosen else None
    if party is None:
        return Typed(seat, name, identifier)
    return Typed(seat, party.name, party.identifier or identifier)


def repeats_of_form(
    procedure: Procedure, typed: Mapping[str, str], actor: Actor, at: datetime
) -> list[Likely]:
    finder = Finder(actor, day_in(typed.get("opened", "")))
    return likely_repeats(procedure, typed_traits(procedure, typed, finder), actor, at=at)


def repeats_of(space: Workspace) -> list[Likely]:
    """The matters an open one may repeat, for whoever could put it into one of them. Nothing is asked for a
    procedure that takes no sources."""
    if not (space.procedure.takes_sources and space.matter.is_open and space.may_move):
        return []
    values = facts_of(one for one in space.standing.happenings if one.kind == What.OPENED)
    seated = [row for row in space.participants if row.removed_at is None and not row.is_secret]
    near = {pk for _kind, *both in space.near.links for pk in both} | set(space.near.open)
    traits = traits_of(space.procedure, values, seated)
    apart = frozenset({space.matter.pk, *near})
    return likely_repeats(space.procedure, traits, space.actor, at=space.at, apart_from=apart)


def reason_of(one: Likely) -> str:
    """What is written down as the reason of a join with one click."""
    return _("查重：%(reasons)s") % {"reasons": "、".join(one.reasons)}


@page(MATTER_OPEN)
@require_POST
def repeats(request: HttpRequest, name: str) -> HttpResponse:
    """What the matter being written may repeat, as it is typed."""
    actor, at = actor_in(request), now()
    procedure = procedure_on(name, timezone.localdate(at))
    context = {"repeats": repeats_of_form(procedure, request.POST.dict(), actor, at), "is_opening": True}
    return render(request, "matters/parts/repeats.html", context)


class ReasonForm(SeenForm):
    reason = reason_field()


class PartForm(SeenForm):
    reason = reason_field(gettext_lazy("分开的理由"))


@page(MATTER_MOVE)
def join(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Make a matter a further source of another: sent from the list of likely repeats, or by this page."""
    space = opened_by(request, pk)
    head = here(matters_visible_to(space.actor).filter(pk=other).first())
    reason = next((reason_of(one) for one in repeats_of(space) if one.matter.pk == other), "")
    form = ReasonForm(posted(request), initial={"seen": space.matter.revision, "reason": reason})

    def act() -> None:
        data = form.cleaned_data
        merge_matter(pk, other, data["reason"], by=space.actor, at=space.at, seen=data["seen"])

    status = submit(request, form, act)
    if status == CARRIED_OUT:
        messages.success(request, _("已作为 %(number)s 的又一来源。") % {"number": head.number})
        return redirect("matters:matter", other)
    words = {
        "title": _("作为 %(number)s 的又一来源") % {"number": head.number},
        "lead": _(
            "本件并入 %(number)s（%(title)s）一并核查。举报人、收到日期和答复期限仍是本件自己的；"
            "并错了可以再分开。"
        )
        % {"number": head.number, "title": head.title},
        "button": _("并入"),
    }
    return small_page(request, space, form, status, words)


@page(MATTER_MOVE)
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a join back."""
    space = opened_by(request, pk)
    form: forms.Form = PartForm(posted(request), initial={"seen": space.matter.revision})

    def act() -> None:
        data = form.cleaned_data
        part_source(pk, data["reason"], by=space.actor, at=space.at, seen=data["seen"])

    status = submit(request, form, act)
    if status == CARRIED_OUT:
        messages.success(request, _("已分开，本件恢复单独核查。"))
        return redirect("matters:matter", pk)
    words = {
        "title": _("与主件分开"),
        "lead": _("本件回到并入之前的环节，期限仍从自己的收到日期起算；随主件办理的步骤不再计入。"),
        "button": _("分开"),
        "barred": team_only(space),
    }
    return small_page(request, space, form, status, words)
