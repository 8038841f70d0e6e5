"""What every write about a document of a matter does first and last (文书办理)."""

from __future__ import annotations

from datetime import datetime

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.matters.models import Matter, MatterEvent
from zhichan.core.matters.rights import MATTER_MOVE
from zhichan.core.matters.writing.events import NewEvent, add_event, locked
from zhichan.core.matters.writing.seats import require_team


def in_hand(matter_id: int, by: Actor) -> Matter:
    matter = locked(matter_id, by=by)
    require(by, MATTER_MOVE, [matter.unit_id])
    require_team(matter, by)
    return matter


def say(matter: Matter, what: str, template: str, by: Actor, at: datetime, **more: object) -> MatterEvent:
    values = {"what": what, "template": template, **more}
    return add_event(matter, NewEvent(MatterEvent.Kind.DOCUMENT, values=values), by=by, at=at)
