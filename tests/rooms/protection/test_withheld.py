"""Telephone numbers and contacts are personal: who keeps no roster finds them nowhere."""

from __future__ import annotations

import csv
import dataclasses
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import NOW
from zhichan.core.access.roles import Role
from zhichan.core.people.models import ApiToken
from zhichan.core.people.queries.people import digest_of
from zhichan.core.registers.actions import Entry, change_row
from zhichan.core.registers.declaration import Register
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.tables import as_of_table, table_of
from zhichan.rooms.protection.models.platform import PLATFORMS
from zhichan.rooms.protection.rights import CONTACT_VIEW, ROSTER_EDIT, ROSTER_VIEW

from .samples import MAY, NAMES, PHONE, ROSTERS, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
EACH = pytest.mark.parametrize("register", ROSTERS, ids=NAMES)
BLIND = (Role.PLAN_OFFICER, Role.LEGAL_REVIEWER, Role.READ_ONLY_LEADER)
NEW_PHONE, NEW_CONTACT = "0000-77770000", "何示例"
SECRETS = (PHONE, NEW_PHONE, "陈示例", "林示例", NEW_CONTACT)


@pytest.fixture
def row(register, office, keeper):
    """A row with a telephone number and, where there is one, a contact; both changed once."""
    made = put(register, office, by=keeper)
    values = {"phone": NEW_PHONE} | ({"contact": NEW_CONTACT} if "contact" in register.by_name else {})
    return change_row(register, made.pk, Entry(values, date(2026, 5, 1), "来函"), by=keeper, at=MAY)


def addresses(register: Register, row) -> list[str]:
    room, book = register.name.split(".")
    listed = reverse("registers:list", args=[room, book])
    page = reverse("registers:row", args=[room, book, row.pk])
    return [
        listed,
        f"{listed}?cols=name,phone,contact",
        f"{listed}?on=2026-03-01",
        f"{listed}?on=2026-03-01&cols=name,phone,contact",
        f"{listed}?format=csv",
        f"{listed}?format=csv&cols=name,phone,contact",
        f"{listed}?format=csv&on=2026-06-01&cols=name,phone,contact",
        f"{listed}?facets=counted",
        page,
        f"{page}?on=2026-03-01",
    ]


def body(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return content.decode("utf-8-sig")


@EACH
@pytest.mark.parametrize("role", BLIND)
def test_nobody_else_is_shown_them_anywhere(register, role, row, signed_in, office):
    visitor = signed_in(role, office)
    for address in addresses(register, row):
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        text = body(answer)
        assert not [one for one in SECRETS if one in text], address
    page = body(visitor.get(addresses(register, row)[8]))
    assert page.count("<dd>不公开</dd>") == 1 + ("contact" in register.by_name)


@EACH
@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.OFFICE_LEADER])
def test_who_keeps_the_roster_is_shown_them(register, role, row, signed_in, office):
    visitor = signed_in(role, office)
    for address in (addresses(register, row)[at] for at in (1, 4, 5, 6, 8)):
        assert NEW_PHONE in body(visitor.get(address)), address
    assert PHONE in body(visitor.get(addresses(register, row)[8]))


@EACH
def test_a_file_that_lacks_them_cannot_be_taken_for_one_that_comes_back(register, row, signed_in, office):
    listed = addresses(register, row)[4]
    headings = {
        role: next(csv.reader(io.StringIO(body(signed_in(role, office).get(listed)))))
        for role in (Role.CASE_OFFICER, Role.PLAN_OFFICER)
    }
    assert headings[Role.CASE_OFFICER][-2:] == ["记录号", "校验码"]
    assert not {"校验码", "联系电话", "联系人"} & set(headings[Role.PLAN_OFFICER])


def called(person, office, role: Role, address: str, scopes: list[str] | None = None):
    """An answer of the API to somebody of a role, by a token of these scopes."""
    wanted = [ROSTER_VIEW.code, CONTACT_VIEW.code, "registers.register.use"] if scopes is None else scopes
    secret = f"secret-{role}-{len(wanted)}"
    ApiToken.objects.get_or_create(
        digest=digest_of(secret),
        defaults={
            "person": person(role, office),
            "label": "test",
            "scopes": wanted,
            "created_at": NOW,
            "expires_on": date(2027, 1, 1),
        },
    )
    return Client().get(f"/api/v1/registers/{address}", headers={"Authorization": f"Bearer {secret}"})


@EACH
def test_the_api_leaves_them_out(register, row, person, office):
    addresses_ = (f"{register.name}/rows", f"{register.name}/rows/{row.pk}/events")
    for role in BLIND:
        for address in addresses_:
            answer = called(person, office, role, address)
            assert answer.status_code == 200
            assert not [one for one in SECRETS if one in answer.content.decode()], (role, address)
            for item in answer.json()["items"]:
                assert not {"phone", "contact"} & item["values"].keys()
    rows, events = (called(person, office, Role.CASE_OFFICER, one).json()["items"] for one in addresses_)
    assert rows[0]["values"]["phone"] == NEW_PHONE
    assert [one["values"].get("phone") for one in events] == [NEW_PHONE, PHONE]


def test_a_token_without_the_scope_does_not_get_them(person, office, keeper):
    put(PLATFORMS, office, by=keeper)
    scopes = [ROSTER_VIEW.code, "registers.register.use"]
    answer = called(person, office, Role.CASE_OFFICER, f"{PLATFORMS.name}/rows", scopes)
    assert (answer.status_code, "phone" in answer.json()["items"][0]["values"]) == (200, False)


@EACH
def test_a_register_is_narrowed_for_showing_only(register, actor, office):
    keeper, blind = actor(Role.CASE_OFFICER, office), actor(Role.PLAN_OFFICER, office)
    assert register.seen_by(keeper) is register
    seen = register.seen_by(blind)
    hidden = {"phone", "contact"} & register.by_name.keys()
    assert {one.name for one in seen.withheld} == hidden
    assert {one.name for one in register.fields} - {one.name for one in seen.fields} == hidden
    assert table_of(register).ledger is not None
    assert table_of(seen).ledger is None
    columns = {one.name for one in as_of_table(seen, Moment(date(2026, 3, 1), MAY)).columns}
    assert not columns & hidden


def test_a_register_whose_editors_may_not_see_a_field_stops_the_start():
    phone = PLATFORMS.by_name["phone"]
    narrow = dataclasses.replace(
        CONTACT_VIEW, reach={Role.CASE_OFFICER: CONTACT_VIEW.reach[Role.CASE_OFFICER]}
    )
    with pytest.raises(ValueError, match=r"\[Role.OFFICE_LEADER\] may not see phone"):
        dataclasses.replace(PLATFORMS, fields=(dataclasses.replace(phone, right=narrow),))
    assert ROSTER_EDIT.reach.keys() == CONTACT_VIEW.reach.keys()
