"""Single rows written without what a model's ``save`` goes through: a step of a matter writes six or so.

Nothing is checked here but by the database itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.db import connection, models

Change = tuple[int, Mapping[str, Any]]
"""A key, and the columns to be set of the rows that have it."""


def insert_row(row: models.Model) -> None:
    """Write a new row; it gets its key. One query."""
    statement, fields = _insert_of(type(row))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


def update_row(row: models.Model, values: Mapping[str, Any]) -> None:
    """Set some columns of a row, by their attribute (``handler_id``), in the database and in the object.

    One query, none where there is nothing to set.
    """
    if not values:
        return
    model, fields = type(row), _by_attribute(type(row))
    sets = ", ".join(f"{connection.ops.quote_name(fields[name].column)} = %s" for name in values)
    stored = [fields[name].get_db_prep_save(value, connection) for name, value in values.items()]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {sets} WHERE id = %s", [*stored, row.pk])  # noqa: S608  our names
    for name, value in values.items():
        setattr(row, name, value)


def update_rows(model: type[models.Model], changes: Iterable[Change], key: str = "pk") -> None:
    """Set columns of many rows, each found by its ``key``. A statement for each set of columns there is."""
    fields = _by_attribute(model)
    where = "id" if key == "pk" else str(fields[key].column)
    groups: dict[tuple[str, ...], list[list[Any]]] = {}
    for value, columns in changes:
        stored = [fields[name].get_db_prep_save(one, connection) for name, one in columns.items()]
        if stored:
            groups.setdefault(tuple(columns), []).append([*stored, value])
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for names, values in groups.items():
            sets = ", ".join(f"{quote(fields[name].column)} = %s" for name in names)
            statement = f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {quote(where)} = %s"  # noqa: S608
            cursor.executemany(statement, values)


@cache
def _insert_of(model: type[models.Model]) -> tuple[str, list[Any]]:
    fields: list[Any] = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns, marks = ", ".join(quote(one.column) for one in fields), ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING id", fields  # noqa: S608  our names


@cache
def _by_attribute(model: type[models.Model]) -> dict[str, Any]:
    return {field.attname: field for field in model._meta.concrete_fields}
