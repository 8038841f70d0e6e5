"""Confirming or giving up a previewed batch (确认、放弃)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, NotFound, WrongState
from zhichan.core.imports.ledger import Change, Ledger, ledger_named
from zhichan.core.imports.models import ImportBatch, ImportRow
from zhichan.core.imports.queries import batches_visible_to

_LOCKED_AT_ONCE = 500


@transaction.atomic
def confirm_batch(batch_id: int, *, by: Actor, at: datetime) -> ImportBatch:
    """Carry out every new and changed row of a batch through the ledger's actions: all of them or none.

    Refused and conflicting rows stay out, as the preview said. Raises NotFound for another's batch,
    WrongState once it was decided or has nothing to do, Conflict when a row was changed since the preview,
    and whatever the ledger's actions raise; on any of them nothing is changed.
    """
    batch, ledger = _own_open_batch(batch_id, by)
    rows = list(
        batch.rows.filter(state__in=(ImportRow.State.NEW, ImportRow.State.CHANGED)).order_by("row_number")
    )
    if not rows:
        raise WrongState(_("这一批没有可以入库的改动。"), batch=batch.pk)
    _require_unchanged(ledger, batch, rows, by)
    ledger.apply([_change(ledger, row) for row in rows], scope=batch.scope, by=by, at=at)
    details = {
        "ledger": batch.ledger,
        "scope": batch.scope,
        "new": batch.new_count,
        "changed": batch.changed_count,
    }
    return _decide(batch, ImportBatch.State.CONFIRMED, "imports.batch.confirmed", details, by, at)


@transaction.atomic
def abandon_batch(batch_id: int, *, by: Actor, at: datetime) -> ImportBatch:
    """Give up a previewed batch: nothing of it is carried out. Raises NotFound or WrongState."""
    batch, _ledger = _own_open_batch(batch_id, by)
    details = {"ledger": batch.ledger, "scope": batch.scope}
    return _decide(batch, ImportBatch.State.ABANDONED, "imports.batch.abandoned", details, by, at)


def _own_open_batch(batch_id: int, by: Actor) -> tuple[ImportBatch, Ledger]:
    batch = batches_visible_to(by).select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise NotFound(_("没有找到这个导入批次。"), batch=batch_id)
    ledger = ledger_named(batch.ledger)
    require(by, ledger.right)
    if not batch.is_open:
        raise WrongState(
            _("这一批%(state)s，不能再办。") % {"state": batch.get_state_display()},
            batch=batch.pk,
            state=batch.state,
        )
    return batch, ledger


def _require_unchanged(ledger: Ledger, batch: ImportBatch, rows: Sequence[ImportRow], by: Actor) -> None:
    """Lock the stored rows and compare them with what the preview saw."""
    expected = {row.record_id: row for row in rows if row.record_id is not None}
    visible = ledger.visible(by, batch.scope)
    _lock(visible.model, list(expected))
    stored = ledger.loaded(visible).in_bulk(list(expected))
    for record_id, row in expected.items():
        found = stored.get(record_id)
        if found is None or ledger.digest(found) != row.digest:
            raise Conflict(
                _("第 %(row)d 行（记录号 %(id)d）在预览以后又被改过，整批没有入库。请重新导入这个文件。")
                % {"row": row.row_number, "id": record_id},
                batch=batch.pk,
                record=record_id,
            )


def _lock(model: type[Model], ids: Sequence[int]) -> None:
    """Hold the rows until the end of the transaction, in the order of their ids."""
    for first in range(0, len(ids), _LOCKED_AT_ONCE):
        chunk = sorted(ids)[first : first + _LOCKED_AT_ONCE]
        rows = model._default_manager.select_for_update().filter(pk__in=chunk).order_by("pk")
        list(rows.values_list("pk"))


def _change(ledger: Ledger, row: ImportRow) -> Change:
    values: dict[str, Any] = {}
    for column in ledger.columns:
        if column.is_editable and column.name in row.values:
            values[column.name] = column.value_from(row.values[column.name])
    changed = frozenset(name for name in values if row.values[name] != row.old.get(name))
    return Change(row.row_number, row.record_id, values, changed)


def _decide(
    batch: ImportBatch,
    state: ImportBatch.State,
    kind: str,
    details: Mapping[str, object],
    by: Actor,
    at: datetime,
) -> ImportBatch:
    batch.state = state
    batch.decided_at = at
    batch.save(update_fields=["state", "decided_at"])
    record(kind, subject=batch, by=by, at=at, details=details)
    return batch
