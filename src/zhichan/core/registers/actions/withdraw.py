"""Taking an event of a row back (更正): it counts no longer, and what it had set is what it was before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.registers.actions.record import (
    CHANGED,
    RECORDED,
    add_withdrawal,
    follow_events,
    locked_row,
    update_settled,
)
from zhichan.core.registers.declaration import Register
from zhichan.core.registers.derive import derive
from zhichan.core.registers.queries import standing_events, told_since


@transaction.atomic
def withdraw_event(
    register: Register, row_id: int, row_event_id: int, *, reason: str, by: Actor, at: datetime
) -> Any:
    """Take an event back from now on; what was known before stays as it was (更正).

    Settled fields that it set get the value they had. Raises NotFound, NotAllowed, InvalidInput without a
    reason, WrongState for an event that was taken back, that its room takes back in its own way, or whose
    former value no event tells.
    """
    row = locked_row(register, row_id, by)
    if not reason.strip():
        raise InvalidInput(_("请写明撤回的理由。"), field="reason")
    events: Any = register.event_model._default_manager.filter(subject_id=row_id)  # type: ignore[misc]
    event = events.filter(pk=row_event_id, withdraws=None).first()
    if event is None:
        raise NotFound(_("没有找到这个事件。"), event=row_event_id)
    if event.code in register.lasting_codes:
        raise WrongState(_("这个事件不在这里撤回。"), event=row_event_id)
    if events.filter(withdraws=event).exists():
        raise WrongState(_("这个事件已经撤回过。"), event=row_event_id)
    former = _former_values(register, row, event)
    correction = add_withdrawal(register, event, known_at=at, person_id=by.id, source=by.name, note=reason)
    update_settled(row, former)
    follow_events(register, row, event.code)
    derive(register, [row_id], at=at)
    details = {"event": row_event_id, "by_event": correction.pk}
    record(f"{register.name}.event_withdrawn", subject=row, by=by, at=at, details=details)
    row.refresh_from_db()
    return row


def _former_values(register: Register, row: Any, event: Any) -> dict[str, Any]:
    """What the settled fields that an event set hold without it; nothing where later events set them.

    A row that was recorded by hand was empty where no event tells, and so is a field that a batch filled.
    """
    if event.code == RECORDED:
        return {}
    earlier = standing_events(register, event.subject_id).filter(pk__lt=event.pk).order_by("-pk")
    told = [*earlier.values_list("values", flat=True)]
    former: dict[str, Any] = {}
    for name in event.values.keys() - told_since(register, event):
        field = register.by_name.get(name)
        if field is None or field.is_tracked:
            continue
        texts = [values[name] for values in told if name in values]
        if not texts and event.code == CHANGED and row.batch_id is not None:
            label = {"label": field.label}
            raise WrongState(_("没有事件记着“%(label)s”变更前的值；请再变更一次。") % label, event=event.pk)
        former[name] = field.value(texts[0] if texts else None)
    return former
