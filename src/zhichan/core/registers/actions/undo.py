"""Undoing a committed batch: its facts count no longer from now on; what was known before stays (撤销)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, NotFound, WrongState
from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.actions.merge import FILLED
from zhichan.core.registers.declaration import Register, all_registers, register_named
from zhichan.core.registers.derive import derive
from zhichan.core.registers.importing.intake import all_intakes
from zhichan.core.registers.importing.turns import nobody_writing
from zhichan.core.registers.moments import KNOWN_FOREVER
from zhichan.core.registers.queries import told_since
from zhichan.core.registers.resting import resting_on
from zhichan.core.search.outbox import note_rows

State = ImportBatch.State


def undo_batch(committed_batch_id: int, *, by: Actor, at: datetime) -> ImportBatch:
    """Let nothing of a batch count from ``at`` on.

    Raises NotFound, NotAllowed, WrongState for a batch that is not committed, for a ledger that came back and
    while another batch is being written, Conflict with the list of what rests on it; nothing is changed then.
    """
    with nobody_writing(), transaction.atomic():
        return _undone(committed_batch_id, by, at)


def _undone(committed_batch_id: int, by: Actor, at: datetime) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().filter(pk=committed_batch_id).first()
    if batch is None:
        raise NotFound(_("没有找到这个导入批次。"), batch=committed_batch_id)
    if not batch.format:
        raise WrongState(
            _("批次 %(pk)d 是台账导入，不能整批撤销；请导出台账，改回来再导入。") % {"pk": batch.pk},
            batch=batch.pk,
        )
    register = register_named(batch.ledger)
    require(by, register.edit)
    if batch.state != State.CONFIRMED:
        raise WrongState(
            _("这一批%(state)s，不能撤销。") % {"state": batch.get_state_display()}, batch=batch.pk
        )
    batch.state, batch.undone_at = State.UNDONE, at
    batch.save(update_fields=["state", "undone_at"])
    for one in all_registers():
        _undo_in(one, batch, at)
    _forget_digests(batch)
    _require_nothing_rests(batch)
    record("registers.batch.undone", subject=batch, by=by, at=at, details={"register": register.name})
    return batch


def _require_nothing_rests(batch: ImportBatch) -> None:
    """Raises Conflict, which takes the undoing back, where something still points at what has left."""
    if resting := resting_on(batch):
        listed = "；".join(f"{one.what} {one.count}（{'、'.join(map(str, one.ids))}）" for one in resting)
        raise Conflict(
            _("后来的记录依据这一批，先处理它们：%(listed)s。") % {"listed": listed}, batch=batch.pk
        )


def _undo_in(register: Register, batch: ImportBatch, at: datetime) -> None:
    """Things the batch brought in leave the register in two statements; those it changed are derived anew."""
    born = register.model._default_manager.filter(batch=batch)
    periods: Any = register.period_model._default_manager.filter(known_to=KNOWN_FOREVER)
    periods.filter(subject__in=born, known_from__gte=at).delete()
    periods.filter(subject__in=born).update(known_to=at)
    born.update(is_shown=False, content_digest=None)
    note_rows(register.name, born)
    touched = _undo_fills(register, batch)
    derive(register, touched, at=at)


def _forget_digests(batch: ImportBatch) -> None:
    """Of rows to which the batch added what no event tells: its file is compared when it comes again."""
    for intake in all_intakes():
        if intake.touched:
            rows: Any = intake.register.model._default_manager.filter(pk__in=intake.touched(batch))
            note_rows(intake.register.name, rows)
            rows.exclude(content_digest=None).update(content_digest=None)


def _undo_fills(register: Register, batch: ImportBatch) -> set[int]:
    """Empty again what the batch filled in; returns the rows of others that it touched.

    A value that somebody has set since stands. So does that of a row whose own batch was undone: it leaves
    the register with it, and the past still shows it.
    """
    events: Any = register.event_model._default_manager.filter(batch=batch)
    others = events.exclude(subject__batch=batch) | events.filter(subject__batch=None)
    touched = set(others.values_list("subject_id", flat=True))
    for event in others.filter(code=FILLED).exclude(subject__batch__state=State.UNDONE).order_by("pk"):
        empty = {name: register.by_name[name].kind.empty for name in event.values}
        for name in told_since(register, event):
            empty.pop(name, None)
        register.model._default_manager.filter(pk=event.subject_id).update(**empty)
    register.model._default_manager.filter(pk__in=touched).update(content_digest=None)
    return touched
