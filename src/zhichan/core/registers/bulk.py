"""Writing many rows at once: one COPY on PostgreSQL, one prepared statement on SQLite (批量写入)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, models

_TIMES = frozenset({date, datetime})


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
    """Add rows given as values in the order of ``names`` (model fields); nothing is checked.

    A value is what the field holds, or the text it is stored as: days as ``2024-09-30``, JSON as text.
    """
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(fields))
        statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608  names of ours
        stored: Any = map(_as_stored(), rows)
        cursor.executemany(statement, stored)


def _as_stored() -> Callable[[Sequence[Any]], list[Any]]:
    """Days and instants as SQLite keeps them. Those of a batch are few: each is written once."""
    written: dict[date, str] = {}

    def text_of(value: date) -> str:
        text = written.get(value)
        if text is None:
            if isinstance(value, datetime):
                text = str(connection.ops.adapt_datetimefield_value(value))
            else:
                text = value.isoformat()
            written[value] = text
        return text

    return lambda row: [text_of(value) if value.__class__ in _TIMES else value for value in row]
