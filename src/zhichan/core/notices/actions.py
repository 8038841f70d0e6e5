"""Sending and reading notices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from zhichan.core.notices.models import Notice
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
