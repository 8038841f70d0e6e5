"""Tables that only grow (只增不改): triggers of either database refuse to change or remove their rows.

A model whose rows are history says ``append_only = True``: audit events and seals, the events of every
register. A model with ``only_forward`` columns (the head of an audit chain) may be updated as long as the
first of them does not fall and the others stay, and its rows never go.

The triggers are made after every ``migrate``: SQLite loses those of a table that Django rebuilds to alter it.
``doctor`` looks whether they are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection as default_connection
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION zhichan_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows are append-only: % on %', TG_OP, TG_TABLE_NAME;
END $$
"""


def create_after_migrate(*, using: str, **_others: Any) -> None:
    """Receiver of ``post_migrate``."""
    create(connections[using])


def tables() -> dict[str, str]:
    """Each protected table with the condition under which an update is refused; empty is always."""
    found = {}
    for model in apps.get_models():
        if forward := getattr(model, "only_forward", ()):
            first, *others = forward
            found[model._meta.db_table] = " OR ".join(
                [f"NEW.{first} < OLD.{first}", *(f"NEW.{name} <> OLD.{name}" for name in others)]
            )
        elif getattr(model, "append_only", False):
            found[model._meta.db_table] = ""
    return found


def names() -> list[str]:
    """The triggers that must exist, as both databases name them."""
    return sorted(name for table in tables() for name in _names_of(table))


def missing(connection: BaseDatabaseWrapper = default_connection) -> list[str]:
    """Names of triggers that should be there and are not, or are switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        found = {row[0] for row in cursor.fetchall()}
    return [name for name in names() if name not in found]


def create(connection: BaseDatabaseWrapper = default_connection) -> None:
    """Create the triggers of the tables that exist; those that exist stay."""
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        protected = {table: refused for table, refused in tables().items() if table in existing}
        statements = _postgresql if connection.vendor == "postgresql" else _sqlite
        for statement in statements(protected):
            cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper = default_connection) -> None:
    """Lift the protection: for a restore into an empty place."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS zhichan_append_only() CASCADE")
            return
        for name in names():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


@contextmanager
def lifted(connection: BaseDatabaseWrapper = default_connection) -> Iterator[None]:
    """The protection lifted for the length of a block."""
    drop(connection)
    try:
        yield
    finally:
        create(connection)


def _names_of(table: str) -> tuple[str, str]:
    return f"{table}_no_update", f"{table}_no_delete"


def _sqlite(protected: dict[str, str]) -> Iterator[str]:
    for table, refused in protected.items():
        for name, verb, when in zip(_names_of(table), ("UPDATE", "DELETE"), (refused, ""), strict=True):
            condition = f"WHEN {when}" if when else ""
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table} {condition} "
                f"BEGIN SELECT RAISE(ABORT, 'rows are append-only: {verb} on {table}'); END"
            )


def _postgresql(protected: dict[str, str]) -> Iterator[str]:
    yield _POSTGRESQL_FUNCTION
    refuse = "EXECUTE FUNCTION zhichan_append_only()"
    for table, refused in protected.items():
        for name, verb, when in zip(_names_of(table), ("UPDATE", "DELETE"), (refused, ""), strict=True):
            condition = f"WHEN ({when})" if when else ""
            yield (
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {condition} {refuse}"
            )
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT {refuse}"
        )
