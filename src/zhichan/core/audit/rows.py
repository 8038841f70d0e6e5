"""Audit rows as they are hashed: every column but the hash itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from zhichan.core.audit.hashing import FORMAT, instant_text, leaf_hash
from zhichan.core.audit.models import AuditEvent, AuditSeal
from zhichan.core.audit.subjects import SubjectKey

_CHUNK = 2_000


class EventRow(NamedTuple):
    """One row of the event table. ``at`` and ``day`` are their canonical texts."""

    id: int
    subject_kind: str
    subject_id: str
    seq: int
    kind: str
    actor_kind: str
    actor_id: int | None
    actor_name: str
    at: str
    day: str
    details_text: str
    prev_hash: str
    hash: str

    @property
    def key(self) -> SubjectKey:
        return SubjectKey(self.subject_kind, self.subject_id)


_AT = EventRow._fields.index("at")


class SealRow(NamedTuple):
    """One row of the seal table. ``sealed_at`` and ``day`` are their canonical texts."""

    day: str
    through_id: int
    subjects: int
    events: int
    root: str
    journal_bytes: int
    journal_sha256: str
    sealed_at: str
    prev_hash: str
    hash: str


def row_of(event: AuditEvent) -> EventRow:
    """The row as it is hashed."""
    texts = {"at": instant_text(event.at), "day": event.day.isoformat()}
    return EventRow._make(texts.get(name) or getattr(event, name) for name in EventRow._fields)


def seal_row_of(seal: AuditSeal) -> SealRow:
    texts = {"sealed_at": instant_text(seal.sealed_at), "day": seal.day.isoformat()}
    return SealRow._make(texts.get(name) or getattr(seal, name) for name in SealRow._fields)


def row_hash(row: EventRow | SealRow) -> str:
    """The hash a row should have."""
    body = row._asdict()
    body["format"] = FORMAT
    del body["hash"]
    return leaf_hash(body)


def head_leaf(key: SubjectKey, seq: int, last_hash: str) -> str:
    """The leaf of one subject in the daily tree."""
    return leaf_hash({"kind": key.kind, "id": key.id, "seq": seq, "hash": last_hash})


def rows_by_subject() -> Iterator[EventRow]:
    """Every event, subject by subject in the order of ``seq``: O(events), read in pieces."""
    for values in _raw(EventRow._fields, "audit_auditevent", "subject_kind, subject_id, seq, id"):
        at = _instant_text_of(values[_AT])
        yield EventRow._make((*values[:_AT], at, *values[_AT + 1 :]))


def seal_rows() -> Iterator[SealRow]:
    """Every seal, oldest first."""
    for values in _raw(SealRow._fields, "audit_auditseal", "id"):
        row = SealRow._make(values)
        yield row._replace(sealed_at=_instant_text_of(row.sealed_at))


def _raw(columns: tuple[str, ...], table: str, order: str) -> Iterator[tuple[Any, ...]]:
    """Rows as the database holds them, without Django's conversions.

    A row that was tampered with may hold what no conversion accepts.
    """
    selected = ", ".join(_selected(name) for name in columns)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {selected} FROM {table} ORDER BY {order}")  # noqa: S608  names of ours
        while rows := cursor.fetchmany(_CHUNK):
            yield from rows


def _selected(name: str) -> str:
    is_instant = name in {"at", "sealed_at"}
    if is_instant and connection.vendor == "postgresql":
        return name
    return f"CAST({name} AS TEXT)" if is_instant or name == "day" else name


def _instant_text_of(at: Any) -> str:
    """The canonical text of a stored instant; SQLite keeps ``2026-11-20 02:00:00[.123456]`` in UTC."""
    if isinstance(at, datetime):
        return instant_text(at)
    text = str(at)
    fraction = ".000000" if len(text) == len("2026-11-20 02:00:00") else ""
    return f"{text.replace(' ', 'T', 1)}{fraction}Z"
