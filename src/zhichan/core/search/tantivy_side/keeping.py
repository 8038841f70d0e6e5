"""Where the embedded index lies, and who writes it (索引存储): a folder for each generation of each."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path

from django.utils.translation import gettext

from zhichan.core.search.analysis.lines import lines_of
from zhichan.core.search.collection import Collection, Record
from zhichan.core.search.content import Content, content_of, stored_content
from zhichan.core.search.index import Former, Held, IndexMissing
from zhichan.core.search.looks import Looks
from zhichan.core.search.tantivy_side.compiling import one_of
from zhichan.core.search.tantivy_side.documents import HeldState, document_of, version_of
from zhichan.core.search.tantivy_side.files import (
    FORMER,
    META,
    VERSION,
    files_of,
    is_as_written,
    mark_broken,
    missing_for,
    snapshot_in,
    whole_state,
)
from zhichan.core.search.tantivy_side.hits import ids_at
from zhichan.core.search.tantivy_side.opened import Opened, open_in
from zhichan.core.search.tantivy_side.past import PastSearcher, held_since
from zhichan.core.search.tantivy_side.reading import TantivySearcher
from zhichan.core.search.tantivy_side.texts import Texts
from zhichan.core.search.tantivy_side.texts_file import FILE, TextsWriter

WRITER_BYTES = 256_000_000
FORMER_WRITER_BYTES = 64_000_000
WRITER_THREADS = 2
CHARACTERS_AT_ONCE = 200_000


class _Writer:
    """Of the present states or of the former ones: documents, and their texts beside."""

    def __init__(self, collection: Collection, opened: Opened, room: int) -> None:
        self._collection, self._schema, self._key = collection, opened.index.schema, opened.key
        self._writer = opened.index.writer(heap_size=room, num_threads=WRITER_THREADS)
        # A writer that was killed leaves files whose names the next one would give again.
        self._writer.garbage_collect_files()
        self._texts = TextsWriter(opened.folder)

    def add(self, states: Iterable[HeldState]) -> None:
        for some in _in_parts(states):
            all_texts = [state.content.texts for state in some]
            lines = iter(lines_of([*chain.from_iterable(all_texts)]))
            for state, place in zip(some, self._texts.add(all_texts), strict=True):
                of_state = [*islice(lines, len(state.content.texts))]
                self._writer.add_document(document_of(state, of_state, place, self._collection))

    def delete(self, keys: Iterable[int]) -> None:
        """By a query: a deletion by term finds no number, and does not say so (tantivy-py 0.27)."""
        if gone := sorted(keys):
            self._writer.delete_documents_by_query(one_of(self._schema, self._key, gone))

    def commit(self) -> None:
        self._texts.keep()
        self._writer.commit()

    def close(self) -> None:
        self._texts.close()
        self._writer.garbage_collect_files()
        self._writer.wait_merging_threads()


def _in_parts(states: Iterable[HeldState]) -> Iterator[list[HeldState]]:
    """As many at once as are quick to cut together, and do not fill the memory."""
    some, length = list[HeldState](), 0
    for state in states:
        some.append(state)
        length += sum(map(len, state.content.texts))
        if length > CHARACTERS_AT_ONCE:
            yield some
            some, length = [], 0
    if some:
        yield some


class TantivyWriting:
    """Changes of one collection; visible and lasting with ``commit``, gone without.

    Former states lie beside the present ones, and are committed first.
    """

    def __init__(self, collection: Collection, present: Opened, former: Opened) -> None:
        self._collection, self._present, self._former = collection, present, former
        self._writer = _Writer(collection, present, WRITER_BYTES)
        self._former_writer: _Writer | None = None

    def held(self, ids: Sequence[int]) -> Mapping[int, Held]:
        """What was held of these records when the writing began. Raises IndexMissing."""
        with _readable(self._present.folder):
            return self._held(ids)

    def _held(self, ids: Sequence[int]) -> dict[int, Held]:
        searcher = self._present.searcher()
        query = one_of(self._present.index.schema, self._present.key, sorted(ids))
        addresses = [address for _score, address in searcher.search(query, limit=max(len(ids), 1)).hits]
        texts = Texts(self._present.folder, searcher).of(addresses)
        found: dict[int, Held] = {}
        for record_id, address, of_record in zip(ids_at(searcher, addresses), addresses, texts, strict=True):
            document = searcher.doc(address)
            content = stored_content(of_record, document["rest"][0])
            found[record_id] = Held(int(document["since"][0]), content)
        return found

    def content_of(self, record: Record) -> Content:
        return content_of(record, self._collection)

    def put(
        self, records: Iterable[Record], since: Mapping[int, int] | None = None, *, are_new: bool = False
    ) -> Mapping[int, Content]:
        kept, instants = list(records), since or {}
        if not are_new:
            self.remove(record.id for record in kept)
        held = {record.id: self.content_of(record) for record in kept}
        self._writer.add([HeldState(one, held[one], instants.get(one, 0)) for one in held])
        return held

    def remove(self, ids: Iterable[int]) -> None:
        self._writer.delete(ids)

    def put_former(self, formers: Iterable[Former]) -> None:
        kept = list(formers)
        if not kept:
            return
        if self._former_writer is None:
            self._former_writer = _Writer(self._collection, self._former, FORMER_WRITER_BYTES)
        self._former_writer.delete(one.key for one in kept)
        self._former_writer.add(
            [HeldState(one.record_id, one.content, one.since, one.until, one.key) for one in kept]
        )

    def commit(self) -> str:
        if self._former_writer is not None:
            self._former_writer.commit()
        self._writer.commit()
        return snapshot_in(self._present.folder)

    def close(self) -> None:
        for writer in (self._writer, self._former_writer):
            if writer is not None:
                writer.close()


class TantivyIndex:
    """All collections below one folder. Searchers are kept, one for each collection, until it has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._searchers: dict[str, TantivySearcher] = {}
        self._opened: dict[Path, Opened] = {}
        self._looks = Looks()

    def folder_of(self, collection: Collection, generation: int) -> Path:
        return self._folder / collection.name / f"{generation:06d}"

    def version_of(self, collection: Collection) -> str:
        return version_of(collection)

    def state_of(self, collection: Collection, generation: int) -> str | None:
        try:
            return self.searcher(collection, generation).snapshot
        except IndexMissing:
            return None

    def is_sound(self, collection: Collection, generation: int) -> bool:
        folder = self.folder_of(collection, generation)
        parts = (folder, folder / FORMER)
        try:
            state = [(part / META).read_bytes() for part in parts]
            files = [file for part in parts for file in files_of(part)]
            are_whole = self._looks.are_whole(files, is_as_written)
            # While we looked another state may have come, and the files of this one gone.
            if are_whole or state != [(part / META).read_bytes() for part in parts]:
                return True
        except (OSError, ValueError, KeyError, TypeError):
            pass
        mark_broken(folder)
        return False

    def is_worn(self, collection: Collection, generation: int) -> bool:
        return self.searcher(collection, generation).is_worn

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
        while (snapshot := whole_state(collection, folder)) is not None:
            known = self._searchers.get(collection.name)
            if known is not None and known.snapshot == snapshot and folder in self._opened:
                return known
            with _readable(folder):
                opened = self._opened.get(folder) or _both_opened(collection, folder)
                opened.index.reload()
                made = TantivySearcher(collection, opened, snapshot)
            # What came in between may be in it, under a name that is too old for it.
            if whole_state(collection, folder) == snapshot:
                self._keep(collection, folder, opened, made)
        raise IndexMissing(gettext("检索索引正在建立，请稍后再试。"))

    def _keep(self, collection: Collection, folder: Path, opened: Opened, made: TantivySearcher) -> None:
        others = {at: one for at, one in self._opened.items() if at.parent != folder.parent}
        self._opened = {**others, folder: opened}
        self._searchers[collection.name] = made

    def searcher_at(
        self, collection: Collection, generation: int, snapshot: str, at: int, known_at: int
    ) -> PastSearcher | None:
        """None when the newest state is another one than ``snapshot``."""
        now = self.searcher(collection, generation)
        if now.snapshot != snapshot:
            return None
        folder = self.folder_of(collection, generation)
        with _readable(folder):
            opened = open_in(collection, folder / FORMER, is_former=True)
            former = TantivySearcher(collection, opened, snapshot)
        return PastSearcher(collection, now, former, at, known_at)

    def searcher_since(
        self, collection: Collection, generation: int, snapshot: str, since: int
    ) -> TantivySearcher | None:
        """None when the newest state is another one than ``snapshot``."""
        now = self.searcher(collection, generation)
        return held_since(now, since) if now.snapshot == snapshot else None

    @contextmanager
    def writing(self, collection: Collection, generation: int) -> Iterator[TantivyWriting]:
        """Raises ValueError when another process writes it."""
        folder = self.folder_of(collection, generation)
        (folder / FORMER).mkdir(parents=True, exist_ok=True)
        for part in (folder, folder / FORMER):
            (part / FILE).touch()
        present, former = open_in(collection, folder), open_in(collection, folder / FORMER, is_former=True)
        if not (folder / VERSION).exists():
            (folder / VERSION).write_text(json.dumps({"version": version_of(collection)}))
        writing = TantivyWriting(collection, present, former)
        try:
            yield writing
        finally:
            writing.close()


def _both_opened(collection: Collection, folder: Path) -> Opened:
    """The present states; the former ones must be readable, too, but are opened when they are asked."""
    former = open_in(collection, folder / FORMER, is_former=True)
    Texts(former.folder, former.searcher())
    return open_in(collection, folder)


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    """What cannot be read is an index that is missing. Raises IndexMissing."""
    try:
        yield
    except BaseException as error:
        if (missing := missing_for(error, folder)) is None:
            raise
        raise missing from error
