"""Follow-ups (督办): which an actor may see, which are open, and how units kept their days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of, units_of
from zhichan.core.errors import NotFound
from zhichan.core.registers.moments import end_of
from zhichan.rooms.plan.follow_up_steps import WITH_UNIT, Standing, replayed
from zhichan.rooms.plan.models import FollowUp, FollowUpEvent, Indicator, Task
from zhichan.rooms.plan.periods import period_named
from zhichan.rooms.plan.rights import FOLLOW_UP_ANSWER, FOLLOW_UP_VIEW


def follow_ups_visible_to(actor: Actor) -> QuerySet[FollowUp]:
    """The office and its leaders see every follow-up; a unit's contact those issued to its units."""
    reach = reach_of(actor, FOLLOW_UP_VIEW)
    if reach is Reach.ALL:
        return FollowUp.objects.all()
    if reach is None:
        return FollowUp.objects.none()
    own = units_of(actor, FOLLOW_UP_VIEW)
    return FollowUp.objects.filter(unit_id__in=own, issued_at__isnull=False)


def follow_up_visible_to(actor: Actor, pk: int) -> FollowUp:
    """One follow-up with its subject and unit; NotFound where the actor may not see it."""
    found = with_subject(follow_ups_visible_to(actor)).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这个督办事项。"), follow_up=pk)
    return found


