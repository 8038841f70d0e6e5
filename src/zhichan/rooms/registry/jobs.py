"""Work of the registry room that takes longer than a request: reading files, committing batches."""

from __future__ import annotations

from contextlib import suppress

from django.utils import timezone
from django_tasks import task

from zhichan.core.errors import NotFound, ZhichanError
from zhichan.core.imports.models import ImportBatch
from zhichan.core.people.models import Person
from zhichan.core.people.queries import actor_of
from zhichan.core.registers.actions.batches import stage_batch
from zhichan.core.registers.actions.commit import commit_batch
from zhichan.rooms.registry.actions.whole_tables import count_whole
from zhichan.rooms.registry.models import MappedFile
from zhichan.rooms.registry.reading import rows_of_batch
from zhichan.rooms.registry.sweepers import resolve_what_is_left

STEPS_BETWEEN_NOTES = 4


@task()
def read_batch(batch_id: int, person_id: int) -> str:
    """Stage the rows of a batch; returns why it could not be read, or nothing. A second run does nothing.

    A table read by a mapping waits again then, with the reason.
    """
    batch = ImportBatch.objects.filter(pk=batch_id, state=ImportBatch.State.STAGING).first()
    if batch is None:
        return ""
    at = timezone.now()
    by = actor_of(Person.objects.get(pk=person_id), timezone.localdate(at))
    mapped_ids = list(MappedFile.objects.filter(batch_id=batch_id).values_list("pk", flat=True))
    try:
        for done in stage_batch(batch, rows_of_batch(batch), by=by, at=at):
            ImportBatch.objects.filter(pk=batch_id).update(chunks_done=done)
    except ZhichanError as refusal:
        MappedFile.objects.filter(pk__in=mapped_ids).update(problem=refusal.message[:1000])
        return refusal.message
    return ""


@task()
def count_table(mapped_file_id: int, person_id: int) -> None:
    """Count all rows of a table that waits for its mapping; a second run counts anew."""
    at = timezone.now()
    by = actor_of(Person.objects.get(pk=person_id), timezone.localdate(at))
    with suppress(NotFound):  # it was read or given up meanwhile
        count_whole(mapped_file_id, by=by, at=at)


@task()
def write_batch(batch_id: int, person_id: int) -> str:
    """Commit a batch, or go on with one that was cut off; returns why not, or nothing."""
    at = timezone.now()
    by = actor_of(Person.objects.get(pk=person_id), timezone.localdate(at))
    try:
        for _done in commit_batch(batch_id, by=by, at=at):
            pass
    except ZhichanError as refusal:
        return refusal.message
    return ""


@task()
def resolve_new() -> int:
    """Resolve the parties that no import brought in; counts them. A second run finds nothing to do."""
    return resolve_what_is_left(timezone.now())
