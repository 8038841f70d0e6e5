"""Seating and removing those who take part in a matter (参与人), and looking at secret ones."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.matters.models import Matter, Participant
from zhichan.core.matters.queries import matter_visible_to, procedure_of
from zhichan.core.matters.rights import MATTER_MOVE, SECRET_LOOK
from zhichan.core.matters.writing.events import locked
from zhichan.core.matters.writing.keys import keep_keys
from zhichan.core.matters.writing.seats import (
    NewParticipant,
    require_team,
    say_seats_changed,
    seat_participant,
)
from zhichan.core.matters.writing.secrets import refuse_secrets_in


@transaction.atomic
def add_participant(
    matter_id: int, new: NewParticipant, *, by: Actor, at: datetime, seen: int | None = None
) -> Participant:
    """Seat somebody in a matter. Raises NotFound, NotAllowed, Conflict, InvalidInput."""
    matter = locked(matter_id, by=by, seen=seen)
    require(by, MATTER_MOVE, [matter.unit_id])
    require_team(matter, by)
    seated = seat_participant(matter, procedure_of(matter), new, by=by, at=at)
    keep_keys(matter)
    return seated


@transaction.atomic
def remove_participant(
    matter_id: int, participant_id: int, reason: str, *, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Somebody takes part no longer; what was kept of them stays.

    Raises NotFound, NotAllowed, InvalidInput.
    """
    matter = locked(matter_id, by=by, seen=seen)
    require(by, MATTER_MOVE, [matter.unit_id])
    require_team(matter, by)
    participant = _one_of(matter, participant_id)
    if not reason.strip():
        raise InvalidInput(_("请写明退出的理由。"), field="reason")
    participant.removed_at = at
    participant.save(update_fields=["removed_at"])
    say_seats_changed(matter, participant, "removed", by=by, at=at, note=reason.strip()[:1000])
    keep_keys(matter)


@transaction.atomic
def look_at_secret(
    matter_id: int, participant_id: int, reason: str, *, by: Actor, at: datetime
) -> Participant:
    """Who a secret participant is, for the case team alone; each look is recorded with its reason.

    Source: 市场监督管理投诉举报处理暂行办法 第三十三条. Raises NotFound, NotAllowed, InvalidInput.
    """
    matter = matter_visible_to(by, matter_id)
    require(by, SECRET_LOOK, [matter.unit_id])
    require_team(matter, by)
    participant = _one_of(matter, participant_id)
    if len(reason.strip()) < 2:
        raise InvalidInput(_("请写明查看的理由，理由会登记在案。"), field="reason")
    refuse_secrets_in(matter, [reason], by=by)
    record(
        "matters.secret.looked",
        subject=matter,
        by=by,
        at=at,
        details={"participant": participant.pk, "seat": participant.seat, "reason": reason.strip()[:200]},
    )
    return participant


def _one_of(matter: Matter, participant_id: int) -> Participant:
    found = Participant.objects.filter(matter=matter, pk=participant_id, removed_at__isnull=True).first()
    if found is None:
        raise NotFound(_("没有找到这个参与人。"), participant=participant_id)
    return found
