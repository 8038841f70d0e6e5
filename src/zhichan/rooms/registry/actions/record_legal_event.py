"""What happened to a right, recorded by hand (登记法律事件): an event of its machine, with its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.registers.actions.record import MOST_NOTE, MOST_SOURCE, follow_events
from zhichan.core.registers.declaration import Register, register_named
from zhichan.core.registers.derive import derive
from zhichan.rooms.registry.legal_moves import has_moves, lived, why_not
from zhichan.rooms.registry.trademark_history import GOODS_MARK, goods_of


@dataclass(frozen=True)
class LegalEntry:
    """An event by its code, from which day on it works, and the paper it rests on.

    ``goods``: of a trademark, the goods that it reaches, parted by ``；``; empty for all.
    """

    code: str
    effective_on: date
    source: str
    note: str = ""
    goods: str = ""


@transaction.atomic
def record_legal_event(
    register_name: str, right_id: int, entry: LegalEntry, *, by: Actor, at: datetime
) -> Any:
    """Add an event that the machine of the register allows on its day; it is known from now on.

    A field of the right that holds the day of such an event follows.

    What is recorded is never changed: a mistake is taken back by a later event (撤回). Raises NotFound,
    NotAllowed, WrongState (not in the register, or a right no machine knows), InvalidInput (no such event,
    a day to come or before the application, a move that the state of that day does not allow, goods the mark
    does not have, no source); nothing is changed then.
    """
    register = register_named(register_name)
    machine = lived(register).machine()
    rows = register.rows(by).select_for_update(of=("self",))
    row: Any = rows.filter(pk=right_id).first()
    if row is None:
        raise NotFound(_("没有找到这条记录。"), row=right_id)
    require(by, register.edit, [row.owner_unit_id] if row.owner_unit_id else None)
    goods = GOODS_MARK.join(goods_of(entry.goods))
    _refuse_unreadable(register, row, entry, at)
    if entry.code not in machine.labels:
        raise InvalidInput(_("没有这种法律事件。"), field="code")
    _refuse_goods(row, goods)
    if reason := why_not(register, row, entry.code, entry.effective_on, goods, at=at):
        raise InvalidInput(reason, code="move_not_allowed", field="code")
    event: Any = register.event_model(
        subject_id=row.pk,  # type: ignore[misc]
        code=entry.code,
        values={"goods": goods} if goods else {},
        effective_on=entry.effective_on,
        known_at=at,
        person_id=by.id,
        source=entry.source.strip(),
        note=entry.note.strip(),
    )
    event.save()
    follow_events(register, row, entry.code)
    derive(register, [row.pk], at=at)
    details = {"event": event.pk, "code": entry.code, "effective_on": entry.effective_on.isoformat()}
    record("registry.right.event_recorded", subject=row, by=by, at=at, details=details)
    row.refresh_from_db()
    return row


def _refuse_unreadable(register: Register, row: Any, entry: LegalEntry, at: datetime) -> None:
    if not row.is_shown:
        raise WrongState(_("这条记录已不在册。"), row=row.pk)
    if not has_moves(register, row):
        raise WrongState(_("这条记录只是文献或境外的，没有可以登记的法律事件。"), row=row.pk)
    if entry.effective_on > timezone.localdate(at):
        raise InvalidInput(_("生效日期不能晚于今天。"), field="effective_on")
    filed_on = getattr(row, "filed_on", None)
    if filed_on is not None and entry.effective_on < filed_on:
        words = {"filed": filed_on.isoformat()}
        raise InvalidInput(_("生效日期不能早于申请日 %(filed)s。") % words, field="effective_on")
    if not entry.source.strip():
        raise InvalidInput(_("请写明来源。"), code="source_missing", field="source")
    if len(entry.source) > MOST_SOURCE or len(entry.note) > MOST_NOTE:
        raise InvalidInput(_("说明或来源太长。"), field="note")


def _refuse_goods(row: Any, goods: str) -> None:
    """Goods that an event reaches have to be those of the item, as it names them."""
    if not goods:
        return
    own = goods_of(_listed(row))
    if strange := [one for one in goods_of(goods) if one not in own]:
        words = {"goods": GOODS_MARK.join(strange)[:120]}
        raise InvalidInput(_("商标没有这些商品或服务：%(goods)s。") % words, field="goods")


def _listed(row: Any) -> str:
    """All goods the item was ever listed for: those that an event took away may be reached by a later one."""
    if not hasattr(row, "goods"):
        return ""
    named = row.periods.values_list("goods", flat=True)
    return GOODS_MARK.join([row.goods, *named])
