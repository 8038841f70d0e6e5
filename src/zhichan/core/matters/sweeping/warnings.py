"""Reminders of due days (临期、超期提醒): once when a limit is near and once when it has passed.

Whoever handles the matter is told, and the leader of its unit. ``warned_at`` says when; another due day is
told anew (``writing.derived``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.calendar.queries import Calendar
from zhichan.core.matters.horizon import horizon_at
from zhichan.core.matters.loading import version_of
from zhichan.core.matters.models import Obligation
from zhichan.core.matters.sweeping.telling import Telling, Word, leaders_of_units
from zhichan.core.matters.words import duty_label, duty_named
from zhichan.core.matters.writing.team import path_of

MOST_AT_ONCE = 20_000
IDS_AT_ONCE = 900
SOON, OVERDUE, RAN_OUT = "matters.obligation.soon", "matters.obligation.overdue", "matters.obligation.ran_out"


@dataclass(frozen=True)
class _Due:
    """An obligation with what a notice says of it."""

    pk: int
    name: str
    due_on: date
    due_at: datetime
    is_ours: bool
    matter_id: int
    number: str
    procedure: str
    version: int
    unit_id: int
    handler_id: int | None


_COLUMNS = (
    *("pk", "name", "due_on", "due_at", "is_ours", "matter_id"),
    *("matter__number", "matter__procedure", "matter__version", "matter__unit_id", "matter__handler_id"),
)


def warn(at: datetime) -> int:
    """Tell of every limit that has come near or passed and was not told of; counts them.

    All or nothing, at most 20,000 at once. O(limits that are near or past), by their index.
    """
    soon_until = horizon_at(at, Calendar().day).soon_until
    with transaction.atomic():
        waiting = _noted(list(_waiting(at, soon_until)[:MOST_AT_ONCE]), at)
        telling, leaders = Telling(), leaders_of_units(at)
        for one in waiting:
            handlers = set() if one.handler_id is None else {one.handler_id}
            heads = leaders.get(one.unit_id, frozenset()) if one.is_ours or not handlers else frozenset()
            telling.add(handlers | heads, _word(one, at))
        telling.send(at)
    return len(waiting)


def _waiting(at: datetime, soon_until: datetime) -> QuerySet[Obligation, int]:
    """The keys, locked, of our limits that are near and untold, or past and untold since; and of those of
    others once they are past."""
    untold, past = Q(warned_at__isnull=True), Q(due_at__lte=at)
    ours = Q(is_ours=True) & (untold | (past & Q(warned_at__lt=F("due_at"))))
    others = Q(is_ours=False, by_system=False) & past & untold
    near = Obligation.objects.select_for_update().filter(ours | others, is_open=True, due_at__lte=soon_until)
    return near.order_by("due_at", "pk").values_list("pk", flat=True)


def _noted(ids: Sequence[int], at: datetime) -> list[_Due]:
    found = []
    for first in range(0, len(ids), IDS_AT_ONCE):
        rows = Obligation.objects.filter(pk__in=ids[first : first + IDS_AT_ONCE])
        found += [_Due(*row) for row in rows.order_by("due_at", "pk").values_list(*_COLUMNS)]
        rows.update(warned_at=at)
    return found


def _word(one: _Due, at: datetime) -> Word:
    duty = duty_named(version_of(one.procedure, one.version), one.name)
    words = {"number": one.number, "day": one.due_on.isoformat(), "what": duty_label(duty) if duty else ""}
    url = path_of(one.matter_id)
    if not one.is_ours:
        return Word(RAN_OUT, _("%(number)s：对方的期限已于 %(day)s 届满（%(what)s）") % words, url)
    if one.due_at <= at:
        return Word(OVERDUE, _("超期：%(number)s 应于 %(day)s 前办：%(what)s") % words, url)
    return Word(SOON, _("临期：%(number)s %(day)s 前应办：%(what)s") % words, url)
