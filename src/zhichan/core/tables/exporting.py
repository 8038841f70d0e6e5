"""The rows of a list as a file: the same filter, the same order, every row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput
from zhichan.core.exports.cells import Cell, folded_text
from zhichan.core.exports.responses import Format, export_rows
from zhichan.core.exports.sheets import MONEY_FORMAT, Heading
from zhichan.core.tables.declaration import Column, Table
from zhichan.core.tables.paging import filtered_rows
from zhichan.core.tables.text import Blank

CHUNK = 500


def export_table(
    table: Table,
    actor: Actor,
    params: Mapping[str, str],
    *,
    file_format: str,
    within: QuerySet[Any] | None = None,
    columns: Sequence[str] = (),
) -> HttpResponseBase:
    """The list as xlsx or csv. Raises InvalidInput for another format. O(1) memory in the rows."""
    if file_format not in ("xlsx", "csv"):
        raise InvalidInput(_("只能导出 xlsx 或 csv。"), format=file_format[:40])
    rows = filtered_rows(table, actor, params, within)
    if table.ledger:
        return table.ledger.export(rows, title=str(table.label), file_format=_format(file_format))
    shown = [column for column in table.columns_named(columns) if column.exported]
    headings = [Heading(_("记录号")), *(Heading(str(c.label), _number_format(c)) for c in shown)]
    cells = ([row.pk, *(_cell(column, row) for column in shown)] for row in chunked(table, rows))
    return export_rows(str(table.label), headings, cells, file_format=_format(file_format))


def _format(file_format: str) -> Format:
    return "xlsx" if file_format == "xlsx" else "csv"


def chunked(table: Table, rows: QuerySet[Any]) -> Iterator[Any]:
    """Every row, with what ``prepare`` adds, without ever holding more than a chunk."""
    chunk: list[Any] = []
    for row in rows.iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield from _prepared(table, chunk)
            chunk = []
    yield from _prepared(table, chunk)


def _prepared(table: Table, chunk: Sequence[Any]) -> Sequence[Any]:
    return table.prepare(chunk) if table.prepare and chunk else chunk


def _cell(column: Column, row: Any) -> Cell:
    """Unknown is an empty cell; not applicable and withheld stand as words."""
    value = column.value(row)
    if value is None or value is Blank.UNKNOWN:
        return None
    if isinstance(value, bool | int | float | Decimal | date):
        return value
    return folded_text(str(value))


def _number_format(column: Column) -> str:
    return {"number": "General", "money": MONEY_FORMAT}.get(column.kind, "@")
