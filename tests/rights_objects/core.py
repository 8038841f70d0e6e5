"""Objects of core's pages and operations, and samples of what core's actions take."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.conftest import NOW, TODAY
from tests.rights_objects import Call, api_object, page_object, sample
from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.people.actions.collectives import NewCollective, add_member, create_collective
from zhichan.core.people.actions.people import NewPerson, create_person
from zhichan.core.people.actions.posts import NewPost, grant_post
from zhichan.core.people.actions.sign_in import Attempt
from zhichan.core.people.actions.tokens import NewToken
from zhichan.core.people.actions.units import NewUnit, create_unit
from zhichan.core.people.models import (
    ApiToken,
    Collective,
    MembershipEvent,
    Person,
    Post,
    Unit,
)

_BY: dict[str, Any] = {"by": system_actor("test"), "at": NOW}
_number = itertools.count(1)


def any_unit() -> Unit:
    return create_unit(NewUnit(f"样例街道{next(_number)}", Unit.Kind.TOWN), **_BY)


def shared_unit() -> Unit:
    """One and the same unit in every argument of an action: the task is the reporting unit's own."""
    found = Unit.objects.filter(name="样例共用局").first()
    return found or create_unit(NewUnit("样例共用局", Unit.Kind.BUREAU), **_BY)


def any_person() -> Person:
    return create_person(NewPerson(f"somebody{next(_number)}", "某某"), **_BY).person


def any_collective() -> Collective:
    new = NewCollective(f"第{next(_number)}联席会议", Collective.Kind.JOINT_MEETING)
    return create_collective(new, **_BY)


def event_of(unit: Unit) -> MembershipEvent:
    return add_member(any_collective(), unit, effective_on=TODAY, **_BY)


def post_in(unit: Unit) -> Post:
    return grant_post(any_person(), NewPost(Role.UNIT_CONTACT, unit, TODAY), **_BY)


def some_token() -> ApiToken:
    return ApiToken.objects.create(
        person=any_person(),
        label="月报",
        digest=f"{next(_number)}",
        created_at=NOW,
        expires_on=date(2027, 1, 1),
    )


for _name in (
    "system_unit",
    "system_unit_rename",
    "system_unit_alias",
    "system_unit_move",
    "system_unit_abolish",
):
    page_object(_name)(lambda unit: Call({"pk": unit.pk}))

for _name in ("system_collective", "system_collective_name", "system_member_change"):
    page_object(_name)(lambda unit: Call({"pk": any_collective().pk}))

for _name in (
    "system_person",
    "system_person_edit",
    "system_person_deactivate",
    "system_person_reactivate",
    "system_person_password",
    "system_person_factor",
    "system_person_identity",
    "system_person_identity_remove",
    "system_post_grant",
):
    page_object(_name)(lambda unit: Call({"pk": any_person().pk}))

for _name in ("text_size", "language"):
    page_object(_name)(lambda unit: Call(method="post"))


@page_object("system_member_withdraw")
def _event_to_withdraw(unit: Unit) -> Call:
    return Call({"pk": event_of(unit).pk})


@page_object("system_post_end")
def _post_to_end(unit: Unit) -> Call:
    return Call({"pk": post_in(unit).pk})


@page_object("system_audit_verify")
def _verify(unit: Unit) -> Call:
    return Call(method="post")


@page_object("system_calendar_day")
def _day(unit: Unit) -> Call:
    return Call({"day": TODAY})


@page_object("token_revoke")
def _somebody_elses_token(unit: Unit) -> Call:
    return Call({"pk": some_token().pk})


for _name in ("openid_connect_login", "openid_connect_callback"):
    page_object(_name)(lambda unit: Call({"provider_id": "office"}))


@api_object("calendar_span")
def _span(unit: Unit) -> Call:
    return Call(data={"first": "2026-10-01", "last": "2026-10-31"})


@api_object("set_calendar_day")
def _set_day(unit: Unit) -> Call:
    return Call({"day": TODAY}, data={"is_working": False, "reason": "区政府通知"})


@api_object("unit")
def _unit(unit: Unit) -> Call:
    return Call({"unit_id": unit.pk})


@api_object("find")
def _find(unit: Unit) -> Call:
    return Call(data={"name": unit.name})


@api_object("collective_members")
def _members(unit: Unit) -> Call:
    return Call({"collective_id": event_of(unit).collective_id})


@api_object("add_membership_event")
def _join(unit: Unit) -> Call:
    return Call({"collective_id": any_collective().pk})


sample(Unit)(shared_unit)
sample("unit_id")(lambda: shared_unit().pk)
sample(Person)(any_person)
sample(Collective)(any_collective)
sample(MembershipEvent)(lambda: event_of(any_unit()))
sample(Post)(lambda: post_in(any_unit()))
sample(ApiToken)(some_token)
sample(NewUnit)(lambda: NewUnit("某某新局", Unit.Kind.BUREAU))
sample(NewPerson)(lambda: NewPerson("newcomer", "新来"))
sample(NewCollective)(lambda: NewCollective("某某新领导小组", Collective.Kind.LEADING_GROUP))
sample(NewToken)(lambda: NewToken("月报", ["people.units.view"], date(2027, 1, 1)))
sample(NewPost)(lambda: NewPost(Role.PLAN_OFFICER, any_unit(), TODAY))
sample(date)(lambda: TODAY)
sample(datetime)(lambda: NOW)
sample(Attempt)(lambda: Attempt("failed", None, "某账号"))
sample(str)(lambda: "样例")
sample(int)(lambda: 1)
sample(bool)(lambda: False)
sample(bytes)("样例".encode)
sample(Decimal)(lambda: Decimal("0.9"))
sample("password")(lambda: "my own long secret")
sample("email")(lambda: "someone@example.cn")
