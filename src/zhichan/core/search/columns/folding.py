"""Many changes made few (列存合并): on top of each other, or into the base, which is then written anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zhichan.core.search.collection import Collection
from zhichan.core.search.columns.keeping import Piece, Pieces, folder_of, piece_of
from zhichan.core.search.columns.layout import ID, IS_REMOVED

MOST_PIECES = 24
FOLD_FROM = 20_000
FOLD_SHARE = 5
ROWS_AT_ONCE = 50_000


def newest_rows(tables: Sequence[pa.Table]) -> pa.Table:
    """Of several tables of changes, the last row of each id."""
    whole = pa.concat_tables(tables)
    last = {key: place for place, key in enumerate(whole[ID].to_pylist())}
    return whole.take(pa.array(sorted(last.values()), pa.int64()))


def folded(collection: Collection, generation: int, pieces: Pieces) -> Pieces:
    """The same with fewer files, where they have become many or large. O(rows of the base) at the most."""
    changes = pieces.pieces[1:]
    rows = sum(one.rows for one in changes)
    is_large = rows > max(FOLD_FROM, pieces.pieces[0].rows // FOLD_SHARE)
    if not is_large and len(changes) <= MOST_PIECES:
        return pieces
    folder = folder_of(collection, generation)
    newest = newest_rows([pq.read_table(folder / one.file) for one in changes])
    base, state = pieces.pieces[0], pieces.state
    if is_large:
        name = f"{state}.base.parquet"
        rows = _fold(folder / base.file, newest, folder / name)
        kept: tuple[Piece, ...] = (piece_of(folder / name, state, rows),)
    else:
        name = f"{state}.changes.parquet"
        pq.write_table(newest, folder / name, compression="zstd")
        kept = (base, piece_of(folder / name, state, newest.num_rows))
    _sweep(folder, {name, *(one.file for one in pieces.pieces)})
    return Pieces(pieces.version, kept, state)


def _fold(base: Path, newest: pa.Table, into: Path) -> int:
    """Written in parts: as many rows as there are never stand in memory."""
    touched, rows = newest[ID].combine_chunks(), 0
    source = pq.ParquetFile(base)
    with pq.ParquetWriter(into, source.schema_arrow, compression="zstd") as writer:
        for batch in source.iter_batches(ROWS_AT_ONCE):
            left = pa.Table.from_batches([batch])
            left = left.filter(pc.invert(pc.is_in(left[ID], value_set=touched)))
            writer.write_table(left)
            rows += left.num_rows
        added = newest.filter(pc.invert(newest[IS_REMOVED]))
        writer.write_table(added)
    return rows + int(added.num_rows)


def _sweep(folder: Path, kept: set[str]) -> None:
    """Files of the last round stay: somebody may be opening them."""
    for path in folder.glob("*.parquet"):
        if path.name not in kept:
            path.unlink(missing_ok=True)
