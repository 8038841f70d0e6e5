"""Operations as declared, key-set pages, and errors as replies."""

from __future__ import annotations

import json

import pytest
from ninja import NinjaAPI
from ninja.errors import HttpError

from zhichan.core.access.api_errors import add_error_replies
from zhichan.core.access.operation import declared_operations, key_set_page, offered_scopes, room_prefix
from zhichan.core.errors import InvalidInput, LimitPassed, NotFound, ZhichanError
from zhichan.core.people.models import Unit
from zhichan.core.registers.declaration import all_registers


def test_the_declared_operations_name_method_path_and_right() -> None:
    by_name = {declared.name: declared for declared in declared_operations()}
    members = by_name["collective_members"]
    assert (members.method, members.path) == ("GET", "/collectives/{collective_id}/members")
    assert members.right.code == "people.units.view"


def test_tokens_are_offered_the_rights_of_operations_and_no_others() -> None:
    codes = [right.code for right in offered_scopes()]
    assert codes == sorted(set(codes))
    assert "people.units.view" in codes
    assert "people.people.manage" not in codes


def test_tokens_are_offered_the_rights_that_operations_ask_besides() -> None:
    """Each register is read by its own right alone: a token has to be able to hold it."""
    codes = {right.code for right in offered_scopes()}
    assert {register.view.code for register in all_registers()} <= codes
    assert {"registry.patent.edit", "registry.trademark.edit", "search.theme.view"} <= codes
    assert "registry.party.edit" not in codes
    by_name = {declared.name: declared for declared in declared_operations()}
    assert "registry.patent.view" in {right.code for right in by_name["alerts"].also}


def test_operations_of_a_room_lie_below_its_name() -> None:
    assert room_prefix("zhichan.rooms.plan.api") == "/plan"
    assert room_prefix("zhichan.core.people.api") == ""


def test_pages_by_key_go_through_all_rows_once(unit) -> None:
    keys = [unit(f"云川区第{number}局").pk for number in range(7)]
    seen, after = [], None
    while True:
        rows, after = key_set_page(Unit.objects.all(), after=after, limit=3)
        seen += [row.pk for row in rows]
        if after is None:
            break
    assert seen == keys
    assert key_set_page(Unit.objects.none(), after=None, limit=3) == ([], None)


@pytest.mark.parametrize(
    ("error", "status", "code", "details"),
    [
        (InvalidInput("错", field="name", at=b"x"), 422, "invalid_input", {"field": "name", "at": "b'x'"}),
        (NotFound("无", right="a.b"), 404, "not_found", {}),
        (LimitPassed("过期", code="too_late"), 409, "too_late", {}),
        (HttpError(418, "teapot"), 418, "error", {}),
        (HttpError(400, "Cannot parse"), 400, "unreadable", {}),
    ],
)
def test_errors_become_replies_of_one_shape(rf, error: Exception, status: int, code: str, details) -> None:
    api = NinjaAPI(urls_namespace=f"test-{code}", docs_url=None, openapi_url=None)
    add_error_replies(api)
    response = api.on_exception(rf.get("/"), error)
    content = json.loads(response.content)
    assert (response.status_code, content["code"], content["details"]) == (status, code, details)
    assert content["message"]
    if isinstance(error, ZhichanError):
        assert content["message"] == error.message
