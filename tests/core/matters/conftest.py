"""A case office: a leader, two officers, a reviewer, and somebody of another unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.core.matters.sample_terms import terms as terms
from tests.core.upkeep.sites import new_site as new_site
from tests.core.upkeep.sites import site_factory as site_factory
from tests.core.upkeep.sites import template_site as template_site
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import actor_of

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """An instant in the time of the office: ``at("2026-03-02 09:30")``."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@dataclass(frozen=True)
class House:
    unit: Unit
    leader: Actor
    officer: Actor
    second: Actor
    host: Actor
    reviewer: Actor
    stranger: Actor


@pytest.fixture
def house(office: Unit, unit: Callable[..., Unit], person: Callable[..., Any]) -> House:
    def one(role: Role, of: Unit, username: str) -> Actor:
        return actor_of(person(role, of, username=username), date(2026, 3, 1))

    return House(
        office,
        leader=one(Role.OFFICE_LEADER, office, "leader"),
        officer=one(Role.CASE_OFFICER, office, "first"),
        second=one(Role.CASE_OFFICER, office, "second"),
        host=one(Role.CASE_OFFICER, office, "host"),
        reviewer=one(Role.LEGAL_REVIEWER, office, "reviewer"),
        stranger=one(Role.CASE_OFFICER, unit("云川区科技局"), "stranger"),
    )
