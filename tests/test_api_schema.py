"""The API against made-up requests, as several roles: no server error, every reply as described."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle, islice
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from ninja import Schema
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.conftest import NOW, TODAY
from zhichan.config.api import api
from zhichan.config.wsgi import application
from zhichan.core.access import bearer
from zhichan.core.access.operation import offered_scopes
from zhichan.core.access.roles import Role
from zhichan.core.people.actions.collectives import NewCollective, add_member, create_collective
from zhichan.core.people.models import ApiToken, Collective, Unit
from zhichan.core.people.queries.people import digest_of

pytestmark = pytest.mark.any_database
ROLES = (Role.SYSTEM_ADMIN, Role.PLAN_OFFICER, Role.UNIT_CONTACT)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def tokens(
    person: Callable[..., Any],
    office: Unit,
    system: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[str]:
    """Tokens of several roles with every scope, and one that nobody has; row 1 of each kind exists."""
    monkeypatch.setattr(bearer, "CALLS_A_MINUTE", 10**9)
    group = create_collective(NewCollective("领导小组", Collective.Kind.LEADING_GROUP), by=system, at=NOW)
    add_member(group, office, effective_on=TODAY, by=system, at=NOW)
    scopes = [right.code for right in offered_scopes()]
    for role in ROLES:
        ApiToken.objects.create(
            person=person(role, office),
            label="test",
            digest=digest_of(role),
            scopes=scopes,
            created_at=NOW,
            expires_on=date(2099, 1, 1),
        )
    return cycle([*ROLES, "nobody's"])


@schema.parametrize()
@settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
    ],
)
def test_no_made_up_request_brings_a_server_error(case: schemathesis.Case, tokens: Iterator[str]) -> None:
    """Each request as two of the callers, in turn."""
    for token in islice(tokens, 2):
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)


def test_the_schema_that_is_tested_is_the_one_that_is_served() -> None:
    described = {
        (path, method) for path, item in api.get_openapi_schema()["paths"].items() for method in item
    }
    tested = {(found.ok().path, found.ok().method) for found in schema.get_all_operations()}
    assert tested == described


def test_no_two_descriptions_bear_one_name() -> None:
    """Ninja keeps one of them then, and replies no longer fit what is described."""
    described: dict[str, set[type]] = {}
    for kind in _all_schemas(Schema):
        if kind.__module__.startswith("zhichan"):
            described.setdefault(kind.__name__, set()).add(kind)
    assert len(described) > 40
    assert {name for name, kinds in described.items() if len(kinds) > 1} == set()


def _all_schemas(kind: type) -> Iterator[type]:
    for derived in kind.__subclasses__():
        yield derived
        yield from _all_schemas(derived)
