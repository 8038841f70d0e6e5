"""Writing many rows at once: one COPY on PostgreSQL, one prepared statement on SQLite (批量写入)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def fresh_ids(model: type[models.Model], count: int) -> list[int]:
    """Keys for the next rows of a model, before they are written. Call it inside the transaction that does.

    On SQLite that is the one write transaction; on PostgreSQL a sequence never gives a number twice.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        [last] = cursor.fetchone() or (0,)
        return list(range(last + 1, last + 1 + count))


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows given as values in the order of ``names`` (model fields); Python values, none checked."""
    fields = [model._meta.get_field(name) for name in names]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)  # type: ignore[union-attr]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(fields))
        prepared = _prepared(fields, rows)
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", prepared)  # noqa: S608  names of ours


def _prepared(fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterable[list[Any]]:
    """Values as SQLite stores them; dates and instants are written as text."""
    writers = [_writer(field) for field in fields]
    return ([write(value) for write, value in zip(writers, row, strict=True)] for row in rows)


def _writer(field: Any) -> Any:
    if isinstance(field, models.DateTimeField):
        return _remembered(lambda value: connection.ops.adapt_datetimefield_value(value))
    if isinstance(field, models.DateField):
        return lambda value: value if value is None else value.isoformat()
    if isinstance(field, models.DecimalField):
        return lambda value: value if value is None else str(value)
    return lambda value: value


def _remembered(write: Any) -> Any:
    """The instants of a batch are few: each is written once."""
    written: dict[Any, Any] = {}

    def look_up(value: Any) -> Any:
        if value not in written:
            written[value] = write(value)
        return written[value]

    return look_up
