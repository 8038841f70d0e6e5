"""Writing many rows at once: one COPY on PostgreSQL, one prepared statement on SQLite (批量写入)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from typing import Any

from django.db import connection, models

from zhichan.core.registers.collecting import rarely_collected

_TIMES = frozenset({date, datetime})
_PAGES = {"cache_size": -262_144}
_ROOM = {**_PAGES, "wal_autocheckpoint": 32_768}
"""Pages kept in memory (negative: KiB), and pages of the log after which it is copied."""


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


@contextmanager
def large_reads() -> Iterator[None]:
    """SQLite with room for the rows that a walk through an index reads out of order: at most 256 MB.

    With the 2 MB it has otherwise nearly every row is read from the file anew, once for each walk. Cycles are
    looked for rarely meanwhile: among half a million rows that takes a third of the time.
    """
    with rarely_collected(), _set_for_now(_PAGES):
        yield


def large_writes() -> AbstractContextManager[None]:
    """SQLite with room for the indexes of a large table; without it every key is read from disk anew.

    256 MB of pages, and the log is copied into the database every 128 MB instead of every 4. Nothing is less
    safe: each transaction is on the disk when it ends, as ever.
    """
    return _set_for_now(_ROOM)


@contextmanager
def _set_for_now(settings: Mapping[str, int]) -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = [_pragma(cursor, name) for name in settings]
        for name, size in settings.items():
            cursor.execute(f"PRAGMA {name} = {size:d}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name, size in zip(settings, before, strict=True):
                cursor.execute(f"PRAGMA {name} = {size:d}")


def _pragma(cursor: Any, name: str) -> int:
    return int(cursor.execute(f"PRAGMA {name}").fetchone()[0])


def instant_as_stored(instant: datetime) -> Any:
    """An instant as the database at hand takes it without looking at it again."""
    return connection.ops.adapt_datetimefield_value(instant)


def rows_with_keys(
    model: type[models.Model], key: str, wanted: Sequence[str], names: Sequence[str]
) -> list[tuple[Any, ...]]:
    """The values ``names`` (model fields), as stored, of the rows whose text ``key`` is one of those wanted.

    The texts go as one value, so that thousands are one query and none is prepared by itself.
    """
    quote = connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in (key, *names)]
    column, *columns = (quote(field.column) for field in fields)
    is_postgresql = connection.vendor == "postgresql"
    among = "= ANY(%s)" if is_postgresql else "IN (SELECT value FROM json_each(%s))"
    table = quote(model._meta.db_table)
    statement = f"SELECT {', '.join(columns)} FROM {table} WHERE {column} {among}"  # noqa: S608  names of ours
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(wanted) if is_postgresql else json.dumps(list(wanted))])
        return list(cursor.fetchall())


def insert_rows(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    are_stored: bool = False,
) -> None:
    """Add rows given as values in the order of ``names`` (model fields); nothing is checked.

    A value is what the field holds, or the text it is stored as: days as ``2024-09-30``, JSON as text.
    Raises IntegrityError where a key is taken.
    ``are_stored``: no value is a day or an instant any more, so none is looked at.
    """
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Django knows nothing of COPY: a key that is taken would be an error of psycopg's own.
            copying = cursor.copy(f"COPY {table} ({columns}) FROM STDIN")
            with connection.wrap_database_errors, copying as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(fields))
        statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608  names of ours
        stored: Any = rows if are_stored else map(_as_stored(), rows)
        cursor.executemany(statement, stored)


def insert_objects(model: type[models.Model], objects: Sequence[Any]) -> None:
    """Add new objects and give them their keys; a third of what ``bulk_create`` takes with its checks."""
    if not objects:
        return
    fields = model._meta.concrete_fields
    is_json = [isinstance(field, models.JSONField) for field in fields]
    names = [field.attname for field in fields]
    for pk, one in zip(fresh_ids(model, len(objects)), objects, strict=True):
        one.pk = pk
    rows = (
        [
            json.dumps(value) if as_text else value
            for value, as_text in zip([getattr(one, name) for name in names], is_json, strict=True)
        ]
        for one in objects
    )
    insert_rows(model, [field.name for field in fields], rows)


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
