"""Reading a whole database as it stands at one instant, while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def read_snapshot() -> Iterator[None]:
    """A block in which every query sees the same instant and no writer waits. Writing in it is an error.

    SQLite: a deferred transaction, which reads the write-ahead log up to where it ended at the first
    query. PostgreSQL: REPEATABLE READ, READ ONLY. Inside a transaction the caller's own is used.
    """
    if connection.in_atomic_block:
        yield
        return
    with _reading_transaction():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _reading_transaction() -> Iterator[None]:
    if connection.vendor != "sqlite":
        with transaction.atomic():
            yield
        return
    # The settings begin every transaction as a writer (IMMEDIATE); this one must not hold the others up.
    usual = connection.transaction_mode  # type: ignore[attr-defined]
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = usual  # type: ignore[attr-defined]
