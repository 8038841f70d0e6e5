"""Recording, changing, ending, resuming rows of a register (登记、变更、注销、再登记).

Each adds one event, derives the periods and the current row from it, and writes the audit record, in one
transaction. What is imported in bulk comes by ``core.registers.actions.commit`` and derives in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import Entry as Recorded
from zhichan.core.audit.actions import record, record_batch
from zhichan.core.errors import Conflict, InvalidInput, NotFound, WrongState
from zhichan.core.registers.bulk import insert_objects
from zhichan.core.registers.declaration import Register
from zhichan.core.registers.derive import CHUNK, derive
from zhichan.core.registers.judging import problems_of
from zhichan.core.registers.models import RegisterRow
from zhichan.core.registers.moments import KNOWN_FOREVER
from zhichan.core.registers.values import ENDED

RECORDED, CHANGED, WITHDRAWN = "recorded", "changed", "withdrawn"
MOST_NOTE = 400
MOST_SOURCE = 200


@dataclass(frozen=True)
class Entry:
    """What somebody enters: values by field name, from which day on, and what it rests on.

    ``known_at``: when it became known, None for now. ``owner_unit_id`` counts for new rows only.
    """

    values: Mapping[str, Any]
    effective_on: date
    source: str
    note: str = ""
    known_at: datetime | None = None
    owner_unit_id: int | None = None
    is_sample: bool = False


def record_row(register: Register, entry: Entry, *, by: Actor, at: datetime) -> Any:
    """Add one row. Raises NotAllowed, InvalidInput, Conflict (the key is taken); nothing is changed then."""
    return record_rows(register, [entry], by=by, at=at)[0]


@transaction.atomic
def record_rows(register: Register, entries: Sequence[Entry], *, by: Actor, at: datetime) -> list[Any]:
    """Add rows that belong together: all of them or none. Raises as ``record_row``."""
    require(by, register.edit)
    completed = []
    for entry in entries:
        _require(register, entry, None, by=by, at=at)
        completed.append(_completed(register, entry, None, by=by, at=at))
    ids = [row.pk for row in _insert(register, completed, by=by, at=at)]
    derive(register, ids, at=at)
    stored = register.model._default_manager.in_bulk(ids)
    rows = [stored[pk] for pk in ids]
    record_batch((Recorded(f"{register.name}.recorded", row) for row in rows), by=by, at=at)
    return rows


@transaction.atomic
def change_row(register: Register, row_id: int, entry: Entry, *, by: Actor, at: datetime) -> Any:
    """Set values from a day on; settled fields are corrected at once.

    Raises NotFound, NotAllowed, InvalidInput (nothing differs), Conflict; nothing is changed then.
    """
    row = locked_row(register, row_id, by)
    _require(register, entry, row, by=by, at=at)
    entry = _completed(register, entry, row, by=by, at=at)
    changed = {name: value for name, value in entry.values.items() if _differs(register, row, name, entry)}
    if not changed:
        raise InvalidInput(_("没有改动。"), code="same_value")
    settled = {name: value for name, value in changed.items() if not register.by_name[name].is_tracked}
    update_settled(row, settled)
    event = _add_event(register, row, CHANGED, changed, entry, by=by, at=at)
    _tell(register, row, changed, entry, is_new=False, by=by, at=at)
    derive(register, [row_id], at=at)
    details = {"event": event.pk, "fields": sorted(changed)}
    record(f"{register.name}.changed", subject=row, by=by, at=at, details=details)
    row.refresh_from_db()
    return row


@transaction.atomic
def end_row(register: Register, row_id: int, entry: Entry, *, by: Actor, at: datetime) -> Any:
    """End a row from a day on (注销、退出). Raises NotFound, NotAllowed, WrongState where it has ended."""
    row = locked_row(register, row_id, by)
    if not row.is_shown:
        raise WrongState(_("这条记录已不在册。"), row=row_id)
    _require(register, entry, row, by=by, at=at)
    event = _add_event(register, row, ENDED, {}, entry, by=by, at=at)
    derive(register, [row_id], at=at)
    record(f"{register.name}.ended", subject=row, by=by, at=at, details={"event": event.pk})
    row.refresh_from_db()
    return row


@transaction.atomic
def resume_row(register: Register, row_id: int, entry: Entry, *, by: Actor, at: datetime) -> Any:
    """Let a row that has ended, or of which everything was taken back, stand again from a day on (再次登记).

    Raises NotFound, NotAllowed, InvalidInput, WrongState where it stands on that day as known now.
    """
    row = locked_row(register, row_id, by)
    _require(register, entry, row, by=by, at=at)
    periods: Any = register.period_model._default_manager.filter(known_to=KNOWN_FOREVER)
    if periods.filter(
        subject=row, valid_from__lte=entry.effective_on, valid_to__gt=entry.effective_on
    ).exists():
        raise WrongState(_("这条记录在这一天在册。"), row=row_id)
    event = _add_event(register, row, RECORDED, entry.values, entry, by=by, at=at)
    derive(register, [row_id], at=at)
    record(f"{register.name}.resumed", subject=row, by=by, at=at, details={"event": event.pk})
    row.refresh_from_db()
    return row


def locked_row(register: Register, pk: int, by: Actor) -> Any:
    """The row, locked for whoever may edit it. Raises NotFound, NotAllowed."""
    row = register.rows(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("没有找到这条记录。"), row=pk)
    require(by, register.edit, [row.owner_unit_id] if row.owner_unit_id else None)
    return row


def _require(register: Register, entry: Entry, row: Any, *, by: Actor, at: datetime) -> None:
    """Raise unless the entry can be taken."""
    for unit_id in _owners(entry, row) or [None]:
        require(by, register.edit, [unit_id] if unit_id else None)
    known_at = entry.known_at or at
    if known_at > at:
        raise InvalidInput(_("获知时间不能晚于现在。"), field="known_at")
    if not entry.source.strip():
        raise InvalidInput(_("请写明来源。"), code="source_missing", field="source")
    if len(entry.source) > MOST_SOURCE or len(entry.note) > MOST_NOTE:
        raise InvalidInput(_("说明或来源太长。"), field="note")
    fields = {name: register.by_name.get(name) for name in entry.values}
    closed = [str(one.label) if one else name for name, one in fields.items() if not one or one.is_derived]
    if closed:
        raise InvalidInput(_("这些字段不能填：%(names)s。") % {"names": "、".join(closed)})
    _require_fields(register, entry, row, at)


def _owners(entry: Entry, row: Any) -> set[int]:
    """The units that own the row now and from this entry on."""
    named = entry.values.get("owner_unit")
    found = {row.owner_unit_id if row else entry.owner_unit_id, named.pk if named else None}
    return {unit_id for unit_id in found if unit_id}


def _require_fields(register: Register, entry: Entry, row: Any, at: datetime) -> None:
    for field in register.fields:
        is_given = not field.is_derived and (row is None or field.name in entry.values)
        if field.is_required and is_given and field.text(entry.values.get(field.name)) is None:
            raise InvalidInput(_("“%(label)s”必填。") % {"label": field.label}, field=field.name)
    for problem in problems_of(register, entry.values, row, timezone.localdate(at)):
        named = next((one.name for one in register.fields if str(one.label) == problem.column), "")
        raise InvalidInput(f"{problem.column}：{problem.reason}。{problem.fix}。", field=named)


def _insert(register: Register, entries: Sequence[Entry], *, by: Actor, at: datetime) -> list[Any]:
    """The rows with their first events: thousands at once where nothing else happens as one is written."""
    rows = [_row(register, entry, by=by, at=at) for entry in entries]
    if register.tell is None and register.model.save is RegisterRow.save:
        for row in rows:
            row.settle()
        _save(register.model, lambda: register.model._default_manager.bulk_create(rows, batch_size=CHUNK))
        events = [
            _event(register, row, RECORDED, entry.values, entry, by=by, at=at)
            for row, entry in zip(rows, entries, strict=True)
        ]
        insert_objects(register.event_model, events)
        return rows
    for row, entry in zip(rows, entries, strict=True):
        _save(register.model, row.save)
        _add_event(register, row, RECORDED, entry.values, entry, by=by, at=at)
        _tell(register, row, entry.values, entry, is_new=True, by=by, at=at)
    return rows


def _row(register: Register, entry: Entry, *, by: Actor, at: datetime) -> Any:
    owner = {} if "owner_unit" in entry.values else {"owner_unit_id": entry.owner_unit_id}
    return register.model(
        **entry.values,
        **owner,
        known_at=entry.known_at or at,
        is_sample=entry.is_sample,
        person_id=by.id,
        source=entry.source.strip(),
    )


def follow_events(register: Register, row: Any, code: str) -> None:
    """Set the settled fields that follow from the events of a code to what these say now."""
    if register.follow is not None:
        values = register.follow(row, code)
        update_settled(row, {name: value for name, value in values.items() if getattr(row, name) != value})


def _completed(register: Register, entry: Entry, row: Any, *, by: Actor, at: datetime) -> Entry:
    if register.complete is None:
        return entry
    return replace(entry, values=register.complete(entry, row, by, at))


def _tell(
    register: Register,
    row: Any,
    values: Mapping[str, Any],
    entry: Entry,
    *,
    is_new: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Add the events of the room that the values tell of, with the source of the entry."""
    if register.tell is None:
        return
    known_at, source = entry.known_at or at, entry.source.strip()
    for told in register.tell(row, values, entry.effective_on, is_new):
        if told.replaces:
            events: Any = register.event_model._default_manager.filter(subject_id=row.pk)  # type: ignore[misc]
            taken = events.exclude(withdraws=None).values("withdraws")
            for event in events.filter(code=told.code, withdraws=None).exclude(pk__in=taken):
                add_withdrawal(
                    register, event, known_at=known_at, person_id=by.id, source=source, note=entry.note
                )
        if told.effective_on is not None:
            register.event_model(
                subject_id=row.pk,  # type: ignore[misc]
                code=told.code,
                values=dict(told.values),
                effective_on=told.effective_on,
                known_at=known_at,
                person_id=by.id,
                source=source,
                note=entry.note.strip(),
            ).save()


