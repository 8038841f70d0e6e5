"""Writing the audit record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.audit import journal
from zhichan.core.audit.hashing import NO_HASH, canonical_json
from zhichan.core.audit.models import AuditEvent, AuditHead
from zhichan.core.audit.rows import row_hash, row_of
from zhichan.core.audit.subjects import Subject, SubjectKey, subject_key

_CHUNK = 1_000


@dataclass(frozen=True)
class Entry:
    """One event to come, for ``record_batch``."""

    kind: str
    subject: Subject
    details: Mapping[str, object] | None = None


def record(
    kind: str, *, subject: Subject, by: Actor, at: datetime, details: Mapping[str, object] | None = None
) -> AuditEvent:
    """Add one event to the subject's chain, in the transaction of the action that calls this.

    ``kind`` is dotted and in the past tense: ``plan.task.reported``. ``details`` holds ids, states and
    digests, never personal data in clear (``digests.personal_digest``). Three queries.
    Raises TypeError or ValueError for details without an exact text.
    """
    return record_batch([Entry(kind, subject, details)], by=by, at=at)[0]


@transaction.atomic
def record_batch(entries: Iterable[Entry], *, by: Actor, at: datetime) -> list[AuditEvent]:
    """Add many events at once, in the order given; several for one subject follow each other.

    An import of a million rows writes one event for its batch, not a million. O(entries), five queries
    per thousand.
    """
    waiting = list(entries)
    events: list[AuditEvent] = []
    for first in range(0, len(waiting), _CHUNK):
        events += _record_chunk(waiting[first : first + _CHUNK], by, at)
    return events


def _record_chunk(entries: Sequence[Entry], by: Actor, at: datetime) -> list[AuditEvent]:
    keys = [subject_key(entry.subject) for entry in entries]
    heads = _locked_heads(set(keys))
    events = [
        _next_event(event_id, entry, heads[key], by, at)
        for event_id, entry, key in zip(_fresh_ids(len(entries)), entries, keys, strict=True)
    ]
    AuditEvent.objects.bulk_create(events)
    _save_heads(heads)
    lines = [journal.JournalLine(key, event.seq, event.hash) for key, event in zip(keys, events, strict=True)]
    transaction.on_commit(lambda: journal.append(lines))
    return events


def _next_event(event_id: int, entry: Entry, head: AuditHead, by: Actor, at: datetime) -> AuditEvent:
    """Build the event after ``head`` and move ``head`` on to it."""
    event = AuditEvent(
        id=event_id,
        subject_kind=head.subject_kind,
        subject_id=head.subject_id,
        seq=head.seq + 1,
        kind=entry.kind,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name if by.kind == "system" else "",
        at=at,
        day=timezone.localdate(at),
        details_text=canonical_json(entry.details or {}),
        prev_hash=head.hash,
    )
    event.hash = row_hash(row_of(event))
    head.seq, head.hash = event.seq, event.hash
    return event


def _locked_heads(keys: set[SubjectKey]) -> dict[SubjectKey, AuditHead]:
    """The heads of the subjects, locked in key order so that two batches never wait for each other."""
    found = _lock_existing(keys)
    if missing := keys - found.keys():
        AuditHead.objects.bulk_create(
            [AuditHead(subject_kind=k.kind, subject_id=k.id, hash=NO_HASH) for k in sorted(missing)],
            ignore_conflicts=True,
        )
        found |= _lock_existing(missing)
    return found


def _lock_existing(keys: set[SubjectKey]) -> dict[SubjectKey, AuditHead]:
    ids_of: dict[str, list[str]] = {}
    for key in sorted(keys):
        ids_of.setdefault(key.kind, []).append(key.id)
    heads: dict[SubjectKey, AuditHead] = {}
    for kind, ids in ids_of.items():
        rows = AuditHead.objects.select_for_update().filter(subject_kind=kind, subject_id__in=ids)
        heads |= {SubjectKey(row.subject_kind, row.subject_id): row for row in rows.order_by("subject_id")}
    return heads


def _save_heads(heads: Mapping[SubjectKey, AuditHead]) -> None:
    if len(heads) == 1:
        (head,) = heads.values()
        head.save(update_fields=["seq", "hash"])
        return
    AuditHead.objects.bulk_create(
        heads.values(),
        update_conflicts=True,
        unique_fields=["subject_kind", "subject_id"],
        update_fields=["seq", "hash"],
    )


def _fresh_ids(count: int) -> list[int]:
    """Ids for the next events, known before the hash is made because the hash covers them.

    Called with the heads locked: on SQLite that is the one write transaction, on PostgreSQL the
    sequence never gives an id twice.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('audit_auditevent', 'id')) "
                "FROM generate_series(1, %s)",
                [count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'audit_auditevent'")
        last = cursor.fetchone()[0]
        return list(range(last + 1, last + 1 + count))


__all__ = ["Entry", "record", "record_batch"]
