"""Where the embedded index lies, and who writes it (索引存储): a folder for each generation of each."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy
from django.utils.translation import gettext

from zhichan.core.search.collection import Collection, Record
from zhichan.core.search.content import Content, content_of, runs_of_content, stored_content
from zhichan.core.search.index import Former, Held, IndexMissing
from zhichan.core.search.tantivy_side.compiling import one_of
from zhichan.core.search.tantivy_side.documents import (
    document_of,
    schema_of,
    version_of,
    with_tokenizer,
)
from zhichan.core.search.tantivy_side.hits import ids_at
from zhichan.core.search.tantivy_side.past import PastSearcher, held_since
from zhichan.core.search.tantivy_side.reading import TantivySearcher

WRITER_BYTES = 256_000_000
FORMER_WRITER_BYTES = 64_000_000
WRITER_THREADS = 2
_META, _VERSION, _FORMER = "meta.json", "zhichan.json", "former"


class TantivyWriting:
    """Changes of one collection; visible and lasting with ``commit``, gone without.

    Former states lie beside the present ones, and are committed first.
    """

    def __init__(
        self, collection: Collection, index: tantivy.Index, former: tantivy.Index, folder: Path
    ) -> None:
        self._collection, self._index, self._former, self._folder = collection, index, former, folder
        self._writer = _writer_of(index, WRITER_BYTES)
        self._former_writer: tantivy.IndexWriter | None = None

    def held(self, ids: Sequence[int]) -> Mapping[int, Held]:
        """What was held of these records when the writing began."""
        searcher = self._index.searcher()
        query = one_of(self._index.schema, "key", sorted(ids))
        found: dict[int, Held] = {}
        addresses = [address for _score, address in searcher.search(query, limit=max(len(ids), 1)).hits]
        for record_id, address in zip(ids_at(searcher, addresses), addresses, strict=True):
            document = searcher.doc(address)
            content = stored_content(document["texts"][0], document["rest"][0])
            found[record_id] = Held(int(document["since"][0]), content)
        return found

    def content_of(self, record: Record) -> Content:
        return content_of(record, self._collection)[0]

    def put(
        self, records: Iterable[Record], since: Mapping[int, int] | None = None, *, are_new: bool = False
    ) -> Mapping[int, Content]:
        kept, instants = list(records), since or {}
        if not are_new:
            self.remove(record.id for record in kept)
        held: dict[int, Content] = {}
        for record in kept:
            held[record.id], runs = content_of(record, self._collection)
            document = document_of(
                record.id, held[record.id], runs, self._collection, since=instants.get(record.id, 0)
            )
            self._writer.add_document(document)
        return held

    def remove(self, ids: Iterable[int]) -> None:
        _delete(self._writer, self._index, ids)

    def put_former(self, formers: Iterable[Former]) -> None:
        kept = list(formers)
        if not kept:
            return
        if self._former_writer is None:
            self._former_writer = _writer_of(self._former, FORMER_WRITER_BYTES)
        _delete(self._former_writer, self._former, (one.key for one in kept))
        for one in kept:
            document = document_of(
                one.record_id,
                one.content,
                runs_of_content(one.content),
                self._collection,
                since=one.since,
                until=one.until,
                key=one.key,
            )
            self._former_writer.add_document(document)

    def commit(self) -> str:
        if self._former_writer is not None:
            self._former_writer.commit()
        self._writer.commit()
        return snapshot_in(self._folder)

    def close(self) -> None:
        for writer in (self._writer, self._former_writer):
            if writer is not None:
                writer.garbage_collect_files()
                writer.wait_merging_threads()


def _writer_of(index: tantivy.Index, room: int) -> tantivy.IndexWriter:
    writer = index.writer(heap_size=room, num_threads=WRITER_THREADS)
    # A writer that was killed leaves files whose names the next one would give again.
    writer.garbage_collect_files()
    return writer


def _delete(writer: tantivy.IndexWriter, index: tantivy.Index, keys: Iterable[int]) -> None:
    """By a query: a deletion by term finds no number, and does not say so (tantivy-py 0.27)."""
    if gone := sorted(keys):
        writer.delete_documents_by_query(one_of(index.schema, "key", gone))


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

    def searcher_at(
        self, collection: Collection, generation: int, snapshot: str, at: int, known_at: int
    ) -> PastSearcher | None:
        """Opened anew each time. None when the newest state is another one than ``snapshot``."""
        folder = self.folder_of(collection, generation)
        former = with_tokenizer(tantivy.Index(schema_of(collection), str(folder / _FORMER)))
        now = self.searcher(collection, generation)
        if now.snapshot != snapshot:
            return None
        return PastSearcher(collection, self._opened[folder], former, snapshot, at, known_at)

    def searcher_since(
        self, collection: Collection, generation: int, snapshot: str, since: int
    ) -> TantivySearcher | None:
        """Opened anew each time. None when the newest state is another one than ``snapshot``."""
        now = self.searcher(collection, generation)
        if now.snapshot != snapshot:
            return None
        opened = self._opened[self.folder_of(collection, generation)]
        return TantivySearcher(collection, opened, snapshot, held_since(opened.schema, since))

    @contextmanager
    def writing(self, collection: Collection, generation: int) -> Iterator[TantivyWriting]:
        """Raises ValueError when another process writes it."""
        folder = self.folder_of(collection, generation)
        (folder / _FORMER).mkdir(parents=True, exist_ok=True)
        index = with_tokenizer(tantivy.Index(schema_of(collection), str(folder)))
        former = with_tokenizer(tantivy.Index(schema_of(collection), str(folder / _FORMER)))
        if not (folder / _VERSION).exists():
            (folder / _VERSION).write_text(json.dumps({"version": version_of(collection)}))
        writing = TantivyWriting(collection, index, former, folder)
        try:
            yield writing
        finally:
            writing.close()


def is_whole(collection: Collection, folder: Path) -> bool:
    """Whether an index lies there that was made by this version of the chain and of the collection."""
    try:
        said = json.loads((folder / _VERSION).read_text())
        is_ours = bool(said["version"] == version_of(collection))
        return is_ours and all(part.is_file() for part in (folder / _META, folder / _FORMER / _META))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def snapshot_in(folder: Path) -> str:
    """The name of the state last committed: the generation and the engine's own count of operations."""
    said = json.loads((folder / _META).read_text())
    return f"{folder.name}.{said['opstamp']}"
