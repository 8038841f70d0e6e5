"""A reporter's name, phone and number stand in no page, reply, log or table but where they are looked at."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.core.matters.conftest import House, at
from tests.core.matters.disputes import REPORTER
from zhichan.core.access.actor import Actor
from zhichan.core.access.operation import declared_operations
from zhichan.core.access.rights import all_rights
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.matters.actions.links import merge_matter, relate_matters
from zhichan.core.matters.actions.parting import Road, continue_as
from zhichan.core.matters.actions.sharing import share_matter
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.models import Matter, MatterEvent, Participant
from zhichan.core.notices.models import Notice
from zhichan.core.people.models import ApiToken, Person, Unit
from zhichan.core.people.queries import actor_of
from zhichan.core.people.queries.people import digest_of
from zhichan.core.search.indexing import bring_up_to_date

Browser = Callable[[Any], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed", "clock")]
AWAY = ("plan/", "registry/")
"""Rooms without matters: their pages are opened by one who may open most of them."""
SECRETS = (REPORTER.name, REPORTER.phone, REPORTER.identifier)


@pytest.fixture
def planted(house: House, browser: Browser, unit: Callable[..., Unit]) -> Matter:
    """A dispute that was opened with a reporter by its page and then went through everything there is."""
    given = {
        "title": "示例灯具外观设计纠纷",
        "opened": "2026-02-10",
        "unit": str(house.unit.pk),
        "claim": "停止侵权",
        "seat_requester-name": "云川示例光电有限公司",
        "seat_reporter-name": REPORTER.name,
        "seat_reporter-phone": REPORTER.phone,
        "seat_reporter-identifier": REPORTER.identifier,
        "seat_reporter-address": f"云川区{REPORTER.name}宅",
    }
    for seat in ("seat_requester", "seat_respondent", "seat_reporter", "seat_agent"):
        given[f"{seat}-kind"] = "person" if seat == "seat_reporter" else "organisation"
    assert browser(house.officer).post("/matters/new/sample_dispute/", given).status_code == 302
    matter = Matter.objects.get()
    by, when = house.officer, at("2026-02-10 14:00")
    client = browser(house.leader)
    data = {"part": "case_team", "people": [house.officer.id, house.second.id], "seen": matter.revision}
    assert client.post(f"/matters/{matter.pk}/team/", data).status_code == 302
    values = {"received_on": "2026-02-10", "track": "simple", "officers": [house.officer.id]}
    when = at("2026-02-12 09:00")
    take_move(matter.pk, Step("accept", values), by=by, at=when)
    take_move(matter.pk, Step("mediate", {"amount": "1"}), by=by, at=when)
    seats = {one.pk: "witness" for one in matter.participants.filter(seat="reporter")}
    continue_as(matter.pk, Road("sample_mediation", seats=seats), "双方同意", by=by, at=when)
    share_matter(matter.pk, unit("云川区科技局").pk, "协助", by=house.leader, at=when)
    bring_up_to_date(wait=True)
    return matter


def everybody(house: House, person: Callable[..., Any]) -> dict[str, Actor]:
    """Somebody of each role in the office: of the team, beside it, and of another unit."""
    found = {name: getattr(house, name) for name in ("leader", "officer", "host", "reviewer", "stranger")}
    there = {Role.PUBLIC, Role.OFFICE_LEADER, Role.CASE_OFFICER, Role.LEGAL_REVIEWER}
    for role in set(Role) - there:
        found[role] = actor_of(person(role, house.unit), date(2026, 2, 12))
    return found


def addresses(matter: Matter) -> Iterator[str]:
    """Every address of the product, those of matters for each matter there is."""
    people = Participant.objects.filter(is_secret=True)
    routes = list(_routes(get_resolver().url_patterns, ""))
    of_matters = [route for route in routes if route.startswith("matters/")]
    yield from ("/" + _filled(route, {}) for route in routes if not route.startswith(("matters/", *AWAY)))
    for pk in Matter.objects.values_list("pk", flat=True):
        one = people.filter(matter_id=pk).first()
        fill = {"pk": pk, "participant": one.pk if one else 1, "unit": 2, "name": "sample_mediation"}
        yield from ("/" + _filled(route, fill) for route in of_matters)
    yield from (f"/matters/{matter.pk}/limits/{name}/1/" for name in ("accept", "decide"))
    yield from (f"/matters/{matter.pk}/moves/{name}/" for name in ("decide", "hearing", "mediate"))
    yield from (f"/find/?q={secret}" for secret in SECRETS)
    yield from (f"/search/in/matter/?q={secret}" for secret in SECRETS)


def _routes(patterns: list[Any], before: str) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            route = before + str(one.pattern)
            if not any(sign in route for sign in "^\\(") and not route.startswith("account/"):
                yield route


def _filled(route: str, fill: dict[str, Any]) -> str:
    import re

    def value(found: Any) -> str:
        name = found[1].rpartition(":")[2]
        return str(fill.get(name, "1"))

    return re.sub(r"<([^>]+)>", value, route)


def _body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_no_page_of_no_role_names_the_reporter(
    house: House,
    browser: Browser,
    planted: Matter,
    person: Callable[..., Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    shown = 0
    where = list(dict.fromkeys(addresses(planted)))
    away = [
        "/" + _filled(one, {}) for one in _routes(get_resolver().url_patterns, "") if one.startswith(AWAY)
    ]
    for name, actor in everybody(house, person).items():
        client = browser(actor)
        for address in [*where, *(away if name == "leader" else [])]:
            response = client.get(address)
            body = _body(response).decode("utf-8", "replace")
            if "?q=" in address:
                # It repeats the words it was asked for; it must find no matter by them.
                assert 'href="/matters/' not in body[body.index("<main") :], (name, address)
            else:
                assert not any(secret in body for secret in SECRETS), (name, address)
            shown += response.status_code == 200
    assert shown > 200
    for record in caplog.records:
        told = record.getMessage()
        assert "?q=" in told or "/find/" in told or not any(secret in told for secret in SECRETS), told


def test_no_reply_of_the_api_names_the_reporter(
    house: House, planted: Matter, person: Callable[..., Any]
) -> None:
    replies = 0
    people = {one.id for one in (house.officer, house.leader, house.reviewer, house.stranger)}
    people |= {person(role, house.unit).pk for role in Role if role is not Role.PUBLIC}
    for pk in people:
        secret = f"secret-{pk}"
        ApiToken.objects.create(
            person=Person.objects.get(pk=pk),
            label="test",
            digest=digest_of(secret),
            scopes=[right.code for right in all_rights()],
            created_at=at("2026-02-01 09:00"),
            expires_on=date(2027, 1, 1),
        )
        for declared in declared_operations():
            if declared.method != "GET":
                continue
            route = declared.path.replace("{", "<").replace("}", ">")
            matters = Matter.objects.values_list("pk", flat=True)
            of_each = [_filled(route, {"matter_id": matter_id}) for matter_id in matters]
            for path in dict.fromkeys(of_each):
                response = Client().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {secret}"})
                replies += response.status_code == 200
                assert not any(one in response.content.decode() for one in SECRETS), (pk, path)
    assert replies > 50


def test_no_table_but_that_of_participants_holds_the_reporter(planted: Matter) -> None:
    """Events, notices, audit, documents, links: read in the database itself."""
    from django.apps import apps

    for model in apps.get_models():
        if model is Participant:
            continue
        for row in model._base_manager.values_list():
            assert not any(secret in str(row) for secret in SECRETS), (model.__name__, row)
    assert Participant.objects.filter(name=REPORTER.name).exists()
    assert MatterEvent.objects.filter(kind="seats_changed").exists()
    assert AuditEvent.objects.filter(kind="matters.matter.moved").exists()
    assert Notice.objects.exists()


def test_what_becomes_of_a_matter_keeps_its_reporter_secret(house: House, planted: Matter) -> None:
    """Children, other roads and the matter it is merged into: whoever is secret is so everywhere."""
    rows = Participant.objects.filter(name=REPORTER.name)
    assert rows.count() >= 2
    assert set(rows.values_list("is_secret", flat=True)) == {True}


def test_a_merge_and_a_link_carry_the_secret_as_one(house: House) -> None:
    from tests.core.matters.disputes import in_hand

    earlier, later, third = in_hand(house), in_hand(house, at("2026-02-11 10:00")), in_hand(house)
    when = at("2026-02-12 08:00")
    merge_matter(later.pk, earlier.pk, "同一事实", by=house.officer, at=when)
    relate_matters(earlier.pk, third.pk, "同案", by=house.officer, at=when)
    rows = Participant.objects.filter(name=REPORTER.name)
    assert set(rows.values_list("is_secret", flat=True)) == {True}
    for event in MatterEvent.objects.all():
        assert not any(secret in str(event.values) + event.note for secret in SECRETS)
