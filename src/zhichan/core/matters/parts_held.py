"""Which parts somebody has in a matter (办理身份的认定)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Q

from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.matters.models import Matter, Participant, TeamMember
from zhichan.core.matters.parts import OUTSIDE, Part
from zhichan.core.matters.procedure import Procedure
from zhichan.core.often import Often

_TEAM: Often[TeamMember] = Often(
    lambda matter: TeamMember.objects.filter(Q(until__isnull=True) | Q(is_recused=True), matter=matter)
)
_SEATED: Often[Participant] = Often(
    lambda matter: Participant.objects.filter(matter=matter, removed_at__isnull=True).order_by("pk")
)


def team_of(matter: Matter) -> dict[str, frozenset[int]]:
    """The ids of the people who work on a matter now, by part. One query."""
    return team_and_recused(matter)[0]


def team_and_recused(matter: Matter) -> tuple[dict[str, frozenset[int]], frozenset[int]]:
    """The same, with the ids of those who have withdrawn (回避). One query."""
    return team_in(_TEAM(matter.pk))


def team_in(rows: Iterable[TeamMember]) -> tuple[dict[str, frozenset[int]], frozenset[int]]:
    """Who of some members works now, by part, and who has withdrawn."""
    working: dict[str, set[int]] = {}
    recused = set[int]()
    for one in rows:
        if one.is_recused:
            recused.add(one.person_id)
        elif one.until is None:
            working.setdefault(one.part, set()).add(one.person_id)
    return {part: frozenset(ids) for part, ids in working.items()}, frozenset(recused)


def seats_of(matter: Matter) -> dict[str, list[Participant]]:
    """Who takes part now, by seat. One query."""
    found: dict[str, list[Participant]] = {}
    for one in _SEATED(matter.pk):
        found.setdefault(one.seat, []).append(one)
    return found


def parts_held(
    actor: Actor,
    matter: Matter,
    procedure: Procedure,
    team: Mapping[str, frozenset[int]],
    seats: Mapping[str, Sequence[Participant]],
    recused: Collection[int] = (),
) -> frozenset[str]:
    """The parts an actor may act in.

    The case team records what those outside did; a reviewer who works on the case is no reviewer of it. Who
    has withdrawn for a conflict of interest decides and reviews nothing in it by role either (行政处罚法
    第四十三条).
    """
    if actor.kind == "system":
        return frozenset({Part.SYSTEM})
    if actor.id is None:
        return frozenset()
    held = {part for part, people in team.items() if actor.id in people}
    if Part.CASE_TEAM in held:
        held |= OUTSIDE
    roles = {one.role for one in actor.held if matter.unit_id in one.unit_ids and actor.id not in recused}
    if Role.CASE_OFFICER in roles:
        held.add(Part.INTAKE)
    if Role.OFFICE_LEADER in roles:
        held |= {Part.INTAKE, Part.DEPARTMENT_HEAD, Part.OFFICE_HEAD}
    if Role.LEGAL_REVIEWER in roles and not any(actor.id in people for people in team.values()):
        held.add(Part.LEGAL_REVIEWER)
    held |= {
        procedure.seat(seat).part
        for seat, people in seats.items()
        if any(one.person_id == actor.id for one in people)
    }
    return frozenset(held - {""})
