"""Who asks in the tests of the search room, and what: people of the office, and the index of patents."""

from __future__ import annotations

import pytest

from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.search import indexing
from zhichan.core.search.collection import collection_of


@pytest.fixture
def officer(actor, office) -> Actor:
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def leader(actor, office) -> Actor:
    return actor(Role.OFFICE_LEADER, office)


@pytest.fixture
def browser(signed_in, office):
    return signed_in(Role.PLAN_OFFICER, office)


@pytest.fixture
def searched() -> tuple[str, ...]:
    """The collections that have an index here. A module that asks others than patents says which."""
    return ("patent",)


@pytest.fixture(autouse=True)
def _no_other_index(searched: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """To build six of them takes longer than most tests; a collection without one refuses to be asked."""
    monkeypatch.setattr(indexing, "collections", lambda: iter([collection_of(name) for name in searched]))
