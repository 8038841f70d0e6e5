"""Tables read as a person says (按列对应读取): handed in, mapped, read into a batch, read once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotFound, WrongState
from zhichan.core.files.actions import store_file
from zhichan.core.files.models import StoredFile
from zhichan.core.files.storage import path_of
from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.actions.batches import LARGEST_BYTES, Incoming, begin_batch
from zhichan.core.registers.importing.intake import intake_of
from zhichan.rooms.registry.actions.mappings import remember_mapping
from zhichan.rooms.registry.formats import Source, media_type_of
from zhichan.rooms.registry.formats.mapping.checking import obstacles
from zhichan.rooms.registry.formats.mapping.definition import (
    MAPPED,
    TableMapping,
    content_of,
    mapping_of,
)
from zhichan.rooms.registry.formats.mapping.proposing import guess_outline, proposed
from zhichan.rooms.registry.formats.mapping.reading import fitted
from zhichan.rooms.registry.formats.mapping.samples import (
    SheetSample,
    kept_samples,
    samples_of,
    sheet_samples,
)
from zhichan.rooms.registry.models import MappedFile, RememberedMapping
from zhichan.rooms.registry.models.column_mapping import LONGEST_SENDER
from zhichan.rooms.registry.queries.mappings import as_taken_in, is_taken_in, kinds_taken_in, remembered_alike
from zhichan.rooms.registry.rights import FILES_IMPORT


@dataclass(frozen=True)
class TableToMap:
    """A table as it came, with who sent it and when its facts were known."""

    source: Source
    name: str
    sender: str = ""
    known_at: datetime | None = None


def open_mapping(table: TableToMap, *, by: Actor, at: datetime) -> MappedFile:
    """Keep a table and propose how it is read; it waits until a person has looked at it.

    Raises NotAllowed, FileRefused for what cannot be read, InvalidInput for a day to come; nothing is kept.
    """
    require(by, FILES_IMPORT)
    samples = sheet_samples(table.source)
    alike = remembered_alike(samples)
    mapping = alike[1] if alike else as_taken_in(proposed(guess_outline(samples, kinds_taken_in()), samples))
    return _kept(table, samples, mapping, alike[0] if alike else None, by, at)


def open_remembered(table: TableToMap, remembered_id: int, *, by: Actor, at: datetime) -> MappedFile:
    """Keep a table that is read by a remembered mapping.

    Raises as ``open_mapping``, NotFound, and Conflict for other headings; nothing is kept then.
    """
    require(by, FILES_IMPORT)
    remembered = RememberedMapping.objects.filter(pk=remembered_id).first()
    if remembered is None:
        raise NotFound(_("没有找到这个列对应。"), remembered=remembered_id)
    samples = sheet_samples(table.source)
    mapping = fitted(mapping_of(remembered.content), samples)
    if mapping is None:
        raise Conflict(_("这张表的表头与记住的列对应不同。"), remembered=remembered_id)
    return _kept(table, samples, mapping, remembered, by, at)


def _kept(
    table: TableToMap,
    samples: Sequence[SheetSample],
    mapping: TableMapping,
    remembered: RememberedMapping | None,
    by: Actor,
    at: datetime,
) -> MappedFile:
    if table.known_at is not None and table.known_at > at:
        raise InvalidInput(_("获知时间不能晚于现在。"), field="known_at")
    stored = _stored(table, by, at)
    with transaction.atomic():
        waiting = MappedFile.objects.create(
            file=stored,
            file_name=table.name[-200:],
            sender=" ".join(table.sender.split())[:LONGEST_SENDER],
            known_at=table.known_at,
            content=content_of(mapping),
            samples=kept_samples(samples),
            remembered=remembered,
            person_id=by.id,
            source=by.name[:200],
            created_at=at,
        )
        details = {"sha256": stored.sha256, "kind": mapping.kind}
        record("registry.mapped_file.opened", subject=waiting, by=by, at=at, details=details)
    return waiting


def _stored(table: TableToMap, by: Actor, at: datetime) -> StoredFile:
    media_type, limit = media_type_of(table.source), LARGEST_BYTES
    if isinstance(table.source, bytes):
        return store_file(table.source, name=table.name, by=by, at=at, limit=limit, media_type=media_type)
    with table.source.open("rb") as content:
        return store_file(content, name=table.name, by=by, at=at, limit=limit, media_type=media_type)


@transaction.atomic
def set_mapping(
    mapped_file_id: int, mapping: TableMapping, *, sender: str | None = None, by: Actor, at: datetime
) -> MappedFile:
    """Say how a waiting table is read, as far as it is decided.

    Raises NotFound, NotAllowed, WrongState once it was read, InvalidInput for what the table does not have.
    """
    require(by, FILES_IMPORT)
    waiting = _waiting(mapped_file_id)
    if not is_taken_in(mapping):
        raise InvalidInput(_("列对应与这张表不符，请重新打开这一页。"), file=waiting.pk)
    waiting.content, waiting.problem = content_of(mapping), ""
    if sender is not None:
        waiting.sender = " ".join(sender.split())[:LONGEST_SENDER]
    waiting.save(update_fields=["content", "problem", "sender"])
    details = {"kind": mapping.kind, "shape": mapping.shape}
    record("registry.mapped_file.mapped", subject=waiting, by=by, at=at, details=details)
    return waiting


@transaction.atomic
def abandon_mapping(mapped_file_id: int, *, by: Actor, at: datetime) -> None:
    """Give up a table that waits. Raises NotFound, NotAllowed, WrongState once it was read."""
    require(by, FILES_IMPORT)
    waiting = _waiting(mapped_file_id)
    details = {"sha256": waiting.file.sha256}
    record("registry.mapped_file.abandoned", subject=waiting, by=by, at=at, details=details)
    waiting.delete()


@transaction.atomic
def begin_mapped(mapped_file_id: int, *, remember: bool = False, by: Actor, at: datetime) -> ImportBatch:
    """Open a batch for a waiting table, to be read by its mapping, and remember that for its sender.

    Raises NotFound, NotAllowed, WrongState once it was read, InvalidInput with what is not decided yet.
    """
    require(by, FILES_IMPORT)
    waiting = _waiting(mapped_file_id)
    mapping = mapping_of(waiting.content)
    if open_yet := obstacles(mapping, samples_of(waiting.samples)):
        raise InvalidInput(" ".join(dict.fromkeys(text for _column, text in open_yet)), file=waiting.pk)
    if remember:
        waiting.remembered = remember_mapping(waiting.sender, mapping, by=by, at=at)
    path = path_of(waiting.file.sha256)
    with path.open("rb") as content:
        incoming = Incoming(
            content, waiting.file_name, MAPPED, media_type_of(path), waiting.known_at, waiting.sender
        )
        batch = begin_batch(intake_of(mapping.kind, MAPPED), incoming, by=by, at=at)
    waiting.batch, waiting.problem = batch, ""
    waiting.save(update_fields=["batch", "problem", "remembered"])
    if waiting.remembered_id:
        RememberedMapping.objects.filter(pk=waiting.remembered_id).update(used_at=at)
    return batch


@transaction.atomic
def reopen_mapping(read_batch_id: int, *, by: Actor, at: datetime) -> MappedFile:
    """Let the table of a batch wait once more: by the mapping it was read by then, else by a first proposal.

    Raises NotFound, NotAllowed, WrongState while it is read or written, FileRefused for what is no table.
    """
    require(by, FILES_IMPORT)
    batch = ImportBatch.objects.select_related("file").filter(pk=read_batch_id).first()
    if batch is None or batch.file is None or not batch.format:
        raise NotFound(_("没有找到这个导入批次。"), batch=read_batch_id)
    if batch.state in (ImportBatch.State.STAGING, ImportBatch.State.COMMITTING):
        raise WrongState(_("这一批还没有读完或写完。"), batch=read_batch_id)
    before = MappedFile.objects.filter(batch=batch).first()
    if before is not None:
        return _waiting_anew(before, batch, by, at)
    table = TableToMap(path_of(batch.file.sha256), batch.file_name, batch.sender, batch.known_at)
    return open_mapping(table, by=by, at=at)


def _waiting_anew(before: MappedFile, batch: ImportBatch, by: Actor, at: datetime) -> MappedFile:
    waiting = MappedFile.objects.create(
        file_id=before.file_id,
        file_name=before.file_name,
        sender=before.sender,
        known_at=before.known_at,
        content=before.content,
        samples=before.samples,
        remembered_id=before.remembered_id,
        person_id=by.id,
        source=by.name[:200],
        created_at=at,
    )
    details = {"sha256": before.file.sha256, "batch": batch.pk}
    record("registry.mapped_file.opened", subject=waiting, by=by, at=at, details=details)
    return waiting


def _waiting(mapped_file_id: int) -> MappedFile:
    found = MappedFile.objects.select_for_update(of=("self",)).filter(pk=mapped_file_id).first()
    if found is None:
        raise NotFound(_("没有找到这个文件。"), file=mapped_file_id)
    if found.batch_id is not None:
        raise WrongState(_("这个文件已经读成批次 %(batch)d。") % {"batch": found.batch_id}, file=found.pk)
    return found
