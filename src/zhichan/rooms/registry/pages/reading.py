"""Files are read while the person waits, or by a job where it takes longer (读取)."""

from __future__ import annotations

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import now
from zhichan.core.imports.models import ImportBatch
from zhichan.rooms.registry.actions.whole_tables import begin_whole
from zhichan.rooms.registry.jobs import count_table, read_batch
from zhichan.rooms.registry.models import MappedFile

READ_AT_ONCE_BYTES = 1_000_000


def read_now_or_later(batch: ImportBatch, actor: Actor, size_bytes: int) -> str:
    """Stage the rows of a batch; the reason why they could not be read, or nothing."""
    if size_bytes > READ_AT_ONCE_BYTES:
        read_batch.enqueue(batch.pk, actor.id or 0)
        return ""
    return str(read_batch.call(batch.pk, actor.id or 0))


def count_now_or_later(waiting: MappedFile, actor: Actor) -> None:
    """Count all rows of a table that waits for its mapping."""
    if not begin_whole(waiting.pk, by=actor, at=now()):
        return
    if waiting.file.size_bytes > READ_AT_ONCE_BYTES:
        count_table.enqueue(waiting.pk, actor.id or 0)
    else:
        count_table.call(waiting.pk, actor.id or 0)
