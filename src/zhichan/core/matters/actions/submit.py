"""Submitting from outside (网上提交)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import ANONYMOUS, Actor
from zhichan.core.access.rights import require
from zhichan.core.access.roles import Role
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.matters.forms import read_values
from zhichan.core.matters.loading import public_procedures
from zhichan.core.matters.models import Matter
from zhichan.core.matters.procedure import Procedure, Seat
from zhichan.core.matters.rights import MATTER_SUBMIT
from zhichan.core.matters.writing.access import fresh_code
from zhichan.core.matters.writing.opening import Opening, enter, read_title
from zhichan.core.matters.writing.seats import NewParticipant, faults_of
from zhichan.core.matters.writing.secrets import fields_naming, said_to_name
from zhichan.core.matters.writing.team import address_of, intake_of
from zhichan.core.notices.actions import notify
from zhichan.core.people.models import Person, Unit
from zhichan.core.people.queries.units import running_office

TITLE = "title"


@dataclass(frozen=True)
class Application:
    """What is submitted: the procedure by name, what it is about, its form, and who takes part."""

    procedure: str
    title: str
    values: Mapping[str, object] = field(default_factory=dict)
    participants: tuple[NewParticipant, ...] = ()


@dataclass(frozen=True)
class Submitted:
    """The new matter with its code, to be shown once: only the digest is kept."""

    matter: Matter
    code: str


@transaction.atomic
def submit(application: Application, *, by: Actor, at: datetime) -> Submitted:
    """Submit what the office that runs this installation does for those outside.

    Who they are is known to the case team alone where their seat is secret: then the matter is opened by
    nobody, whoever is signed in. Raises NotFound for what cannot be asked for from outside, WrongState before
    an office is registered, InvalidInput with every field that is wrong (``details["fields"]``; those of
    participants as ``field_of`` names them); on any of them nothing is kept, no number is used up.
    """
    require(by, MATTER_SUBMIT)
    procedure, office = procedure_for(application.procedure, at), _office(at)
    if faults := _faults(procedure, application, at):
        words = " ".join(faults.values())
        raise InvalidInput(words, code="form_values", fields=faults)
    acting = ANONYMOUS if procedure.seats[0].is_secret and by.kind == "person" else by
    opening = Opening(
        procedure.name,
        application.title,
        office,
        application.values,
        tuple(_seated(procedure, application, by)),
        part=procedure.seats[0].part,
    )
    matter = enter(procedure, opening, at, parent=None, by=acting, at=at)
    code = fresh_code(matter)
    _tell(procedure, matter, at)
    return Submitted(matter, code)


def procedure_for(name: str, at: datetime) -> Procedure:
    """What may be asked for from outside today. Raises NotFound."""
    for procedure in public_procedures(timezone.localdate(at)):
        if procedure.name == name:
            return procedure
    raise NotFound(_("没有这项办事，或者它不在网上办理。"), procedure=name[:40])


def field_of(seat: str, name: str) -> str:
    """What a field of a participant is called among all fields of an application."""
    return f"{seat}.{name}"


def _office(at: datetime) -> Unit:
    office = running_office(timezone.localdate(at))
    if office is None:
        raise WrongState(_("本系统还没有登记主管部门，暂时不能网上办理。"), code="no_office")
    return office


def _faults(procedure: Procedure, application: Application, at: datetime) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        read_title(application.title)
    except InvalidInput as error:
        found[TITLE] = error.message
    try:
        read_values(procedure.outside_fields, application.values, at=at)
    except InvalidInput as error:
        wrong = error.details["fields"]
        found |= dict(wrong) if isinstance(wrong, Mapping) else {}
    found |= dict(_faults_of_seats(procedure, application))
    for name in _naming(procedure, application):
        found.setdefault(name, said_to_name())
    return found


def _faults_of_seats(procedure: Procedure, application: Application) -> Iterator[tuple[str, str]]:
    given = {one.seat: one for one in application.participants}
    if len(given) < len(application.participants) or set(given) - {s.name for s in procedure.outside_seats}:
        raise InvalidInput(_("参与人与这项办事不符，请回到页面重新填写。"), code="seat_unknown", field="seat")
    for number, seat in enumerate(procedure.outside_seats):
        is_needed = seat.is_required or (number == 0 and not seat.is_secret)
        if seat.name not in given and not is_needed:
            continue
        one = given.get(seat.name) or NewParticipant(seat.name, "")
        for name, words in faults_of(one).items():
            yield field_of(seat.name, name), words
        if number == 0 and is_needed and not one.phone.strip():
            yield field_of(seat.name, "phone"), _("请留电话，有事好找到您。")


def _naming(procedure: Procedure, application: Application) -> Iterator[str]:
    """The fields in which a secret person names themselves."""
    secret: set[str] = {seat.name for seat in procedure.seats if seat.is_secret}
    texts = {TITLE: application.title, **application.values}
    for one in application.participants:
        if one.seat in secret:
            yield from fields_naming(one, texts)


def _seated(procedure: Procedure, application: Application, by: Actor) -> Iterator[NewParticipant]:
    """Who takes part; the first seat is that of whoever holds the code, and of their account."""
    first: Seat = procedure.seats[0]
    for one in application.participants:
        if one.seat != first.name:
            yield replace(one, by_code=False, person=None)
        else:
            yield replace(one, by_code=True, person=_account(by))


def _account(by: Actor) -> Person | None:
    """The account of a firm; what somebody of the office submits is not kept with their post."""
    if by.kind != "person" or Role.FIRM_USER not in by.roles:
        return None
    return Person.objects.filter(pk=by.id or 0).first()


def _tell(procedure: Procedure, matter: Matter, at: datetime) -> None:
    text = _("收到网上提交：%(procedure)s %(number)s") % {
        "procedure": procedure.label,
        "number": matter.number,
    }
    people = intake_of(matter.unit_id, at)
    notify(people, kind="matters.submitted", text=text, url=address_of(matter), at=at)
