"""The rows of ids as an index knew them at an earlier instant (列存往日状态).

What changed since is read from what the index held before; the rest stands in the columns of today.
"""

from __future__ import annotations

from collections.abc import Sequence

from zhichan.core.search.collection import Collection
from zhichan.core.search.columns.layout import ID, row_of, table_of
from zhichan.core.search.columns.reading import Rows, rows_at
from zhichan.core.search.formers import contents_then


def rows_then(
    collection: Collection, state: str, known_at: int, ids: Sequence[int], at: int, columns: Sequence[str]
) -> Rows:
    """The rows of ids as they were at ``at``; ``state`` and ``known_at``: the present state.

    Raises ColumnsMissing unless every one is there. O(base) as ``rows_at``, and O(rows changed since).
    """
    formers = contents_then(collection, ids, at, known_at)
    rows = rows_at(collection, state, [one for one in ids if one not in formers], columns)
    if formers:
        told = table_of(
            (row_of(one, content.columns, collection) for one, content in formers.items()), collection
        )
        rows.add(told.select([ID, *columns]))
    return rows
