"""The case office with procedures that may be asked for from outside, and a firm that asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.core.cache import cache

from tests.core.matters.conftest import House, at
from tests.core.matters.outside.asking import EXTRA
from tests.core.matters.pages.conftest import browser as browser
from zhichan.core.access.actor import ANONYMOUS, Actor
from zhichan.core.access.roles import Role
from zhichan.core.matters import loading
from zhichan.core.matters.actions.submit import Application, Submitted, submit
from zhichan.core.matters.codes import digest_of
from zhichan.core.matters.outside.tickets import Ticket
from zhichan.core.matters.writing.seats import NewParticipant
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import actor_of

__all__ = ["House"]
NAME = "云川示例钢构有限公司"
PHONE = "13800001234"
SUBMITTED_AT = at("2026-11-02 09:00")


@pytest.fixture(autouse=True)
def _asked_for(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The procedures of the tests stand beside those of the product; nobody has tried anything yet."""
    import_module("zhichan.config.urls")  # what is imported later would keep these procedures for good
    everything = tuple(sorted((*loading.all_procedures(), *EXTRA), key=lambda one: (one.name, one.version)))
    monkeypatch.setattr(loading, "all_procedures", lambda: everything)
    loading.version_of.cache_clear()
    cache.clear()
    yield
    loading.version_of.cache_clear()
    cache.clear()


@pytest.fixture
def firm(unit: Callable[..., Unit], person: Callable[..., Any]) -> Actor:
    owner = person(Role.FIRM_USER, unit(NAME, kind=Unit.Kind.FIRM))
    return actor_of(owner, date(2026, 11, 1))


def application(procedure: str = "asking", **changes: Any) -> Application:
    """What a firm asks, with somebody it complains of."""
    seat = {"asking": "applicant", "tip": "reporter", "inside": "applicant", "followed": "applicant"}[
        procedure
    ]
    other = {"asking": "opponent", "tip": "party", "inside": "opponent", "followed": "opponent"}[procedure]
    given: dict[str, Any] = {
        "title": "有人仿冒我们的钢构节点",
        "values": {"facts": "展会上看到仿冒品，请帮助判断。", "right_kind": "patent", "amount": "12000.50"},
        "participants": (
            NewParticipant(seat, NAME, identifier="91120223MA00000X1K", phone=PHONE),
            NewParticipant(other, "示例仿冒商行"),
        ),
    }
    return Application(procedure, **{**given, **changes})


def submitted(by: Actor = ANONYMOUS, procedure: str = "asking", **changes: Any) -> Submitted:
    return submit(application(procedure, **changes), by=by, at=SUBMITTED_AT)


def ticket_of(done: Submitted) -> Ticket:
    return Ticket(done.matter.pk, digest_of(done.matter.number, done.code))
