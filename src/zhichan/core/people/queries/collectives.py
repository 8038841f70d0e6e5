"""Who belongs to a collective on a day, now known or as known at an earlier instant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from zhichan.core.people.intervals import Change, Interval, intervals
from zhichan.core.people.models import Collective, Membership, MembershipEvent, Unit


def members_on(collective: Collective, on: date, known_at: datetime | None = None) -> QuerySet[Unit]:
    """The member units on a day, by name; ``known_at`` asks what was known then (replays the events)."""
    if known_at is None:
        current = Q(memberships__until_on__isnull=True) | Q(memberships__until_on__gt=on)
        found = Unit.objects.filter(current, memberships__collective=collective, memberships__from_on__lte=on)
        return found.order_by("name")
    members = [
        unit_id
        for unit_id, spans in intervals_known_at(collective, known_at).items()
        if any(span.contains(on) for span in spans)
    ]
    return Unit.objects.filter(pk__in=members).order_by("name")


def expand(collective: Collective, on: date) -> tuple[Unit, ...]:
    """The units a collective stands for on a day: its members that exist then, by name."""
    exists = (Q(abolished_on__isnull=True) | Q(abolished_on__gt=on)) & (
        Q(established_on__isnull=True) | Q(established_on__lte=on)
    )
    return tuple(members_on(collective, on).filter(exists))


def was_member_on(collective: Collective, unit: Unit, on: date) -> bool:
    return members_on(collective, on).filter(pk=unit.pk).exists()


def intervals_known_at(collective: Collective, known_at: datetime | None) -> dict[int, tuple[Interval, ...]]:
    """For each unit that was ever named: its intervals as known at an instant. One query, O(events)."""
    changes: dict[int, list[Change]] = defaultdict(list)
    for event in MembershipEvent.objects.filter(collective=collective):
        changes[event.unit_id].append(change_of(event))
    return {unit_id: intervals(found, known_at=known_at) for unit_id, found in changes.items()}


def change_of(event: MembershipEvent) -> Change:
    return Change(
        id=event.pk,
        joined=event.change == MembershipEvent.Change.JOINED,
        effective_on=event.effective_on,
        known_at=event.known_at,
        withdraws=event.withdraws_id,
    )


def member_counts(collective_ids: Iterable[int], on: date) -> dict[int, int]:
    """How many members each collective has on a day. One query."""
    current = Membership.objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on)
    counted = current.filter(collective_id__in=list(collective_ids)).values_list("collective_id")
    return dict(counted.annotate(count=Count("pk")).order_by())
