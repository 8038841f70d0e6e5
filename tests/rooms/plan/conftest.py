"""Fixtures of the plan room's tests: a plan with a task of two units, and installations of their own."""

from __future__ import annotations

import pytest

from tests.core.upkeep.sites import new_site, site_factory, template_site
from zhichan.core.access.roles import Role as Post

from .samples import Role, make_plan, make_task

__all__ = ["new_site", "site_factory", "template_site"]


@pytest.fixture
def science(unit):
    return unit("云川区科技局")


@pytest.fixture
def justice(unit):
    return unit("云川区司法局")


@pytest.fixture
def plan(office):
    return make_plan(office)


@pytest.fixture
def task(plan, science, justice):
    """Led by the science bureau, joined by the justice bureau."""
    return make_task(plan, {science: Role.LEAD, justice: Role.PARTICIPANT})


@pytest.fixture
def contact(actor, science):
    return actor(Post.UNIT_CONTACT, science)


@pytest.fixture
def officer(actor, office):
    return actor(Post.PLAN_OFFICER, office)
