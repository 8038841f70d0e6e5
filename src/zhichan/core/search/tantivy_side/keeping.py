"""Where the embedded index lies, and who writes it (索引存储): a folder for each generation of each."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy
from django.utils.translation import gettext

from zhichan.core.search.collection import Collection, Record
from zhichan.core.search.index import IndexMissing
from zhichan.core.search.tantivy_side.documents import (
    document_of,
    schema_of,
    version_of,
    with_tokenizer,
)
from zhichan.core.search.tantivy_side.reading import TantivySearcher

WRITER_BYTES = 256_000_000
WRITER_THREADS = 2
_META, _VERSION = "meta.json", "zhichan.json"


class TantivyWriting:
    """Changes of one collection; visible and lasting with ``commit``, gone without."""

    def __init__(self, collection: Collection, index: tantivy.Index, folder: Path) -> None:
        self._collection, self._index, self._folder = collection, index, folder
        self._writer = index.writer(heap_size=WRITER_BYTES, num_threads=WRITER_THREADS)
        # A writer that was killed leaves files whose names the next one would give again.
        self._writer.garbage_collect_files()

    def put(self, records: Iterable[Record], *, are_new: bool = False) -> int:
        """``are_new``: none of the ids is there yet, so that nothing has to be looked for."""
        kept = list(records)
        if not are_new:
            self.remove(record.id for record in kept)
        for record in kept:
            self._writer.add_document(document_of(record, self._collection))
        return len(kept)

    def remove(self, ids: Iterable[int]) -> None:
        """By a query: a deletion by term finds no number, and does not say so (tantivy-py 0.27)."""
        if gone := sorted(ids):
            query = tantivy.Query.term_set_query(self._index.schema, "id", gone)
            self._writer.delete_documents_by_query(query)

    def commit(self) -> str:
        self._writer.commit()
        return snapshot_in(self._folder)

    def close(self) -> None:
        self._writer.garbage_collect_files()
        self._writer.wait_merging_threads()


class TantivyIndex:
    """All collections below one folder. Searchers are kept, one for each collection, until it has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._searchers: dict[str, TantivySearcher] = {}
        self._opened: dict[Path, tantivy.Index] = {}

    def folder_of(self, collection: Collection, generation: int) -> Path:
        return self._folder / collection.name / f"{generation:06d}"

    def version_of(self, collection: Collection) -> str:
        return version_of(collection)

    def state_of(self, collection: Collection, generation: int) -> str | None:
        folder = self.folder_of(collection, generation)
        return snapshot_in(folder) if is_whole(collection, folder) else None

    def clear(self, collection: Collection, generation: int) -> None:
        shutil.rmtree(self.folder_of(collection, generation), ignore_errors=True)

    def keep_only(self, collection: Collection, generation: int) -> None:
        kept = self.folder_of(collection, generation)
        for folder in kept.parent.iterdir():
            if folder != kept:
                shutil.rmtree(folder, ignore_errors=True)

    def searcher(self, collection: Collection, generation: int) -> TantivySearcher:
        """The newest state. Raises IndexMissing where there is none that this version can ask."""
        folder = self.folder_of(collection, generation)
        if not is_whole(collection, folder):
            raise IndexMissing(gettext("检索索引正在建立，请稍后再试。"))
        snapshot = snapshot_in(folder)
        known = self._searchers.get(collection.name)
        if known is not None and known.snapshot == snapshot and folder in self._opened:
            return known
        try:
            index = self._opened.get(folder) or with_tokenizer(
                tantivy.Index(schema_of(collection), str(folder))
            )
            index.reload()
            made = TantivySearcher(collection, index, snapshot)
        except (ValueError, OSError) as broken:
            self._opened.pop(folder, None)
            raise IndexMissing(gettext("检索索引已损坏，正在重新建立。")) from broken
        self._opened = {
            **{at: one for at, one in self._opened.items() if at.parent != folder.parent},
            folder: index,
        }
        self._searchers[collection.name] = made
        return made

    @contextmanager
    def writing(self, collection: Collection, generation: int) -> Iterator[TantivyWriting]:
        """Raises ValueError when another process writes it."""
        folder = self.folder_of(collection, generation)
        folder.mkdir(parents=True, exist_ok=True)
        index = with_tokenizer(tantivy.Index(schema_of(collection), str(folder)))
        if not (folder / _VERSION).exists():
            (folder / _VERSION).write_text(json.dumps({"version": version_of(collection)}))
        writing = TantivyWriting(collection, index, folder)
        try:
            yield writing
        finally:
            writing.close()


def is_whole(collection: Collection, folder: Path) -> bool:
    """Whether an index lies there that was made by this version of the chain and of the collection."""
    try:
        said = json.loads((folder / _VERSION).read_text())
        return bool(said["version"] == version_of(collection)) and (folder / _META).is_file()
    except (OSError, ValueError, KeyError, TypeError):
        return False


def snapshot_in(folder: Path) -> str:
    """The name of the state last committed: the generation and the engine's own count of operations."""
    said = json.loads((folder / _META).read_text())
    return f"{folder.name}.{said['opstamp']}"
