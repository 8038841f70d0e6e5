"""The tables of a database, to be compared with those of another one."""

from __future__ import annotations

from django.db import connection


def schema() -> dict[str, tuple[object, ...]]:
    """Columns, constraints and indexes of each table, without their names made up by Django.

    Django's own migrations number its groups, of which the product makes no use, other than its models do.
    """
    with connection.cursor() as cursor:
        return {
            table: (_columns(cursor, table), _constraints(cursor, table))
            for table in connection.introspection.table_names(cursor)
            if not table.startswith("auth_")
        }


def _columns(cursor, table: str) -> list[tuple[object, ...]]:
    described = connection.introspection.get_table_description(cursor, table)
    return sorted((each.name, str(each.type_code), each.null_ok) for each in described)


def _constraints(cursor, table: str) -> list[str]:
    found = connection.introspection.get_constraints(cursor, table)
    return sorted(str(sorted(each.items(), key=str)) for each in found.values())
