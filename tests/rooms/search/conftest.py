"""Who asks in the tests of the search room: people of the office, and the browser of one."""

from __future__ import annotations

import pytest

from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role


@pytest.fixture
def officer(actor, office) -> Actor:
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def leader(actor, office) -> Actor:
    return actor(Role.OFFICE_LEADER, office)


@pytest.fixture
def browser(signed_in, office):
    return signed_in(Role.PLAN_OFFICER, office)
