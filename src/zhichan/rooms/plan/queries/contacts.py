"""Whom to tell: the contacts of units, and those who review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zhichan.core.access.roles import Role
from zhichan.core.people.models import Person
from zhichan.core.people.queries import posts_on


def contacts_of(unit_ids: Iterable[int], on: date) -> list[Person]:
    """The contacts (单位联络员) of the units on a day."""
    posts = posts_on(on).filter(role=Role.UNIT_CONTACT, unit_id__in=list(unit_ids))
    return list(Person.objects.filter(pk__in=posts.values("person_id"), is_active=True))


def plan_officers(on: date) -> list[Person]:
    """Those who keep the plans (规划专员) on a day."""
    posts = posts_on(on).filter(role=Role.PLAN_OFFICER)
    return list(Person.objects.filter(pk__in=posts.values("person_id"), is_active=True))
