"""The rows of a batch from the file that is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhichan.core.files.storage import path_of
from zhichan.core.imports.models import ImportBatch
from zhichan.rooms.registry.formats import format_named


def rows_of_batch(batch: ImportBatch) -> Iterator[Any]:
    """One entry per input row of the batch's file, by the layout it was recognised as."""
    assert batch.file is not None
    return format_named(batch.format).read(path_of(batch.file.sha256))
