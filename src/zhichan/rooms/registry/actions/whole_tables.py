"""All rows of a table that waits for its mapping are counted (全表试读), as far as the mapping stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.files.storage import path_of
from zhichan.rooms.registry.formats.mapping.definition import digest_of, mapping_of
from zhichan.rooms.registry.formats.mapping.reading import reader_of
from zhichan.rooms.registry.models import MappedFile
from zhichan.rooms.registry.rights import FILES_IMPORT
from zhichan.rooms.registry.trial import Trial, kept_trial, trials

PORTIONS_BETWEEN_NOTES = 4


def begin_whole(mapped_file_id: int, *, by: Actor, at: datetime) -> bool:
    """Say that a waiting table is being counted; whether there is anything to count by.

    Raises NotFound for a table that does not wait, NotAllowed.
    """
    require(by, FILES_IMPORT)
    waiting = _waiting(mapped_file_id)
    mapping = mapping_of(waiting.content)
    if mapping.columns:
        _keep(waiting, digest_of(mapping), Trial(), at, is_done=False)
    return bool(mapping.columns)


def count_whole(mapped_file_id: int, *, by: Actor, at: datetime) -> bool:
    """Read all rows of a waiting table by its mapping and keep how they fare; nothing goes into a register.

    Whether it was counted to the end: no longer once the mapping has changed or the table waits no more.
    Raises NotFound, NotAllowed. O(rows), in memory that does not grow with them.
    """
    require(by, FILES_IMPORT)
    waiting = _waiting(mapped_file_id)
    mapping = mapping_of(waiting.content)
    digest, trial = digest_of(mapping), Trial()
    try:
        entries = reader_of(mapping)(path_of(waiting.file.sha256))
        for portion, trial in enumerate(trials(mapping, entries), 1):
            is_told = portion % PORTIONS_BETWEEN_NOTES == 0
            if is_told and not _keep(waiting, digest, trial, at, is_done=False):
                return False
    except InvalidInput as refusal:
        return _keep(waiting, digest, trial, at, is_done=True, problem=refusal.message)
    return _keep(waiting, digest, trial, at, is_done=True)


def _keep(
    waiting: MappedFile, digest: str, trial: Trial, at: datetime, *, is_done: bool, problem: str = ""
) -> bool:
    """Keeps a count unless the mapping it was made by has changed meanwhile; whether it was kept."""
    content = MappedFile.objects.filter(pk=waiting.pk, batch=None).values_list("content", flat=True).first()
    if content is None or digest_of(mapping_of(content)) != digest:
        return False
    whole: dict[str, Any] = {
        "digest": digest,
        "is_done": is_done,
        "problem": problem,
        "counted_at": at.isoformat(),
        "trial": kept_trial(trial),
    }
    return bool(MappedFile.objects.filter(pk=waiting.pk, batch=None).update(whole=whole))


def _waiting(mapped_file_id: int) -> MappedFile:
    found = MappedFile.objects.select_related("file").filter(pk=mapped_file_id, batch=None).first()
    if found is None:
        raise NotFound(_("没有找到这个文件。"), file=mapped_file_id)
    return found
