"""Reading a batch's file while the person waits, or by a job where it takes longer (读取)."""

from __future__ import annotations

from zhichan.core.access.actor import Actor
from zhichan.core.imports.models import ImportBatch
from zhichan.rooms.registry.jobs import read_batch

READ_AT_ONCE_BYTES = 1_000_000


def read_now_or_later(batch: ImportBatch, actor: Actor, size_bytes: int) -> str:
    """Stage the rows of a batch; the reason why they could not be read, or nothing."""
    if size_bytes > READ_AT_ONCE_BYTES:
        read_batch.enqueue(batch.pk, actor.id or 0)
        return ""
    return str(read_batch.call(batch.pk, actor.id or 0))