def with_subject(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """The follow-ups with what a page says of each, in the same query."""
    joined = rows.select_related("unit", "task", "task__plan", "indicator", "indicator__plan")
    return joined.defer("task__text")


def follow_ups_of(actor: Actor, subject: Task | Indicator) -> list[FollowUp]:
    """Those about one task or indicator that the actor may see, newest first, fifty at most. One query."""
    about = Q(task=subject) if isinstance(subject, Task) else Q(indicator=subject)
    found = follow_ups_visible_to(actor).filter(about).select_related("unit")
    return list(found.order_by("-opened_at", "-pk")[:50])


def of_plan(plan_id: int) -> Q:
    """The condition that the task or the indicator is of a plan."""
    return Q(task__plan_id=plan_id) | Q(indicator__plan_id=plan_id)


def opened_in(label: str) -> Q:
    """The condition that it was opened in a quarter or a year (2026Q3, 2026); none for any other label."""
    period = period_named(label)
    return Q() if period is None else Q(opened_at__range=day_bounds(period.start_on, period.end_on))


def is_late(on: date) -> Q:
    """The condition that the unit should have replied before ``on`` and has not; a test holds it to
    ``Standing.is_late``."""
    return Q(state__in=WITH_UNIT, reply_due_on__lt=on)


def has_late_reply(follow_up: FollowUp, on: date) -> bool:
    """The same of one row."""
    due = follow_up.reply_due_on
    return follow_up.state in WITH_UNIT and due is not None and due < on


def waiting_for(actor: Actor) -> list[FollowUp]:
    """What the actor's units have to sign for or reply to, the first due in front. One query."""
    rows = follow_ups_visible_to(actor).filter(
        state__in=WITH_UNIT, unit_id__in=units_of(actor, FOLLOW_UP_ANSWER)
    )
    return list(with_subject(rows).order_by("reply_due_on", "pk")[:50])


def open_follow_ups(at: datetime) -> QuerySet[FollowUp]:
    """The follow-ups open at an instant, also a past one: opened by then, neither closed nor withdrawn by
    then. With subject and unit, those whose reply is due first in front (not yet issued ones last).

    The columns say how each stands now; for a past instant ask ``standings_at``.
    """
    open_then = Q(ended_at__isnull=True) | Q(ended_at__gt=at)
    found = with_subject(FollowUp.objects.filter(open_then, opened_at__lte=at))
    return found.order_by("reply_due_on", "pk")


def standings_at(follow_up_ids: Iterable[int], at: datetime) -> dict[int, Standing]:
    """Where each of the follow-ups stood at an instant, from its events until then. One query, O(events)."""
    events = FollowUpEvent.objects.filter(follow_up_id__in=list(follow_up_ids), at__lte=at).order_by("pk")
    by_follow_up: defaultdict[int, list[FollowUpEvent]] = defaultdict(list)
    for event in events.defer("text"):
        by_follow_up[event.follow_up_id].append(event)
    return {pk: replayed(found) for pk, found in by_follow_up.items()}


@dataclass
class FollowUpCounts:
    """How one unit kept its days.

    Of the days asked about: ``opened``; first replies, ``replied_in_time`` and ``replied_late``; closings,
    ``closed_in_time`` and ``closed_late``. At the instant asked about: ``open_now``, and of those
    ``late_now``, where the unit should have replied and has not. Withdrawn ones count nowhere.
    """

    opened: int = 0
    replied_in_time: int = 0
    replied_late: int = 0
    closed_in_time: int = 0
    closed_late: int = 0
    open_now: int = 0
    late_now: int = 0


def counts_by_unit(first: date, last: date, at: datetime) -> dict[int, FollowUpCounts]:
    """For each unit that was followed up: what happened from ``first`` to ``last``, both included, as known
    at ``at``, and what is open at ``at``.

    ``first`` and ``last`` are days of the office, ``at`` an instant: asked again for the same three it gives
    the same, whatever has happened since. A follow-up withdrawn by ``at`` counts nowhere; one that is not
    issued is opened and open, and cannot be late. Late is what ``FollowUp`` says of its columns: a first
    reply after its day, a closing on a reply after the day (or after the day without one); the time the
    office takes is not held against a unit. A unit with nothing to count is not in the dictionary.

    Two queries, O(follow-ups that were open or touched in the time and their events). For whoever may see
    every follow-up: callers narrow to the units they show.
    """
    counts: defaultdict[int, FollowUpCounts] = defaultdict(FollowUpCounts)
    for one in happened(first, last, at):
        found = counts[one.unit_id]
        setattr(found, one.what, getattr(found, one.what) + 1)
    return dict(counts)


class Happened(NamedTuple):
    """One thing that counts for a unit; ``what``: the field of ``FollowUpCounts``."""

    follow_up_id: int
    unit_id: int
    what: str


def happened(first: date, last: date, at: datetime) -> Iterator[Happened]:
    """What ``counts_by_unit`` counts, one by one; a follow-up may stand here several times. Two queries."""
    span = begin, end = day_bounds(first, last)
    touched = Q(opened_at__range=span) | Q(replied_at__range=span)
    touched |= Q(ended_at__range=span) | Q(ended_at__isnull=True) | Q(ended_at__gt=at)
    known = FollowUp.objects.filter(touched, opened_at__lte=at).values_list("pk", "unit_id", "opened_at")
    rows = {pk: (unit_id, opened_at) for pk, unit_id, opened_at in known}
    on = timezone.localdate(at)
    for pk, standing in standings_at(rows, at).items():
        unit_id, opened_at = rows[pk]
        if standing.state != FollowUp.State.WITHDRAWN:
            for what in _what_happened(opened_at, standing, (begin, end), on):
                yield Happened(pk, unit_id, what)


def _what_happened(
    opened_at: datetime, standing: Standing, span: tuple[datetime, datetime], on: date
) -> Iterator[str]:
    if _within(opened_at, span):
        yield "opened"
    if _within(standing.replied_at, span):
        yield "replied_late" if standing.is_reply_late else "replied_in_time"
    if standing.ended_at is None:
        yield "open_now"
        if standing.is_late(on):
            yield "late_now"
    elif _within(standing.ended_at, span):
        yield "closed_late" if standing.is_closed_late else "closed_in_time"


def day_bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The first and the last instant of a time that is asked for in days of the office."""
    return timezone.make_aware(datetime.combine(first, time.min)), end_of(last)


def _within(at: datetime | None, span: tuple[datetime, datetime]) -> bool:
    return at is not None and span[0] <= at <= span[1]
