"""One's own notices (消息): what the page of notices reads and changes. Nobody reads another's."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.notices.models import Notice
from zhichan.web.rights import NOTICES_MARK


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """The actor's own notices, newest first; none for anybody but a person."""
    if actor.kind != "person" or actor.id is None:
        return Notice.objects.none()
    return Notice.objects.filter(person_id=actor.id).order_by("-pk")


@transaction.atomic
def mark_read(*, pk: int | None = None, by: Actor, at: datetime) -> int:
    """Mark one of the actor's unread notices, or all of them, as read; returns how many there were.

    A notice is no record: reading it is not audited. Raises NotFound without the right.
    """
    require(by, NOTICES_MARK)
    unread = notices_of(by).filter(read_at=None)
    if pk is not None:
        unread = unread.filter(pk=pk)
    return unread.update(read_at=at)
