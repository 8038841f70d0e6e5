"""Notes in a matter (记事)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.errors import InvalidInput
from zhichan.core.matters.models import MatterEvent
from zhichan.core.matters.rights import MATTER_MOVE
from zhichan.core.matters.writing.events import NewEvent, add_event, locked

MOST_NOTE = 1000


@transaction.atomic
def add_note(matter_id: int, text: str, *, by: Actor, at: datetime) -> MatterEvent:
    """Write a note into the record of a matter; it stays, and changes neither state nor clocks.

    Raises NotFound, NotAllowed, InvalidInput.
    """
    matter = locked(matter_id, by=by)
    require(by, MATTER_MOVE, [matter.unit_id])
    note = text.strip()
    if not note:
        raise InvalidInput(_("请写记事的内容。"), field="text")
    if len(note) > MOST_NOTE:
        raise InvalidInput(_("不能超过 %(most)d 字。") % {"most": MOST_NOTE}, field="text")
    return add_event(matter, NewEvent(MatterEvent.Kind.NOTED, note=note), by=by, at=at)
