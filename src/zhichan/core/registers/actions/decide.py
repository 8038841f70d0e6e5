"""Deciding which of two values for a settled fact stands (认定不一致)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.registers.actions.record import Entry, change_row, locked_row
from zhichan.core.registers.declaration import Register
from zhichan.core.registers.models import Disagreement
from zhichan.core.registers.moments import KNOWN_FOREVER


@transaction.atomic
def decide_disagreement(
    register: Register, disagreement_id: int, *, takes_offered: bool, reason: str, by: Actor, at: datetime
) -> Disagreement:
    """Let one value stand; both stay on record. Taking the offered one changes the row by an event.

    Raises NotFound, NotAllowed, InvalidInput without a reason, WrongState once decided or once
    the batch that offered the value was undone.
    """
    require(by, register.edit)
    rows = Disagreement.objects.select_for_update(of=("self",)).select_related("batch")
    found = rows.filter(register=register.name, pk=disagreement_id).first()
    if found is None:
        raise NotFound(_("没有找到这处不一致。"), disagreement=disagreement_id)
    locked_row(register, found.subject_id, by)
    if found.batch.undone_at is not None:
        raise WrongState(_("提出这个值的批次已经撤销。"), disagreement=disagreement_id)
    if found.decided_at is not None:
        raise WrongState(_("这处不一致已经认定过。"), disagreement=disagreement_id)
    if not reason.strip():
        raise InvalidInput(_("请写明认定的理由。"), field="reason")
    if takes_offered:
        _take_offered(register, found, reason, by=by, at=at)
    found.decided_by_id, found.decided_at = by.id, at
    found.takes_offered, found.reason = takes_offered, reason.strip()[:400]
    found.save(update_fields=["decided_by", "decided_at", "takes_offered", "reason"])
    details = {"register": register.name, "subject": found.subject_id, "takes_offered": takes_offered}
    record("registers.disagreement.decided", subject=found, by=by, at=at, details=details)
    return found


def _take_offered(register: Register, found: Disagreement, reason: str, *, by: Actor, at: datetime) -> None:
    value = register.by_name[found.field].value(found.offered or None)
    source = _("批次 %(batch)d 第 %(row)d 行") % {"batch": found.batch_id, "row": found.row_number}
    since = _stood_since(register, found) or timezone.localdate(at)
    entry = Entry({found.field: value}, since, source, note=reason.strip()[:400])
    change_row(register, found.subject_id, entry, by=by, at=at)


def _stood_since(register: Register, found: Disagreement) -> date | None:
    """The day from which a tracked field had the value that gives way; None for a settled one."""
    field = register.by_name[found.field]
    if not field.is_tracked:
        return None
    periods: Any = register.period_model._default_manager.filter(known_to=KNOWN_FOREVER)
    stood = periods.filter(subject_id=found.subject_id, **{found.field: field.value(found.stored or None)})
    first: date | None = stood.order_by("valid_from").values_list("valid_from", flat=True).first()
    return first
