"""Tasks as they were known at an instant (任务的当时情况), from what is only ever added.

The row of a task is what is known now. It is also what was known then unless the task changed since
(``changed_at``): then limit, units and state are read back from the audit record, and progress from the
reports that had been accepted. What a new version of the plan rewrote is kept nowhere else: such a task is
in doubt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.dateparse import parse_date

from zhichan.core.audit.models import AuditEvent
from zhichan.rooms.plan.models import PlanVersion, Progress, Responsibility, Task
from zhichan.rooms.plan.queries.progress import percent_of
from zhichan.rooms.plan.queries.tasks import ANSWERING

CHUNK = 5_000
_IN_FORCE = (PlanVersion.State.IN_FORCE, PlanVersion.State.SUPERSEDED)
_SUBJECT = Task._meta.label_lower
_NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class KnownTask:
    """``done_on``: the day the accepted request for completion was handed in; None while it is not done."""

    pk: int
    deadline_on: date | None
    percent: int
    done_on: date | None
    is_cancelled: bool
    answering: frozenset[int]
    is_in_doubt: bool = False


class _Row(NamedTuple):
    pk: int
    plan_id: int
    deadline_on: date | None
    state: str
    percent: int
    done_on: date | None
    changed_at: datetime
    in_force_at: datetime | None


def tasks_known(known_at: datetime) -> Iterator[KnownTask]:
    """Every task there was. Four queries; three more a chunk of tasks that changed since."""
    answering = _answering()
    handed_in = _handed_in(known_at)
    rows = [_Row(*row) for row in _rows()]
    for row in rows:
        if row.changed_at <= known_at:
            done_on = handed_in.get(row.pk, row.done_on) if row.state == Task.State.DONE else None
            cancelled = row.state == Task.State.CANCELLED
            yield KnownTask(
                row.pk, row.deadline_on, row.percent, done_on, cancelled, answering.get(row.pk, _NOBODY)
            )
    changed = [row for row in rows if row.changed_at > known_at]
    first_in_force = _first_in_force() if changed else {}
    for start in range(0, len(changed), CHUNK):
        chunk = changed[start : start + CHUNK]
        yield from _Past(known_at, chunk, answering, handed_in, first_in_force).tasks()


def _rows() -> Any:
    kept = Task.objects.filter(version__state__in=_IN_FORCE)
    names = ("pk", "plan_id", "deadline_on", "state", "percent", "done_on", "changed_at")
    return kept.order_by("pk").values_list(*names, "version__in_force_at")


def _answering() -> dict[int, frozenset[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    parts = Responsibility.objects.filter(role__in=ANSWERING)
    for task_id, unit_id in parts.values_list("task_id", "unit_id"):
        found[task_id].append(unit_id)
    return {task_id: frozenset(units) for task_id, units in found.items()}


def _handed_in(known_at: datetime) -> dict[int, date]:
    """The day the last accepted request for completion was handed in, for each task that has one."""
    asked = Progress.objects.filter(
        asks_done=True, state=Progress.State.ACCEPTED, reviewed_at__lte=known_at
    ).order_by("reviewed_at", "pk")
    return {pk: timezone.localdate(at) for pk, at in asked.values_list("task_id", "reported_at")}


def _first_in_force() -> dict[int, datetime]:
    """When each plan first had a version in force."""
    versions = PlanVersion.objects.filter(state__in=_IN_FORCE, in_force_at__isnull=False)
    found: dict[int, datetime] = {}
    for plan_id, at in versions.order_by("in_force_at").values_list("plan_id", "in_force_at"):
        if at is not None:
            found.setdefault(plan_id, at)
    return found


class _Past:
    """Some tasks that changed since, as they were."""

    def __init__(
        self,
        known_at: datetime,
        rows: Sequence[_Row],
        answering: Mapping[int, frozenset[int]],
        handed_in: Mapping[int, date],
        first_in_force: Mapping[int, datetime],
    ) -> None:
        self._at, self._rows, self._answering = known_at, rows, answering
        self._handed_in, self._first = handed_in, first_in_force
        ids = [row.pk for row in rows]
        self._events = _events_of(ids)
        self._accepted = _accepted(ids, known_at)

    def tasks(self) -> Iterator[KnownTask]:
        for row in self._rows:
            events = self._events.get(row.pk, [])
            before = [one for one in events if one.at <= self._at]
            since = [one for one in events if one.at > self._at]
            is_rewritten = row.in_force_at is not None and row.in_force_at > self._at
            if self._was_there(row, before, since, is_rewritten=is_rewritten):
                yield self._task(row, before, since, is_rewritten=is_rewritten)

    def _was_there(
        self, row: _Row, before: Sequence[_Event], since: Sequence[_Event], *, is_rewritten: bool
    ) -> bool:
        if before:
            return True
        if any(one.kind.startswith("plan.task.created_from_") for one in since):
            return False
        if not is_rewritten:
            return row.in_force_at is None or row.in_force_at <= self._at
        first = self._first.get(row.plan_id)
        return first is not None and first <= self._at

    def _task(
        self, row: _Row, before: Sequence[_Event], since: Sequence[_Event], *, is_rewritten: bool
    ) -> KnownTask:
        answering = _answering_before(since, self._answering.get(row.pk, _NOBODY))
        state, state_on = _state_after(before, since)
        done_on = self._handed_in.get(row.pk, state_on or row.done_on) if state == Task.State.DONE else None
        percent = 100 if done_on else percent_of(answering, self._accepted.get(row.pk, {}))
        deadline_on = _deadline_before(since, row.deadline_on)
        cancelled = state == Task.State.CANCELLED
        return KnownTask(row.pk, deadline_on, percent, done_on, cancelled, answering, is_rewritten)


class _Event(NamedTuple):
    kind: str
    at: datetime
    details: Mapping[str, Any]


def _events_of(ids: Sequence[int]) -> dict[int, list[_Event]]:
    found: dict[int, list[_Event]] = defaultdict(list)
    events = AuditEvent.objects.filter(subject_kind=_SUBJECT, subject_id__in=[str(pk) for pk in ids])
    for event in events.order_by("id").only("subject_id", "kind", "at", "details_text"):
        found[int(event.subject_id)].append(_Event(event.kind, event.at, event.details))
    return found


def _accepted(ids: Sequence[int], known_at: datetime) -> dict[int, dict[int, int]]:
    """For each task the percent of each unit's last report that had been accepted."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    reports = Progress.objects.filter(
        task_id__in=ids, state=Progress.State.ACCEPTED, asks_done=False, reviewed_at__lte=known_at
    )
    named = reports.order_by("reported_at", "pk").values_list("task_id", "unit_id", "percent")
    for task_id, unit_id, percent in named:
        found[task_id][unit_id] = percent
    return found


