"""Posts: the security administrator grants and ends them; the three administrators stay apart (三员分立).

Source of the separation: GB/T 22239-2019, level 3, control points on system, audit and security
administrators.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.core_rights import POSTS_GRANT
from zhichan.core.access.rights import require
from zhichan.core.access.roles import ADMINISTRATORS, Role
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, WrongState
from zhichan.core.people.actions.sources import source_or_actor
from zhichan.core.people.models import Person, Post, Unit


@dataclass(frozen=True)
class NewPost:
    """A role in a unit from a day on. Administrators may stand outside the units (``unit`` None)."""

    role: Role
    unit: Unit | None
    from_on: date
    until_on: date | None = None
    title: str = ""
    source: str = ""


@transaction.atomic
def grant_post(person: Person, new: NewPost, *, by: Actor, at: datetime) -> Post:
    """Give a person a role.

    Raises NotAllowed for one's own posts, InvalidInput for a role nobody holds by post or one without
    its unit, WrongState for a closed account, and Conflict where the person holds the same post in that
    time or one that must stand apart from it.
    """
    require(by, POSTS_GRANT)
    _refuse_own(person, by)
    held = Person.objects.select_for_update().get(pk=person.pk)
    _check_fields(held, new)
    _check_apart(held, new)
    post = Post.objects.create(
        person=held,
        unit=new.unit,
        role=new.role,
        title=new.title.strip(),
        from_on=new.from_on,
        until_on=new.until_on,
        source=source_or_actor(new.source, by),
    )
    record("people.post.granted", subject=held, by=by, at=at, details=_details(post))
    return post


@transaction.atomic
def end_post(post: Post, *, until_on: date, by: Actor, at: datetime) -> Post:
    """End a post; ``until_on`` is the first day without it, today for at once.

    Raises NotAllowed for one's own post, WrongState for one that ended by then already.
    """
    require(by, POSTS_GRANT)
    held = Post.objects.select_for_update().select_related("person").get(pk=post.pk)
    _refuse_own(held.person, by)
    if held.until_on is not None and held.until_on <= until_on:
        raise WrongState(_("这项任职到那一天已经结束。"), post=held.pk)
    held.until_on = max(until_on, held.from_on)
    held.save(update_fields=["until_on"])
    record("people.post.ended", subject=held.person, by=by, at=at, details=_details(held))
    return held


def _refuse_own(person: Person, by: Actor) -> None:
    if by.kind == "person" and by.id == person.pk:
        raise NotAllowed(_("不能更动自己的任职，请由另一位安全管理员办理。"))


def _check_fields(person: Person, new: NewPost) -> None:
    if not person.is_active:
        raise WrongState(_("这个账号已经停用。"), person=person.pk)
    if new.role not in Role.values or new.role == Role.PUBLIC:
        raise InvalidInput(_("这个角色不能授予。"), role=new.role)
    if new.unit is None and new.role not in ADMINISTRATORS:
        raise InvalidInput(_("请选择任职单位。"), role=new.role)
    if new.until_on is not None and new.until_on <= new.from_on:
        raise InvalidInput(_("离任日期要在任职日期之后。"))


def _check_apart(person: Person, new: NewPost) -> None:
    """The same post twice, or an administrator with any other role, in overlapping time."""
    for other in _overlapping(person, new):
        if other.role == new.role and other.unit_id == (new.unit.pk if new.unit else None):
            raise Conflict(_("这个人在这段时间已经担任这一职务。"), post=other.pk)
        if other.role != new.role and ADMINISTRATORS & {Role(other.role), Role(new.role)}:
            raise Conflict(
                _("三员分立：“%(one)s”与“%(other)s”不能由同一人同时担任。")
                % {"one": Role(new.role).label, "other": other.get_role_display()},
                code="administrators_apart",
                post=other.pk,
            )


def _overlapping(person: Person, new: NewPost) -> QuerySet[Post]:
    begins_in_time = Q() if new.until_on is None else Q(from_on__lt=new.until_on)
    ends_in_time = Q(until_on__isnull=True) | Q(until_on__gt=new.from_on)
    return Post.objects.filter(begins_in_time, ends_in_time, person=person)


def _details(post: Post) -> dict[str, object]:
    return {
        "post": post.pk,
        "role": str(post.role),
        "unit": post.unit_id,
        "from_on": post.from_on.isoformat(),
        "until_on": post.until_on.isoformat() if post.until_on else None,
    }
