"""Sharing something of somebody's with chosen people and units (共享): whom, and whom it reaches."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput
from zhichan.core.people.models import Person, Unit


def whom_of(person: int | None, unit: int | None, keeper: int | None) -> dict[str, int | None]:
    """The fields of a share with one of the two. Raises InvalidInput for nobody, both, or the keeper."""
    if (person is None) == (unit is None):
        raise InvalidInput(_("请选一个人或一个单位。"))
    if person is not None:
        if person == keeper:
            raise InvalidInput(_("建立的人不用共享。"), field="person")
        if not Person.objects.filter(pk=person, is_active=True).exists():
            raise InvalidInput(_("没有这个人。"), field="person")
    if unit is not None and not Unit.objects.filter(pk=unit, abolished_on__isnull=True).exists():
        raise InvalidInput(_("没有这个单位。"), field="unit")
    return {"person_id": person, "unit_id": unit}


def reaching(actor: Actor) -> Q:
    """The shares that reach an actor: with them, or with a unit of theirs."""
    return Q(person=actor.id, person__isnull=False) | Q(unit__in=actor.unit_ids)
