"""What the page of a party shows of its joins."""

from __future__ import annotations

from typing import Any

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry.models import JoinQuestion, Party
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.queries.joins import joined_at, joins_of
from zhichan.rooms.registry.rights import JOIN_DECIDE


def party_context(party: Party, actor: Actor, moment: Moment) -> dict[str, Any]:
    """Joins as known at the moment, the patents in force that count with them, an open question."""
    members = joined_at(party.pk, moment)
    held = periods_at(PATENTS, moment, actor).filter(holder__in=members, public_class="in_force")
    return {
        "joins": joins_of(party, moment),
        "member_count": len(members),
        "in_force": held.count() if may(actor, PATENTS.view) else None,
        "question": JoinQuestion.objects.filter(party=party, decided_at=None).first(),
        "may_join": may(actor, JOIN_DECIDE),
    }
