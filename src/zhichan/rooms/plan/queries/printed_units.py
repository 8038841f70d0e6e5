"""The units a version prints beside its tasks (责任单位), and whom they mean on the day of issue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from zhichan.core.people.models import Collective, Membership, Unit
from zhichan.core.people.queries import UnitIndex, existing_on, held_on, unit_index
from zhichan.rooms.plan.item_values import task_of
from zhichan.rooms.plan.models import ExtractedItem, PlanVersion

Body = Unit | Collective


@dataclass(frozen=True)
class PrintedName:
    """A name as printed, how many tasks use it, and the body it means; ``members`` of a collective."""

    name: str
    uses: int
    body: Body | None
    members: int = 0

    @property
    def collective(self) -> Collective | None:
        return self.body if isinstance(self.body, Collective) else None

    @property
    def is_resolved(self) -> bool:
        """A unit was found, or a collective that has members on the day."""
        return self.body is not None and (self.collective is None or self.members > 0)


def as_of(version: PlanVersion) -> date:
    """The day on which the version's unit names are read: its issue, else the day it came in."""
    return version.issued_on or timezone.localdate(version.created_at)


def standing_tasks(items: Iterable[ExtractedItem]) -> list[ExtractedItem]:
    """The tasks among a version's items that were not rejected."""
    return [
        item
        for item in items
        if item.kind == ExtractedItem.Kind.TASK and item.state != ExtractedItem.State.REJECTED
    ]


def printed_names(items: Iterable[ExtractedItem], on: date, index: UnitIndex) -> list[PrintedName]:
    """Every printed name with its uses, unresolved ones first, then by uses. Two queries, O(tasks)."""
    uses: dict[str, int] = {}
    for item in standing_tasks(items):
        for name in {unit.name for unit in task_of(item.value).printed}:
            uses[name] = uses.get(name, 0) + 1
    members = members_on(on)
    found = [_resolved(name, count, index.find(name), members) for name, count in uses.items()]
    return sorted(found, key=lambda one: (one.is_resolved, -one.uses, one.name))


def unresolved_names(items: Iterable[ExtractedItem], on: date, index: UnitIndex) -> list[PrintedName]:
    """The printed names that mean nobody yet, or a collective without members."""
    return [name for name in printed_names(items, on, index) if not name.is_resolved]


def unowned_tasks(items: Iterable[ExtractedItem]) -> list[ExtractedItem]:
    """Tasks beside which the plan names no unit and to which the office has assigned none."""
    tasks = ((item, task_of(item.value)) for item in standing_tasks(items))
    return [item for item, task in tasks if not task.printed and not task.assigned]


def index_of(version: PlanVersion) -> UnitIndex:
    """The names of units and collectives on the version's day."""
    return unit_index(as_of(version))


def _resolved(name: str, uses: int, body: Body | None, members: dict[int, frozenset[int]]) -> PrintedName:
    count = len(members.get(body.pk, ())) if isinstance(body, Collective) else 0
    return PrintedName(name, uses, body, count)


def members_on(on: date) -> dict[int, frozenset[int]]:
    """For each collective the units that belong to it and exist on a day. Two queries."""
    existing = set(existing_on(Unit.objects.all(), on).values_list("pk", flat=True))
    found: dict[int, set[int]] = {}
    for collective_id, unit_id in Membership.objects.filter(held_on(on)).values_list(
        "collective_id", "unit_id"
    ):
        if unit_id in existing:
            found.setdefault(collective_id, set()).add(unit_id)
    return {collective_id: frozenset(units) for collective_id, units in found.items()}
