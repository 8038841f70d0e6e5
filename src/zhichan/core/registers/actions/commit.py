"""Committing a staged batch: everything becomes visible at once, or nothing is left (入库).

Rows are written in short transactions while the batch is 入库中; what it wrote counts nowhere until the last
transaction confirms it. Cut off, the next call goes on after the last chunk that was written, and so does the
next commit to the same register. The register may have changed since the preview: what somebody else brought
in meanwhile is merged, what was undone meanwhile is written again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import NotFound, WrongState
from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.actions.merge import Commit, lines_of, merge_rows
from zhichan.core.registers.bulk import fresh_ids, insert_rows, large_writes
from zhichan.core.registers.collecting import rarely_collected
from zhichan.core.registers.declaration import all_registers
from zhichan.core.registers.derive import derive
from zhichan.core.registers.importing.alongside import alongside
from zhichan.core.registers.importing.intake import Intake, intake_for
from zhichan.core.registers.importing.lines import says_more
from zhichan.core.registers.importing.prepare import (
    EVENT_COLUMNS,
    Prepare,
    Thing,
    period_columns,
    subject_columns,
)
from zhichan.core.registers.importing.staging import CHANGED, NEW, SAME, StagedRow, staging_of
from zhichan.core.registers.importing.stored import known_keys
from zhichan.core.registers.importing.turns import turn_to_write
from zhichan.core.search.outbox import note_rows

CHUNK = 5_000
State = ImportBatch.State


def commit_batch(staged_batch_id: int, *, by: Actor, at: datetime) -> Iterator[int]:
    """Write every new and changed row of a batch while the caller iterates over the number of rows written.

    Raises NotFound, NotAllowed, WrongState for a batch that is not previewed or half committed. Calling it
    again after a crash goes on where it stopped. Waits while another batch is being written.
    """
    batch, intake = _begun(staged_batch_id, by, at)
    return _in_turn(batch, intake, by, at)


def _begun(staged_batch_id: int, by: Actor, at: datetime) -> tuple[ImportBatch, Intake]:
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().filter(pk=staged_batch_id).first()
        if batch is None:
            raise NotFound(_("没有找到这个导入批次。"), batch=staged_batch_id)
        intake = intake_for(batch.ledger)
        require(by, intake.register.edit)
        if batch.state not in (State.PREVIEWED, State.COMMITTING):
            raise WrongState(
                _("这一批%(state)s，不能再入库。") % {"state": batch.get_state_display()}, batch=batch.pk
            )
        if batch.state == State.PREVIEWED:
            batch.state, batch.decided_at = State.COMMITTING, at
            batch.save(update_fields=["state", "decided_at"])
    return batch, intake


def _in_turn(batch: ImportBatch, intake: Intake, by: Actor, at: datetime) -> Iterator[int]:
    """First what was cut off: the preview may have taken its rows for rows of the register."""
    with turn_to_write():
        half_written = ImportBatch.objects.filter(ledger=batch.ledger, state=State.COMMITTING)
        for cut_off in half_written.exclude(pk=batch.pk).order_by("decided_at", "pk"):
            for _done in _written(cut_off, intake, by, at):
                pass
        batch.refresh_from_db()
        if batch.state == State.COMMITTING:  # somebody who went first may have finished it
            yield from _written(batch, intake, by, at)


def _written(batch: ImportBatch, intake: Intake, by: Actor, at: datetime) -> Iterator[int]:
    begun_at = batch.decided_at or at
    with staging_of(batch.pk) as staging:
        names = staging.names((NEW, CHANGED, SAME) if _may_be_gone(batch) else (NEW, CHANGED))
        resolved = intake.resolve(names, batch=batch, at=begun_at) if intake.resolve else {}
        running = Commit(intake, batch, staging, resolved, batch.known_at or begun_at, at)
        waiting = islice(staging.chunks(NEW, CHUNK), batch.chunks_done, None)
        done = min(batch.chunks_done * CHUNK, batch.new_count)
        with rarely_collected(), large_writes():
            for place, (chunk, things) in enumerate(
                alongside(Prepare, _preparing(running), waiting), batch.chunks_done + 1
            ):
                _write_new(running, chunk, things, place)
                done += len(chunk)
                yield done
        _confirm(running, by)
        if intake.settle:
            intake.settle(batch, at)
        yield batch.new_count + batch.changed_count


def _preparing(running: Commit) -> tuple[Any, ...]:
    return (running.intake.kind, running.batch.pk, running.known_at, running.at, running.resolved)


def _may_be_gone(batch: ImportBatch) -> bool:
    """Whether rows that were the same in the preview may have left the register since."""
    undone = ImportBatch.objects.filter(state=State.UNDONE, undone_at__gte=batch.created_at)
    return undone.exists()


def _write_new(
    running: Commit, chunk: Sequence[StagedRow], things: Sequence[Thing], chunks_done: int
) -> None:
    """The rows, events and periods of new things. They count from the confirmation on.

    A key that somebody recorded since the preview is left to the confirmation; one that somebody records at
    this moment is seen the second time.
    """
    try:
        _insert(running, chunk, things, chunks_done)
    except IntegrityError:
        _insert(running, chunk, things, chunks_done)


@transaction.atomic
def _insert(running: Commit, chunk: Sequence[StagedRow], things: Sequence[Thing], chunks_done: int) -> None:
    register, batch = running.intake.register, running.batch
    known = known_keys(running.intake, [row.key or "" for row in chunk])
    new = [(row, thing) for row, thing in zip(chunk, things, strict=True) if row.key not in known]
    ids = fresh_ids(register.model, len(new))
    placed = [(pk, thing) for pk, (_row, thing) in zip(ids, new, strict=True)]
    rows = ((pk, *thing.row) for pk, thing in placed)
    insert_rows(register.model, subject_columns(running.intake), rows, are_stored=True)
    events = ((pk, *event) for pk, thing in placed for event in thing.events)
    insert_rows(register.event_model, EVENT_COLUMNS, events, are_stored=True)
    periods = ((pk, *period) for pk, thing in placed for period in thing.periods)
    insert_rows(register.period_model, period_columns(register), periods, are_stored=True)
    more = [(pk, row) for pk, (row, _thing) in zip(ids, new, strict=True) if says_more(row.payload)]
    if running.intake.write_more and more:
        lines = lines_of([row for _pk, row in more])
        running.intake.write_more(dict(zip([pk for pk, _row in more], lines, strict=True)), batch)
    ImportBatch.objects.filter(pk=batch.pk).update(chunks_done=chunks_done)


@transaction.atomic
def _confirm(running: Commit, by: Actor) -> None:
    """Write what changed of known rows, and let everything of the batch count from now on."""
    batch, register = running.batch, running.intake.register
    batch.state, batch.known_at, batch.decided_at = State.CONFIRMED, running.known_at, running.at
    batch.save(update_fields=["state", "known_at", "decided_at"])
    touched = _merge_changed(running)
    if running.intake.take_over:
        touched |= running.intake.take_over(batch, touched, running.at)
    derive(register, touched, at=running.at)
    for one in all_registers():
        note_rows(one.name, one.model._default_manager.filter(batch=batch))
    counts = {"new": batch.new_count, "changed": batch.changed_count, "same": batch.same_count}
    details = {"register": register.name, "refused": batch.refused_count, **counts}
    record("registers.batch.committed", subject=batch, by=by, at=running.at, details=details)


def _merge_changed(running: Commit) -> set[int]:
    """Merge what the preview found changed, and what has become so since; the counts follow."""
    batch, touched = running.batch, set[int]()
    before = (batch.new_count, batch.changed_count, batch.same_count)
    for chunk in _brought_in_by_others(running):
        changed, merged = merge_rows(running, chunk)
        touched |= merged
        batch.new_count -= len(chunk)
        batch.changed_count += changed
        batch.same_count += len(chunk) - changed
    for chunk in running.staging.chunks(CHANGED, CHUNK):
        new = _keys_gone(running, chunk)
        _changed, merged = merge_rows(running, chunk)
        touched |= merged
        batch.new_count += new
        batch.changed_count -= new
    for chunk in _same_no_more(running):
        changed, merged = merge_rows(running, chunk)
        touched |= merged
        batch.changed_count += changed
        batch.same_count -= changed
    if before != (batch.new_count, batch.changed_count, batch.same_count):
        batch.save(update_fields=["new_count", "changed_count", "same_count"])
    return touched


def _keys_gone(running: Commit, chunk: Sequence[StagedRow]) -> int:
    """Write rows as new whose key was changed by hand since the preview; returns how many."""
    known = _known(running, chunk)
    gone = {row.key: row for row in reversed(chunk) if row.key not in known}
    if gone:
        rows = list(gone.values())
        _insert(running, rows, Prepare(*_preparing(running))(rows), running.batch.chunks_done)
    return len(gone)


def _brought_in_by_others(running: Commit) -> Iterator[list[StagedRow]]:
    """Rows that were new in the preview, and that were in the register when they were to be written."""
    rows: Any = running.intake.register.model._default_manager
    if rows.filter(batch=running.batch).count() >= running.batch.new_count:
        return
    for chunk in running.staging.chunks(NEW, CHUNK):
        keys = {key: pk for key, (pk, *_more) in _known(running, chunk).items()}
        brought = rows.filter(pk__in=list(keys.values())).values_list("pk", "batch")
        found = {pk for pk, batch in brought if batch != running.batch.pk}
        if late := [row for row in chunk if keys[row.key or ""] in found]:
            yield late


def _same_no_more(running: Commit) -> Iterator[list[StagedRow]]:
    """Rows that were the same in the preview, of which something was undone since."""
    if not _may_be_gone(running.batch):
        return
    for chunk in running.staging.chunks(SAME, CHUNK):
        known = _known(running, chunk)
        if different := [row for row in chunk if known[row.key or ""][1:] != (row.digest, True)]:
            yield different


def _known(running: Commit, chunk: Sequence[StagedRow]) -> dict[str, tuple[int, int | None, bool]]:
    return known_keys(running.intake, [row.key or "" for row in chunk])
