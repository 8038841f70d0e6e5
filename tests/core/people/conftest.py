"""Shorthands for the tests of people: every action needs who and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache

from tests.core.people.acting import acting
from tests.core.upkeep.sites import new_site, site_factory, template_site
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.people.models import Unit

__all__ = ["new_site", "site_factory", "template_site"]


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> Iterator[None]:
    """Rate limits and used codes are remembered in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def by_system(db: None, system: Actor) -> dict[str, Any]:
    """``**by_system``: the console acts, now."""
    return acting(system)


@pytest.fixture
def by(actor: Callable[..., Actor], office: Unit) -> Callable[..., dict[str, Any]]:
    """``**by(Role.SYSTEM_ADMIN)``: somebody with that role acts, now or at an instant."""

    def make(role: Role, at: datetime | None = None) -> dict[str, Any]:
        return acting(actor(role, office), at)

    return make
