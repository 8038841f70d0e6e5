"""The rows of given ids as one state of the index has them (列存读取), in memory, for Ibis on DuckDB.

Ibis and DuckDB are loaded when the first rows are asked for.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from zhichan.core.search.collection import Collection
from zhichan.core.search.columns.keeping import Piece, folder_of, forget, read_pieces
from zhichan.core.search.columns.layout import ID, IS_REMOVED
from zhichan.core.search.index import IndexMissing

if TYPE_CHECKING:
    import ibis.expr.types as ir

PATIENCE_SECONDS = 2.0
LOOK_EVERY_SECONDS = 0.02
MOST_COMPILED = 512
HITS = "hits"


class ColumnsMissing(IndexMissing):
    """The columns of the state that was asked for are not there: lost, or being made."""

    code = "search_columns_missing"


class Rows:
    """The rows of some ids. ``table``: as Ibis sees them, for expressions. One asks at a time."""

    def __init__(self, connection: Any, table: ir.Table, count: int) -> None:
        self.table, self.count = table, count
        self._connection, self._lock = connection, RLock()

    def add(self, rows: Any) -> None:
        """More rows of the same columns, as an Arrow table."""
        with self._lock:
            self._connection.register("added", rows)
            self._connection.sql("FROM added").insert_into(HITS)
            self._connection.unregister("added")
            self.count += rows.num_rows

    def told(self, expression: ir.Table) -> list[dict[str, Any]]:
        """What an expression over ``table`` comes to, as plain values."""
        with self._lock:
            found = self._connection.sql(_sql_of(expression.op()))
            rows: list[dict[str, Any]] = found.to_arrow_table().to_pylist()
            return rows


@lru_cache(maxsize=MOST_COMPILED)
def _sql_of(operation: Any) -> str:
    """Expressions over rows of one layout are equal: what was compiled once, no later set compiles again."""
    import ibis

    return str(ibis.to_sql(operation.to_expr(), dialect="duckdb"))


def rows_at(
    collection: Collection,
    state: str,
    ids: Sequence[int],
    columns: Sequence[str] = (),
    *,
    patience: float = PATIENCE_SECONDS,
) -> Rows:
    """The rows of ids that an index found in a state, of some columns or of all.

    Raises ColumnsMissing unless every one is there.
    A moment may pass between an index and its columns; that long it waits. O(base) to find the rows.
    """
    generation = int(state.partition(".")[0])
    until = time.monotonic() + patience
    while True:
        kept = read_pieces(collection, generation)
        pieces = kept.until(state) if kept else ()
        if pieces:
            try:
                rows = _rows(folder_of(collection, generation), pieces, ids, columns)
            except FileNotFoundError:  # it has just been folded into another
                pieces = ()
            except Exception as error:
                if not _is_damage(error):
                    raise
                forget(collection, generation)
                raise ColumnsMissing(gettext("分析数据已损坏，正在重新准备。")) from error
            else:
                if rows.count == len(ids):
                    return rows
                raise ColumnsMissing(gettext("分析数据与检索索引不一致，正在重新准备。"))
        if time.monotonic() >= until:
            raise ColumnsMissing(gettext("分析数据正在准备，请稍后再试。"))
        time.sleep(LOOK_EVERY_SECONDS)


def _is_damage(error: Exception) -> bool:
    """Whether it is raised for a file that is not what it should be."""
    import duckdb
    import pyarrow as pa

    is_of_files = isinstance(error, duckdb.Error | pa.ArrowInvalid | OSError)
    return is_of_files and not isinstance(error, duckdb.OutOfMemoryException)


def _rows(folder: Path, pieces: Sequence[Piece], ids: Sequence[int], columns: Sequence[str]) -> Rows:
    import ibis
    import pyarrow as pa
    import pyarrow.parquet as pq

    from zhichan.core.search.columns.folding import newest_rows

    base = folder / pieces[0].file
    if not base.is_file():
        raise FileNotFoundError(base)
    backend = ibis.duckdb.connect()
    connection = backend.con
    connection.register("wanted", pa.table({ID: pa.array(ids, pa.int64())}))
    wanted, rows = backend.table("wanted"), backend.read_parquet(str(base), table_name="base")
    if changes := pieces[1:]:
        newest = newest_rows([pq.read_table(folder / one.file) for one in changes])
        connection.register("changes", newest)
        changed = backend.table("changes")
        rows = rows.anti_join(changed, ID).union(changed.filter(~changed[IS_REMOVED]))
    found = rows.semi_join(wanted, ID).drop(IS_REMOVED)
    found = found.select(ID, *columns) if columns else found
    connection.execute(f"CREATE TABLE {HITS} AS {ibis.to_sql(found, dialect='duckdb')}")
    made = Rows(connection, ibis.table(found.schema(), name=HITS), 0)
    made.count = int(made.told(made.table.aggregate(n=made.table.count()))[0]["n"])
    return made
