"""Reads of the audit record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.core_rights import AUDIT_VIEW
from zhichan.core.access.rights import may
from zhichan.core.audit.models import AuditEvent
from zhichan.core.audit.subjects import Subject, subject_key

__all__ = ["EventFilter", "audit_events_visible_to", "events_matching", "events_of", "subject_key"]


@dataclass(frozen=True)
class EventFilter:
    """What a reader of the record may narrow by. ``subject_id`` counts only together with its kind.

    ``kind`` is an event's whole name. ``actor_id`` is a person's id.
    """

    subject_kind: str = ""
    subject_id: str = ""
    kind: str = ""
    actor_id: int | None = None
    day: date | None = None


def events_of(subject: Subject) -> QuerySet[AuditEvent]:
    """The subject's events, oldest first."""
    key = subject_key(subject)
    return AuditEvent.objects.filter(subject_kind=key.kind, subject_id=key.id).order_by("seq")


def audit_events_visible_to(actor: Actor) -> QuerySet[AuditEvent]:
    """All events, newest first, for who may read the record; none for others."""
    events = AuditEvent.objects.order_by("-id")
    return events if may(actor, AUDIT_VIEW) else events.none()


def events_matching(events: QuerySet[AuditEvent], by: EventFilter) -> QuerySet[AuditEvent]:
    """Narrow a list of events. Each condition has an index that also gives the order by id."""
    if by.subject_kind and by.subject_id:
        events = events.filter(subject_kind=by.subject_kind, subject_id=by.subject_id)
    elif by.subject_kind:
        events = events.filter(subject_kind=by.subject_kind)
    if by.kind:
        events = events.filter(kind=by.kind)
    if by.actor_id is not None:
        events = events.filter(actor_kind=AuditEvent.ActorKind.PERSON, actor_id=by.actor_id)
    if by.day is not None:
        events = events.filter(day=by.day)
    return events
