"""Matters through the API: what is told to whom, and that it opens and moves as the pages do."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.core.matters.conftest import House, at
from tests.core.matters.disputes import REPORTER, a_dispute, accepted, in_hand
from tests.core.matters.pages.conftest import clock as clock
from tests.core.matters.sample_procedures import installed as installed
from tests.everything import everything as rows_of
from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import all_rights
from zhichan.core.matters.actions.sharing import share_matter
from zhichan.core.matters.models import Matter, Participant
from zhichan.core.people.models import ApiToken, Person
from zhichan.core.people.queries.people import digest_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed", "clock")]
Call = Callable[..., Any]


def everything() -> dict[str, Any]:
    """What there is of matters; that a token was used stands in the audit."""
    return rows_of("matters")


@pytest.fixture
def call() -> Call:
    """Calls an operation as somebody, with every scope."""

    def make(actor: Actor, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        secret = f"secret-{actor.id}"
        ApiToken.objects.get_or_create(
            digest=digest_of(secret),
            defaults={
                "person": Person.objects.get(pk=actor.id),
                "label": "test",
                "scopes": [right.code for right in all_rights()],
                "created_at": at("2026-02-01 09:00"),
                "expires_on": date(2027, 1, 1),
            },
        )
        content = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        response = getattr(Client(), method)(
            f"/api/v1{path}", headers={"Authorization": f"Bearer {secret}"}, **content
        )
        return response.status_code, json.loads(response.content)

    return make


def test_a_list_goes_on_after_its_last_row(house: House, call: Call) -> None:
    made = [in_hand(house).pk for _n in range(3)]
    status, first = call(house.officer, "get", "/matters?limit=2&is_open=true&procedure=sample_dispute")
    assert (status, [one["id"] for one in first["items"]], first["next"]) == (200, made[:2], made[1])
    _status, rest = call(house.officer, "get", f"/matters?limit=2&after={first['next']}")
    assert ([one["id"] for one in rest["items"]], rest["next"]) == (made[2:], None)
    assert call(house.officer, "get", "/matters?is_open=false")[1]["items"] == []
    assert call(house.stranger, "get", "/matters")[1]["items"] == []


def test_one_matter_is_told_without_its_secrets(house: House, call: Call) -> None:
    matter = accepted(house)
    status, told = call(house.officer, "get", f"/matters/{matter.pk}")
    assert status == 200
    assert told["state"] == {
        "name": "accepted",
        "label": "审理中",
        "public": "审理中",
        "is_final": False,
    }
    people = {one["seat"]: one for one in told["people"]}
    assert people["举报人"]["name"] is None
    assert people["举报人"]["contacts"] == []
    assert {"label": "电话", "text": "13800000011"} in people["被请求人"]["contacts"]
    assert [one["kind"] for one in told["record"]][:2] == ["opened", "seats_changed"]
    assert {"label": "争议金额", "text": "12,000.50 元"} in told["record"][0]["values"]
    offered = {one["name"]: one["refusal"] for one in told["moves"]}
    assert offered["decide"] == ""
    assert "extend" not in offered
    assert REPORTER.name not in json.dumps(told, ensure_ascii=False)


def test_who_it_is_shared_with_gets_masked_numbers(
    house: House, call: Call, unit: Callable[..., Any]
) -> None:
    matter = accepted(house)
    assert call(house.stranger, "get", f"/matters/{matter.pk}")[0] == 404
    share_matter(matter.pk, unit("云川区科技局").pk, "协助", by=house.leader, at=at("2026-02-11 09:00"))
    _status, told = call(house.stranger, "get", f"/matters/{matter.pk}")
    text = json.dumps(told, ensure_ascii=False)
    assert "138****0011" in text
    assert "13800000011" not in text
    assert told["moves"] == []


def test_a_limit_is_told_day_by_day(house: House, call: Call) -> None:
    matter = in_hand(house)
    status, told = call(house.officer, "get", f"/matters/{matter.pk}/limits")
    [limit] = told["items"]
    assert status == 200
    assert (limit["name"], limit["start"], limit["due"]) == ("accept", "2026-02-10", "2026-02-24")
    assert (limit["left"], limit["unit"], limit["words"]) == ("3", "个工作日", "临期")
    assert limit["basis"] == {"title": "示例办法", "article": "第九条", "mark": "memory"}
    assert [step["day"] for step in limit["steps"] if step["counted"]] == [
        "2026-02-11",
        "2026-02-12",
        "2026-02-13",
        "2026-02-14",
        "2026-02-24",
    ]


def test_a_matter_is_opened_and_a_step_taken(house: House, call: Call) -> None:
    body = {
        "procedure": "sample_dispute",
        "title": "示例灯具外观设计纠纷",
        "unit_id": house.unit.pk,
        "opened": "2026-02-10",
        "values": {"claim": "停止侵权", "amount": "12000.50", "is_named": "yes"},
        "participants": [
            {"seat": "requester", "name": "云川示例光电有限公司"},
            {"seat": "reporter", "kind": "person", "name": REPORTER.name, "phone": REPORTER.phone},
        ],
    }
    status, told = call(house.officer, "post", "/matters", body)
    assert status == 201
    assert REPORTER.name not in json.dumps(told, ensure_ascii=False)
    matter = Matter.objects.get(pk=told["id"])
    assert matter.opened_at == at("2026-02-10 12:00")
    assert Participant.objects.get(matter=matter, seat="reporter").is_secret
    from zhichan.core.matters.actions.team import assign

    assign(matter.pk, [house.officer.id], "case_team", by=house.leader, at=at("2026-02-12 08:00"))
    matter.refresh_from_db()
    step = {
        "move": "accept",
        "values": {"officers": [house.officer.id], "received_on": "2026-02-10", "track": "simple"},
        "happened": "2026-02-12T08:30:00+08:00",
        "seen": matter.revision,
    }
    status, taken = call(house.officer, "post", f"/matters/{matter.pk}/moves", step)
    assert status == 201, taken
    assert taken["state"]["name"] == "accepted"
    matter.refresh_from_db()
    assert taken["revision"] == matter.revision
    before = everything()
    status, refused = call(house.officer, "post", f"/matters/{matter.pk}/moves", step)
    assert (status, refused["code"]) == (409, "overtaken")
    assert everything() == before


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"procedure": "no_such"}, 404, "not_found"),
        ({"title": " "}, 422, "invalid_input"),
        ({"values": {}}, 422, "form_values"),
        ({"values": {"claim": "停止侵权", "no_field": "1"}}, 422, "form_values"),
        ({"opened": "2026-02-13"}, 422, "invalid_input"),
        ({"participants": []}, 422, "seat_missing"),
        ({"participants": [{"seat": "nobody", "name": "甲"}]}, 422, "seat_missing"),
        ({"unit_id": 10**9}, 404, "not_found"),
    ],
)
def test_what_cannot_be_opened_is_refused(
    house: House, call: Call, more: dict[str, Any], status: int, code: str
) -> None:
    body = {
        "procedure": "sample_dispute",
        "title": "示例",
        "unit_id": house.unit.pk,
        "values": {"claim": "停止侵权"},
        "participants": [{"seat": "requester", "name": "云川示例光电有限公司"}],
    }
    before = everything()
    found, told = call(house.officer, "post", "/matters", {**body, **more})
    assert (found, told["code"]) == (status, code), told
    assert everything() == before


def test_a_step_of_somebody_else_is_refused(house: House, call: Call) -> None:
    matter = accepted(house)
    before = everything()
    status, told = call(
        house.leader, "post", f"/matters/{matter.pk}/moves", {"move": "decide", "values": {"result": "裁"}}
    )
    assert (status, told["code"]) == (403, "wrong_part")
    assert call(house.stranger, "post", f"/matters/{matter.pk}/moves", {"move": "decide"})[0] == 404
    assert everything() == before


def test_the_list_and_one_matter_cost_few_queries(house: House, call: Call) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _n in range(5):
        a_dispute(house)
    matter = accepted(house)
    for path, most in (("/matters", 8), (f"/matters/{matter.pk}", 20), (f"/matters/{matter.pk}/limits", 12)):
        assert call(house.officer, "get", path)[0] == 200
        with CaptureQueriesContext(connection) as queries:
            assert call(house.officer, "get", path)[0] == 200
        assert len(queries) <= most, [q["sql"][:90] for q in queries]
