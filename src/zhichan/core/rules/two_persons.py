"""What one person proposes another confirms (两人确认): rules, schemes, everything that counts for others."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import Conflict


def refuse_same_person(by: Actor, proposed_by_id: int | None) -> None:
    """Conflict unless a named person confirms who is not the one that proposed."""
    if by.kind != "person" or by.id is None or by.id == proposed_by_id:
        raise Conflict(_("要由提出人以外的另一个人确认。"), code="two_persons")
