"""Questions to a register as of a day, as known at an instant (时点查询)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import found
from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.declaration import Register
from zhichan.core.registers.models import Disagreement
from zhichan.core.registers.moments import KNOWN_FOREVER, Moment

SUBJECTS_AT_ONCE = 500


def holding_at(moment: Moment, prefix: str = "") -> Q:
    """The periods that hold on the day as known at the instant: at most one for each thing."""
    return Q(
        **{
            f"{prefix}valid_from__lte": moment.on,
            f"{prefix}valid_to__gt": moment.on,
            f"{prefix}known_from__lte": moment.known_at,
            f"{prefix}known_to__gt": moment.known_at,
        }
    )


def periods_at(register: Register, moment: Moment, actor: Actor) -> QuerySet[Any]:
    """One period for each thing that was in the register at the moment and that the actor may see."""
    return periods_between(register, moment.on, moment.on, moment.known_at, actor)


def periods_between(
    register: Register, first: date, last: date, known_at: datetime, actor: Actor
) -> QuerySet[Any]:
    """Every period that holds on a day from the first to the last, as known at the instant."""
    days = Q(valid_from__lte=last, valid_to__gt=first)
    known = Q(known_from__lte=known_at, known_to__gt=known_at)
    periods: QuerySet[Any] = register.period_model._default_manager.filter(days & known)
    visible = register.rows(actor)
    return periods.filter(subject__in=visible) if visible.query.where else periods


def events_known_at(register: Register, known_at: datetime) -> QuerySet[Any]:
    """The events that counted at an instant: known, of committed batches, and not taken back by then."""
    events: Any = register.event_model._default_manager
    events = events.filter(known_at__lte=known_at, withdraws=None)
    in_batch = Q(batch__state__in=(ImportBatch.State.CONFIRMED, ImportBatch.State.UNDONE))
    not_undone = Q(batch__undone_at=None) | Q(batch__undone_at__gt=known_at)
    counting: QuerySet[Any] = events.filter(Q(batch=None) | (in_batch & not_undone))
    return counting.exclude(pk__in=_taken_back(register, known_at))


def _taken_back(register: Register, known_at: datetime) -> QuerySet[Any]:
    events: Any = register.event_model._default_manager
    taken_back: QuerySet[Any] = events.filter(known_at__lte=known_at, withdraws__isnull=False)
    return taken_back.values("withdraws_id")


def row_visible_to(register: Register, actor: Actor, pk: int) -> Any:
    """The row, shown today or not. Raises NotFound for what the actor may not see."""
    return found(
        register.rows(actor).select_related(*register.related, "batch", "person").filter(pk=pk).first()
    )


def events_of(register: Register, subject: Any) -> QuerySet[Any]:
    """Every event of a thing, the latest known first."""
    events: QuerySet[Any] = register.event_model._default_manager.filter(subject=subject)  # type: ignore[misc]
    return events.select_related("batch", "person").order_by("-known_at", "-pk")


def standing_events(register: Register, subject_id: int) -> QuerySet[Any]:
    """The events of a thing that count now, in the order they were added."""
    events: Any = register.event_model._default_manager.filter(subject_id=subject_id)  # type: ignore[misc]
    taken_back = events.exclude(withdraws=None).values("withdraws")
    counting: QuerySet[Any] = events.filter(withdraws=None).exclude(pk__in=taken_back)
    in_batch = Q(batch=None) | Q(batch__state=ImportBatch.State.CONFIRMED)
    return counting.filter(in_batch).order_by("pk")


def standing_event_ids(register: Register, subject_ids: Sequence[int]) -> dict[int, set[int]]:
    """The keys of the events of some things that count now, by thing. Two queries for every few hundred."""
    found: dict[int, set[int]] = {}
    events: Any = register.event_model._default_manager
    in_batch = Q(batch=None) | Q(batch__state=ImportBatch.State.CONFIRMED)
    for first in range(0, len(subject_ids), SUBJECTS_AT_ONCE):
        own = events.filter(in_batch, subject_id__in=subject_ids[first : first + SUBJECTS_AT_ONCE])
        taken_back = set(own.exclude(withdraws=None).values_list("withdraws_id", flat=True))
        for pk, subject in own.filter(withdraws=None).values_list("pk", "subject_id"):
            if pk not in taken_back:
                found.setdefault(subject, set()).add(pk)
    return found


def told_since(register: Register, event: Any) -> set[str]:
    """The fields that events after this one set, as far as these count."""
    later = standing_events(register, event.subject_id).filter(pk__gt=event.pk)
    return {name for values in later.values_list("values", flat=True) for name in values}


def known_periods_of(register: Register, subject: Any) -> QuerySet[Any]:
    """The periods of a thing as known now, in order of time."""
    periods: QuerySet[Any] = register.period_model._default_manager.filter(
        subject=subject,
        known_to=KNOWN_FOREVER,  # type: ignore[misc]
    )
    return periods.order_by("valid_from")


def disagreements_of(register: Register, subject: Any) -> QuerySet[Disagreement]:
    """The open ones first, then those decided. What an undone batch said asks for no decision any more."""
    rows = Disagreement.objects.filter(register=register.name, subject_id=subject.pk)
    rows = rows.exclude(batch__state=ImportBatch.State.UNDONE, decided_at=None)
    return rows.select_related("batch", "decided_by").order_by(F("decided_at").asc(nulls_first=True), "pk")
