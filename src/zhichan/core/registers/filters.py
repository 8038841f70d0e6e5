"""The filters of a register's list from its declaration: words, days, counted values, and other rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, Model, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import now, today
from zhichan.core.exports.kinds import Choice
from zhichan.core.registers.declaration import Register, RegisterField, register_over
from zhichan.core.registers.moments import Moment
from zhichan.core.tables.declaration import Filter, Label, Labels
from zhichan.core.tables.filters import (
    EMPTY,
    day_filter,
    facet_filter,
    facet_of,
    text_filter,
    with_one_of,
)

LONGEST_ID = 18


def filters_of(register: Register, prefix: str, moment: Moment | None = None) -> list[Filter]:
    """One filter for each field that has one; words are looked for in all text fields together.

    ``prefix`` leads from what is listed to the settled fields; ``moment``: as of when, empty for today.
    """
    found: list[Filter] = []
    texts = [field for field in register.fields if field.filter == "text"]
    if texts:
        label = "、".join(str(field.label) for field in texts)
        found.append(text_filter("q", label, [_path(field, prefix) for field in texts]))
    for field in register.fields:
        path, target = _path(field, prefix), _target(register, field)
        if target is not None:
            found.append(_row_filter(field, path, target, moment))
        elif field.filter == "choice" and isinstance(field.kind, Choice):
            found.append(facet_filter(field.name, field.label, path, field.kind.choices))
        elif field.filter == "values":
            found.append(facet_filter(field.name, field.label, path, labels=_labels(field)))
        elif field.filter == "day":
            found.append(day_filter(field.name, field.label, f"{path}__gte"))
    return found


def _path(field: RegisterField, prefix: str) -> str:
    return field.name if field.is_tracked else f"{prefix}{field.name}"


def _target(register: Register, field: RegisterField) -> type[Model] | None:
    """The model of the row a field names."""
    try:
        column = register.model._meta.get_field(field.name.removesuffix("_id"))
    except FieldDoesNotExist:
        return None
    return column.related_model if isinstance(column, ForeignKey) else None


def _labels(field: RegisterField) -> Labels:
    """The words of plain values: what the field says of them, else the values themselves."""

    def labels(_actor: Actor, values: Sequence[str]) -> Mapping[str, Label]:
        named = [value for value in values if value != EMPTY]
        known = dict(field.labels(named)) if field.labels and named else {}
        return {value: _("未登记") if value == EMPTY else known.get(value, value) for value in values}

    return labels


def _row_filter(field: RegisterField, path: str, target: type[Model], moment: Moment | None) -> Filter:
    """Rows that name one of the chosen rows, or one that counts as the same thing."""
    other = register_over(target)
    name = field.name.removesuffix("_id")

    def labels(actor: Actor, values: Sequence[str]) -> Mapping[str, Label]:
        wanted = [int(v) for v in values if v.isascii() and v.isdigit() and len(v) <= LONGEST_ID]
        rows: Any = target._default_manager.all() if other is None else other.rows(actor)
        title = str if other is None else other.title
        return {str(row.pk): title(row) for row in rows.filter(pk__in=wanted)}

    def chosen(value: str) -> list[int]:
        named = [int(one) for one in value.split(",")]
        if other is None or other.same_as is None:
            return named
        at = moment or Moment(today(), now())
        return list(dict.fromkeys(pk for one in named for pk in other.same_as(one, at)))

    if field.filter == "values":
        return facet_of(name, field.label, path, chosen, labels=labels)

    def narrow(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return with_one_of(rows, path, chosen(value))

    return Filter(name, field.label, narrow, kind="hidden", labels=labels)
