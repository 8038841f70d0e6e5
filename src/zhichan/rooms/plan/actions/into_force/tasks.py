"""The tasks of a version that comes into force: rows carried over with their progress, or made anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from zhichan.core.people.models import Collective
from zhichan.core.people.queries import UnitIndex
from zhichan.core.search.outbox import note
from zhichan.rooms.plan.actions.into_force.indicators import Written
from zhichan.rooms.plan.alarms import clock_of
from zhichan.rooms.plan.item_values import TaskValue
from zhichan.rooms.plan.matching import Promised, pairs_of
from zhichan.rooms.plan.models import ExtractedItem, PlanVersion, Responsibility, Task
from zhichan.rooms.plan.models.task import BESIDE_THE_PLAN
from zhichan.rooms.plan.queries.progress import accepted_percents, percent_of
from zhichan.rooms.plan.queries.tasks import ANSWERING, starts_on_of

Standing = Sequence[tuple[ExtractedItem, TaskValue]]
Roles = dict[int, Responsibility]

_SETTLED = (Task.State.DONE, Task.State.CANCELLED)
_ROLES = list(Responsibility.Role)
_DERIVED = (
    *("version", "position", "number", "kind", "chapter", "title", "text", "mode", "unit_text"),
    *("deadline_kind", "deadline_on", "review_every", "starts_on", "sort_on", "lags_on"),
    *("state", "percent", "done_on", "start", "end", "is_sample", "source", "changed_at"),
)


def write_tasks(
    version: PlanVersion,
    standing: Standing,
    index: UnitIndex,
    members: dict[int, frozenset[int]],
    at: datetime,
) -> Written:
    """Give every standing task its row and its units. Six queries, and one per task with progress.

    An earlier task with the same number and words alike keeps its state, reports and progress and takes
    the new wording, limit and units. What the new wording does not list stays with its old version.
    """
    earlier = {row.pk: row for row in _open_to_carry(version)}
    pairs = pairs_of(
        [Promised(pk, row.number, row.text) for pk, row in earlier.items()],
        [Promised(place, task.number, task.text) for place, (_, task) in enumerate(standing)],
    )
    old_of = {pair.new: earlier[pair.old] for pair in pairs}
    rows = []
    roles = []
    for place, (item, value) in enumerate(standing):
        row = old_of.get(place) or Task(plan=version.plan)
        found = responsibilities_of(value, index, members)
        _fill(row, place + 1, item, value, at)
        _settle(row, found, at)
        rows.append(row)
        roles.append(found)
    _save(rows, roles)
    kept = {row.pk for row in old_of.values()}
    return Written(
        carried=tuple(sorted(kept)),
        made=tuple(row.pk for place, row in enumerate(rows) if place not in old_of),
        vanished=tuple(pk for pk, row in earlier.items() if pk not in kept and row.state not in _SETTLED),
    )


def responsibilities_of(task: TaskValue, index: UnitIndex, members: dict[int, frozenset[int]]) -> Roles:
    """The units of a task, each once: the stronger role wins, and a unit's own name over a collective's."""
    found: Roles = {}
    for printed in task.printed:
        body = index.find(printed.name)
        if isinstance(body, Collective):
            for unit_id in sorted(members.get(body.pk, ())):
                _add(found, _role(unit_id, printed.role, printed.name, body))
        elif body is not None:
            _add(found, _role(body.pk, printed.role, printed.name, None))
    for assigned in task.assigned:
        _add(found, _role(assigned.unit_id, assigned.role, "", None))
    return found


def _role(unit_id: int, role: str, printed: str, collective: Collective | None) -> Responsibility:
    return Responsibility(unit_id=unit_id, role=role, printed=printed[:120], collective=collective)


def _add(found: Roles, new: Responsibility) -> None:
    old = found.get(new.unit_id)
    if old is None or _strength(new) < _strength(old):
        found[new.unit_id] = new


def _strength(responsibility: Responsibility) -> tuple[int, bool]:
    return _ROLES.index(Responsibility.Role(responsibility.role)), responsibility.collective is not None


def _open_to_carry(version: PlanVersion) -> list[Task]:
    tasks = Task.objects.select_for_update().filter(plan=version.plan).exclude(kind__in=BESIDE_THE_PLAN)
    return list(tasks.exclude(state=Task.State.CANCELLED).order_by("position", "pk"))


def _fill(row: Task, position: int, item: ExtractedItem, value: TaskValue, at: datetime) -> None:
    """The wording and the limit, as the version has them."""
    row.version = item.version
    row.position = position
    row.number = value.number
    row.kind = value.kind
    row.chapter = value.chapter[:200]
    row.title = value.title
    row.text = value.text
    row.mode = value.mode[:28]
    row.unit_text = value.unit_text[:400]
    row.deadline_kind = value.deadline_kind
    row.deadline_on = value.deadline_on
    row.start, row.end = item.start, item.end
    row.is_sample = item.version.plan.is_sample
    row.source = f"plan.extracteditem:{item.pk}"
    row.changed_at = at


def _settle(row: Task, found: Roles, at: datetime) -> None:
    """What follows from the new wording and units for a task's state, progress and clock."""
    is_ongoing = row.deadline_kind == Task.DeadlineKind.ONGOING
    if is_ongoing and row.state in (Task.State.DONE, Task.State.TO_VERIFY):
        row.state, row.done_on = Task.State.UNDER_WAY, None
    row.review_every = (row.review_every or Task.ReviewEvery.QUARTER) if is_ongoing else ""
    row.starts_on = row.starts_on or _first_review_from(is_ongoing, at)
    if row.pk is not None and row.percent and row.state not in _SETTLED:
        answering = {unit_id for unit_id, one in found.items() if one.role in ANSWERING}
        row.percent = percent_of(answering, accepted_percents(row))
    clock = clock_of(
        starts_on=starts_on_of(row),
        deadline_on=row.deadline_on,
        review_every=row.review_every,
        reviewed_until=row.reviewed_until,
        percent=row.percent,
    )
    row.sort_on, row.lags_on = clock.sort_on, clock.lags_on


def _first_review_from(is_ongoing: bool, at: datetime) -> date | None:
    """An ongoing task is reviewed from the day it is kept here, not for the years before."""
    return timezone.localdate(at) if is_ongoing else None


def _save(rows: Sequence[Task], roles: Sequence[Roles]) -> None:
    carried = [row for row in rows if row.pk is not None]
    Task.objects.bulk_update(carried, _DERIVED)
    Responsibility.objects.filter(task__in=carried).delete()
    Task.objects.bulk_create([row for row in rows if row.pk is None])
    for row, found in zip(rows, roles, strict=True):
        for one in found.values():
            one.task = row
    Responsibility.objects.bulk_create(one for found in roles for one in found.values())
    note("plan.task", [row.pk for row in rows])
