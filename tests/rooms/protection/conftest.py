"""Who keeps the rosters in the tests of the room."""

from __future__ import annotations

import pytest

from zhichan.core.access.roles import Role


@pytest.fixture
def keeper(actor, office):
    return actor(Role.CASE_OFFICER, office)


@pytest.fixture
def browser(signed_in, office):
    return signed_in(Role.CASE_OFFICER, office)
