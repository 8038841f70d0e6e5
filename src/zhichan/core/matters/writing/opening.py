"""Writing a new matter with its first event (开办)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput
from zhichan.core.matters.forms import read_values
from zhichan.core.matters.models import Matter, MatterEvent
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.writing.events import NewEvent, add_event
from zhichan.core.matters.writing.keys import keep_keys
from zhichan.core.matters.writing.seats import NewParticipant, seat_participant
from zhichan.core.matters.writing.secrets import refuse_naming
from zhichan.core.numbering.actions import next_number
from zhichan.core.people.models import Unit

MOST_TITLE = 200
OF_NO_YEAR = 0


@dataclass(frozen=True)
class Opening:
    """What a matter is opened with. ``opened``: the day (or instant) its first limits count from, such as the
    day a lead was received; without it now. ``part``: the part of whoever opens it."""

    procedure: str
    title: str
    unit: Unit
    values: Mapping[str, object] = field(default_factory=dict)
    participants: tuple[NewParticipant, ...] = ()
    opened: date | datetime | None = None
    is_sample: bool = False
    part: str = Part.INTAKE


def enter(
    procedure: Procedure,
    opening: Opening,
    opened_at: datetime,
    *,
    parent: Matter | None,
    by: Actor,
    at: datetime,
) -> Matter:
    """Write a new matter with its first event; the caller has checked the right. In a transaction."""
    values = read_values(procedure.opening, opening.values, at=at)
    _check_seats(procedure, opening)
    _keep_secrets(procedure, opening, values)
    matter = Matter.objects.create(
        procedure=procedure.name,
        version=procedure.version,
        number=_number(procedure, opened_at, parent),
        title=read_title(opening.title),
        unit=opening.unit,
        parent=parent,
        state=procedure.initial.name,
        opened_at=opened_at,
        is_sample=opening.is_sample or opening.unit.is_sample,
        source=by.as_source,
    )
    first = NewEvent(
        MatterEvent.Kind.OPENED,
        to_state=procedure.initial.name,
        happened_at=opened_at,
        part=opening.part,
        values=values,
    )
    add_event(matter, first, by=by, at=at)
    for one in opening.participants:
        seat_participant(matter, procedure, one, by=by, at=at)
    keep_keys(matter)
    return matter


def read_title(text: str) -> str:
    """A title on one line. Raises InvalidInput."""
    title = " ".join(text.split())
    if not title:
        raise InvalidInput(_("请填写事由。"), field="title")
    if not title.isprintable():
        raise InvalidInput(_("事由含有不能显示的字符。"), field="title")
    if len(title) > MOST_TITLE:
        raise InvalidInput(_("事由不能超过 %(most)d 字。") % {"most": MOST_TITLE}, field="title")
    return title


def _check_seats(procedure: Procedure, opening: Opening) -> None:
    taken = {one.seat for one in opening.participants}
    missing = [str(seat.label) for seat in procedure.seats if seat.is_required and seat.name not in taken]
    if missing:
        raise InvalidInput(
            _("请登记%(seats)s。") % {"seats": "、".join(missing)}, code="seat_missing", field="participants"
        )


def _keep_secrets(procedure: Procedure, opening: Opening, values: Mapping[str, object]) -> None:
    secret = {seat.name for seat in procedure.seats if seat.is_secret}
    known = [one for one in opening.participants if one.seat in secret]
    refuse_naming(known, [opening.title, values])


def _number(procedure: Procedure, opened_at: datetime, parent: Matter | None) -> str:
    """Word, year and running number; for what is only a part of another matter, that one's number and a
    running one."""
    word = procedure.number_word or str(procedure.label)
    if parent is not None and procedure.is_child:
        # Counted, two who open one at the same moment would come to the same number.
        return f"{parent.number}-{word}{next_number(f'matters:{parent.pk}', year=OF_NO_YEAR)}"
    year = timezone.localdate(opened_at).year
    return f"{word}〔{year}〕{next_number(f'matters:{procedure.name}', year=year)}号"
