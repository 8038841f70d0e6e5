"""Which matters met a limit too late, as that was known at an instant (按所知认定超期).

A stored clock is what is known now. It is also what was known then, unless something that clocks follow from
was recorded in the matter since: then the clock is derived anew from what stood in the record by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from zhichan.core.calendar.queries import Calendar
from zhichan.core.matters.clocks import ClockState, clocks_of
from zhichan.core.matters.limits import Reckoner
from zhichan.core.matters.loading import version_of
from zhichan.core.matters.models import Matter, MatterEvent, Obligation
from zhichan.core.matters.queries import deriving_events, happenings_of_many

CHUNK = 1_000


def late_with(limit: str, among: QuerySet[MatterEvent], *, known_at: datetime) -> Q:
    """A condition on ``matter_id`` of some steps: the matter was late with the limit, as known at an instant.

    Days are counted by the calendar as it is now. One query for what was recorded since; where something was,
    three more, and O(events) of those matters alone.
    """
    stored = Obligation.objects.filter(name=limit, state=ClockState.MET_LATE).values("matter_id")
    since = deriving_events().filter(recorded_at__gt=known_at).values_list("matter_id", flat=True)
    touched = set(since.order_by().distinct())
    if touched:
        touched.intersection_update(among.values_list("matter_id", flat=True))
    if not touched:
        return Q(matter_id__in=stored)
    now = touched.intersection(stored.values_list("matter_id", flat=True))
    then = _late_then(limit, sorted(touched), known_at)
    return (Q(matter_id__in=stored) & ~Q(matter_id__in=now - then)) | Q(matter_id__in=then - now)


def _late_then(limit: str, ids: Sequence[int], known_at: datetime) -> set[int]:
    """Those that had met the limit too late by what was recorded until then. Two queries a chunk."""
    reckon, found = Reckoner(Calendar().day), set[int]()
    for first in range(0, len(ids), CHUNK):
        chunk = ids[first : first + CHUNK]
        began = Matter.objects.filter(pk__in=chunk).values_list("pk", "procedure", "version")
        happenings = happenings_of_many(chunk, known_at=known_at)
        for pk, name, version in began:
            clocks = clocks_of(
                version_of(name, version),
                happenings[pk],
                reckon.day_of,
                at=known_at,
                reckon=reckon,
                only=limit,
            )
            if any(clock.state is ClockState.MET_LATE for clock in clocks):
                found.add(pk)
    return found
