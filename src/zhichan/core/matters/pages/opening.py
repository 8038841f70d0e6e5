"""Opening a matter by hand (开办): what it is about, when it came in, its form, and who takes part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.errors import Conflict, InvalidInput, NotFound, ZhichanError
from zhichan.core.matters.actions.links import open_into
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.likely import Likely
from zhichan.core.matters.loading import procedure_on
from zhichan.core.matters.models import Matter, Participant
from zhichan.core.matters.pages.acting import CARRIED_OUT, UNREADABLE, posted, serve_room, submit
from zhichan.core.matters.pages.fields import AskedForm
from zhichan.core.matters.pages.finding import FIND, day_in
from zhichan.core.matters.pages.once import (
    ONCE,
    is_being_sent,
    not_sent,
    note_sent,
    once_field,
    sent_before,
)
from zhichan.core.matters.pages.participants import WhoForm, seat_choices
from zhichan.core.matters.pages.repeating import FREE_ROWS, reason_of, repeats_of_form
from zhichan.core.matters.parties import Finder
from zhichan.core.matters.procedure import Procedure, Seat
from zhichan.core.matters.queries import staff_of, units_to_open_in
from zhichan.core.matters.rights import MATTER_OPEN
from zhichan.core.matters.writing.opening import MOST_TITLE, Opening
from zhichan.core.matters.writing.seats import NewParticipant
from zhichan.core.people.models import Unit
from zhichan.web.fields import DayField


class OpeningForm(AskedForm):
    """What every opening asks, and what the procedure's asks."""

    asked_first = False
    title = forms.CharField(
        label=gettext_lazy("事由"),
        max_length=MOST_TITLE,
        help_text=gettext_lazy("一句话写清是什么事。不要写举报人、证人的姓名。"),
    )
    opened = DayField(
        label=gettext_lazy("收到日期"), help_text=gettext_lazy("期限从这一天起算，可以早于今天。")
    )
    unit = forms.TypedChoiceField(label=gettext_lazy("办理单位"), coerce=int)
    once = once_field()

    def __init__(self, *args: Any, units: Sequence[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(unit.pk, unit.name) for unit in units]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = choices[0][0]


class SeatForm(WhoForm):
    """Somebody in a seat; left empty nobody is seated."""

    def __init__(self, *args: Any, seat: Seat | None, procedure: Procedure, **options: Any) -> None:
        is_required = seat is not None and seat.is_required
        options |= {"empty_permitted": not is_required, "use_required_attribute": False}
        super().__init__(*args, **options)
        self.seat = seat
        self.fields["kind"].initial = Participant.Kind.ORGANISATION
        if seat is None:
            choices = [("", "—"), *seat_choices(procedure)]
            self.fields["seat"] = forms.ChoiceField(
                label=gettext_lazy("身份"), choices=choices, required=False
            )
            self.order_fields(["seat"])

    def has_changed(self) -> bool:
        """Whether somebody was written: the kind that stands there from the first is nobody yet."""
        return any(name not in ("kind", "party") for name in self.changed_data)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.has_changed() and self.seat is None and not data.get("seat"):
            self.add_error("seat", _("请选这个人以什么身份参与。"))
        return data

    @property
    def is_open(self) -> bool:
        """Whether it is shown unfolded: it must be filled, or something stands in it."""
        return bool(self.errors) or bool(self.seat and self.seat.is_required) or self.has_changed()

    def who(self) -> NewParticipant | None:
        if not self.has_changed():
            return None
        return self.new_participant(self.seat.name if self.seat else self.cleaned_data["seat"])


@dataclass(frozen=True)
class Asked:
    """One opening as a form: the matter's own part and a row for each who may take part."""

    procedure: Procedure
    form: OpeningForm
    seats: tuple[SeatForm, ...]
    extra: tuple[SeatForm, ...]

    @property
    def everybody(self) -> tuple[SeatForm, ...]:
        return (*self.seats, *self.extra)

    def not_read(self) -> None:
        """Show what was typed without judging it yet."""
        self.form.not_read()
        for one in self.everybody:
            one.not_read()

    def is_valid(self) -> bool:
        """Each part is read, so that all that is wrong is told at once."""
        return all([self.form.is_valid(), *(one.is_valid() for one in self.everybody)])

    def opening(self, units: Sequence[Unit]) -> Opening:
        data = self.form.cleaned_data
        people = tuple(who for one in self.everybody if (who := one.who()))
        unit = next(one for one in units if one.pk == data["unit"])
        return Opening(
            self.procedure.name, data["title"], unit, self.form.given(), people, opened=data["opened"]
        )


@page(MATTER_OPEN)
def new(request: HttpRequest, name: str) -> HttpResponse:
    actor, at = actor_in(request), now()
    procedure = _version(name, _day_opened(request), at)
    if procedure.is_child:
        raise NotFound(_("“%(procedure)s”由它所属的事项开办。") % {"procedure": procedure.label})
    serve_room(request, procedure.name)
    units = units_to_open_in(actor, at)
    if not units:
        raise NotFound(_("没有您可以开办事项的单位。"))
    asked = _asked(request, procedure, units, at)
    status, repeats = 200, []
    if request.method == "POST" and FIND in request.POST:
        asked.not_read()
    elif request.method == "POST" and not asked.is_valid():
        status = UNREADABLE
        if not asked.form.errors:
            asked.form.add_error(None, _("参与人有没填好的，见下面各行。"))
    elif request.method == "POST":
        repeats = repeats_of_form(procedure, request.POST.dict(), actor, at)
        into, once = _into(request, repeats), asked.form.cleaned_data[ONCE]
        if before := sent_before(request, once):
            messages.info(request, _("这张表已经开办了这件事项，没有再开办一次。"))
            return redirect("matters:matter", before)
        if into is None and _untold(request, repeats):
            status = Conflict.status
        else:
            made: list[Matter] = []
            status = submit(
                request,
                asked.form,
                lambda: made.append(_opened(asked.opening(units), into, once, by=actor, at=at)),
            )
            if status == CARRIED_OUT:
                note_sent(request, once, made[0].pk)
                return _done(request, made[0], into)
    context = {"asked": asked, "procedure": procedure, "form": asked.form, "repeats": repeats}
    context["is_opening"] = True
    return render(request, "matters/new.html", context, status=status)


def _into(request: HttpRequest, repeats: Sequence[Likely]) -> Likely | None:
    """The matter this one is to become a further source of, where its button was pressed."""
    chosen = request.POST.get("into", "")
    return next((one for one in repeats if one.takes and str(one.matter.pk) == chosen), None)


def _untold(request: HttpRequest, repeats: Sequence[Likely]) -> bool:
    """Whether there is one its sender has not been shown; or a button of one that is there no more."""
    told = request.POST.getlist("told")
    return "into" in request.POST or any(str(one.matter.pk) not in told for one in repeats)


def _opened(opening: Opening, into: Likely | None, once: str, *, by: Actor, at: datetime) -> Matter:
    """Raises Conflict for a form that is on its way already."""
    if is_being_sent(once):
        raise Conflict(_("这张表刚才已经提交，正在开办，请稍候到“我的工作”里看。"), code="sent_already")
    try:
        if into is None:
            return open_matter(opening, by=by, at=at)
        return open_into(opening, into.matter.pk, reason_of(into), by=by, at=at)
    except ZhichanError:
        not_sent(once)
        raise


def _done(request: HttpRequest, made: Matter, into: Likely | None) -> HttpResponse:
    if into is None:
        messages.success(request, _("已开办。"))
        return redirect("matters:matter", made.pk)
    words = {"number": made.number, "head": into.matter.number}
    messages.success(request, _("已收为 %(number)s，作为 %(head)s 的又一来源。") % words)
    return redirect("matters:matter", into.matter.pk)


def _day_opened(request: HttpRequest) -> date:
    """The day of receipt that was typed, as it chooses the version; today where it cannot be read."""
    return day_in(request.POST.get("opened", ""))


def _version(name: str, opened: date, at: datetime) -> Procedure:
    """The version of the day of receipt; that of today for a day before the first, which is refused later."""
    try:
        return procedure_on(name, opened)
    except InvalidInput:
        return procedure_on(name, timezone.localdate(at))


def _asked(request: HttpRequest, procedure: Procedure, units: Sequence[Unit], at: datetime) -> Asked:
    data = posted(request)
    staff = [(one.pk, one.name) for one in staff_of(units[0], at=at)]
    form = OpeningForm(
        data,
        asked=procedure.opening,
        at=at,
        units=units,
        staff=staff,
        initial={"opened": timezone.localdate(at), "unit": units[0].pk},
    )
    row: dict[str, Any] = {
        "procedure": procedure,
        "finder": Finder(actor_in(request), day_in(request.POST.get("opened", ""))),
    }
    seats = tuple(SeatForm(data, seat=seat, prefix=f"seat_{seat.name}", **row) for seat in procedure.seats)
    extra = tuple(
        SeatForm(data, seat=None, prefix=f"more_{n}", **row)
        for n in range(FREE_ROWS if procedure.seats else 0)
    )
    return Asked(procedure, form, seats, extra)
