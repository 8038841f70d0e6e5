"""Writing how matters go together, and carrying over what belongs to one (关联与带入)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.matters.models import (
    Matter,
    MatterEvent,
    MatterFile,
    MatterLink,
    Participant,
    TeamMember,
)
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.rights import MATTER_MOVE
from zhichan.core.matters.writing.events import NewEvent, add_event, locked
from zhichan.core.matters.writing.seats import NewParticipant, seat_participant


def both_locked(
    first_id: int, second_id: int, *, by: Actor, seen: int | None = None
) -> tuple[Matter, Matter]:
    """Two matters, locked in the order of their keys so that two who link crosswise do not wait for ever.

    Raises NotFound, NotAllowed where the actor may not work on both, Conflict for the first.
    """
    found = {
        pk: locked(pk, by=by, seen=seen if pk == first_id else None) for pk in sorted({first_id, second_id})
    }
    for matter in found.values():
        require(by, MATTER_MOVE, [matter.unit_id])
    return found[first_id], found[second_id]


def link(
    first: Matter, second: Matter, kind: str, reason: str, *, by: Actor, at: datetime, ends: bool = False
) -> MatterLink:
    """Link two locked matters, with an event in each. ``ends``: the first ends there."""
    made = MatterLink.objects.create(first=first, second=second, kind=kind, linked_at=at, source=by.as_source)
    note = reason.strip()[:1000]
    values: dict[str, object] = {"link": kind, "matter": second.pk, "role": "first"}
    if ends:
        values["ends"] = True
    add_event(first, NewEvent(MatterEvent.Kind.LINKED, values=values, note=note), by=by, at=at)
    back = {"link": kind, "matter": first.pk, "role": "second"}
    add_event(second, NewEvent(MatterEvent.Kind.LINKED, values=back, note=note), by=by, at=at)
    return made


def unlink(first: Matter, second: Matter, kind: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Say in two locked matters that the first no longer goes into the second."""
    note = reason.strip()[:1000]
    for one, other, role, what in ((first, second, "first", "parted"), (second, first, "second", "left")):
        values = {"link": kind, "matter": other.pk, "role": role, what: True}
        add_event(one, NewEvent(MatterEvent.Kind.LINKED, values=values, note=note), by=by, at=at)


def carry_files(of: Matter, into: Matter, *, at: datetime, as_secret: bool = False) -> None:
    """The files of one matter stand in the other, too; those that are there already stay as they are.

    ``as_secret``: whoever gave them may be secret there (a complainant becomes a reporter)."""
    held = set(into.files.values_list("file_id", "name"))
    MatterFile.objects.bulk_create(
        MatterFile(
            matter=into,
            file_id=one.file_id,
            name=one.name,
            label=one.label,
            is_secret=one.is_secret or as_secret,
            from_outside=one.from_outside,
            added_at=at,
            source=f"matter:{of.pk}",
        )
        for one in of.files.order_by("pk")
        if (one.file_id, one.name) not in held
    )


def carry_notes(of: Matter, into: Matter, *, by: Actor, at: datetime) -> None:
    """The notes of one matter as notes of the other, each with who wrote it and when."""
    notes = of.events.filter(kind=MatterEvent.Kind.NOTED).select_related("person").order_by("seq")
    for one in notes:
        values = {
            "from": of.number,
            "who": one.person.name if one.person else "",
            "on": timezone.localtime(one.recorded_at).isoformat(),
        }
        add_event(into, NewEvent(MatterEvent.Kind.NOTED, values=values, note=one.note), by=by, at=at)


def carry_team(of: Matter, into: Matter, *, by: Actor, at: datetime) -> None:
    """The case team of one matter works on the other, in the charge of the same person; who has withdrawn
    from one has withdrawn from both."""
    members = of.team.filter(Q(until__isnull=True, part=Part.CASE_TEAM) | Q(is_recused=True)).order_by("pk")
    TeamMember.objects.bulk_create(
        TeamMember(
            matter=into,
            person_id=one.person_id,
            part=one.part,
            since=at,
            until=at if one.is_recused else None,
            is_recused=one.is_recused,
            reason=one.reason,
            source=by.as_source,
            **into.kept_by_team,
        )
        for one in members
    )
    into.handler_id = of.handler_id
    into.save(update_fields=["handler"])


def as_new(row: Participant, seat: str) -> NewParticipant:
    """A participant to be seated elsewhere; whom they act for is said there."""
    return NewParticipant(
        seat=seat,
        name=row.name,
        kind=row.kind,
        identifier=row.identifier,
        phone=row.phone,
        address=row.address,
        bank_account=row.bank_account,
        email=row.email,
        accepts_electronic=row.accepts_electronic,
        person=row.person,
        register=row.register,
        row_id=row.row_id,
    )


def seats_for(of: Procedure, to: Procedure, rows: Iterable[Participant]) -> dict[int, str]:
    """Where those who take part would sit in another procedure: in the seat of the same name, or the first
    of the same part; the secret only in secret seats. Who fits none is left out."""
    found = {}
    for row in rows:
        part = of.seat(row.seat).part
        fitting = [seat for seat in to.seats if seat.is_secret or not row.is_secret]
        by_name = [seat for seat in fitting if seat.name == row.seat]
        by_part = [seat for seat in fitting if part and seat.part == part]
        if chosen := [*by_name, *by_part]:
            found[row.pk] = chosen[0].name
    return found


def carry_participants(
    rows: Sequence[Participant],
    into: Matter,
    procedure: Procedure,
    seats: Mapping[int, str],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Seat participants in another matter, each in the seat ``seats`` names for it, agents after those they
    act for; an agent whose principal stays is not carried. Whoever sits there already under the same name and
    number is not seated twice."""
    there = {_who(one): one for one in into.participants.filter(removed_at__isnull=True)}
    carried: dict[int, Participant] = {}
    for row in sorted(rows, key=lambda one: (one.represents_id is not None, one.pk)):
        new = as_new(row, seats[row.pk])
        if row.represents_id is not None:
            if row.represents_id not in carried:
                continue
            new = replace(new, represents=carried[row.represents_id], papers=row.papers)
        known = there.get((new.seat, new.name, new.identifier))
        carried[row.pk] = known or seat_participant(into, procedure, new, by=by, at=at)


def _who(one: Participant) -> tuple[str, str, str]:
    return one.seat, one.name, one.identifier
