"""The list of a register from its declaration: as it stands today, or as of a day as known at an instant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.exports.kinds import Choice, Day, Number
from zhichan.core.imports.ledger import ledger_named
from zhichan.core.registers.addresses import row_address
from zhichan.core.registers.declaration import Register, RegisterField
from zhichan.core.registers.filters import filters_of
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.core.tables.declaration import Column, Order, PickButton, Table
from zhichan.core.tables.rendering import named_cell, shown, state_mark

LONGEST_IN_A_COLUMN = 1_000


class AsOfRow:
    """A row as it stood: tracked fields from the period, settled ones from the row itself."""

    def __init__(self, period: Any, tracked: Sequence[str]) -> None:
        self._period, self._tracked = period, frozenset(tracked)
        self.pk = period.subject_id

    def __getattr__(self, name: str) -> Any:
        """The period answers for ``status``, ``holder_id``, ``holder`` and ``get_status_display`` alike."""
        field = name.removeprefix("get_").removesuffix("_display")
        is_tracked = field in self._tracked or f"{field}_id" in self._tracked
        return getattr(self._period if is_tracked else self._period.subject, name)


def table_of(register: Register) -> Table:
    """The rows that are in the register today. Where fields are withheld, files carry the columns of the
    list: they could not come back whole."""
    return Table(
        name=register.name.replace(".", "-"),
        label=register.label,
        noun=register.noun,
        model=register.model,
        queryset=lambda actor: register.current(actor).select_related(*register.related),
        columns=_columns(register),
        filters=filters_of(register, ""),
        pick="pk",
        facets_behind=("is_shown",),
        pick_buttons=partial(_pick_buttons, register),
        orders=register.orders,
        empty=register.empty,
        ledger=None if register.withheld else ledger_named(register.name),
    )


def as_of_table(register: Register, moment: Moment) -> Table:
    """The rows that were in the register at the moment, with what they were then."""
    return replace(
        table_of(register),
        model=register.period_model,
        queryset=partial(_periods, register, moment),
        filters=filters_of(register, "subject__", moment),
        pick="subject_id",
        facets_behind=(),
        orders=[_order_of_periods(register, order) for order in register.orders],
        prepare=lambda periods: [AsOfRow(period, register.tracked_names) for period in periods],
        ledger=None,
        _keys={},
    )


def _pick_buttons(register: Register, actor: Actor) -> list[PickButton]:
    book = register.name.partition(".")[2]
    return [
        PickButton(one.label, reverse(one.url_name, args=[book]), one.icon)
        for one in register.picks
        if may(actor, one.right or register.edit)
    ]


def _periods(register: Register, moment: Moment, actor: Actor) -> QuerySet[Any]:
    own = {field.name for field in register.period_model._meta.fields}
    related = [name if name in own else f"subject__{name}" for name in register.related]
    return periods_at(register, moment, actor).select_related("subject", *related)


def _columns(register: Register) -> list[Column]:
    """The columns that stand in the list by themselves, then those one can choose."""
    listed = [field for field in register.fields if field.is_listed]
    spare = [field for field in register.fields if not field.is_listed and _is_short(field)]
    return [_column(register, field, index) for index, field in enumerate(listed)] + [
        replace(_column(register, field, 1), is_default=False) for field in spare
    ]


def _is_short(field: RegisterField) -> bool:
    """Whether a column of it is offered: long texts belong on the page of the row."""
    return field.is_offered and getattr(field.kind, "longest", 0) <= LONGEST_IN_A_COLUMN


def _column(register: Register, field: RegisterField, index: int) -> Column:
    address = (lambda row: row_address(register.name, row.pk)) if index == 0 else None
    kind = "number" if isinstance(field.kind, Number) else "text"
    return Column(
        field.name,
        field.label,
        partial(shown_value, field),
        cell=field.cell or (partial(toned, field) if field.tones else _naming(field, address)),
        url=address,
        kind=kind,  # type: ignore[arg-type]
        on_phone=index < 5,
        nowrap=isinstance(field.kind, Day | Choice),
        wide=index >= 8,
    )


def _naming(
    field: RegisterField, address: Callable[[Any], str] | None
) -> Callable[[Any], SafeString | str] | None:
    """The cell that names a row: a link, marked where the row is a sample."""
    if address is None:
        return None
    return lambda row: named_cell(address(row), shown(shown_value(field, row)), is_sample=row.is_sample)


def toned(field: RegisterField, row: Any) -> SafeString | str:
    """A value as a status mark: shape, word and colour."""
    value = getattr(row, field.name)
    tone = (field.tones or {}).get(value)
    return state_mark(tone, shown_value(field, row)) if tone else shown(shown_value(field, row))


def shown_value(field: RegisterField, row: Any) -> Any:
    """A value of a row as people read it: labels for codes, names for ids."""
    if field.shown is not None:
        return field.shown(row)
    value = getattr(row, field.name)
    if isinstance(field.kind, Choice):
        return str(field.kind.cell(value)) if value else None
    if isinstance(value, list | tuple):
        return "、".join(str(one) for one in value) or None
    return value


def _order_of_periods(register: Register, order: Order) -> Order:
    def path(name: str) -> str:
        sign, bare = ("-", name[1:]) if name.startswith("-") else ("", name)
        if bare in register.tracked_names:
            return f"{sign}{bare}"
        return f"{sign}subject_id" if bare in ("pk", "id") else f"{sign}subject__{bare}"

    return Order(order.name, order.label, tuple(path(name) for name in order.fields))