def add_withdrawal(
    register: Register, event: Any, *, known_at: datetime, person_id: int | None, source: str, note: str
) -> Any:
    """The event that takes another back."""
    correction = register.event_model(
        subject_id=event.subject_id,  # type: ignore[misc]
        code=WITHDRAWN,
        effective_on=event.effective_on,
        known_at=known_at,
        withdraws=event,
        person_id=person_id,
        source=source[:MOST_SOURCE],
        note=note.strip()[:MOST_NOTE],
    )
    correction.save()
    return correction


def update_settled(row: Any, values: Mapping[str, Any]) -> None:
    """Set settled fields. Raises Conflict where the key is taken."""
    if not values:
        return
    for name, value in values.items():
        setattr(row, name, value)
    _save(type(row), lambda: row.save(update_fields=list(values)))


def _save(model: type[Model], write: Callable[[], object]) -> None:
    """Write inside a savepoint, so that a key already taken is a refusal and not an error page."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        raise Conflict(
            _("登记册里已有同样的%(label)s。") % {"label": model._meta.verbose_name}, cause=str(error)[:200]
        ) from error


def _add_event(
    register: Register,
    row: Any,
    code: str,
    values: Mapping[str, Any],
    entry: Entry,
    *,
    by: Actor,
    at: datetime,
) -> Any:
    event = _event(register, row, code, values, entry, by=by, at=at)
    event.save()
    return event


def _event(
    register: Register,
    row: Any,
    code: str,
    values: Mapping[str, Any],
    entry: Entry,
    *,
    by: Actor,
    at: datetime,
) -> Any:
    return register.event_model(
        subject_id=row.pk,  # type: ignore[misc]
        code=code,
        values={name: register.by_name[name].text(value) for name, value in values.items()},
        effective_on=entry.effective_on,
        known_at=entry.known_at or at,
        person_id=by.id,
        source=entry.source.strip(),
        note=entry.note.strip(),
    )


def _differs(register: Register, row: Any, name: str, entry: Entry) -> bool:
    """Whether the entry says something new: of an earlier day, than what stood on that day."""
    field = register.by_name[name]
    stands = row
    if field.is_tracked and entry.effective_on < timezone.localdate(entry.known_at or row.known_at):
        periods: Any = register.period_model._default_manager
        on_the_day = {"valid_from__lte": entry.effective_on, "valid_to__gt": entry.effective_on}
        stands = periods.filter(subject=row, known_to=KNOWN_FOREVER, **on_the_day).first()
    return stands is None or field.text(entry.values[name]) != field.text(getattr(stands, name))
