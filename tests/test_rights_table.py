"""Every page, every API operation and every right, for every role, one's own and another unit, and nobody.

What is observed is held against ``tests/rights_table/*.csv``, which people write. A page, operation or right
that is not in the table fails here; so does a row for something that no longer exists.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.conftest import NOW
from tests.rights_objects import API_OBJECTS, PAGE_OBJECTS, Call, MakeCall, load_all
from tests.rights_reading import Row, first_of, portions, rows
from zhichan.core.access.operation import Declared, declared_operations
from zhichan.core.access.page import module_of_view, right_of_view
from zhichan.core.access.rights import all_rights, may, right_of
from zhichan.core.access.roles import Role
from zhichan.core.people.models import ApiToken, Unit
from zhichan.core.people.queries.people import digest_of

pytestmark = pytest.mark.any_database
load_all()
# These answer by library code: each stands in the table all the same.
OPEN_PAGES = ("allauth.", "ninja.")


def page_names() -> Iterator[tuple[str, URLPattern]]:
    """Every address of the product but the API's operations, by its name or else its route."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[Any], namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        elif not (namespace.startswith("api-") and pattern.name not in {"openapi-json", "api-root"}):
            yield namespace + (pattern.name or str(pattern.pattern)), pattern


PAGES = dict(page_names())
OPERATIONS = {declared.name: declared for declared in declared_operations()}
PAGE_ROWS, API_ROWS, RIGHT_ROWS = rows("page"), rows("api"), rows("right")


def test_the_table_names_every_page_and_nothing_else() -> None:
    assert set(PAGE_ROWS) == set(PAGES)


def test_the_table_names_every_operation_and_nothing_else() -> None:
    assert set(API_ROWS) == set(OPERATIONS)
    assert len(declared_operations()) == len(OPERATIONS), "two operations bear one name"


def test_the_table_names_every_right_and_nothing_else() -> None:
    assert set(RIGHT_ROWS) == {right.code for right in all_rights()}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_declares_a_right_or_belongs_to_a_library(name: str) -> None:
    view = PAGES[name].callback
    assert right_of_view(view) is not None or module_of_view(view).startswith(OPEN_PAGES)


@pytest.fixture
def units(unit: Callable[..., Unit], office: Unit) -> tuple[Unit, Unit]:
    """The unit in which the actor works, and another one beside it."""
    return unit("云川区科技局"), unit("云川区教育局")


@pytest.mark.parametrize("code", sorted(RIGHT_ROWS))
def test_each_role_holds_a_right_as_far_as_the_table_says(
    code: str, actor: Callable[..., Any], units: tuple[Unit, Unit]
) -> None:
    own, other = units
    right, seen = right_of(code), {}
    for role in Role:
        acting = actor(role, own)
        reaches = may(acting, right, {own.pk}), may(acting, right, {other.pk})
        seen[role] = {(True, True): "all", (True, False): "own", (False, False): "no"}[reaches]
        assert may(acting, right) is (seen[role] != "no")
    assert seen == RIGHT_ROWS[code].cells


@pytest.mark.parametrize("names", portions(set(PAGES) & set(PAGE_ROWS)), ids=first_of)
def test_each_role_opens_a_page_as_far_as_the_table_says(
    names: list[str], signed_in: Callable[..., Client], units: tuple[Unit, Unit], frozen_now: Any
) -> None:
    clients = {role: Client() if role is Role.PUBLIC else signed_in(role, units[0]) for role in Role}
    seen: dict[str, dict[Role, str]] = {}
    for name in names:
        with _taken_back():
            calls = _calls(PAGE_OBJECTS, name, units)
            seen[name] = {
                role: _word([_answer_of_page(client, name, call) for call in calls])
                for role, client in clients.items()
            }
    assert seen == {name: PAGE_ROWS[name].cells for name in names}


