"""One matter out of another: split off (分出), or on another road (转为)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.matters.forms import given_again
from zhichan.core.matters.happenings import What, facts_of
from zhichan.core.matters.loading import procedure_on
from zhichan.core.matters.models import Matter, MatterLink, Participant
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.queries import happenings_of, procedure_of
from zhichan.core.matters.rights import MATTER_MOVE, MATTER_OPEN
from zhichan.core.matters.writing.events import locked
from zhichan.core.matters.writing.keys import keep_keys
from zhichan.core.matters.writing.linking import (
    as_new,
    carry_files,
    carry_notes,
    carry_participants,
    carry_team,
    link,
    seats_for,
)
from zhichan.core.matters.writing.opening import Opening, enter
from zhichan.core.matters.writing.seats import require_team, say_seats_changed
from zhichan.core.matters.writing.secrets import refuse_secrets_in


@dataclass(frozen=True)
class Split:
    """What is split off: the title of the new matter, and who leaves the old one for it."""

    title: str
    participant_ids: tuple[int, ...] = ()


@transaction.atomic
def split_matter(
    matter_id: int, split: Split, reason: str, *, by: Actor, at: datetime, seen: int | None = None
) -> Matter:
    """Open a second matter of the same procedure out of this one (分出), for some of those who take part.

    It counts from the day the first was opened on, in the same version: no limit becomes longer by it. It
    has the same team, files and notes. Raises NotFound, NotAllowed, Conflict, InvalidInput, WrongState; on
    any of them nothing is kept.
    """
    matter = _to_part(matter_id, reason, by, seen)
    if not matter.is_open:
        raise WrongState(_("事项已办结，不能再分出。"), matter=matter.pk)
    procedure = procedure_of(matter)
    leaving = _chosen(matter, split.participant_ids)
    seats = {row.pk: row.seat for row in leaving}
    known = facts_of([one for one in happenings_of(matter) if one.kind == What.OPENED])
    values = given_again(procedure.opening, known)
    refuse_secrets_in(matter, split.title, by=by)
    opening = _opening(procedure, split.title, matter, values, leaving, seats)
    made = enter(procedure, opening, matter.opened_at, parent=matter.parent, by=by, at=at)
    _carry(matter, made, procedure, leaving, seats, by=by, at=at)
    for row in leaving:
        row.removed_at = at
        row.save(update_fields=["removed_at"])
        say_seats_changed(
            matter, row, "removed", by=by, at=at, note=_("分出至 %(number)s") % {"number": made.number}
        )
    link(matter, made, MatterLink.Kind.SPLIT, reason, by=by, at=at)
    return made


@dataclass(frozen=True)
class Road:
    """Another procedure for the same dispute. ``values``: what its opening asks that is not known yet.
    ``seats``: the seat of each participant there, by key; who is not named is seated by seat or part."""

    procedure: str
    title: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    seats: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def continue_as(
    matter_id: int, road: Road, reason: str, *, by: Actor, at: datetime, seen: int | None = None
) -> Matter:
    """Let a dispute go on in another procedure (转为), keeping its files, notes, participants and team.

    The first matter stays as it is: it ends or rests by a step of its own procedure. Nobody whose identity
    is secret is seated where it would not be. Raises NotFound, NotAllowed, Conflict, InvalidInput,
    WrongState; on any of them nothing is kept.
    """
    matter = _to_part(matter_id, reason, by, seen)
    require(by, MATTER_OPEN, [matter.unit_id])
    procedure = procedure_on(road.procedure, timezone.localdate(at))
    if procedure.is_child or procedure.name == matter.procedure:
        raise InvalidInput(_("请选另一种可以单独开办的程序。"), field="procedure")
    here = list(matter.participants.filter(removed_at__isnull=True).order_by("pk"))
    seats = _seats(procedure_of(matter), procedure, here, road.seats)
    going = [row for row in here if row.pk in seats]
    known = facts_of(happenings_of(matter))
    values = given_again(procedure.opening, known) | dict(road.values)
    refuse_secrets_in(matter, [road.title, road.values], by=by)
    opening = _opening(procedure, road.title or matter.title, matter, values, going, seats)
    made = enter(procedure, opening, at, parent=None, by=by, at=at)
    _carry(matter, made, procedure, going, seats, by=by, at=at)
    link(matter, made, MatterLink.Kind.CONTINUED, reason, by=by, at=at)
    return made


def _seats(
    of: Procedure, to: Procedure, rows: Sequence[Participant], given: Mapping[int, str]
) -> dict[int, str]:
    """The seats as given, else as they would be; an empty one leaves somebody out."""
    seats = seats_for(of, to, rows)
    known, secret = {seat.name for seat in to.seats}, {seat.name for seat in to.seats if seat.is_secret}
    for row in rows:
        if row.pk not in given:
            continue
        seat = given[row.pk]
        if seat and (seat not in known or (row.is_secret and seat not in secret)):
            raise InvalidInput(_("身份保密的人只能以保密的身份带入。"), field=f"seat_{row.pk}")
        seats.pop(row.pk, None)
        if seat:
            seats[row.pk] = seat
    return seats


def _to_part(matter_id: int, reason: str, by: Actor, seen: int | None) -> Matter:
    matter = locked(matter_id, by=by, seen=seen)
    require(by, MATTER_MOVE, [matter.unit_id])
    require_team(matter, by)
    if not reason.strip():
        raise InvalidInput(_("请写明理由。"), field="reason")
    return matter


def _chosen(matter: Matter, ids: Collection[int]) -> list[Participant]:
    rows = list(matter.participants.filter(removed_at__isnull=True, pk__in=ids).order_by("pk"))
    if len(rows) != len(set(ids)):
        raise InvalidInput(_("所选的人现在不在这件事项里。"), field="participants")
    return rows


def _opening(
    procedure: Procedure,
    title: str,
    of: Matter,
    values: Mapping[str, object],
    rows: Sequence[Participant],
    seats: Mapping[int, str],
) -> Opening:
    """The opening with those who have their own place; their agents follow once these are seated."""
    return Opening(
        procedure.name,
        title,
        of.unit,
        values,
        tuple(as_new(row, seats[row.pk]) for row in rows if row.represents_id is None),
        is_sample=of.is_sample,
    )


def _carry(
    of: Matter,
    into: Matter,
    procedure: Procedure,
    rows: Sequence[Participant],
    seats: Mapping[int, str],
    *,
    by: Actor,
    at: datetime,
) -> None:
    carry_team(of, into, by=by, at=at)
    carry_participants(rows, into, procedure, seats, by=by, at=at)
    keep_keys(into)
    carry_files(of, into, at=at)
    carry_notes(of, into, by=by, at=at)
