"""Files put into a matter (材料)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.errors import InvalidInput
from zhichan.core.files.models import StoredFile
from zhichan.core.matters.models import MatterEvent, MatterFile
from zhichan.core.matters.rights import MATTER_MOVE
from zhichan.core.matters.writing.events import NewEvent, add_event, locked
from zhichan.core.matters.writing.seats import require_team
from zhichan.core.matters.writing.secrets import refuse_secrets_in

MOST_TEXT = 200


@dataclass(frozen=True)
class NewFile:
    """A stored file with the name it came under. ``is_secret``: for the case team alone."""

    file: StoredFile
    name: str
    label: str = ""
    is_secret: bool = False


@transaction.atomic
def add_file(matter_id: int, new: NewFile, *, by: Actor, at: datetime) -> MatterFile:
    """Put a file into a matter; it stays there. The event names no secret file.

    Raises NotFound, NotAllowed for whoever is not on the case team, InvalidInput.
    """
    matter = locked(matter_id, by=by)
    require(by, MATTER_MOVE, [matter.unit_id])
    require_team(matter, by)
    name, label = new.name.strip(), new.label.strip()
    if not name:
        raise InvalidInput(_("请写文件名。"), field="file")
    for field, text in (("file", name), ("label", label)):
        if len(text) > MOST_TEXT:
            raise InvalidInput(_("不能超过 %(most)d 字。") % {"most": MOST_TEXT}, field=field)
    if not new.is_secret:
        refuse_secrets_in(matter, [name, label], by=by)
    added = MatterFile.objects.create(
        matter=matter,
        file=new.file,
        name=name,
        label=label,
        is_secret=new.is_secret,
        added_at=at,
        source=by.as_source,
    )
    event = NewEvent(MatterEvent.Kind.FILED, values={"file": added.pk, "is_secret": new.is_secret})
    add_event(matter, event, by=by, at=at)
    return added
