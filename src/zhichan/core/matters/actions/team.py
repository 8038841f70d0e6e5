"""Who works on a matter (承办人员): assigning, recusal, hand-over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.access.roles import Role
from zhichan.core.errors import InvalidInput, NotAllowed, WrongState
from zhichan.core.matters.models import Matter, MatterEvent, TeamMember
from zhichan.core.matters.parts import Part
from zhichan.core.matters.rights import MATTER_STAFF
from zhichan.core.matters.writing.events import NewEvent, add_event, locked
from zhichan.core.matters.writing.sources import share_team_of
from zhichan.core.matters.writing.team import join_team
from zhichan.core.people.models import Person

INSIDE = (Part.CASE_TEAM, Part.HEARING_HOST)


@transaction.atomic
def assign(
    matter_id: int, person_ids: Sequence[int], part: str, *, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Put people on the team in a part. Raises NotFound, NotAllowed, Conflict, InvalidInput, WrongState."""
    matter = locked(matter_id, by=by, seen=seen)
    require(by, MATTER_STAFF, [matter.unit_id])
    if part not in INSIDE:
        raise InvalidInput(_("这个身份不由分派产生。"), field="part")
    join_team(matter, person_ids, part, by=by, at=at)
    _record(matter, "assigned", part, person_ids, by=by, at=at)
    share_team_of(matter, by=by, at=at)


@transaction.atomic
def recuse(
    matter_id: int, person_id: int, reason: str, *, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Take somebody off a matter for a conflict of interest (回避); they cannot come back to it.

    Source: 行政处罚法 第四十三条. A person withdraws by themselves, or the head of the office decides.
    Raises NotFound, NotAllowed, Conflict, InvalidInput.
    """
    matter = locked(matter_id, by=by, seen=seen)
    heads = any(one.role is Role.OFFICE_LEADER and matter.unit_id in one.unit_ids for one in by.held)
    if by.kind != "system" and by.id != person_id and not heads:
        raise NotAllowed(_("回避由本人提出，或由负责人决定。"), code="recusal")
    if not reason.strip():
        raise InvalidInput(_("请写明回避的理由。"), field="reason")
    members = list(TeamMember.objects.filter(matter=matter, person_id=person_id, until__isnull=True))
    if not members:
        raise WrongState(_("这个人现在不承办这件事项。"), matter=matter.pk)
    for member in members:
        member.until, member.is_recused, member.reason = at, True, reason.strip()[:400]
    TeamMember.objects.bulk_update(members, ["until", "is_recused", "reason"])
    if matter.handler_id == person_id:
        matter.handler = _next_in_charge(matter)
    _record(matter, "recused", members[0].part, [person_id], by=by, at=at, note=reason.strip()[:1000])
    share_team_of(matter, by=by, at=at)


@transaction.atomic
def hand_over(
    matter_id: int, to_person_id: int, reason: str, *, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Another person takes charge (转办); who was in charge leaves the team. The clocks run on.

    Raises NotFound, NotAllowed, Conflict, InvalidInput, WrongState.
    """
    matter = locked(matter_id, by=by, seen=seen)
    require(by, MATTER_STAFF, [matter.unit_id])
    if not matter.is_open:
        raise WrongState(_("事项已办结，不用转办。"), matter=matter.pk)
    if matter.handler_id == to_person_id:
        raise InvalidInput(_("这个人已是主办。"), field="person")
    former = matter.handler_id
    matter.handler = None
    join_team(matter, [to_person_id], Part.CASE_TEAM, by=by, at=at)
    matter.handler_id = to_person_id
    TeamMember.objects.filter(
        matter=matter, person_id=former or 0, part=Part.CASE_TEAM, until__isnull=True
    ).update(until=at, reason=reason.strip()[:400])
    values = {"from": former, "to": to_person_id}
    new = NewEvent(MatterEvent.Kind.HANDED_OVER, values=values, note=reason.strip()[:1000])
    add_event(matter, new, by=by, at=at)
    share_team_of(matter, by=by, at=at)


def _next_in_charge(matter: Matter) -> Person | None:
    left = TeamMember.objects.filter(matter=matter, part=Part.CASE_TEAM, until__isnull=True)
    first = left.select_related("person").order_by("since", "pk").first()
    return first.person if first else None


def _record(
    matter: Matter,
    what: str,
    part: str,
    person_ids: Sequence[int],
    *,
    by: Actor,
    at: datetime,
    note: str = "",
) -> None:
    values = {"what": what, "part": part, "people": list(person_ids)}
    add_event(matter, NewEvent(MatterEvent.Kind.TEAM_CHANGED, values=values, note=note), by=by, at=at)
