"""Records as rows of a table (列式布局): what can be counted of them, as it stands in the index.

Codes and the texts whose values can be counted are lists, in their order and each value once; days and
numbers are one figure, days written 20240930. Texts that are only searched for their words are left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zhichan.core.search.collection import Collection, Sort

if TYPE_CHECKING:
    import pyarrow as pa

#: Raised whenever rows are laid out otherwise: files of another version are made anew.
LAYOUT_VERSION = 1
ID, IS_REMOVED = "id", "is_removed"


def schema_of(collection: Collection) -> pa.Schema:
    import pyarrow as pa

    columns = [pa.field(ID, pa.int64()), pa.field(IS_REMOVED, pa.bool_())]
    for one in collection.counted:
        is_figure = one.sort in (Sort.DAY, Sort.NUMBER)
        columns.append(pa.field(one.name, pa.int64() if is_figure else pa.list_(pa.string())))
    return pa.schema(columns)


def version_of(collection: Collection) -> str:
    """Changes whenever files that were made before could tell something else."""
    shape = [(one.name, one.sort.value) for one in collection.counted]
    return hashlib.sha256(repr((LAYOUT_VERSION, shape, collection.edition)).encode()).hexdigest()[:16]


def row_of(
    record_id: int, columns: Mapping[str, Sequence[str | int]], collection: Collection
) -> dict[str, Any]:
    """``columns``: what the index holds of it (``content.columns_of``)."""
    row: dict[str, Any] = {ID: record_id, IS_REMOVED: False}
    for one in collection.counted:
        values = columns.get(one.name, ())
        if one.sort in (Sort.DAY, Sort.NUMBER):
            row[one.name] = values[0] if values else None
        else:
            row[one.name] = [code for code in values if code]
    return row


def removed_row(record_id: int, collection: Collection) -> dict[str, Any]:
    return {**row_of(record_id, {}, collection), IS_REMOVED: True}


def table_of(rows: Iterable[Mapping[str, Any]], collection: Collection) -> pa.Table:
    import pyarrow as pa

    schema, kept = schema_of(collection), list(rows)
    columns = [pa.array([row[one.name] for row in kept], one.type) for one in schema]
    return pa.Table.from_arrays(columns, schema=schema)
