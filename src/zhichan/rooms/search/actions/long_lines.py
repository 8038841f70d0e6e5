"""Keeping a query line that is too long for an address (存下长检索式)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.errors import InvalidInput, NotAllowed
from zhichan.rooms.search.models import LongLine
from zhichan.rooms.search.rights import SEARCH_PATENTS

#: Characters. Addresses stay short enough for every proxy on the way.
LONGEST_IN_ADDRESS = 1_500
#: Ten thousand numbers with room to spare.
LONGEST = 500_000


@transaction.atomic
def keep_long_line(line: str, *, by: Actor, at: datetime) -> str:
    """Keep the line for its asker and return the key that stands for it; the same line has the same key.

    Asking changes no record: no audit event. Raises InvalidInput for one above ``LONGEST``.
    """
    require(by, SEARCH_PATENTS)
    if by.id is None:
        raise NotAllowed(_("要登录的人才能存检索式。"))
    if len(line) > LONGEST:
        raise InvalidInput(
            _("检索式有 %(length)s 个字，最多 %(most)s 个字。请分几次检索。")
            % {"length": f"{len(line):,}", "most": f"{LONGEST:,}"}
        )
    key = key_of(line)
    LongLine.objects.get_or_create(person_id=by.id, key=key, defaults={"line": line, "kept_at": at})
    return key


def key_of(line: str) -> str:
    """The key that stands for a kept line."""
    return hashlib.sha256(line.encode()).hexdigest()[:20]
