"""Whose turn it is in a matter (轮到谁办), as people to be told."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from zhichan.core.access.roles import Role
from zhichan.core.matters.models import Matter
from zhichan.core.matters.parts import Part
from zhichan.core.people.queries import posts_on

_ROLES: dict[str, Role] = {
    Part.DEPARTMENT_HEAD: Role.OFFICE_LEADER,
    Part.OFFICE_HEAD: Role.OFFICE_LEADER,
    Part.LEGAL_REVIEWER: Role.LEGAL_REVIEWER,
}


def whose_turn(matter: Matter, at: datetime) -> set[int]:
    """The heads or reviewers a matter waits for; nobody where it waits for its team or somebody outside.
    One query at most."""
    role = _ROLES.get(matter.waits_on)
    if role is None:
        return set()
    posts = posts_on(timezone.localdate(at)).filter(unit_id=matter.unit_id, role=role)
    return set(posts.values_list("person_id", flat=True))
