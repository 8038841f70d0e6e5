"""Writing the audit record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.audit import journal
from zhichan.core.audit.hashing import NO_HASH, canonical_json, instant_text
from zhichan.core.audit.models import AuditEvent, AuditHead
from zhichan.core.audit.rows import EventRow, row_hash
from zhichan.core.audit.subjects import Subject, SubjectKey, subject_key
from zhichan.core.often import Often

_CHUNK = 1_000
_HEAD: Often[AuditHead] = Often(
    lambda kind, key: AuditHead.objects.select_for_update().filter(subject_kind=kind, subject_id=key),
    kinds=(str, str),
)


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

    ``kind`` is dotted and in the past tense: ``plan.task.reported``; what people read of it stands in the
    app's ``audit_words.py``. ``details`` holds ids, states and
    digests, never personal data in clear (``digests.personal_digest``). Three queries.
    Raises TypeError or ValueError for details without an exact text.
    """
    return record_batch([Entry(kind, subject, details)], by=by, at=at)[0]


def record_batch(entries: Iterable[Entry], *, by: Actor, at: datetime) -> list[AuditEvent]:
    """Add many events at once, in the order given; several for one subject follow each other.

    An import of a million rows writes one event for its batch, not a million. O(entries), five queries
    per thousand.
    """
    waiting = [
        _Waiting(subject_key(one.subject), one.kind, canonical_json(one.details or {})) for one in entries
    ]
    shared = _shared(by, at)
    events: list[AuditEvent] = []
    with transaction.atomic(savepoint=False):  # that of the action: what can be refused was refused before
        for first in range(0, len(waiting), _CHUNK):
            events += _record_chunk(waiting[first : first + _CHUNK], shared, at)
    return events


class _Waiting(NamedTuple):
    """An event that is yet to get its place in the chain of its subject."""

    key: SubjectKey
    kind: str
    details_text: str


def _shared(by: Actor, at: datetime) -> EventRow:
    """What the rows of a batch have in common."""
    return EventRow(
        id=0,
        subject_kind="",
        subject_id="",
        seq=0,
        kind="",
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name if by.kind == "system" else "",
        at=instant_text(at),
        day=timezone.localdate(at).isoformat(),
        details_text="",
        prev_hash=NO_HASH,
        hash="",
    )


def _record_chunk(waiting: Sequence[_Waiting], shared: EventRow, at: datetime) -> list[AuditEvent]:
    heads = _locked_heads({one.key for one in waiting})
    rows = [
        _next_row(shared._replace(id=event_id, kind=one.kind, details_text=one.details_text), heads[one.key])
        for event_id, one in zip(_fresh_ids(len(waiting)), waiting, strict=True)
    ]
    _insert(rows, at)
    _save_heads(heads.values())
    lines = [journal.JournalLine(row.key, row.seq, row.hash) for row in rows]
    transaction.on_commit(lambda: journal.append(lines))
    return [_event_of(row, at) for row in rows]


def _next_row(row: EventRow, head: AuditHead) -> EventRow:
    """The row as it comes after ``head``, which is moved on to it."""
    row = row._replace(
        subject_kind=head.subject_kind, subject_id=head.subject_id, seq=head.seq + 1, prev_hash=head.hash
    )
    row = row._replace(hash=row_hash(row))
    head.seq, head.hash = row.seq, row.hash
    return row


def _event_of(row: EventRow, at: datetime) -> AuditEvent:
    event = AuditEvent(**{**row._asdict(), "at": at, "day": date.fromisoformat(row.day)})
    event._state.adding = False
    event._state.db = connection.alias
    return event


def _insert(rows: Sequence[EventRow], at: datetime) -> None:
    """Add the rows as they were hashed; several times faster than ``bulk_create`` with its checks."""
    stored_at: Any = connection.ops.adapt_datetimefield_value(at)
    names, marks = ", ".join(EventRow._fields), ", ".join(["%s"] * len(EventRow._fields))
    values = [row._replace(at=stored_at) for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(values) > 1:
            with cursor.copy(f"COPY audit_auditevent ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
            return
        statement = f"INSERT INTO audit_auditevent ({names}) VALUES ({marks})"  # noqa: S608  names of ours
        cursor.executemany(statement, values)


def _locked_heads(keys: set[SubjectKey]) -> dict[SubjectKey, AuditHead]:
    """The heads of the subjects, locked in key order so that two batches never wait for each other."""
    found = _lock_existing(keys)
    if missing := keys - found.keys():
        marks = ", ".join(["(%s, %s, 0, %s)"] * len(missing))
        values = [value for key in sorted(missing) for value in (key.kind, key.id, NO_HASH)]
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_audithead (subject_kind, subject_id, seq, hash) "  # noqa: S608  marks only
                f"VALUES {marks} ON CONFLICT DO NOTHING",
                values,
            )
        found |= _lock_existing(missing)
    return found


def _lock_existing(keys: set[SubjectKey]) -> dict[SubjectKey, AuditHead]:
    if len(keys) == 1:
        [key] = keys
        return dict.fromkeys(keys, row) if (row := next(iter(_HEAD(key.kind, key.id)), None)) else {}
    ids_of: dict[str, list[str]] = {}
    for key in sorted(keys):
        ids_of.setdefault(key.kind, []).append(key.id)
    heads: dict[SubjectKey, AuditHead] = {}
    for kind, ids in ids_of.items():
        rows = AuditHead.objects.select_for_update().filter(subject_kind=kind, subject_id__in=ids)
        heads |= {SubjectKey(row.subject_kind, row.subject_id): row for row in rows.order_by("subject_id")}
    return heads


def _save_heads(heads: Iterable[AuditHead]) -> None:
    moved = [(head.seq, head.hash, head.pk) for head in heads]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "UPDATE audit_audithead AS head SET seq = moved.seq, hash = moved.hash "
                "FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS moved (seq, hash, id) "
                "WHERE head.id = moved.id",
                [list(column) for column in zip(*moved, strict=True)],
            )
            return
        cursor.executemany("UPDATE audit_audithead SET seq = %s, hash = %s WHERE id = %s", moved)


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
