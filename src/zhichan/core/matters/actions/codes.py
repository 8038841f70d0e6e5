"""Codes that the case team gives to those outside (发查询码): a lost one anew, to another who takes part."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.matters.models import Matter, Participant
from zhichan.core.matters.queries import procedure_of
from zhichan.core.matters.rights import MATTER_MOVE
from zhichan.core.matters.writing.access import fresh_code
from zhichan.core.matters.writing.events import locked
from zhichan.core.matters.writing.seats import require_team, say_seats_changed

MOST_CHECKED = 400


@transaction.atomic
def give_code(
    matter_id: int, participant_id: int, checked: str, *, by: Actor, at: datetime, seen: int | None = None
) -> str:
    """Give somebody who takes part a new code for the matter, to be shown once; a former one is dead at once.

    ``checked``: how it was made sure who they are, which stays in the record. Whoever sits in the first seat
    gets the code of the matter, anybody else whose seat may follow it one of their own. Raises NotFound,
    NotAllowed, Conflict, InvalidInput, WrongState for a closed matter or a seat that follows nothing.
    """
    matter = locked(matter_id, by=by, seen=seen)
    require(by, MATTER_MOVE, [matter.unit_id])
    require_team(matter, by)
    participant = _one_of(matter, participant_id)
    _refuse(matter, participant)
    words = checked.strip()
    if not 2 <= len(words) <= MOST_CHECKED:
        raise InvalidInput(
            _("请写明怎样核对的身份，最多 %(most)d 字。") % {"most": MOST_CHECKED}, field="checked"
        )
    code = fresh_code(matter, None if _submits(matter, participant) else participant)
    say_seats_changed(matter, participant, "code", by=by, at=at, note=words)
    details = {"participant": participant.pk, "seat": participant.seat}
    record("matters.code.given", subject=matter, by=by, at=at, details=details)
    return code


def _one_of(matter: Matter, participant_id: int) -> Participant:
    found = Participant.objects.filter(matter=matter, pk=participant_id, removed_at__isnull=True).first()
    if found is None:
        raise NotFound(_("没有找到这个参与人。"), participant=participant_id)
    return found


def _refuse(matter: Matter, participant: Participant) -> None:
    if not matter.is_open:
        raise WrongState(_("事项已办结，不再发查询码。"), code="closed", matter=matter.pk)
    procedure = procedure_of(matter)
    if not procedure.follows(participant.seat):
        raise WrongState(
            _("在“%(procedure)s”里，这个身份不凭查询码查看和办理。") % {"procedure": procedure.label},
            code="seat_follows_nothing",
            matter=matter.pk,
        )


def _submits(matter: Matter, participant: Participant) -> bool:
    """Whether somebody acts with the code of the matter: who submitted it, or who sits in that seat where
    nobody does any more. From then on they do."""
    if participant.seat != procedure_of(matter).seats[0].name:
        return False
    holders = Participant.objects.filter(matter=matter, by_code=True)
    if participant.by_code:
        return True
    if holders.filter(removed_at__isnull=True).exists():
        return False
    holders.update(by_code=False)
    participant.by_code = True
    participant.save(update_fields=["by_code"])
    return True
