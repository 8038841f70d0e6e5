"""Columns written beside the index (列存写入): the same records, published with the state they are of.

The index says first that a state stands; whoever asks for it within that moment waits for the columns.
Whoever is killed in between takes the same changes in again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from zhichan.core.search.collection import Collection, Record
from zhichan.core.search.columns.keeping import (
    DRAFT,
    PIECES,
    Pieces,
    first_pieces,
    folder_of,
    forget,
    piece_of,
    read_pieces,
    write_pieces,
)
from zhichan.core.search.columns.layout import removed_row, row_of, schema_of, table_of
from zhichan.core.search.content import Content, columns_of
from zhichan.core.search.index import Former, Held, Writing, number_of

ROWS_AT_ONCE = 50_000


class Changes:
    """The index and its columns as one: what goes to the one goes to the other.

    ``is_behind``: the columns lack what the index has had since its last acknowledged state. Then every
    record that is looked at counts, for the index may hold it already.
    """

    def __init__(self, into: Writing, collection: Collection, *, is_behind: bool = False) -> None:
        self._into, self._collection, self._is_behind = into, collection, is_behind
        self._looked_at: set[int] = set()
        self._rows: dict[int, dict[str, Any]] = {}
        self.state = ""

    def held(self, ids: Sequence[int]) -> Mapping[int, Held]:
        if self._is_behind:
            self._looked_at.update(ids)
        return self._into.held(ids)

    def content_of(self, record: Record) -> Content:
        content = self._into.content_of(record)
        if self._is_behind:
            self._add(record.id, content)
        return content

    def put(
        self, records: Iterable[Record], since: Mapping[int, int] | None = None, *, are_new: bool = False
    ) -> Mapping[int, Content]:
        held = self._into.put(records, since, are_new=are_new)
        for record_id, content in held.items():
            self._add(record_id, content)
        return held

    def put_former(self, formers: Iterable[Former]) -> None:
        self._into.put_former(formers)

    def remove(self, ids: Iterable[int]) -> None:
        gone = list(ids)
        self._rows.update((one, removed_row(one, self._collection)) for one in gone)
        self._into.remove(gone)

    def commit(self) -> str:
        self.state = self._into.commit()
        return self.state

    def rows(self) -> list[dict[str, Any]]:
        """What has to be written, one row for each record."""
        gone = self._looked_at - self._rows.keys()
        return [*self._rows.values(), *(removed_row(one, self._collection) for one in sorted(gone))]

    def _add(self, record_id: int, content: Content) -> None:
        self._rows[record_id] = row_of(record_id, content.columns, self._collection)


class Base(Changes):
    """Everything, from nothing: rows go to the file as they come."""

    def __init__(self, into: Writing, collection: Collection, file: Any) -> None:
        super().__init__(into, collection)
        self._file = file
        self.count = 0

    def put(
        self, records: Iterable[Record], since: Mapping[int, int] | None = None, *, are_new: bool = False
    ) -> Mapping[int, Content]:
        held = super().put(records, since, are_new=are_new)
        if len(self._rows) >= ROWS_AT_ONCE:
            self.flush()
        return held

    def flush(self) -> None:
        if self._rows:
            self._file.write_table(table_of(self._rows.values(), self._collection))
        self.count += len(self._rows)
        self._rows = {}


@contextmanager
def changes_beside(
    into: Writing, collection: Collection, generation: int, said: str, stands: str
) -> Iterator[Writing]:
    """Changes on top of what is there. ``said``: the state that was taken in for good before; ``stands``:
    the state the index is in, which may be a later one.

    Columns that are behind what was said are of no use any more; they are forgotten, and read anew by who
    keeps them.
    """
    if not collection.is_analysed:
        yield into
        return
    folder = folder_of(collection, generation)
    name = DRAFT if (folder / DRAFT).exists() else PIECES
    pieces = read_pieces(collection, generation, name)
    is_behind = pieces is not None and bool(stands) and number_of(pieces.state) < number_of(stands)
    written = Changes(into, collection, is_behind=is_behind)
    yield written
    if pieces is None or not written.state:
        return
    if number_of(pieces.state) < number_of(said):
        forget(collection, generation)
        return
    rows = written.rows()
    if rows or written.state != pieces.state:
        _publish(collection, generation, name, pieces, written.state, rows)


def _publish(
    collection: Collection, generation: int, name: str, pieces: Pieces, state: str, rows: list[dict[str, Any]]
) -> None:
    import pyarrow.parquet as pq

    from zhichan.core.search.columns.folding import folded

    path = folder_of(collection, generation) / f"{state}-{len(pieces.pieces)}.parquet"
    pq.write_table(table_of(rows, collection), path, compression="zstd")
    grown = replace(pieces, pieces=(*pieces.pieces, piece_of(path, state, len(rows))))
    write_pieces(collection, generation, grown, name)
    if (fewer := folded(collection, generation, grown)) is not grown:
        write_pieces(collection, generation, fewer, name)


@contextmanager
def base_beside(into: Writing, collection: Collection, generation: int) -> Iterator[Writing]:
    """Everything anew, beside an index that is being built."""
    if not collection.is_analysed:
        yield into
        return
    import pyarrow.parquet as pq

    forget(collection, generation)
    folder = folder_of(collection, generation)
    folder.mkdir(parents=True)
    name = "base.parquet"
    with pq.ParquetWriter(folder / name, schema_of(collection), compression="zstd") as file:
        written = Base(into, collection, file)
        yield written
        written.flush()
    write_pieces(
        collection,
        generation,
        first_pieces(collection, piece_of(folder / name, written.state, written.count)),
    )


def draft_base(collection: Collection, generation: int, state: str, at_once: int) -> None:
    """Read everything anew beside an index that stands. What is waiting may have been read already, so this
    counts once that has been taken in: ``promote_draft``. For the one writer."""
    import pyarrow.parquet as pq

    forget(collection, generation)
    folder = folder_of(collection, generation)
    folder.mkdir(parents=True)
    name, after, count = "base.parquet", 0, 0
    with pq.ParquetWriter(folder / name, schema_of(collection), compression="zstd") as file:
        rows: list[dict[str, Any]] = []
        while ids := collection.ids(after, at_once):
            rows += (
                row_of(record.id, columns_of(record, collection), collection)
                for record in collection.read(ids)
            )
            after = ids[-1]
            if len(rows) >= ROWS_AT_ONCE:
                file.write_table(table_of(rows, collection))
                count, rows = count + len(rows), []
        file.write_table(table_of(rows, collection))
        count += len(rows)
    drafted = first_pieces(collection, piece_of(folder / name, state, count))
    write_pieces(collection, generation, drafted, DRAFT)
