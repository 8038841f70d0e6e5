"""Which units do nothing about the tasks they lead (责任单位动态): an alarm of its own, beside lateness.

For each open task of a version in force, and each unit that answers for it first (those that lead; where
none leads, all that share it), the unit is idle when any of these holds:

1. 没有联络员: nobody is its contact on the day;
2. 督办未签收: a follow-up of the task lies unsigned past the day its reply is due;
3. 没有填报: it has not reported on the task for ``days`` (sixty where nothing else is asked). Of an ongoing
   task it is asked for one report in each whole period: idle once the last whole period has none, and since;
4. 没有登录: it has contacts, and none of them has signed in for ``days``. A report on the task in that time
   counts for more: then the unit has acted, whichever way it came in.

Time before the task began, or before the present contacts were in office, is held against nobody.
Sixty days are the product's own measure; no law sets them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.roles import Role
from zhichan.core.people.models import Post, SignInEntry, Unit
from zhichan.core.people.queries import posts_on
from zhichan.rooms.plan.alarms import OPEN_STATES
from zhichan.rooms.plan.models import FollowUp, Progress, Responsibility, Task
from zhichan.rooms.plan.periods import every_of, period_of
from zhichan.rooms.plan.queries.tasks import ANSWERING, IN_FORCE, starts_on_of

IDLE_DAYS = 60


class Why(models.TextChoices):
    NO_CONTACT = "no_contact", _("没有联络员")
    NOT_SIGNED = "not_signed", _("督办未签收")
    NOT_REPORTED = "not_reported", _("没有填报")
    NO_SIGN_IN = "no_sign_in", _("没有登录")


@dataclass(frozen=True)
class IdleOwner:
    """A task whose unit does nothing: since which day, and why, the gravest reason first.

    ``since``: the last day something was done, or the first on which it was to be: of several reasons the
    earliest day.
    """

    task: Task
    unit: Unit
    since: date
    why: Sequence[Why]

    def idle_days(self, on: date) -> int:
        return (on - self.since).days


def idle_owners(at: datetime, *, days: int = IDLE_DAYS) -> list[IdleOwner]:
    """The tasks whose unit does nothing at an instant, the longest idle first; see above.

    For whoever may see every task. Six queries, O(open tasks).
    """
    on = timezone.localdate(at)
    rows = _owners()
    known = _Known.at(at, {row.unit_id for row in rows})
    found = [idle for row in rows if (idle := _idle(row, known, on, days))]
    return sorted(found, key=lambda one: (one.since, one.unit.name, one.task.pk))


def task_count(found: Iterable[IdleOwner]) -> int:
    """How many tasks they are: one that several units share counts once."""
    return len({one.task.pk for one in found})


def _owners() -> list[Responsibility]:
    """The units that answer first for the open tasks. One query."""
    tasks = Task.objects.filter(IN_FORCE, state__in=OPEN_STATES)
    parts = Responsibility.objects.filter(task__in=tasks, role__in=ANSWERING)
    rows = list(parts.select_related("task__version", "unit").defer(*_UNREAD).order_by("task_id", "pk"))
    led = {row.task_id for row in rows if row.role == Responsibility.Role.LEAD}
    return [row for row in rows if row.role == Responsibility.Role.LEAD or row.task_id not in led]


_UNREAD = ("task__text", "task__version__text", "task__version__reading")


@dataclass(frozen=True)
class _Known:
    """What units did, by (task, unit) or by unit. ``contact_from``: since when the present contacts are."""

    reported: Mapping[tuple[int, int], date]
    unsigned: Mapping[tuple[int, int], date]
    contact_from: Mapping[int, date]
    signed_in: Mapping[int, date]
    left: Mapping[int, date]

    @classmethod
    def at(cls, at: datetime, units: Collection[int]) -> _Known:
        on = timezone.localdate(at)
        contacts = list(
            posts_on(on)
            .filter(role=Role.UNIT_CONTACT, unit_id__in=units, person__is_active=True)
            .values_list("unit_id", "person_id", "from_on")
        )
        contact_from: dict[int, date] = {}
        for unit, _person, from_on in contacts:
            contact_from[unit] = min(from_on, contact_from.get(unit, from_on))
        return cls(
            reported=_reported(at),
            unsigned=_unsigned(on),
            contact_from=contact_from,
            signed_in=_signed_in([(unit, person) for unit, person, _from in contacts], at),
            left=_left(units, on),
        )


def _reported(at: datetime) -> dict[tuple[int, int], date]:
    """The day of the last report of each unit on each task, returned ones included: it acted."""
    rows = Progress.objects.filter(reported_at__lte=at).values_list("task_id", "unit_id").order_by()
    return {(task, unit): timezone.localdate(last) for task, unit, last in rows.annotate(Max("reported_at"))}


def _unsigned(on: date) -> dict[tuple[int, int], date]:
    rows = FollowUp.objects.filter(state=FollowUp.State.ISSUED, reply_due_on__lt=on, task__isnull=False).only(
        "task_id", "unit_id", "issued_at"
    )
    return {(row.task_id or 0, row.unit_id): timezone.localdate(row.issued_at) for row in rows}


def _signed_in(contacts: Sequence[tuple[int | None, int]], at: datetime) -> dict[int, date]:
    """The day on which any present contact of each unit last signed in."""
    entries = SignInEntry.objects.filter(
        kind=SignInEntry.Kind.SIGNED_IN, person_id__in={person for _unit, person in contacts}
    )
    last = dict(
        entries.filter(happened_at__lte=at)
        .values_list("person_id")
        .order_by()
        .annotate(last=Max("happened_at"))
    )
    found: defaultdict[int, list[date]] = defaultdict(list)
    for unit, person in contacts:
        if unit is not None and person in last:
            found[unit].append(timezone.localdate(last[person]))
    return {unit: max(days) for unit, days in found.items()}


def _left(units: Iterable[int], on: date) -> dict[int, date]:
    """The day on which the last contact of each unit left, where one has."""
    posts = Post.objects.filter(unit_id__in=units, role=Role.UNIT_CONTACT, until_on__lte=on)
    return dict(posts.values_list("unit_id").order_by().annotate(last=Max("until_on")))


def _idle(row: Responsibility, known: _Known, on: date, days: int) -> IdleOwner | None:
    reasons = dict(_reasons(row, known, on, days))
    if not reasons:
        return None
    return IdleOwner(row.task, row.unit, min(reasons.values()), [why for why in Why if why in reasons])


def _reasons(row: Responsibility, known: _Known, on: date, days: int) -> Iterable[tuple[Why, date]]:
    """Each reason with the day since when it holds."""
    key, begun = (row.task_id, row.unit_id), starts_on_of(row.task)
    last_report = known.reported.get(key)
    if row.unit_id not in known.contact_from:
        yield Why.NO_CONTACT, max(begun, known.left.get(row.unit_id, begun))
    if key in known.unsigned:
        yield Why.NOT_SIGNED, known.unsigned[key]
    idle_from = max(begun, last_report or begun)
    if idle_from < _asked_since(row.task, on, days):
        yield Why.NOT_REPORTED, idle_from
    contact_from = known.contact_from.get(row.unit_id)
    acted = last_report is not None and last_report > on - timedelta(days=days)
    if contact_from is not None and not acted:
        seen = max(begun, known.signed_in.get(row.unit_id, contact_from))
        if seen <= on - timedelta(days=days):
            yield Why.NO_SIGN_IN, seen


def _asked_since(task: Task, on: date, days: int) -> date:
    """The day on or after which a report, or the beginning of the task, is recent enough."""
    if task.deadline_kind == Task.DeadlineKind.ONGOING and task.review_every:
        running = period_of(on, every_of(task.review_every))
        return period_of(running.start_on - timedelta(days=1), running.every).start_on
    return on - timedelta(days=days - 1)
