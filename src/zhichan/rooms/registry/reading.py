"""The rows of a batch from the file that is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhichan.core.files.storage import path_of
from zhichan.core.imports.models import ImportBatch
from zhichan.rooms.registry.formats import format_named
from zhichan.rooms.registry.formats.mapping.definition import MAPPED, mapping_of
from zhichan.rooms.registry.formats.mapping.reading import reader_of


def rows_of_batch(batch: ImportBatch) -> Iterator[Any]:
    """One entry per input row of the batch's file, by its layout or by the mapping that is kept with it."""
    assert batch.file is not None
    source = path_of(batch.file.sha256)
    if batch.format == MAPPED:
        return reader_of(mapping_of(batch.mapped_file.content))(source)
    return format_named(batch.format).read(source)