@pytest.mark.parametrize("names", portions(set(OPERATIONS) & set(API_ROWS)), ids=first_of)
def test_each_role_calls_an_operation_as_far_as_the_table_says(
    names: list[str], person: Callable[..., Any], units: tuple[Unit, Unit], frozen_now: Any
) -> None:
    scopes = [right.code for right in all_rights()]
    secrets = {role: "" if role is Role.PUBLIC else _token(person(role, units[0]), scopes) for role in Role}
    seen: dict[str, dict[Role, str]] = {}
    for name in names:
        with _taken_back():
            calls = _calls(API_OBJECTS, name, units)
            seen[name] = {
                role: _word([_answer_of_api(secret, OPERATIONS[name], call) for call in calls])
                for role, secret in secrets.items()
            }
    assert seen == {name: API_ROWS[name].cells for name in names}


@pytest.mark.parametrize("names", portions(set(OPERATIONS)), ids=first_of)
def test_a_token_without_the_scope_is_refused_whatever_its_owner_holds(
    names: list[str], person: Callable[..., Any], units: tuple[Unit, Unit], frozen_now: Any
) -> None:
    people = [role for role in Role if role is not Role.PUBLIC]
    secrets = {role: _token(person(role, units[0]), ["people.own.display"]) for role in people}
    for name in names:
        declared = OPERATIONS[name]
        with _taken_back():
            call = _calls(API_OBJECTS, name, units)[0]
            for role in declared.right.reach:
                if role is not Role.PUBLIC:
                    answer = _answer_of_api(secrets[role], declared, call)
                    assert answer in {"no", "not allowed"}, (name, role)


@contextmanager
def _taken_back() -> Iterator[None]:
    """What is done for one name is gone for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _calls(registry: dict[str, MakeCall], name: str, units: tuple[Unit, Unit]) -> list[Call]:
    """For the own and the other unit's object; only one where the address names no object."""
    make = registry.get(name)
    return [make(unit) for unit in units] if make else [Call()]


def _answer_of_page(client: Client, name: str, call: Call) -> str:
    """One request, in a savepoint that is taken back: no role finds what another left behind."""
    address = reverse(name, kwargs=dict(call.kwargs))
    with _taken_back():
        response = getattr(client, call.method)(address, dict(call.data))
        if response.streaming:
            # Read to its end a file closes itself, as a browser would have it.
            list(response.streaming_content)
    if response.status_code == 302 and response["Location"].startswith(reverse(settings.LOGIN_URL)):
        return "login"
    return _answer(response.status_code)


def _answer_of_api(secret: str, declared: Declared, call: Call) -> str:
    address = "/api/v1" + declared.path.format(**call.kwargs)
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    content: dict[str, Any] = {"data": dict(call.data)}
    if declared.method != "GET" and not call.is_form:
        content = {"data": json.dumps(dict(call.data)), "content_type": "application/json"}
    with _taken_back():
        response = getattr(Client(), declared.method.lower())(address, headers=headers, **content)
    return _answer(response.status_code)


def _answer(status: int) -> str:
    """A refused form (409, 422) or method (405) comes after the rights: whoever sees it got through."""
    if status in {200, 201, 204, 302, 304, 405, 409, 422}:
        return "yes"
    return {401: "token", 403: "not allowed", 404: "no"}.get(status, f"status {status}")


def _word(answers: list[str]) -> str:
    """The answers for the own and the other unit's object as one word of the table."""
    own, other = answers[0], answers[-1]
    if own == other:
        return own
    return "own" if (own, other) == ("yes", "no") else f"{own} / {other}"


def _token(owner: Any, scopes: list[str]) -> str:
    secret = f"secret-{owner.pk}-{len(scopes)}"
    ApiToken.objects.get_or_create(
        digest=digest_of(secret),
        defaults={
            "person": owner,
            "label": "test",
            "scopes": scopes,
            "created_at": NOW,
            "expires_on": date(2027, 1, 1),
        },
    )
    return secret


def test_a_row_is_read_once_and_with_known_cells_only() -> None:
    assert all(isinstance(row, Row) and set(row.cells) == set(Role) for row in PAGE_ROWS.values())
