"""Committing a staged batch: everything becomes visible at once, or nothing is left (入库).

Rows are written in short transactions while the batch is 入库中; what it wrote counts nowhere until the last
transaction confirms it. Cut off, the next call goes on after the last chunk that was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import NotFound, WrongState
from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.bulk import fresh_ids, insert_rows, large_writes
from zhichan.core.registers.collecting import rarely_collected
from zhichan.core.registers.derive import derive
from zhichan.core.registers.importing.alongside import alongside
from zhichan.core.registers.importing.intake import Intake, intake_for
from zhichan.core.registers.importing.lines import Line, day_of, line_of
from zhichan.core.registers.importing.prepare import (
    EVENT_COLUMNS,
    Prepare,
    Thing,
    period_columns,
    subject_columns,
)
from zhichan.core.registers.importing.staging import CHANGED, NEW, StagedRow, Staging, staging_of
from zhichan.core.registers.importing.stored import Difference, differences, known_keys, with_parties
from zhichan.core.registers.models import Disagreement

CHUNK = 5_000
State = ImportBatch.State
FILLED = "filled"


@dataclass(frozen=True)
class Commit:
    """One commit under way. ``known_at``: from when on its facts count as known."""

    intake: Intake
    batch: ImportBatch
    staging: Staging
    resolved: Mapping[str, int]
    known_at: datetime
    at: datetime


def commit_batch(staged_batch_id: int, *, by: Actor, at: datetime) -> Iterator[int]:
    """Write every new and changed row of a batch while the caller iterates over the number of rows written.

    Raises NotFound, NotAllowed, WrongState for a batch that is not previewed or half committed. Calling it
    again after a crash goes on where it stopped.
    """
    batch, intake = _begun(staged_batch_id, by, at)
    return _written(batch, intake, by, at)


def _written(batch: ImportBatch, intake: Intake, by: Actor, at: datetime) -> Iterator[int]:
    done = 0
    with staging_of(batch.pk) as staging:
        resolved = intake.resolve(staging.names(), batch=batch, at=at) if intake.resolve else {}
        running = Commit(intake, batch, staging, resolved, batch.known_at or at, at)
        waiting = islice(staging.chunks(NEW, CHUNK), batch.chunks_done, None)
        done += min(batch.chunks_done * CHUNK, batch.new_count)
        prepare = (intake.kind, batch.pk, running.known_at, at, resolved)
        with rarely_collected(), large_writes():
            for place, (chunk, things) in enumerate(
                alongside(Prepare, prepare, waiting), batch.chunks_done + 1
            ):
                _write_new(running, chunk, things, place)
                done += len(chunk)
                yield done
        _confirm(running, by)
        if intake.settle:
            intake.settle(batch, at)
        yield done + batch.changed_count


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


def _lines(chunk: Sequence[StagedRow]) -> list[Line]:
    return [line_of(row.number, row.place, row.key or "", row.payload) for row in chunk]


@transaction.atomic
def _write_new(
    running: Commit, chunk: Sequence[StagedRow], things: Sequence[Thing], chunks_done: int
) -> None:
    """The rows, events and periods of new things. They count from the confirmation on."""
    register, batch = running.intake.register, running.batch
    ids = fresh_ids(register.model, len(things))
    placed = list(zip(ids, things, strict=True))
    rows = ((pk, *thing.row) for pk, thing in placed)
    insert_rows(register.model, subject_columns(running.intake), rows, are_stored=True)
    events = ((pk, *event) for pk, thing in placed for event in thing.events)
    insert_rows(register.event_model, EVENT_COLUMNS, events, are_stored=True)
    periods = ((pk, *period) for pk, thing in placed for period in thing.periods)
    insert_rows(register.period_model, period_columns(register), periods, are_stored=True)
    if running.intake.write_more:
        running.intake.write_more(dict(zip(ids, _lines(chunk), strict=True)), batch)
    ImportBatch.objects.filter(pk=batch.pk).update(chunks_done=chunks_done)


@transaction.atomic
def _confirm(running: Commit, by: Actor) -> None:
    """Write what changed of known rows, and let everything of the batch count from now on."""
    batch, register = running.batch, running.intake.register
    batch.state, batch.known_at, batch.decided_at = State.CONFIRMED, running.known_at, running.at
    batch.save(update_fields=["state", "known_at", "decided_at"])
    touched: set[int] = set()
    for chunk in running.staging.chunks(CHANGED, CHUNK):
        touched |= _write_changed(running, chunk)
    if running.intake.take_over:
        touched |= running.intake.take_over(batch, touched, running.at)
    derive(register, touched, at=running.at)
    counts = {"new": batch.new_count, "changed": batch.changed_count, "same": batch.same_count}
    details = {"register": register.name, "refused": batch.refused_count, **counts}
    record("registers.batch.committed", subject=batch, by=by, at=running.at, details=details)


def _write_changed(running: Commit, chunk: Sequence[StagedRow]) -> set[int]:
    """Fill what was empty, add facts, keep disagreements; returns the rows that were touched.

    A row that stands in the file several times is taken again and again in the file's order.
    """
    touched: set[int] = set()
    waiting = _lines(chunk)
    digests = {row.number: row.digest for row in chunk}
    while waiting:
        keys = known_keys(running.intake, [line.key for line in waiting])
        round_: dict[int, Line] = {}
        left: list[Line] = []
        for line in waiting:
            pk = keys[line.key][0]
            left.append(line) if pk in round_ else round_.setdefault(pk, line)
        _write_round(running, round_, digests)
        touched |= round_.keys()
        waiting = left
    return touched


def _write_round(running: Commit, lines: Mapping[int, Line], digests: Mapping[int, int | None]) -> None:
    """What lines of different rows add: events and disagreements at once, one update for each row."""
    register = running.intake.register
    found = differences(register, lines, running.resolved)
    register.event_model._default_manager.bulk_create(
        event for pk, difference in found.items() for event in _new_events(running, pk, lines[pk], difference)
    )
    rows: Any = register.model._default_manager
    for pk, difference in found.items():
        values = {name: register.by_name[name].value(text) for name, text in difference.fills.items()}
        rows.filter(pk=pk).update(**values, content_digest=digests[lines[pk].number])
    Disagreement.objects.bulk_create(
        Disagreement(
            register=register.name,
            subject_id=pk,
            field=name,
            stored=stored,
            offered=offered,
            batch=running.batch,
            row_number=lines[pk].number,
            known_at=running.known_at,
        )
        for pk, difference in found.items()
        for name, (stored, offered) in difference.at_odds.items()
    )
    if running.intake.write_more:
        running.intake.write_more(lines, running.batch)


def _new_events(running: Commit, pk: int, line: Line, difference: Difference) -> list[Any]:
    known_on = timezone.localdate(running.known_at)
    facts = [line.facts[place] for place in difference.facts]
    events = [
        _event(
            running, pk, line, fact.code, with_parties(fact.values, line, running.resolved),
            day_of(fact, known_on),
        )
        for fact in facts
    ]  # fmt: skip
    if difference.fills:
        events.append(_event(running, pk, line, FILLED, dict(difference.fills), known_on))
    return events


def _event(
    running: Commit, pk: int, line: Line, code: str, values: Mapping[str, Any], effective_on: date
) -> Any:
    return running.intake.register.event_model(
        subject_id=pk,  # type: ignore[misc]
        code=code,
        values=dict(values),
        effective_on=effective_on,
        known_at=running.known_at,
        batch=running.batch,
        row_number=line.number,
    )
