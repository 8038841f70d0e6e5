"""Who works on a matter: assigning, recusal, hand-over; and which other unit may see it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.matters.actions.sharing import share_matter, stop_sharing
from zhichan.core.matters.actions.team import INSIDE, assign, hand_over, recuse
from zhichan.core.matters.pages.acting import (
    SeenForm,
    here,
    opened_by,
    posted,
    reason_field,
    small_form,
)
from zhichan.core.matters.parts import LABELS
from zhichan.core.matters.queries import staff_of
from zhichan.core.matters.rights import MATTER_MOVE, MATTER_STAFF
from zhichan.core.matters.workspace import Workspace
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on

Choices = list[tuple[Any, str]]


class AssignForm(SeenForm):
    part = forms.ChoiceField(label=gettext_lazy("办理身份"))
    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("人员"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    lead = forms.TypedChoiceField(
        label=gettext_lazy("其中主办"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("还没有主办时有用；已有主办的，用“转办”换人。"),
    )

    def __init__(self, *args: Any, staff: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["part"].choices = [(part, LABELS[part]) for part in INSIDE]  # type: ignore[attr-defined]
        self.fields["people"].choices = staff  # type: ignore[attr-defined]
        self.fields["lead"].choices = [("", _("按所选的第一人")), *staff]  # type: ignore[attr-defined]

    def chosen(self) -> list[int]:
        """Those chosen, the one in charge first."""
        lead, people = self.cleaned_data["lead"], self.cleaned_data["people"]
        return [lead, *(one for one in people if one != lead)] if lead else people


class RecuseForm(SeenForm):
    person = forms.TypedChoiceField(label=gettext_lazy("回避的人"), coerce=int)
    reason = reason_field(gettext_lazy("回避的理由"))

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class HandOverForm(SeenForm):
    person = forms.TypedChoiceField(label=gettext_lazy("转给"), coerce=int)
    reason = reason_field(required=False)

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    unit = forms.TypedChoiceField(label=gettext_lazy("单位"), coerce=int)
    reason = reason_field()

    def __init__(self, *args: Any, units: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class StopForm(forms.Form):
    reason = reason_field()


def _staff(space: Workspace) -> Choices:
    return [(one.pk, one.name) for one in staff_of(space.matter.unit, at=space.at)]


@page(MATTER_STAFF)
def assigning(request: HttpRequest, pk: int) -> HttpResponse:
    space = opened_by(request, pk)
    form = AssignForm(posted(request), staff=_staff(space), initial={"seen": space.matter.revision})
    return small_form(
        request,
        space,
        form,
        lambda data: assign(pk, form.chosen(), data["part"], by=space.actor, at=space.at, seen=data["seen"]),
        {"title": _("分派人员"), "button": _("分派"), "done": _("已分派。")},
    )


@page(MATTER_MOVE)
def recusing(request: HttpRequest, pk: int) -> HttpResponse:
    """By whoever withdraws, or by the head of the office."""
    space = opened_by(request, pk)
    people = dict.fromkeys((one.person_id, one.name) for one in space.members)
    form = RecuseForm(posted(request), people=list(people), initial={"seen": space.matter.revision})
    return small_form(
        request,
        space,
        form,
        lambda data: recuse(
            pk, data["person"], data["reason"], by=space.actor, at=space.at, seen=data["seen"]
        ),
        {
            "title": _("回避"),
            "lead": _("回避的人不再承办本案，以后也不能回来。"),
            "button": _("回避"),
            "done": _("已记为回避。"),
            "is_danger": True,
            "barred": "" if space.members else _("还没有承办人员。"),
        },
    )


@page(MATTER_STAFF)
def handing_over(request: HttpRequest, pk: int) -> HttpResponse:
    space = opened_by(request, pk)
    others = [one for one in _staff(space) if one[0] != space.matter.handler_id]
    form = HandOverForm(posted(request), people=others, initial={"seen": space.matter.revision})
    return small_form(
        request,
        space,
        form,
        lambda data: hand_over(
            pk, data["person"], data["reason"], by=space.actor, at=space.at, seen=data["seen"]
        ),
        {
            "title": _("转办"),
            "lead": _("换主办的人。期限照走，原主办离开本案。"),
            "button": _("转办"),
            "done": _("已转办。"),
        },
    )


@page(MATTER_STAFF)
def sharing(request: HttpRequest, pk: int) -> HttpResponse:
    space = opened_by(request, pk)
    held = {space.matter.unit_id, *(share.unit_id for share in space.shares)}
    units = existing_on(Unit.objects.exclude(kind=Unit.Kind.FIRM), space.today.day).order_by("name")
    choices: Choices = [(unit.pk, unit.name) for unit in units if unit.pk not in held]
    form = ShareForm(posted(request), units=choices)
    return small_form(
        request,
        space,
        form,
        lambda data: share_matter(pk, data["unit"], data["reason"], by=space.actor, at=space.at),
        {
            "title": _("共享给单位"),
            "lead": _("那个单位里能看事项的人会看到这一件；保密的身份和材料仍看不到。"),
            "button": _("共享"),
            "done": _("已共享。"),
        },
    )


@page(MATTER_STAFF)
def sharing_end(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    space = opened_by(request, pk)
    share = here(next((one for one in space.shares if one.unit_id == unit), None))
    form = StopForm(posted(request))
    return small_form(
        request,
        space,
        form,
        lambda data: stop_sharing(pk, unit, data["reason"], by=space.actor, at=space.at),
        {
            "title": _("停止共享"),
            "lead": _("%(unit)s将看不到这件事项。") % {"unit": share.unit.name},
            "button": _("停止共享"),
            "done": _("已停止共享。"),
            "is_danger": True,
        },
    )
