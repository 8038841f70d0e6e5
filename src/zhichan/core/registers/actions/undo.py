"""Undoing a committed batch: its facts count no longer from now on; what was known before stays (撤销)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, NotFound, WrongState
from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.actions.commit import FILLED
from zhichan.core.registers.declaration import Register, all_registers, register_named
from zhichan.core.registers.derive import derive
from zhichan.core.registers.moments import KNOWN_FOREVER

State = ImportBatch.State
_SHOWN = 20
_OWN = ("events", "periods")


@dataclass(frozen=True)
class Resting:
    """Something that rests on a batch and stands in the way of undoing it."""

    what: str
    count: int
    ids: tuple[int, ...]


def resting_on(batch: ImportBatch) -> list[Resting]:
    """What others have added to the things this batch brought in, or made to refer to them."""
    found: list[Resting] = []
    for register in all_registers():
        born: QuerySet[Any] = register.model._default_manager.filter(batch=batch)
        if born.exists():
            found += _later_events(register, born, batch)
            found += _references(register, born, batch)
    return [one for one in found if one.count]


def _later_events(register: Register, born: QuerySet[Any], batch: ImportBatch) -> list[Resting]:
    events: Any = register.event_model._default_manager.filter(subject__in=born)  # type: ignore[misc]
    others = events.filter(~Q(batch=batch) | Q(batch=None)).filter(
        Q(batch=None) | Q(batch__state=State.CONFIRMED)
    )
    subjects = others.order_by("subject_id").values_list("subject_id", flat=True).distinct()
    return [_resting(_("%(label)s的后续事件") % {"label": register.label}, subjects)]


def _references(register: Register, born: QuerySet[Any], batch: ImportBatch) -> list[Resting]:
    """Rows of other tables that point at the things and do not come from the same batch."""
    found = []
    for relation in register.model._meta.related_objects:
        owner: Any = relation.related_model
        if relation.get_accessor_name() in _OWN or not _has_batch(owner):
            continue
        rows = owner._default_manager.filter(**{f"{relation.field.name}__in": born}).exclude(batch=batch)
        if "is_shown" in {field.name for field in owner._meta.fields}:
            rows = rows.filter(is_shown=True)
        found.append(_resting(str(owner._meta.verbose_name), rows.values_list("pk", flat=True)))
    return found


def _has_batch(model: type[models.Model]) -> bool:
    return any(field.name == "batch" for field in model._meta.fields)


def _resting(what: str, ids: Any) -> Resting:
    return Resting(what, ids.count(), tuple(ids[:_SHOWN]))


@transaction.atomic
def undo_batch(committed_batch_id: int, *, by: Actor, at: datetime) -> ImportBatch:
    """Let nothing of a batch count from ``at`` on.

    Raises NotFound, NotAllowed, WrongState for a batch that is not committed, Conflict with the list of
    what rests on it; nothing is changed then.
    """
    batch = ImportBatch.objects.select_for_update().filter(pk=committed_batch_id).first()
    if batch is None:
        raise NotFound(_("没有找到这个导入批次。"), batch=committed_batch_id)
    register = register_named(batch.ledger)
    require(by, register.edit)
    if batch.state != State.CONFIRMED:
        raise WrongState(
            _("这一批%(state)s，不能撤销。") % {"state": batch.get_state_display()}, batch=batch.pk
        )
    if resting := resting_on(batch):
        listed = "；".join(f"{one.what} {one.count}（{'、'.join(map(str, one.ids))}）" for one in resting)
        raise Conflict(
            _("后来的记录依据这一批，先处理它们：%(listed)s。") % {"listed": listed}, batch=batch.pk
        )
    batch.state, batch.undone_at = State.UNDONE, at
    batch.save(update_fields=["state", "undone_at"])
    for one in all_registers():
        _undo_in(one, batch, at)
    record("registers.batch.undone", subject=batch, by=by, at=at, details={"register": register.name})
    return batch


def _undo_in(register: Register, batch: ImportBatch, at: datetime) -> None:
    """Things the batch brought in leave the register in two statements; those it changed are derived anew."""
    born = register.model._default_manager.filter(batch=batch)
    periods: Any = register.period_model._default_manager.filter(known_to=KNOWN_FOREVER)
    periods.filter(subject__in=born, known_from__gte=at).delete()
    periods.filter(subject__in=born).update(known_to=at)
    born.update(is_shown=False, content_digest=None)
    touched = _undo_fills(register, batch)
    derive(register, touched, at=at)


def _undo_fills(register: Register, batch: ImportBatch) -> set[int]:
    """Empty again what the batch filled in; returns the rows of others that it touched."""
    events: Any = register.event_model._default_manager.filter(batch=batch)
    others = events.exclude(subject__batch=batch) | events.filter(subject__batch=None)
    touched = set(others.values_list("subject_id", flat=True))
    for event in others.filter(code=FILLED):
        empty = {name: register.by_name[name].kind.empty for name in event.values}
        register.model._default_manager.filter(pk=event.subject_id).update(**empty)
    register.model._default_manager.filter(pk__in=touched).update(content_digest=None)
    return touched
