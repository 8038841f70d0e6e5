"""On pages the people of the plan room are signed in."""

from __future__ import annotations

import pytest

from zhichan.core.access.roles import Role as Post


@pytest.fixture
def contact(signed_in, science):
    return signed_in(Post.UNIT_CONTACT, science)


@pytest.fixture
def officer(signed_in, office):
    return signed_in(Post.PLAN_OFFICER, office)
