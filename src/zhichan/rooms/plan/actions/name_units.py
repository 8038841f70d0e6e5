"""Saying whom the units of a draft are (对应责任单位): map, register, make a collective, assign."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import Entry, record_batch
from zhichan.core.errors import InvalidInput
from zhichan.core.people.models import Collective, Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.drafts import locked_draft
from zhichan.rooms.plan.actions.naming import Naming
from zhichan.rooms.plan.item_values import task_of
from zhichan.rooms.plan.models import ExtractedItem, PlanVersion, Responsibility
from zhichan.rooms.plan.queries.printed_units import standing_tasks
from zhichan.rooms.plan.rights import UNIT_MAP

_ANSWERING = frozenset({Responsibility.Role.LEAD.value, Responsibility.Role.JOINT.value})


@transaction.atomic
def map_printed_name(
    version: PlanVersion, printed: str, body: Unit | Collective, *, by: Actor, at: datetime
) -> None:
    """Say that a printed name means a unit or collective already registered: it becomes its alias.

    Raises NotAllowed, WrongState unless the version is a draft, InvalidInput for a name the version does
    not print, Conflict where the name means another body or the unit does not exist on the day of issue.
    """
    Naming(version, by=by, at=at).means(printed, body)


@transaction.atomic
def create_unit_for(
    version: PlanVersion, printed: str, *, name: str = "", kind: str, by: Actor, at: datetime
) -> Unit:
    """Register the unit a printed name means. ``name``: its full name where the plan prints a short one."""
    return Naming(version, by=by, at=at).new_unit(printed, name=name, kind=kind)


@transaction.atomic
def create_collective_for(
    version: PlanVersion, printed: str, *, kind: str, members: Collection[Unit], by: Actor, at: datetime
) -> Collective:
    """Say that a printed name stands for several units, members since the day of issue."""
    return Naming(version, by=by, at=at).new_collective(printed, kind=kind, members=members)


@transaction.atomic
def add_members_for(
    version: PlanVersion, printed: str, *, members: Collection[Unit], by: Actor, at: datetime
) -> Collective:
    """Name the members, since the day of issue, of a collective the version prints that has none yet."""
    return Naming(version, by=by, at=at).members_of(printed, members)


@dataclass(frozen=True)
class Assignment:
    unit_id: int
    role: str


@transaction.atomic
def assign_task_units(
    version: PlanVersion,
    items: Collection[int],
    assignments: Sequence[Assignment],
    *,
    by: Actor,
    at: datetime,
) -> int:
    """Put units in charge of tasks beside which the plan names none (指派); returns of how many tasks.

    Replaces what was assigned before; an empty ``assignments`` takes it away. Raises InvalidInput where a
    task prints its own units, nobody would answer, or a unit is named twice or does not exist today.
    """
    require(by, UNIT_MAP)
    draft = locked_draft(version)
    _refuse_assignments(assignments, at)
    tasks = [item for item in _locked_tasks(draft) if item.pk in items]
    if not tasks:
        raise InvalidInput(_("请先选任务。"), field="tasks")
    if printing := [item for item in tasks if task_of(item.value).printed]:
        raise InvalidInput(
            _("有 %(count)d 项任务原文写明了单位，要改请更正条目。") % {"count": len(printing)}, field="tasks"
        )
    given = [{"unit": one.unit_id, "role": one.role} for one in assignments]
    for item in tasks:
        item.value = {**{k: v for k, v in item.value.items() if k != "assigned"}, **_if_any(given)}
    ExtractedItem.objects.bulk_update(tasks, ["value"])
    details = {"units": given}
    record_batch([Entry("plan.item.units_assigned", item, details) for item in tasks], by=by, at=at)
    return len(tasks)


def _if_any(given: list[dict[str, object]]) -> dict[str, object]:
    return {"assigned": given} if given else {}


def _refuse_assignments(assignments: Sequence[Assignment], at: datetime) -> None:
    unit_ids = {one.unit_id for one in assignments}
    roles = {one.role for one in assignments}
    if len(unit_ids) != len(assignments):
        raise InvalidInput(_("同一单位只能有一种分工。"), field="units")
    if roles - set(Responsibility.Role.values):
        raise InvalidInput(_("没有这种分工。"), field="units")
    if assignments and _ANSWERING.isdisjoint(roles):
        raise InvalidInput(_("至少要有一个牵头或共同负责的单位。"), field="units")
    existing = existing_on(Unit.objects.filter(pk__in=unit_ids), timezone.localdate(at))
    if existing.count() != len(unit_ids):
        raise InvalidInput(_("有单位不存在或已撤销。"), field="units")


def _locked_tasks(draft: PlanVersion) -> list[ExtractedItem]:
    return standing_tasks(ExtractedItem.objects.select_for_update().filter(version=draft))
