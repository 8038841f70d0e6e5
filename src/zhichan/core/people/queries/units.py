"""Reads of units and collectives for lists and forms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.core_rights import UNITS_VIEW
from zhichan.core.access.rights import may
from zhichan.core.people.models import Collective, Unit, UnitName
from zhichan.core.people.names import name_key
from zhichan.core.remembered import remembered


class UnitLine(NamedTuple):
    """What every page knows of a unit: where it stands, and of the office its name."""

    pk: int
    parent_id: int | None
    name: str
    kind: str
    established_on: date | None
    abolished_on: date | None
    is_sample: bool


def every_unit() -> tuple[UnitLine, ...]:
    """All units, by key: kept, for whoever opens a page needs them. One query, O(units)."""
    rows = Unit.objects.order_by("pk").values_list(*UnitLine._fields)
    return remembered("every unit", lambda: tuple(UnitLine(*row) for row in rows))


def other_names(units: Iterable[Unit]) -> dict[int, list[str]]:
    """What each unit is or was called beside its name of today (曾用名、简称), and the customary
    short form of its name. One query."""
    named = {unit.pk: unit.name for unit in units}
    found: dict[int, list[str]] = {pk: [] for pk in named}
    for pk, name in UnitName.objects.filter(unit__in=named).order_by("pk").values_list("unit_id", "name"):
        found[pk].append(name)
    return {
        pk: [one for one in dict.fromkeys([*names, name_key(named[pk])]) if one != named[pk]]
        for pk, names in found.items()
    }


def with_those_above(unit_ids: Iterable[int]) -> frozenset[int]:
    """Units and every unit above them. O(units), and no query where a page asked for them before."""
    above = {one.pk: one.parent_id for one in every_unit()}
    found: set[int] = set()
    for unit in unit_ids:
        while unit not in found:
            found.add(unit)
            if (parent := above.get(unit)) is None:
                break
            unit = parent
    return frozenset(found)


def units_visible_to(actor: Actor) -> QuerySet[Unit]:
    """The units an actor may look up: all of them, or none."""
    return Unit.objects.all() if may(actor, UNITS_VIEW) else Unit.objects.none()


def collectives_visible_to(actor: Actor) -> QuerySet[Collective]:
    return Collective.objects.all() if may(actor, UNITS_VIEW) else Collective.objects.none()


def running_office(on: date) -> Unit | None:
    """The office that runs this installation (主管部门); None before one is registered."""
    return existing_on(Unit.objects.filter(kind=Unit.Kind.OFFICE), on).order_by("pk").first()


def tenant_on(on: date) -> tuple[str, bool]:
    """The name of the office that runs this installation, "" before one is registered, and whether it holds
    sample units."""
    units = every_unit()
    names = (one.name for one in units if one.kind == Unit.Kind.OFFICE and _exists_on(one, on))
    name = next(names, "")
    return name, bool(name) and any(one.is_sample for one in units)


def _exists_on(unit: UnitLine, on: date) -> bool:
    begun = unit.established_on is None or unit.established_on <= on
    return begun and (unit.abolished_on is None or unit.abolished_on > on)


def existing_on(units: QuerySet[Unit], on: date) -> QuerySet[Unit]:
    """Those of the units that exist on a day."""
    begun = Q(established_on__isnull=True) | Q(established_on__lte=on)
    return units.filter(begun, Q(abolished_on__isnull=True) | Q(abolished_on__gt=on))
