"""A file becomes a previewed batch (预览); giving a batch up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.files.actions import store_file
from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.importing.intake import Intake, intake_for
from zhichan.core.registers.importing.stage import stage_rows
from zhichan.core.registers.importing.staging import CHANGED, NEW, REFUSED, SAME, new_staging, remove_staging

State = ImportBatch.State
LARGEST_BYTES = 4 * 1024 * 1024 * 1024


@dataclass(frozen=True)
class Incoming:
    """A file as it came: bytes, name, the layout it is read by, when its facts were known, who sent it."""

    content: bytes | BinaryIO
    name: str
    format: str
    media_type: str
    known_at: datetime | None = None
    sender: str = ""


def begin_batch(intake: Intake, incoming: Incoming, *, by: Actor, at: datetime) -> ImportBatch:
    """Keep the file and open a batch for its rows, which ``stage_batch`` reads.

    Raises NotAllowed, InvalidInput for a day of knowledge to come; nothing is kept then.
    """
    require(by, intake.register.edit)
    if incoming.known_at is not None and incoming.known_at > at:
        raise InvalidInput(_("获知时间不能晚于现在。"), field="known_at")
    stored = store_file(
        incoming.content,
        name=incoming.name,
        by=by,
        at=at,
        limit=LARGEST_BYTES,
        media_type=incoming.media_type,
    )
    return ImportBatch.objects.create(
        ledger=intake.register.name,
        state=State.STAGING,
        file=stored,
        file_name=incoming.name[-200:],
        person_id=by.id,
        created_at=at,
        known_at=incoming.known_at,
        format=incoming.format[:40],
        source=by.name[:200],
        sender=incoming.sender[:120],
    )


def stage_batch(batch: ImportBatch, rows: Iterable[Any], *, by: Actor, at: datetime) -> Iterator[int]:
    """Read, check and compare every row while the caller iterates over the number of rows done.

    At the end the batch is previewed. Whatever is raised on the way, nothing of the batch is left.
    Raises NotAllowed at once, InvalidInput for a table without a single row.
    """
    require(by, intake_for(batch.ledger).register.edit)
    return _staged(batch, rows, by, at)


def _staged(batch: ImportBatch, rows: Iterable[Any], by: Actor, at: datetime) -> Iterator[int]:
    try:
        with new_staging(batch.pk) as staging:
            yield from stage_rows(intake_for(batch.ledger), rows, staging)
            counts = staging.counts()
        if not any(counts.values()):
            raise InvalidInput(
                _("这张表只有表头，没有一行数据，没有导入任何内容。请补上数据再导入。"), code="no_rows"
            )
    except BaseException:
        remove_staging(batch.pk)
        batch.delete()
        raise
    _previewed(batch, counts, by, at)


def _previewed(batch: ImportBatch, counts: dict[str, int], by: Actor, at: datetime) -> None:
    batch.state = State.PREVIEWED
    batch.new_count, batch.changed_count = counts[NEW], counts[CHANGED]
    batch.same_count, batch.refused_count = counts[SAME], counts[REFUSED]
    with transaction.atomic():
        batch.save()
        details = {"register": batch.ledger, "format": batch.format, **counts}
        record("registers.batch.previewed", subject=batch, by=by, at=at, details=details)


@transaction.atomic
def abandon_staged(staged_batch_id: int, *, by: Actor, at: datetime) -> ImportBatch:
    """Give up a previewed batch. Raises NotFound, NotAllowed, WrongState."""
    batch = ImportBatch.objects.select_for_update().filter(pk=staged_batch_id).first()
    if batch is None:
        raise NotFound(_("没有找到这个导入批次。"), batch=staged_batch_id)
    require(by, intake_for(batch.ledger).register.edit)
    if batch.state != State.PREVIEWED:
        raise WrongState(
            _("这一批%(state)s，不能放弃。") % {"state": batch.get_state_display()}, batch=batch.pk
        )
    batch.state, batch.decided_at = State.ABANDONED, at
    batch.save(update_fields=["state", "decided_at"])
    record("registers.batch.abandoned", subject=batch, by=by, at=at, details={"register": batch.ledger})
    return batch
