"""Control and direction characters are refused by every kind of operation, with the field."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client

from tests.conftest import NOW
from zhichan.config.api import api as interface
from zhichan.core.access.api_texts import PlainTextParser
from zhichan.core.access.operation import offered_scopes
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.people.models import ApiToken, Unit
from zhichan.core.people.queries.people import digest_of
from zhichan.rooms.plan.models import Progress

from .rooms.plan.samples import Role as Part
from .rooms.plan.samples import make_indicator, make_plan, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
BAD = "季\u202e报"


@pytest.fixture
def client_of(person, office):
    def make(role: Role, unit: Unit = office) -> Client:
        ApiToken.objects.create(
            person=person(role, unit),
            label="test",
            digest=digest_of(f"zc_{role}"),
            scopes=[right.code for right in offered_scopes()],
            created_at=NOW,
            expires_on=date(2027, 1, 1),
        )
        return Client(headers={"Authorization": f"Bearer zc_{role}"})

    return make


@pytest.fixture
def api(client_of) -> Client:
    return client_of(Role.PLAN_OFFICER)


def test_the_interface_reads_with_the_parser_that_refuses():
    assert isinstance(interface.parser, PlainTextParser)


def refused(response, field: str, code: str = "U+202E") -> bool:
    reply = response.json()
    assert response.status_code == 422, reply
    assert (reply["code"], reply["details"]["field"], reply["details"]["character"]) == (
        "unshown_character",
        field,
        code,
    )
    assert f"“{field}”含有看不见的控制字符或改变文字方向的字符" in reply["message"]
    return True


@pytest.mark.parametrize(
    ("path", "body", "field", "role"),
    [
        ("plan/indicators/1/values", {"value": 5, "source": BAD}, "source", Role.PLAN_OFFICER),
        (
            "plan/designations",
            {"criteria": [{"text": "好"}, {"text": BAD}]},
            "criteria.1.text",
            Role.PLAN_OFFICER,
        ),
        (
            "matters",
            {"participants": [{"name": "乙"}, {"name": BAD}]},
            "participants.1.name",
            Role.CASE_OFFICER,
        ),
        ("matters", {"values": {"事由": {"深": [BAD]}}}, "values.事由.深.0", Role.CASE_OFFICER),
        ("plan/budget", {"title": "甲", "note": BAD}, "note", Role.PLAN_OFFICER),
        ("plan/award-rounds", {"name": BAD}, "name", Role.PLAN_OFFICER),
        ("reports", {"title": BAD}, "title", Role.PLAN_OFFICER),
        ("units", {"name": BAD}, "name", Role.SYSTEM_ADMIN),
    ],
)
def test_a_body_is_refused_with_its_field(client_of, path, body, field, role):
    assert refused(client_of(role).post(f"/api/v1/{path}", body, content_type="application/json"), field)
    assert set(AuditEvent.objects.values_list("kind", flat=True)) <= {"people.token.used"}


@pytest.mark.parametrize(
    ("escaped", "code"), [(r"\u0000", "U+0000"), (r"\ud83d", "U+D83D"), (r"\u0007", "U+0007")]
)
def test_escapes_of_json_hide_nothing(client_of, escaped, code):
    body = f'{{"name": "甲{escaped}"}}'
    assert refused(
        client_of(Role.SYSTEM_ADMIN).post("/api/v1/units", body, content_type="application/json"),
        "name",
        code,
    )


def test_a_query_is_refused_with_its_field(api):
    assert refused(api.get("/api/v1/plan/tasks", {"q": BAD}), "q")


def test_a_form_with_files_is_refused_with_its_field(client_of, office, science_unit):
    api = client_of(Role.UNIT_CONTACT, science_unit)
    task = make_task(make_plan(office), {science_unit: Part.LEAD})
    sent = {"unit_id": science_unit.pk, "percent": 40, "text": BAD, "period": "2026-11"}
    assert refused(api.post(f"/api/v1/plan/tasks/{task.pk}/reports", sent), "text")
    assert not Progress.objects.exists()


def test_lines_and_tabs_are_taken_where_a_note_has_them(api, office):
    indicator = make_indicator(make_plan(office))
    body = {"effective_on": "2026-09-30", "value": 5, "source": "季报", "note": "第一行\r\n\t第二行"}
    response = api.post(
        f"/api/v1/plan/indicators/{indicator.pk}/values", json.dumps(body), content_type="application/json"
    )
    assert response.status_code == 201
    assert response.json()["note"] == "第一行\r\n\t第二行"


def test_what_is_no_json_is_still_told_as_such(api):
    response = api.post("/api/v1/units", "{", content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "unreadable")


@pytest.fixture
def science_unit(unit):
    return unit("云川区科技局")
