"""How a matter goes with others: related, merged, split off, on another road."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.matters import loading
from zhichan.core.matters.actions.links import merge_matter, relate_matters
from zhichan.core.matters.actions.parting import Road, Split, continue_as, split_matter
from zhichan.core.matters.loading import procedure_on
from zhichan.core.matters.models import Matter, Participant
from zhichan.core.matters.pages.acting import (
    CARRIED_OUT,
    SeenForm,
    opened_by,
    posted,
    reason_field,
    small_page,
    submit,
)
from zhichan.core.matters.pages.fields import AskedForm, initial_of
from zhichan.core.matters.pages.participants import team_only
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.queries import matters_visible_to
from zhichan.core.matters.rights import MATTER_MOVE
from zhichan.core.matters.showing.people import seat_text, shown_name
from zhichan.core.matters.workspace import Workspace
from zhichan.core.matters.writing.linking import seats_for
from zhichan.core.matters.writing.opening import MOST_TITLE


class OtherForm(SeenForm):
    other = forms.CharField(
        label=gettext_lazy("另一件的编号"), max_length=60, help_text=gettext_lazy("例如：线核〔2026〕12号")
    )
    reason = reason_field()


class SplitForm(SeenForm):
    title = forms.CharField(label=gettext_lazy("分出一件的事由"), max_length=MOST_TITLE)
    participants = forms.TypedMultipleChoiceField(
        label=gettext_lazy("分到那一件的参与人"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("他们从本件退出。"),
    )
    reason = reason_field()

    def __init__(self, *args: Any, space: Workspace, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["participants"].choices = [  # type: ignore[attr-defined]
            (row.pk, f"{seat_text(space.procedure, row.seat)} {shown_name(row)}") for row in _here(space)
        ]


class RoadForm(AskedForm, SeenForm):
    """Another procedure for the dispute: its opening, and in which seat each goes along."""

    asked_first = False
    title = forms.CharField(label=gettext_lazy("事由"), max_length=MOST_TITLE)
    reason = reason_field(gettext_lazy("转为另一程序的理由"))

    def __init__(
        self, *args: Any, space: Workspace, to: Procedure, rows: Sequence[Participant], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.rows = rows
        default = seats_for(space.procedure, to, rows)
        for row in rows:
            seats = [seat for seat in to.seats if seat.is_secret or not row.is_secret]
            self.fields[f"seat_{row.pk}"] = forms.ChoiceField(
                label=f"{seat_text(space.procedure, row.seat)} {shown_name(row)}",
                choices=[("", _("不带入")), *((seat.name, seat.label) for seat in seats)],
                required=False,
                initial=default.get(row.pk, ""),
            )

    def road(self, to: Procedure) -> Road:
        data = self.cleaned_data
        seats = {row.pk: data[f"seat_{row.pk}"] for row in self.rows}
        return Road(to.name, data["title"], self.given(), seats)


def _here(space: Workspace) -> list[Participant]:
    return [row for row in space.participants if row.removed_at is None]


@page(MATTER_MOVE)
def relate(request: HttpRequest, pk: int) -> HttpResponse:
    space = opened_by(request, pk)
    form = OtherForm(posted(request), initial={"seen": space.matter.revision})
    status = submit(
        request,
        form,
        lambda: relate_matters(
            pk, _other(space, form), form.cleaned_data["reason"], by=space.actor, at=space.at
        ),
    )
    if status == CARRIED_OUT:
        messages.success(request, _("已关联。"))
        return redirect("matters:matter", pk)
    words = {
        "title": _("关联另一件事项"),
        "lead": _("两件互相列出，其他不变。"),
        "button": _("关联"),
    }
    return small_page(request, space, form, status, words)


@page(MATTER_MOVE)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    space = opened_by(request, pk)
    form = OtherForm(posted(request), initial={"seen": space.matter.revision})
    status = submit(
        request,
        form,
        lambda: merge_matter(
            pk,
            _other(space, form),
            form.cleaned_data["reason"],
            by=space.actor,
            at=space.at,
            seen=form.cleaned_data["seen"],
        ),
    )
    if status == CARRIED_OUT:
        messages.success(request, _("已并入。"))
        return redirect("matters:matter", pk)
    words = {
        "title": _("并入另一件事项"),
        "lead": _(
            "本件就此办结，期限不再计时；材料、记事和参与人带入另一件。只能并入同一程序、开办在先的一件。"
        ),
        "button": _("并入"),
        "barred": team_only(space),
        "is_danger": True,
    }
    return small_page(request, space, form, status, words)


@page(MATTER_MOVE)
def split(request: HttpRequest, pk: int) -> HttpResponse:
    space = opened_by(request, pk)
    initial = {"seen": space.matter.revision, "title": space.matter.title}
    form = SplitForm(posted(request), space=space, initial=initial)
    made: list[Matter] = []

    def act() -> None:
        data = form.cleaned_data
        what = Split(data["title"], tuple(data["participants"]))
        made.append(split_matter(pk, what, data["reason"], by=space.actor, at=space.at, seen=data["seen"]))

    status = submit(request, form, act)
    if status == CARRIED_OUT:
        messages.success(request, _("已分出 %(number)s。") % {"number": made[0].number})
        return redirect("matters:matter", made[0].pk)
    words = {
        "title": _("分出一件"),
        "lead": _("同一程序另开一件，收到日期、承办人员、材料和记事与本件相同。"),
        "button": _("分出"),
        "barred": team_only(space),
    }
    return small_page(request, space, form, status, words)


@page(MATTER_MOVE)
def roads(request: HttpRequest, pk: int) -> HttpResponse:
    """The procedures a dispute can go on in."""
    space = opened_by(request, pk)
    context = {"space": space, "matter": space.matter, "roads": _roads(space), "barred": team_only(space)}
    return render(request, "matters/roads.html", context)


@page(MATTER_MOVE)
def road(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    space = opened_by(request, pk)
    to = next((one for one in _roads(space) if one.name == name), None)
    if to is None:
        raise NotFound(_("没有这种可以转为的程序。"), procedure=name)
    initial = {
        "seen": space.matter.revision,
        "title": space.matter.title,
        **initial_of(to.opening, space.standing.facts),
    }
    form = RoadForm(
        posted(request), space=space, to=to, rows=_here(space), asked=to.opening, at=space.at, initial=initial
    )
    made: list[Matter] = []

    def act() -> None:
        data = form.cleaned_data
        made.append(
            continue_as(pk, form.road(to), data["reason"], by=space.actor, at=space.at, seen=data["seen"])
        )

    status = submit(request, form, act)
    if status == CARRIED_OUT:
        messages.success(request, _("已转为 %(number)s。") % {"number": made[0].number})
        return redirect("matters:matter", made[0].pk)
    words = {
        "title": _("转为“%(procedure)s”") % {"procedure": to.label},
        "lead": _("材料、记事、参与人和承办人员带到新的一件。本件不会因此办结，要另办一步。"),
        "button": _("转为"),
        "barred": team_only(space),
    }
    return small_page(request, space, form, status, words)


def _roads(space: Workspace) -> list[Procedure]:
    """The procedures in force today that can be opened by hand, but the matter's own."""
    today = space.today.day
    names = dict.fromkeys(one.name for one in loading.all_procedures() if one.in_force_from <= today)
    found = [procedure_on(name, today) for name in names if name != space.matter.procedure]
    return [one for one in found if not one.is_child]


def _other(space: Workspace, form: forms.Form) -> int:
    """The key of the matter of that number, as far as the reader may see it. Raises InvalidInput."""
    number = form.cleaned_data["other"].strip()
    found = matters_visible_to(space.actor).filter(number=number).values_list("pk", flat=True).first()
    if found is None:
        raise InvalidInput(_("没有找到这个编号的事项。"), field="other")
    return found
