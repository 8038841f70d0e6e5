"""Putting right what was recorded, and time that does not count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.matters.actions.amend import (
    Correction,
    Exclusion,
    correct_event,
    correct_exclusion,
    end_exclusion,
    excludable,
    exclude_time,
    withdraw_exclusion,
)
from zhichan.core.matters.forms import given_again
from zhichan.core.matters.happenings import Happening, What, exclusions_in, open_exclusions
from zhichan.core.matters.pages.acting import (
    SeenForm,
    here,
    opened_by,
    posted,
    reason_field,
    small_form,
)
from zhichan.core.matters.pages.fields import AskedForm, InstantInput, initial_of
from zhichan.core.matters.pages.participants import team_only
from zhichan.core.matters.procedure import Field, Kind
from zhichan.core.matters.rights import MATTER_MOVE
from zhichan.core.matters.workspace import Workspace
from zhichan.web.fields import DayField


class CorrectForm(AskedForm, SeenForm):
    """When a step happened, what its form was given, and why it is put right."""

    asked_first = False
    happened = forms.DateTimeField(
        label=gettext_lazy("发生时间"),
        widget=InstantInput,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    reason = reason_field(
        gettext_lazy("更正的理由"), help_text=gettext_lazy("原来的记录会留着，更正写在它旁边。")
    )

    def changed_values(self, known: Happening) -> dict[str, object]:
        """The fields that read otherwise than before; one that was empty and still is has not changed."""
        before = given_again(self.asked, known.values)
        now_given = self.given()
        return {
            field.name: now_given[field.name]
            for field in self.asked
            if _as_text(field, now_given[field.name]) != _as_text(field, before.get(field.name))
        }


class ExcludeForm(SeenForm):
    kind = forms.ChoiceField(label=gettext_lazy("扣除的是"))
    first = DayField(label=gettext_lazy("自哪天起"), help_text=gettext_lazy("这一天不计入期限。"))
    last = DayField(
        label=gettext_lazy("到哪天为止"),
        required=False,
        help_text=gettext_lazy("还没结束的留空，结束时再登记。"),
    )
    reason = reason_field(
        gettext_lazy("事由和依据的文书"), help_text=gettext_lazy("例如：委托鉴定书的文号。")
    )

    def __init__(self, *args: Any, kinds: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind, kind) for kind in kinds]  # type: ignore[attr-defined]


class CorrectExclusionForm(ExcludeForm):
    """The days as they should be; or that the time counts after all."""

    is_withdrawn = forms.BooleanField(
        label=gettext_lazy("撤销：这段时间本不应扣除"),
        required=False,
        help_text=gettext_lazy("勾选后期限按没有扣除重新推算，上面几项不用改。"),
    )
    field_order = ("kind", "first", "last", "is_withdrawn")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label = _("更正的理由")
        self.fields["reason"].help_text = _("原来的记录会留着，更正写在它旁边。")


class EndForm(SeenForm):
    last = DayField(label=gettext_lazy("到哪天为止"), help_text=gettext_lazy("第二天起恢复计算。"))


@page(MATTER_MOVE)
def correct(request: HttpRequest, pk: int, seq: int) -> HttpResponse:
    space = opened_by(request, pk)
    steps = (one for one in space.standing.happenings if one.kind in (What.OPENED, What.MOVED))
    known = here(next((one for one in steps if one.seq == seq), None))
    asked = correctable(space, known)
    form = CorrectForm(posted(request), asked=asked, at=space.at, initial=_initial(space, known, asked))

    def act(data: Mapping[str, Any]) -> object:
        moment = data["happened"]
        is_moved = _minute(moment) != _minute(known.at)
        correction = Correction(seq, data["reason"], moment if is_moved else None, form.changed_values(known))
        return correct_event(pk, correction, by=space.actor, at=space.at, seen=data["seen"])

    label = _("开办") if known.kind == What.OPENED else space.procedure.move(known.name).label
    words = {
        "title": _("更正“%(step)s”") % {"step": label},
        "button": _("更正"),
        "barred": team_only(space),
        "done": _("已更正，期限已重新推算。"),
    }
    return small_form(request, space, form, act, words)


def correctable(space: Workspace, known: Happening) -> tuple[Field, ...]:
    """The fields of a step that can be put right: not whom it put on the team."""
    form = space.procedure.opening if known.kind == What.OPENED else space.procedure.move(known.name).form
    return tuple(field for field in form if field.kind is not Kind.PEOPLE)


@page(MATTER_MOVE)
def exclude(request: HttpRequest, pk: int) -> HttpResponse:
    space = opened_by(request, pk)
    kinds = excludable(space.matter)
    form = ExcludeForm(
        posted(request), kinds=kinds, initial={"seen": space.matter.revision, "first": space.today.day}
    )

    def act(data: Mapping[str, Any]) -> object:
        exclusion = Exclusion(data["kind"], data["first"], data["last"], data["reason"])
        return exclude_time(pk, exclusion, by=space.actor, at=space.at, seen=data["seen"])

    words = {
        "title": _("登记扣除时间"),
        "lead": _("检测、鉴定等期间不计入办案期限。"),
        "button": _("登记"),
        "barred": team_only(space) or ("" if kinds else _("这个程序的期限都不扣除时间。")),
        "done": _("已登记，期限已重新推算。"),
    }
    return small_form(request, space, form, act, words)


@page(MATTER_MOVE)
def exclude_end(request: HttpRequest, pk: int, seq: int) -> HttpResponse:
    space = opened_by(request, pk)
    begun = here(next((one for one in open_exclusions(space.standing.happenings) if one.seq == seq), None))
    form = EndForm(posted(request), initial={"seen": space.matter.revision, "last": space.today.day})

    def act(data: Mapping[str, Any]) -> object:
        return end_exclusion(pk, seq, data["last"], by=space.actor, at=space.at, seen=data["seen"])

    words = {
        "done": _("已登记，期限已重新推算。"),
        "title": _("结束扣除时间"),
        "lead": _("%(kind)s，自 %(first)s 起") % begun.values,
        "button": _("登记"),
        "barred": team_only(space),
    }
    return small_form(request, space, form, act, words)


@page(MATTER_MOVE)
def exclude_correct(request: HttpRequest, pk: int, seq: int) -> HttpResponse:
    space = opened_by(request, pk)
    happenings = space.standing.happenings
    known = here(next((one for one in exclusions_in(happenings) if one.seq == seq), None))
    ends = (one for one in happenings if one.kind == What.EXCLUSION_ENDED and one.values["seq"] == seq)
    initial = {**known.values, **next((one.values for one in ends), {}), "seen": space.matter.revision}
    form = CorrectExclusionForm(posted(request), kinds=excludable(space.matter), initial=initial)

    def act(data: Mapping[str, Any]) -> None:
        by, at = space.actor, space.at
        if data["is_withdrawn"]:
            withdraw_exclusion(pk, seq, data["reason"], by=by, at=at, seen=data["seen"])
        else:
            right = Exclusion(data["kind"], data["first"], data["last"], data["reason"])
            correct_exclusion(pk, seq, right, by=by, at=at, seen=data["seen"])

    words = {
        "title": _("更正扣除时间"),
        "button": _("更正"),
        "barred": team_only(space),
        "done": _("已更正，期限已重新推算。"),
    }
    return small_form(request, space, form, act, words)


def _initial(space: Workspace, known: Happening, asked: tuple[Field, ...]) -> dict[str, object]:
    return {
        "seen": space.matter.revision,
        "happened": f"{timezone.localtime(known.at):%Y-%m-%dT%H:%M}",
        **initial_of(asked, known.values),
    }


def _minute(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(second=0, microsecond=0)


def _as_text(field: Field, value: object) -> str:
    """A value as typed, whichever way it is kept: an instant to the minute, lines however they end."""
    text = "" if value is None else "\n".join(str(value).strip().splitlines())
    return text[:16] if field.kind is Kind.INSTANT else text
