"""Units, collectives and the caller's own person through the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router, Schema, Status

from zhichan.core.access.core_rights import MEMBERS_MANAGE, OWN_ACCOUNT, UNITS_ADD, UNITS_VIEW
from zhichan.core.access.operation import (
    DEFAULT_PAGE_SIZE,
    Day,
    Id,
    Instant,
    Line,
    OneOf,
    PageSize,
    key_set_page,
    operation,
)
from zhichan.core.access.requests import actor_in, found, now, today
from zhichan.core.people.actions.collectives import add_member, remove_member
from zhichan.core.people.actions.units import NewUnit, create_unit
from zhichan.core.people.calendar_api import router as calendar_router
from zhichan.core.people.models import Collective, MembershipEvent, Unit
from zhichan.core.people.queries import (
    collectives_visible_to,
    members_on,
    people_visible_to,
    posts_on,
    unit_index,
    units_visible_to,
)

UnitKind = Annotated[str, OneOf(Unit.Kind)]
CollectiveKind = Annotated[str, OneOf(Collective.Kind)]
Change = Annotated[str, OneOf(MembershipEvent.Change)]

router = Router(tags=["单位与人员"])
router.add_router("", calendar_router)


class UnitOut(Schema):
    id: int
    name: str
    kind: UnitKind
    parent_id: int | None
    established_on: date | None
    abolished_on: date | None
    is_sample: bool


class UnitPage(Schema):
    """``next``: pass it as ``after`` for the following rows; null at the end."""

    items: list[UnitOut]
    next: int | None


class UnitNameOut(Schema):
    name: str
    kind: str
    from_on: date | None
    until_on: date | None


class UnitDetailOut(UnitOut):
    names: list[UnitNameOut]


class UnitIn(Schema):
    name: Line
    kind: UnitKind
    parent_id: Id | None = None
    established_on: Day | None = None
    source: Line


class BodyOut(Schema):
    """A unit or a collective. ``likeness``: 1 where found, less where only suggested."""

    type: str
    id: int
    name: str
    likeness: float


class FoundOut(Schema):
    found: BodyOut | None
    suggestions: list[BodyOut]


class CollectiveOut(Schema):
    id: int
    name: str
    kind: CollectiveKind
    is_sample: bool


class CollectivePage(Schema):
    items: list[CollectiveOut]
    next: int | None


class MembersOut(Schema):
    """Who belonged on a day; ``known_at``: as known at that instant, null for what is known now."""

    on: date
    known_at: datetime | None
    count: int
    members: list[UnitOut]


class MembershipEventIn(Schema):
    unit_id: Id
    change: Change
    effective_on: Day
    source: Line


class MembershipEventOut(Schema):
    id: int
    unit_id: int
    change: Change
    effective_on: date
    known_at: datetime


class PostOut(Schema):
    role: str
    unit_id: int | None
    from_on: date
    until_on: date | None


class MeOut(Schema):
    id: int
    name: str
    posts: list[PostOut]
    scopes: list[str]


@operation(router.get, "/units", right=UNITS_VIEW, out=UnitPage, summary="列出单位")
def units(
    request: HttpRequest, name: Line = "", after: Id | None = None, limit: PageSize = DEFAULT_PAGE_SIZE
) -> UnitPage:
    visible = _units(request)
    rows, following = key_set_page(
        visible.filter(name__contains=name) if name else visible, after=after, limit=limit
    )
    return UnitPage(items=[UnitOut.from_orm(row) for row in rows], next=following)


@operation(router.get, "/units/find", right=UNITS_VIEW, out=FoundOut, summary="按文件上的写法找单位")
def find(request: HttpRequest, name: Line, on: Day | None = None) -> FoundOut:  # noqa: ARG001
    index = unit_index(on or today())
    body = index.find(name)
    found = _body_out(body, 1.0) if body else None
    return FoundOut(
        found=found,
        suggestions=[] if body else [_body_out(s.body, s.likeness) for s in index.suggestions(name)],
    )


@operation(router.get, "/units/{unit_id}", right=UNITS_VIEW, out=UnitDetailOut, summary="查看单位")
def unit(request: HttpRequest, unit_id: Id) -> Unit:
    return found(_units(request).prefetch_related("names").filter(pk=unit_id).first())


@operation(router.post, "/units", right=UNITS_ADD, out=UnitOut, summary="登记单位", status=201)
def add_unit(request: HttpRequest, body: UnitIn) -> Status[Unit]:
    actor = actor_in(request)
    parent = found(_units(request).filter(pk=body.parent_id).first()) if body.parent_id else None
    new = NewUnit(body.name, body.kind, parent=parent, established_on=body.established_on, source=body.source)
    return Status(201, create_unit(new, by=actor, at=now()))


@operation(router.get, "/collectives", right=UNITS_VIEW, out=CollectivePage, summary="列出集合单位")
def collectives(
    request: HttpRequest, after: Id | None = None, limit: PageSize = DEFAULT_PAGE_SIZE
) -> CollectivePage:
    rows, following = key_set_page(collectives_visible_to(actor_in(request)), after=after, limit=limit)
    return CollectivePage(items=[CollectiveOut.from_orm(row) for row in rows], next=following)


@operation(
    router.get, "/collectives/{collective_id}/members", right=UNITS_VIEW, out=MembersOut, summary="某日的成员"
)
def collective_members(
    request: HttpRequest, collective_id: Id, on: Day | None = None, known_at: Instant | None = None
) -> MembersOut:
    day = on or today()
    rows = members_on(_collective(request, collective_id), day, known_at)
    members = [UnitOut.from_orm(row) for row in rows]
    return MembersOut(on=day, known_at=known_at, count=len(members), members=members)


@operation(
    router.post,
    "/collectives/{collective_id}/membership-events",
    right=MEMBERS_MANAGE,
    out=MembershipEventOut,
    summary="登记成员变动",
    status=201,
)
def add_membership_event(
    request: HttpRequest, collective_id: Id, body: MembershipEventIn
) -> Status[MembershipEvent]:
    actor = actor_in(request)
    collective = _collective(request, collective_id)
    member = found(_units(request).filter(pk=body.unit_id).first())
    act = add_member if body.change == MembershipEvent.Change.JOINED else remove_member
    event = act(collective, member, effective_on=body.effective_on, source=body.source, by=actor, at=now())
    return Status(201, event)


@operation(router.get, "/me", right=OWN_ACCOUNT, out=MeOut, summary="令牌代表谁")
def me(request: HttpRequest) -> MeOut:
    actor = actor_in(request)
    person = found(people_visible_to(actor).filter(pk=actor.id or 0).first())
    posts = [PostOut.from_orm(post) for post in posts_on(today()).filter(person=person)]
    return MeOut(id=person.pk, name=person.name, posts=posts, scopes=sorted(actor.scopes or ()))


def _collective(request: HttpRequest, collective_id: int) -> Collective:
    return found(collectives_visible_to(actor_in(request)).filter(pk=collective_id).first())


def _units(request: HttpRequest) -> QuerySet[Unit]:
    return units_visible_to(actor_in(request))


def _body_out(body: Unit | Collective, likeness: float) -> BodyOut:
    kind = "unit" if isinstance(body, Unit) else "collective"
    return BodyOut(type=kind, id=body.pk, name=body.name, likeness=round(likeness, 3))
