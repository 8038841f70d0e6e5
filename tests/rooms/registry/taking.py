"""A file on its way in, as tests take it: recognised, staged, committed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.actions.batches import Incoming, begin_batch, stage_batch
from zhichan.core.registers.actions.commit import commit_batch
from zhichan.core.registers.importing.intake import intake_of
from zhichan.core.registers.importing.staging import staging_of
from zhichan.rooms.registry.formats import recognise

FEB = datetime(2026, 2, 10, 4, tzinfo=UTC)
MAY = datetime(2026, 5, 10, 4, tzinfo=UTC)
JUNE = datetime(2026, 6, 10, 4, tzinfo=UTC)


def table(headings: Sequence[str], *rows: Sequence[str]) -> bytes:
    """A csv file with one row for each sequence of cells."""
    return "\n".join(",".join(cells) for cells in (headings, *rows)).encode()


def preview(content: bytes, by, at: datetime = FEB) -> ImportBatch:
    layout = recognise(content).format
    incoming = Incoming(content, "清单.csv", layout.name, "text/csv")
    batch = begin_batch(intake_of(layout.kind, layout.label), incoming, by=by, at=at)
    list(stage_batch(batch, layout.read(content), by=by, at=at))
    return batch


def take_in(content: bytes, by, at: datetime = FEB) -> ImportBatch:
    batch = preview(content, by, at)
    list(commit_batch(batch.pk, by=by, at=at))
    batch.refresh_from_db()
    return batch


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    """New, changed, same, refused."""
    return batch.new_count, batch.changed_count, batch.same_count, batch.refused_count


def reasons(batch: ImportBatch) -> str:
    with staging_of(batch.pk) as staging:
        return "；".join(one.reason for one in staging.reasons())
