"""Reads of the audit record."""

from __future__ import annotations

from django.db.models import QuerySet

from zhichan.core.audit.models import AuditEvent
from zhichan.core.audit.subjects import Subject, subject_key

__all__ = ["events_of", "subject_key"]


def events_of(subject: Subject) -> QuerySet[AuditEvent]:
    """The subject's events, oldest first."""
    key = subject_key(subject)
    return AuditEvent.objects.filter(subject_kind=key.kind, subject_id=key.id).order_by("seq")
