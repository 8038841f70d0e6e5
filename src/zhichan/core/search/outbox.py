"""Telling the index what was written (待索引登记), in the transaction that wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from zhichan.core.search.collection import sources
from zhichan.core.search.models import SearchChange

CHUNK = 2_000


def note(source: str, ids: Iterable[int]) -> None:
    """Rows of a source were written. Nothing is noted of a source that no collection reads."""
    if source in sources():
        entries = [SearchChange(source=source, row_id=row_id) for row_id in ids]
        SearchChange.objects.bulk_create(entries, batch_size=CHUNK)


def note_rows(source: str, rows: QuerySet[Any]) -> None:
    """The same for all rows of a query, in one statement however many there are."""
    if source not in sources():
        return
    chosen: QuerySet[Any, Any] = rows.order_by().values(row_id=F("pk"))
    statement, params = chosen.query.sql_with_params()
    table = connection.ops.quote_name(SearchChange._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (source, row_id) SELECT %s, chosen.row_id FROM ({statement}) AS chosen",  # noqa: S608
            [source, *params],
        )
