"""The made house in a database, and matters of every procedure in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from tests.conftest import NOW
from tests.procedure_rights.house import FIRST_ID, HOST, OFFICER, SYSTEM, Standing, standing_in
from tests.procedure_rights.reading import everybody
from zhichan.core.access.rights import all_rights
from zhichan.core.access.roles import Role
from zhichan.core.matters.models import Matter, MatterShare, Participant, TeamMember
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Kind, Procedure
from zhichan.core.matters.writing.opening import Opening, enter
from zhichan.core.matters.writing.seats import NewParticipant
from zhichan.core.people.models import ApiToken, Person, Post, Unit
from zhichan.core.people.queries.people import digest_of

_NAMES = {
    "above": "云川区人民政府",
    "own": "云川区知识产权局",
    "below": "云川区知识产权保护中心",
    "shared": "云川区公安局",
    "other": "云川区教育局",
}
_PARENTS = {"own": "above", "below": "own"}


@dataclass(frozen=True)
class Found:
    """A matter of a procedure in the house, with everybody as they stand in it."""

    matter: Matter
    everybody: tuple[Standing, ...]

    def one(self, *roles: Role, where: str, place: str = "") -> Standing:
        """The first with these roles there."""
        key = roles, where, place
        return next(each for each in self.everybody if _key(each) == key)


def _key(one: Standing) -> tuple[tuple[Role, ...], str, str]:
    return one.who.roles, one.who.where, one.who.place


@pytest.fixture
def units(db: None) -> Mapping[str, int]:
    """The units, each with somebody in every role."""
    found: dict[str, Unit] = {}
    for where, name in _NAMES.items():
        kind = Unit.Kind.OFFICE if where == "own" else Unit.Kind.BUREAU
        parent = found.get(_PARENTS.get(where, ""))
        found[where] = Unit.objects.create(name=name, kind=kind, parent=parent, source="test")
    people = [
        *((FIRST_ID + number, one.roles, one.where) for number, one in enumerate(everybody())),
        *((pk, (Role.CASE_OFFICER,), "own") for pk in (OFFICER, HOST)),
    ]
    Person.objects.bulk_create(
        Person(pk=pk, username=f"p{pk}", name=f"某{pk}", password="!", created_at=NOW, source="test")
        for pk, _roles, _where in people
    )
    Post.objects.bulk_create(
        Post(person_id=pk, unit=found[where], role=role, from_on=date(2020, 1, 1), source="test")
        for pk, roles, where in people
        for role in roles
        if role is not Role.PUBLIC
    )
    return {where: one.pk for where, one in found.items()}


@pytest.fixture
def entered(units: Mapping[str, int]) -> Callable[[Procedure], Found]:
    """Makes a matter of a procedure in its first state, with everybody in their places and first seats."""

    def make(procedure: Procedure) -> Found:
        seats = tuple(
            NewParticipant(seat.name, f"示例{seat.name}") for seat in procedure.seats if seat.is_required
        )
        unit = Unit.objects.get(pk=units["own"])
        opening = Opening(procedure.name, f"示例{procedure.label}", unit, _values(procedure), seats)
        matter = enter(procedure, opening, NOW, parent=None, by=SYSTEM, at=NOW)
        standing = tuple({one.who: one for one in reversed([*standing_in(procedure, units)])}.values())
        _place(matter, standing)
        MatterShare.objects.create(matter=matter, unit_id=units["shared"], shared_at=NOW, source="test")
        return Found(matter, standing)

    return make


def _values(procedure: Procedure) -> dict[str, object]:
    plain = {
        Kind.DAY: "2026-11-02",
        Kind.INSTANT: "2026-11-02T09:00+08:00",
        Kind.YES_NO: "no",
        Kind.NUMBER: 1,
    }
    return {
        one.name: one.choices[0][0] if one.choices else plain.get(one.kind, "100")
        for one in procedure.opening
        if one.is_required
    }


def _place(matter: Matter, standing: tuple[Standing, ...]) -> None:
    placed = [(Part.CASE_TEAM, OFFICER), (Part.HEARING_HOST, HOST)]
    placed += [
        ({"team": Part.CASE_TEAM, "host": Part.HEARING_HOST}[one.who.place], one.actor.id)
        for one in standing
        if one.who.place in ("team", "host")
    ]
    TeamMember.objects.bulk_create(
        TeamMember(matter=matter, person_id=pk, part=part, since=NOW, source="test", **matter.kept_by_team)
        for part, pk in placed
    )
    Participant.objects.bulk_create(
        Participant(
            matter=matter, seat=one.seat, name="某人", person_id=one.actor.id, added_at=NOW, source="test"
        )
        for one in standing
        if one.seat
    )


@pytest.fixture
def client_of() -> Callable[[Standing], Client]:
    """A client signed in as somebody; of nobody for the public."""

    def make(one: Standing) -> Client:
        client = Client()
        if one.actor.id is None:
            return client
        session, owner = SessionStore(), Person.objects.get(pk=one.actor.id)
        session[auth.SESSION_KEY] = str(owner.pk)
        session[auth.BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[auth.HASH_SESSION_KEY] = owner.get_session_auth_hash()
        session.save()
        client.cookies["sessionid"] = session.session_key
        return client

    return make


@pytest.fixture
def token_of() -> Callable[[Standing], dict[str, str]]:
    """The header with a token of somebody that has every scope; none for the public."""
    scopes = [right.code for right in all_rights()]

    def make(one: Standing) -> dict[str, str]:
        if one.actor.id is None:
            return {}
        secret = f"secret-{one.actor.id}"
        ApiToken.objects.create(
            digest=digest_of(secret), person_id=one.actor.id, label="test", scopes=scopes, created_at=NOW,
            expires_on=date(2027, 1, 1),
        )  # fmt: skip
        return {"Authorization": f"Bearer {secret}"}

    return make
