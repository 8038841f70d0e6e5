"""Seating those who take part in a matter (参与人)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput, NotAllowed
from zhichan.core.files.models import StoredFile
from zhichan.core.matters.models import Matter, MatterEvent, Participant
from zhichan.core.matters.parts import Part
from zhichan.core.matters.parts_held import team_of
from zhichan.core.matters.procedure import Procedure, Seat
from zhichan.core.matters.writing.events import NewEvent, add_event
from zhichan.core.people.models import Person

_MOST = {"name": 200, "identifier": 40, "phone": 40, "address": 300, "bank_account": 60, "email": 200}
_PHONE = re.compile(r"^[0-9+()（）\- ]{5,40}$")


@dataclass(frozen=True)
class NewParticipant:
    """Somebody to be seated. ``represents``: the participant they act for, with ``papers`` that say so."""

    seat: str
    name: str
    kind: str = Participant.Kind.ORGANISATION
    identifier: str = ""
    phone: str = ""
    address: str = ""
    bank_account: str = ""
    email: str = ""
    accepts_electronic: bool = False
    represents: Participant | None = None
    papers: StoredFile | None = None
    person: Person | None = None
    by_code: bool = False
    register: str = ""
    row_id: int | None = None


def seat_participant(
    matter: Matter, procedure: Procedure, new: NewParticipant, *, by: Actor, at: datetime
) -> Participant:
    """Write a participant with its event; the caller holds the matter. The event names no secret person, and
    no register leads from them to the matter."""
    seat = _seat(procedure, new.seat)
    check_who(new)
    _check_agent(matter, new)
    participant = Participant.objects.create(
        matter=matter,
        seat=seat.name,
        kind=new.kind,
        name=new.name.strip(),
        identifier=new.identifier.strip(),
        phone=new.phone.strip(),
        address=new.address.strip(),
        bank_account=new.bank_account.strip(),
        email=new.email.strip(),
        is_secret=seat.is_secret,
        accepts_electronic=new.accepts_electronic,
        represents=new.represents,
        papers=new.papers,
        person=new.person,
        by_code=new.by_code,
        register="" if seat.is_secret else new.register,
        row_id=None if seat.is_secret else new.row_id,
        added_at=at,
        source=by.as_source,
    )
    say_seats_changed(matter, participant, "added", by=by, at=at)
    return participant


def say_seats_changed(
    matter: Matter, one: Participant, what: str, *, by: Actor, at: datetime, note: str = ""
) -> None:
    values = {"participant": one.pk, "seat": one.seat, "what": what}
    add_event(matter, NewEvent(MatterEvent.Kind.SEATS_CHANGED, values=values, note=note), by=by, at=at)


def require_team(matter: Matter, by: Actor) -> None:
    """Raise NotAllowed unless the actor is on the case team now; the system only opens and seats."""
    if by.kind == "system":
        return
    if by.id not in team_of(matter).get(Part.CASE_TEAM, frozenset()):
        raise NotAllowed(_("只有这件事项的承办人员可以这样做。"), code="not_on_team", matter=matter.pk)


def _seat(procedure: Procedure, name: str) -> Seat:
    try:
        return procedure.seat(name)
    except KeyError:
        seats = "、".join(str(seat.label) for seat in procedure.seats)
        raise InvalidInput(
            _("“%(procedure)s”没有这个身份；可选：%(seats)s。")
            % {"procedure": procedure.label, "seats": seats},
            field="seat",
        ) from None


def check_who(new: NewParticipant) -> None:
    """Raise InvalidInput, naming the field, for somebody who cannot be written down so."""
    for field, words in faults_of(new).items():
        raise InvalidInput(words, field=field)


def _check_agent(matter: Matter, new: NewParticipant) -> None:
    if new.represents and new.represents.matter_id != matter.pk:
        raise InvalidInput(_("所代理的人不在这件事项里。"), field="represents")
    if new.represents and new.papers is None:
        raise InvalidInput(_("代理人要附委托材料。"), code="papers_missing", field="papers")


def faults_of(new: NewParticipant) -> dict[str, str]:
    """What is wrong with what was written of somebody, by field."""
    found: dict[str, str] = {}
    if not new.name.strip():
        found["name"] = _("请填写名称或姓名。")
    for name, most in _MOST.items():
        text = getattr(new, name)
        if len(text) > most:
            found[name] = _("太长了，最多 %(most)d 字。") % {"most": most}
        elif any(ord(sign) < 32 for sign in text):
            found[name] = _("含有不能显示的字符。")
    if new.kind not in Participant.Kind.values:
        found["kind"] = _("请选组织或个人。")
    if new.phone.strip() and not _PHONE.match(new.phone.strip()):
        found.setdefault("phone", _("电话只写数字、空格、括号和短横线。"))
    if new.accepts_electronic and not (new.email.strip() or new.phone.strip()):
        found.setdefault("email", _("同意电子送达的，要有电子邮箱或手机号。"))
    return found
