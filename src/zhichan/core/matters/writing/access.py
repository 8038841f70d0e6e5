"""Codes of those outside (查询码): made at random, kept as digests, the former one dead at once."""

from __future__ import annotations

from zhichan.core.matters.codes import digest_of, new_code
from zhichan.core.matters.models import Matter, Participant


def fresh_code(matter: Matter, participant: Participant | None = None) -> str:
    """A new code of a locked matter for whoever submitted it, or for a ``participant`` of their own."""
    code = new_code()
    holder = participant or matter
    holder.access_code = digest_of(matter.number, code)
    holder.save(update_fields=["access_code"])
    return code
