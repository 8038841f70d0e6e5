"""Reads of units and collectives for lists and forms."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.core_rights import UNITS_VIEW
from zhichan.core.access.rights import may
from zhichan.core.people.models import Collective, Unit


def units_visible_to(actor: Actor) -> QuerySet[Unit]:
    """The units an actor may look up: all of them, or none."""
    return Unit.objects.all() if may(actor, UNITS_VIEW) else Unit.objects.none()


def collectives_visible_to(actor: Actor) -> QuerySet[Collective]:
    return Collective.objects.all() if may(actor, UNITS_VIEW) else Collective.objects.none()


def running_office(on: date) -> Unit | None:
    """The office that runs this installation (主管部门); None before one is registered."""
    return existing_on(Unit.objects.filter(kind=Unit.Kind.OFFICE), on).order_by("pk").first()


def existing_on(units: QuerySet[Unit], on: date) -> QuerySet[Unit]:
    """Those of the units that exist on a day."""
    begun = Q(established_on__isnull=True) | Q(established_on__lte=on)
    return units.filter(begun, Q(abolished_on__isnull=True) | Q(abolished_on__gt=on))
