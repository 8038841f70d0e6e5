"""The API of units, collectives and oneself; tokens, errors and the rate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.conftest import NOW, TODAY
from zhichan.core.access import bearer
from zhichan.core.access.roles import Role
from zhichan.core.people.actions.collectives import NewCollective, add_member, create_collective
from zhichan.core.people.actions.units import NewUnit, create_unit
from zhichan.core.people.models import ApiToken, Collective, MembershipEvent, Person, Unit
from zhichan.core.people.queries.people import digest_of

pytestmark = pytest.mark.usefixtures("frozen_now")
ALL_SCOPES = ("people.units.view", "people.units.add", "people.members.manage", "people.own.account")


class Caller:
    """A program with a token: ``caller.get("/units")`` gives status and content."""

    def __init__(self, secret: str) -> None:
        self.headers = {"Authorization": f"Bearer {secret}"}
        self.client = Client()

    def get(self, path: str, **query: Any) -> tuple[int, Any]:
        response = self.client.get(f"/api/v1{path}", query, headers=self.headers)
        return response.status_code, response.json()

    def post(self, path: str, body: Any) -> tuple[int, Any]:
        response = self.client.post(
            f"/api/v1{path}", body, content_type="application/json", headers=self.headers
        )
        return response.status_code, response.json()


@pytest.fixture
def caller(person: Callable[..., Person], office: Unit) -> Callable[..., Caller]:
    def make(role: Role = Role.PLAN_OFFICER, scopes: tuple[str, ...] = ALL_SCOPES, **token: Any) -> Caller:
        secret = f"zc_{role}{len(scopes)}"
        given = {"label": "test", "created_at": NOW, "expires_on": date(2027, 1, 1), **token}
        ApiToken.objects.create(
            person=person(role, office), digest=digest_of(secret), scopes=list(scopes), **given
        )
        return Caller(secret)

    return make


@pytest.fixture
def group(by_system) -> Collective:
    return create_collective(NewCollective("知识产权领导小组", Collective.Kind.LEADING_GROUP), **by_system)


def test_without_a_token_nothing_is_told(client: Client, db) -> None:
    response = client.get("/api/v1/units")
    assert response.status_code == 401
    assert response.json() == {"code": "not_signed_in", "message": "请带上有效的令牌。", "details": {}}


@pytest.mark.parametrize(
    "token",
    [{"expires_on": TODAY}, {"revoked_at": NOW}],
    ids=["expired", "revoked"],
)
def test_a_token_that_does_not_count_is_answered_like_none(caller, token: dict[str, Any]) -> None:
    assert caller(**token).get("/units")[0] == 401


def test_a_session_is_no_token(signed_in, office) -> None:
    assert signed_in(Role.PLAN_OFFICER, office).get("/api/v1/units").status_code == 401


def test_units_come_page_by_page(caller, unit, office: Unit) -> None:
    made = [unit(f"云川区第{number}局").pk for number in range(4)]
    program = caller()
    status, first = program.get("/units", limit=3)
    assert status == 200
    assert [row["id"] for row in first["items"]] == [office.pk, *made[:2]]
    assert first["next"] == made[1]
    _status, second = program.get("/units", limit=3, after=first["next"])
    assert [row["id"] for row in second["items"]] == made[2:]
    assert second["next"] is None
    assert program.get("/units", name="第3")[1]["items"] == [
        {
            "id": made[3],
            "name": "云川区第3局",
            "kind": "bureau",
            "parent_id": None,
            "established_on": None,
            "abolished_on": None,
            "is_sample": False,
        }
    ]


def test_a_unit_comes_with_its_names(caller, by_system, office) -> None:
    made = create_unit(NewUnit("云川区科学技术局", "bureau", office, other_names=("区科委",)), **by_system)
    status, shown = caller().get(f"/units/{made.pk}")
    assert (status, shown["parent_id"]) == (200, office.pk)
    assert [(n["name"], n["kind"]) for n in shown["names"]] == [
        ("云川区科学技术局", "official"),
        ("区科委", "short"),
    ]


def test_a_printed_name_is_found_or_suggested(caller, unit, office, group) -> None:
    bureau = unit("云川区科学技术局")
    program = caller()
    assert program.get("/units/find", name="区科技局")[1] == {
        "found": {"type": "unit", "id": bureau.pk, "name": "云川区科学技术局", "likeness": 1.0},
        "suggestions": [],
    }
    assert program.get("/units/find", name="知识产权领导小组")[1]["found"]["type"] == "collective"
    unknown = program.get("/units/find", name="区科技服务局", on="2026-01-01")[1]
    assert unknown["found"] is None
    assert unknown["suggestions"][0]["id"] == bureau.pk
    assert 0 < unknown["suggestions"][0]["likeness"] < 1


def test_members_are_asked_as_of_a_day_as_known_at_an_instant(caller, unit, group, system, office) -> None:
    bureau = unit("云川区科技局")
    add_member(group, bureau, effective_on=date(2025, 1, 1), by=system, at=NOW - timedelta(days=30))
    program, path = caller(), f"/collectives/{group.pk}/members"
    now = program.get(path)[1]
    assert (now["on"], now["known_at"], now["count"]) == ("2026-11-20", None, 1)
    assert [row["id"] for row in now["members"]] == [bureau.pk]
    assert program.get(path, on="2024-12-31")[1]["count"] == 0
    assert program.get(path, known_at="2026-10-01T00:00:00Z")[1]["count"] == 0
    assert program.get("/collectives")[1]["items"][0]["id"] == group.pk


@pytest.mark.parametrize(
    "query", [{"known_at": "2026-10-01T00:00:00"}, {"on": "0001-01-01"}, {"on": "9999-12-31"}]
)
def test_members_are_not_asked_for_a_time_that_cannot_be_reckoned_with(
    caller, unit, group, system, query: dict[str, str]
) -> None:
    add_member(group, unit("云川区科技局"), effective_on=date(2025, 1, 1), by=system, at=NOW)
    assert caller().get(f"/collectives/{group.pk}/members", **query)[1]["code"] == "invalid_input"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("change", ["joined", "left"])
def test_no_member_comes_or_goes_on_the_edge_of_the_calendar(
    caller, unit, group, change: str, day: str
) -> None:
    body = {"unit_id": unit("云川区科技局").pk, "change": change, "effective_on": day, "source": "x"}
    status, refusal = caller().post(f"/collectives/{group.pk}/membership-events", body)
    assert (status, refusal["code"]) == (422, "invalid_input")
    assert not MembershipEvent.objects.exists()


def test_a_unit_is_registered_and_a_taken_name_refused(caller, office) -> None:
    program = caller()
    body = {"name": "云川区司法局", "kind": "bureau", "parent_id": office.pk, "source": "云政发1号"}
    status, made = program.post("/units", body)
    assert (status, made["name"], made["parent_id"]) == (201, "云川区司法局", office.pk)
    status, refusal = program.post("/units", {**body, "name": "区司法局"})
    assert (status, refusal["code"]) == (409, "name_taken")
    assert refusal["details"] == {"name": "区司法局", "body": made["id"]}
    assert program.post("/units", {**body, "name": "云川区审计局", "parent_id": 999})[0] == 404
    assert program.post("/units", {**body, "name": "（）"})[1]["code"] == "invalid_input"
    assert Unit.objects.count() == 2


def test_membership_events_are_added(caller, unit, group, office) -> None:
    bureau, program, path = unit("云川区科技局"), caller(), f"/collectives/{group.pk}/membership-events"
    joined = {"unit_id": bureau.pk, "change": "joined", "effective_on": "2025-01-01", "source": "纪要1号"}
    status, event = program.post(path, joined)
    assert (status, event["unit_id"], event["change"]) == (201, bureau.pk, "joined")
    assert program.post(path, joined)[0] == 409
    assert program.post(path, {**joined, "change": "left", "effective_on": "2026-01-01"})[0] == 201
    assert program.post(path, {**joined, "unit_id": 999})[0] == 404
    assert program.post("/collectives/999/membership-events", joined)[0] == 404
    assert MembershipEvent.objects.count() == 2


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/units/0", {}),
        ("/units/99999999999999999999", {}),
        ("/units", {"limit": 0}),
        ("/units", {"limit": 201}),
        ("/units", {"after": -1}),
        ("/units/find", {}),
        ("/units/find", {"name": "区科技局", "on": "2026-02-30"}),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_field(caller, path: str, query: dict[str, Any]) -> None:
    status, refusal = caller().get(path, **query)
    assert (status, refusal["code"]) == (422, "invalid_input")
    assert refusal["details"]["fields"][0]["where"]


def test_a_character_nobody_sees_is_refused_with_its_field(caller) -> None:
    status, refusal = caller().get("/units", name="a\x00b")
    assert (status, refusal["code"]) == (422, "unshown_character")
    assert "name" in refusal["message"]


def test_a_body_that_is_no_json_is_refused(caller) -> None:
    status, refusal = caller().post("/units", "{not json")
    assert (status, refusal["code"]) == (400, "unreadable")


def test_an_unknown_unit_is_not_found_without_further_words(caller) -> None:
    assert caller().get("/units/999") == (
        404,
        {"code": "not_found", "message": "没有找到这个页面或记录。", "details": {}},
    )


def test_a_scope_that_was_not_given_is_missing_whatever_the_owner_may(caller) -> None:
    program = caller(Role.SYSTEM_ADMIN, scopes=("people.own.account",))
    for status, refusal in (
        program.get("/units"),
        program.post("/units", {"name": "云川区司法局", "kind": "bureau", "source": ""}),
    ):
        assert (status, refusal["code"]) == (403, "scope_missing")
        assert refusal["details"]["right"] in refusal["message"]
    assert not Unit.objects.filter(name="云川区司法局").exists()
    assert program.get("/me")[1]["scopes"] == ["people.own.account"]


def test_a_scope_beyond_the_owners_posts_opens_nothing(caller) -> None:
    assert caller(Role.FIRM_USER).get("/units")[0] == 404


def test_me_says_whom_the_token_acts_for(caller, person, office) -> None:
    status, shown = caller().get("/me")
    owner = person(Role.PLAN_OFFICER, office)
    assert (status, shown["id"], shown["name"]) == (200, owner.pk, owner.name)
    assert shown["posts"] == [
        {"role": "plan_officer", "unit_id": office.pk, "from_on": "2020-01-01", "until_on": None}
    ]


def test_the_calendar_says_which_days_are_worked_and_is_set(caller) -> None:
    program = caller(Role.SYSTEM_ADMIN, scopes=("calendar.days.view", "calendar.days.edit"))
    status, october = program.get("/calendar", first="2025-10-01", last="2025-10-31")
    assert (status, len(october["days"]), october["working_days"]) == (200, 31, 18)
    assert october["days"][0]["label"] == "国庆节"
    response = program.client.put(
        "/api/v1/calendar/2026-12-25",
        {"is_working": False, "reason": "区政府通知"},
        content_type="application/json",
        headers=program.headers,
    )
    assert response.json() == {
        "day": "2026-12-25",
        "is_working": False,
        "label": "",
        "is_provisional": False,
        "is_set_here": True,
        "source": "区政府通知",
    }
    assert program.get("/calendar", first="2026-12-25", last="2026-12-25")[1]["working_days"] == 0


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-02-01", "2026-01-01"), ("2025-01-01", "2026-01-02"), ("2003-12-31", "2004-01-01"), ("x", "y")],
)
def test_a_span_of_days_has_its_bounds(caller, first: str, last: str) -> None:
    status, refusal = caller(scopes=("calendar.days.view",)).get("/calendar", first=first, last=last)
    assert (status, refusal["code"]) == (422, "invalid_input")


def test_the_rate_is_counted_for_each_token_and_minute(caller, monkeypatch) -> None:
    monkeypatch.setattr(bearer, "CALLS_A_MINUTE", 2)
    program, other = caller(), caller(scopes=("people.units.view",))
    assert [program.get("/units")[0] for _call in range(3)] == [200, 200, 429]
    response = program.client.get("/api/v1/units", headers=program.headers)
    assert response.headers["Retry-After"] == "60"
    assert response.json()["code"] == "too_many_calls"
    assert other.get("/units")[0] == 200
    monkeypatch.setattr(bearer, "now", lambda: NOW + timedelta(minutes=1))
    assert program.get("/units")[0] == 200


def test_the_description_declares_right_and_refusals_of_every_operation(client: Client, db) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    assert len(operations) >= 8
    for operation in operations:
        assert operation["x-right"]
        assert {"400", "401", "403", "404", "409", "422", "429"} <= set(operation["responses"])
        assert operation["security"]
