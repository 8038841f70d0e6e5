"""Triggers that keep the audit tables append-only, in the words of each database.

Events and seals refuse every UPDATE and DELETE; a chain head may only move forward and never goes.
SQLite loses the triggers of a table that Django rebuilds to alter it: a migration that alters one of
these tables ends with ``create``; ``doctor`` looks whether they are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper

FROZEN_TABLES = ("audit_auditevent", "audit_auditseal")
HEAD_TABLE = "audit_audithead"

_HEAD_MOVES_BACK = (
    "NEW.seq < OLD.seq OR NEW.subject_kind <> OLD.subject_kind OR NEW.subject_id <> OLD.subject_id"
)
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION zhichan_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit rows are append-only: % on %', TG_OP, TG_TABLE_NAME;
END $$
"""


def names() -> list[str]:
    """The triggers that must exist, as both databases name them."""
    rows = [f"{table}_no_{verb}" for table in FROZEN_TABLES for verb in ("update", "delete")]
    return sorted([*rows, f"{HEAD_TABLE}_forward", f"{HEAD_TABLE}_no_delete"])


def _sqlite_statements() -> Iterator[str]:
    for table in FROZEN_TABLES:
        for verb in ("update", "delete"):
            yield _sqlite_trigger(f"{table}_no_{verb}", verb, table)
    yield _sqlite_trigger(f"{HEAD_TABLE}_forward", "update", HEAD_TABLE, f"WHEN {_HEAD_MOVES_BACK}")
    yield _sqlite_trigger(f"{HEAD_TABLE}_no_delete", "delete", HEAD_TABLE)


def _sqlite_trigger(name: str, verb: str, table: str, when: str = "") -> str:
    return (
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb.upper()} ON {table} {when} "
        f"BEGIN SELECT RAISE(ABORT, 'audit rows are append-only: {verb} on {table}'); END"
    )


def _postgresql_statements() -> Iterator[str]:
    yield _POSTGRESQL_FUNCTION
    for table in FROZEN_TABLES:
        yield _postgresql_trigger(f"{table}_no_update", "UPDATE", table)
        yield _postgresql_trigger(f"{table}_no_delete", "DELETE", table)
    yield _postgresql_trigger(f"{HEAD_TABLE}_forward", "UPDATE", HEAD_TABLE, f"WHEN ({_HEAD_MOVES_BACK})")
    yield _postgresql_trigger(f"{HEAD_TABLE}_no_delete", "DELETE", HEAD_TABLE)
    for table in (*FROZEN_TABLES, HEAD_TABLE):
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION zhichan_audit_refuse()"
        )


def _postgresql_trigger(name: str, verb: str, table: str, when: str = "") -> str:
    return (
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} "
        f"FOR EACH ROW {when} EXECUTE FUNCTION zhichan_audit_refuse()"
    )


def create(connection: BaseDatabaseWrapper = default_connection) -> None:
    """Create the triggers; those that exist stay."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for statement in _postgresql_statements() if postgresql else _sqlite_statements():
            cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper = default_connection) -> None:
    """Lift the protection: for a restore into an empty place and for undoing the migration."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS zhichan_audit_refuse() CASCADE")
            return
        for name in names():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def missing(connection: BaseDatabaseWrapper = default_connection) -> list[str]:
    """Names of triggers that should be there and are not, or are switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        found = {row[0] for row in cursor.fetchall()}
    return [name for name in names() if name not in found]


@contextmanager
def lifted(connection: BaseDatabaseWrapper = default_connection) -> Iterator[None]:
    """The protection lifted for the length of a block."""
    drop(connection)
    try:
        yield
    finally:
        create(connection)
