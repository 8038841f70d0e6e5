"""The daily seal (日封存): one Merkle root over the last event of every subject.

A root that was handed to somebody outside proves later that no subject and no tail it covers was removed
or rewritten, whatever was done to this machine meanwhile.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.db.utils import OperationalError
from django.utils.translation import gettext as _

from zhichan.core.audit import journal
from zhichan.core.audit.hashing import NO_HASH, merkle_root
from zhichan.core.audit.models import AuditEvent, AuditSeal
from zhichan.core.audit.rows import head_leaf, row_hash, seal_row_of
from zhichan.core.audit.subjects import SubjectKey
from zhichan.core.errors import Conflict


@dataclass(frozen=True)
class Root:
    """A root and what it covers: the events with ``id <= through_id``."""

    through_id: int
    subjects: int
    events: int
    root: str


def root_through(through_id: int) -> Root:
    """The root over the events up to an id, made from the events themselves. O(events)."""
    events = AuditEvent.objects.filter(pk__lte=through_id)
    last_ids = events.values("subject_kind", "subject_id").annotate(last=Max("pk")).values("last")
    columns = AuditEvent.objects.filter(pk__in=last_ids).values_list(
        "subject_kind", "subject_id", "seq", "hash"
    )
    # Sorted here, not there: the two databases do not order text alike.
    last = sorted(columns.iterator(chunk_size=2000), key=lambda row: (str(row[0]), str(row[1])))
    leaves = (head_leaf(SubjectKey(kind, id_), seq, last_hash) for kind, id_, seq, last_hash in last)
    return Root(through_id, len(last), events.count(), merkle_root(leaves))


def settled_id() -> int:
    """The highest event id below which no transaction is still open.

    Ids are given out under a locked chain head, so holding the table of heads for an instant waits for
    every open writer. On PostgreSQL it waits three seconds at most. Raises Conflict when a long
    transaction keeps it waiting.
    """
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '3s'")
                    cursor.execute("LOCK TABLE audit_audithead IN EXCLUSIVE MODE")
            return AuditEvent.objects.aggregate(last=Max("pk"))["last"] or 0
    except OperationalError as error:
        raise Conflict(_("审计记录正在写入，稍后再封存。"), code="audit_busy") from error


def seal_day(day: date, *, at: datetime) -> AuditSeal:
    """Seal everything recorded so far under the name of a day; a day sealed before stays as it is."""
    if existing := AuditSeal.objects.filter(day=day).first():
        return existing
    written = journal.size_bytes()
    root = root_through(settled_id())
    return _add_seal(day, root, written, at)


@transaction.atomic
def _add_seal(day: date, root: Root, written: int, at: datetime) -> AuditSeal:
    last = AuditSeal.objects.order_by("-pk").first()
    seal = AuditSeal(
        day=day,
        through_id=root.through_id,
        subjects=root.subjects,
        events=root.events,
        root=root.root,
        journal_bytes=written,
        journal_sha256=journal.sha256_of_first(written),
        sealed_at=at,
        prev_hash=last.hash if last else NO_HASH,
    )
    seal.hash = row_hash(seal_row_of(seal))
    seal.save(force_insert=True)
    transaction.on_commit(lambda: write_root_file(seal))
    return seal


def seal_document(seal: AuditSeal) -> dict[str, Any]:
    """The seal as it is handed outside."""
    return seal_row_of(seal)._asdict()


def roots_dir() -> Path:
    return journal.audit_dir() / "roots"


def write_root_file(seal: AuditSeal) -> None:
    """Keep the seal as ``DATA_DIR/audit/roots/<day>.json``: the file to hand outside."""
    roots_dir().mkdir(parents=True, exist_ok=True)
    draft = roots_dir() / f".{seal.day}.{os.getpid()}"
    draft.write_text(json.dumps(seal_document(seal), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(roots_dir() / f"{seal.day}.json")


def latest_seal() -> AuditSeal | None:
    return AuditSeal.objects.order_by("-day").first()


def latest_document() -> dict[str, Any]:
    """The latest seal; before the first one, the root over everything so far, with no day."""
    if seal := latest_seal():
        return seal_document(seal)
    made = root_through(settled_id())
    return {"day": None, **asdict(made)}
