"""Letting one transaction at a time look and then write (互斥), where no row stands to be locked.

Two clerks who register the same name at once both find it free; the database's constraint then stops the
second with an error that says nothing to a person, and a rule over several tables has no constraint.
"""

from __future__ import annotations

from django.db import connection


def hold(subject: str) -> None:
    """Keep others who hold the same subject waiting until this transaction ends.

    To be called before looking whether something is free. On SQLite the write transaction, which begins
    before the first look, does it by itself. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"nothing would hold {subject!r}: there is no transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [subject])
