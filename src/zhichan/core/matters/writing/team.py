"""Putting people on the team of a matter (承办人员)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.errors import InvalidInput, NotAllowed
from zhichan.core.matters.models import Matter, TeamMember
from zhichan.core.matters.parts import LABELS, Part
from zhichan.core.matters.parts_held import team_of
from zhichan.core.matters.queries import TEAM_ROLES
from zhichan.core.notices.actions import notify
from zhichan.core.people.models import Person
from zhichan.core.people.queries import posts_on

_APART = {Part.CASE_TEAM: Part.HEARING_HOST, Part.HEARING_HOST: Part.CASE_TEAM}


def join_team(
    matter: Matter, person_ids: Sequence[int], part: str, *, by: Actor, at: datetime
) -> list[TeamMember]:
    """Add members to the team of a locked matter; those who are on it already stay as they are.

    The first of a case team is in charge where nobody is. Raises InvalidInput for somebody who holds no post
    in the unit, NotAllowed for somebody recused or in a part that excludes this one.
    """
    people = _people(matter, person_ids, at)
    team = team_of(matter)
    _refuse_recused(matter, people)
    apart = team.get(_APART.get(Part(part), ""), frozenset())
    if both := [one.name for one in people if one.pk in apart]:
        raise NotAllowed(
            _("%(names)s已是本案的%(part)s，不能兼任。")
            % {"names": "、".join(both), "part": LABELS[_APART[Part(part)]]},
            code="parts_apart",
        )
    new = [
        TeamMember(matter=matter, person=one, part=part, since=at, source=by.as_source, **matter.kept_by_team)
        for one in people
        if one.pk not in team.get(part, frozenset())
    ]
    TeamMember.objects.bulk_create(new)
    if part == Part.CASE_TEAM and matter.handler_id is None and people:
        matter.handler = people[0]
    told = [one.person for one in new if one.person_id != by.id]
    text = _("您被指派办理：%(matter)s") % {"matter": matter}
    notify(told, kind="matters.assigned", text=text, url=address_of(matter), at=at)
    return new


def address_of(matter: Matter) -> str:
    """The page of a matter."""
    return path_of(matter.pk)


def path_of(matter_id: int) -> str:
    return f"/matters/{matter_id}/"


def intake_of(unit_id: int, at: datetime) -> list[Person]:
    """Those of a unit who take in what nobody works on yet."""
    posts = posts_on(timezone.localdate(at)).filter(
        unit_id=unit_id, role__in=[Role.CASE_OFFICER, Role.OFFICE_LEADER], person__is_active=True
    )
    return list({post.person_id: post.person for post in posts.select_related("person")}.values())


def _people(matter: Matter, person_ids: Sequence[int], at: datetime) -> list[Person]:
    """The people in the order given. Two queries."""
    if not person_ids:
        raise InvalidInput(_("请选择人员。"), field="people")
    posts = posts_on(timezone.localdate(at)).filter(
        person_id__in=person_ids, unit_id=matter.unit_id, role__in=TEAM_ROLES, person__is_active=True
    )
    found = {post.person_id: post.person for post in posts.select_related("person")}
    if missing := [str(pk) for pk in person_ids if pk not in found]:
        raise InvalidInput(
            _("只能指派本单位的办案人员（编号 %(ids)s 不是）。") % {"ids": "、".join(missing)}, field="people"
        )
    return [found[pk] for pk in person_ids]


def _refuse_recused(matter: Matter, people: Iterable[Person]) -> None:
    ids = [one.pk for one in people]
    gone = TeamMember.objects.filter(matter=matter, person_id__in=ids, is_recused=True)
    if names := sorted({one.person.name for one in gone.select_related("person")}):
        raise NotAllowed(
            _("%(names)s已在本案回避，不能再承办。") % {"names": "、".join(names)}, code="recused"
        )