def _deadline_before(since: Sequence[_Event], now: date | None) -> date | None:
    """The limit before the first change of it after the instant."""
    for event in since:
        before = event.details.get("before", {})
        if event.kind == "plan.task.edited" and "deadline_on" in before:
            return parse_date(before["deadline_on"]) if before["deadline_on"] else None
    return now


def _answering_before(since: Sequence[_Event], now: frozenset[int]) -> frozenset[int]:
    for event in since:
        if event.kind == "plan.task.units_assigned":
            before = event.details["before"]
            return frozenset(int(unit_id) for unit_id, role in before.items() if role in ANSWERING)
    return now


def _state_after(before: Sequence[_Event], since: Sequence[_Event]) -> tuple[str, date | None]:
    """The state after the last event that says one, and the day of it; else the state the next move left."""
    for event in reversed(before):
        if state := _state_in(event):
            return state, timezone.localdate(event.at)
    moved = next((one for one in since if one.kind == "plan.task.moved"), None)
    return (str(moved.details["from"]) if moved else Task.State.NOT_STARTED), None


def _state_in(event: _Event) -> str:
    match event.kind:
        case "plan.task.moved":
            return str(event.details["to"])
        case "plan.task.report_accepted" | "plan.task.report_returned":
            return str(event.details["state"])
        case "plan.task.reported":
            return Task.State.TO_VERIFY if event.details["asks_done"] else Task.State.UNDER_WAY
        case "plan.task.ended":
            return Task.State.CANCELLED
    return ""
