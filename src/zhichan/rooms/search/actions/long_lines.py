"""Keeping a query line that is too long for an address (存下长检索式)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from urllib.parse import quote_plus

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.errors import InvalidInput, NotAllowed
from zhichan.rooms.search.models import LongLine
from zhichan.rooms.search.rights import SEARCH_PATENTS

#: Characters, and bytes as an address writes them, nine for a Chinese character: addresses stay short enough
#: for every proxy on the way, whatever else stands in them.
LONGEST_IN_ADDRESS, MOST_BYTES_IN_ADDRESS = 1_500, 4_000
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


def fits_address(line: str) -> bool:
    """Whether the line can stand in an address; else its key does."""
    return len(line) <= LONGEST_IN_ADDRESS and len(quote_plus(line)) <= MOST_BYTES_IN_ADDRESS


def key_of(line: str) -> str:
    """The key that stands for a kept line."""
    return hashlib.sha256(line.encode()).hexdigest()[:20]
