"""A register as a ledger: its rows go out as a file, are edited and come back as a previewed change set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.imports.ledger import Change, Ledger, LedgerColumn, Problem, register_ledger
from zhichan.core.registers.actions import Entry, change_row, record_rows
from zhichan.core.registers.declaration import Register, RegisterField, all_registers
from zhichan.core.registers.judging import problems_of


def make_ledgers() -> None:
    """A ledger for each declared register."""
    for declared in all_registers():
        ledger_of(declared)


def ledger_of(register: Register) -> Ledger:
    """Make the ledger of a register known; derived fields go out for orientation only."""
    return register_ledger(
        Ledger(
            name=register.name,
            label=register.label,
            right=register.edit,
            columns=[_column(field) for field in register.fields],
            visible=partial(_visible, register),
            apply=partial(_apply, register),
            home=lambda _scope: register_address(register),
            check=partial(_check, register),
            may_add=True,
        )
    )


def register_address(register: Register) -> str:
    return reverse("registers:list", args=register.name.split("."))


def ledger_address(register: Register) -> str:
    """Where a file of its rows is taken in."""
    return reverse("imports:upload", args=[register.name])


def _column(field: RegisterField) -> LedgerColumn:
    return LedgerColumn(
        field.name,
        field.label,
        field.kind,
        partial(_value, field),
        is_required=field.is_required,
        is_editable=not field.is_derived,
    )


def _value(field: RegisterField, row: Any) -> Any:
    value = getattr(row, field.name)
    return None if value == field.kind.empty else value


def _visible(register: Register, actor: Actor, _scope: str) -> QuerySet[Any]:
    return register.current(actor).select_related(*register.related)


def _check(register: Register, values: Mapping[str, Any], **_asked: object) -> Iterable[Problem]:
    return problems_of(register, values, None, timezone.localdate())


def _apply(
    register: Register,
    changes: Sequence[Change],
    *,
    scope: str,  # noqa: ARG001  a register has one part
    by: Actor,
    at: datetime,
) -> None:
    """Carry out the changes from today on; new rows are recorded, changed fields set."""
    today, source = timezone.localdate(at), _("台账导入")
    added = [Entry(change.values, today, source) for change in changes if change.record_id is None]
    if added:
        record_rows(register, added, by=by, at=at)
    for change in changes:
        if change.record_id is not None:
            values = {name: change.values[name] for name in change.changed}
            change_row(register, change.record_id, Entry(values, today, source), by=by, at=at)
