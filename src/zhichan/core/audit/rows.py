"""What of an audit row is hashed: every column but the hash itself."""

from __future__ import annotations

from collections.abc import Mapping

from zhichan.core.audit.hashing import FORMAT, instant_text, leaf_hash
from zhichan.core.audit.models import AuditEvent, AuditSeal
from zhichan.core.audit.subjects import SubjectKey

EVENT_COLUMNS = (
    "id",
    "subject_kind",
    "subject_id",
    "seq",
    "kind",
    "actor_kind",
    "actor_id",
    "actor_name",
    "day",
    "details_text",
    "prev_hash",
)
SEAL_COLUMNS = (
    "day",
    "through_id",
    "subjects",
    "events",
    "root",
    "journal_bytes",
    "journal_sha256",
    "prev_hash",
)


def event_body(event: AuditEvent) -> Mapping[str, object]:
    body: dict[str, object] = {name: getattr(event, name) for name in EVENT_COLUMNS}
    return {"format": FORMAT, "at": instant_text(event.at), **body}


def event_hash(event: AuditEvent) -> str:
    return leaf_hash(event_body(event))


def seal_hash(seal: AuditSeal) -> str:
    body: dict[str, object] = {name: getattr(seal, name) for name in SEAL_COLUMNS}
    return leaf_hash({"format": FORMAT, "sealed_at": instant_text(seal.sealed_at), **body})


def head_leaf(key: SubjectKey, seq: int, last_hash: str) -> str:
    """The leaf of one subject in the daily tree."""
    return leaf_hash({"kind": key.kind, "id": key.id, "seq": seq, "hash": last_hash})
