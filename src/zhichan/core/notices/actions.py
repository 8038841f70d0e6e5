"""Sending and reading notices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import NotFound
from zhichan.core.notices.models import Notice
from zhichan.core.notices.queries import notices_of, unread_of
from zhichan.core.people.models import Person


def notify(people: Iterable[Person], *, kind: str, text: str, url: str, at: datetime) -> None:
    """Put one notice into each person's list, once per person; people switched off get none.

    ``url`` is a path of this site. Two queries at most. Raises ValueError for an address elsewhere.
    """
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError(f"a notice links inside the site, not to {url!r}")
    receivers = {person.pk: person for person in people if person.is_active}
    Notice.objects.bulk_create(
        Notice(person=person, kind=kind, text=text[:400], url=url, created_at=at)
        for person in receivers.values()
    )


@transaction.atomic
def mark_read(notice_id: int, *, by: Actor, at: datetime) -> Notice:
    """Note that a person has seen a notice of theirs; a second time changes nothing.

    Reading one's own notices is no change to the records: no audit event.
    Raises NotFound for a notice that is not the actor's.
    """
    notice = notices_of(by).select_for_update().filter(pk=notice_id).first()
    if notice is None:
        raise NotFound(_("没有找到这条通知。"), notice=notice_id)
    if notice.read_at is None:
        notice.read_at = at
        notice.save(update_fields=["read_at"])
    return notice


def mark_all_read(*, by: Actor, at: datetime) -> int:
    """Note that a person has seen everything that waited; returns how many."""
    return unread_of(by).update(read_at=at)
