"""Keeping the indexes what the database says (索引维护): changes taken in, lost or old indexes built anew.

One process writes at a time; it holds a lock on a file, which ends with it. A change is taken out of
``SearchChange`` after the index has it for good: whoever is killed between the two takes it in again.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhichan.core.search.collection import Collection, collections
from zhichan.core.search.index import IndexMissing, Searcher, SearchIndex, Writing, number_of
from zhichan.core.search.models import SearchChange, SearchState
from zhichan.core.search.tantivy_side.keeping import TantivyIndex

CHANGES_AT_ONCE = 2_000
READ_AT_ONCE = 500
COMMIT_EVERY = 100_000


def index_folder() -> Path:
    return Path(settings.DATA_DIR) / "search"


@cache
def _index_in(folder: Path) -> SearchIndex:
    return TantivyIndex(folder)


def index() -> SearchIndex:
    """The index of this installation; its searchers are kept by this process."""
    return _index_in(index_folder())


def searcher_of(collection: Collection) -> Searcher:
    """The newest state of a collection. Raises IndexMissing while there is none."""
    state = state_of(collection)
    if state is None:
        raise IndexMissing(gettext("检索索引正在建立，请稍后再试。"))
    return index().searcher(collection, state.generation)


def state_of(collection: Collection) -> SearchState | None:
    """How far its index has come; None before there was any."""
    return SearchState.objects.filter(collection=collection.name).first()


def waiting() -> int:
    """How many changes are not in an index yet."""
    return SearchChange.objects.count()


def is_current(collection: Collection) -> bool:
    """Whether its index is there, whole, made by this version, and in no other state than the database says.

    It may be ahead of that: whoever was killed between its commit and the database's has changes still
    waiting. Behind, or ahead with nothing waiting, it is a copy of another day.
    """
    state = state_of(collection)
    if state is None or not state.generation:
        return False
    found = index().state_of(collection, state.generation)
    if found is None:
        return False
    said, is_there = number_of(state.snapshot), number_of(found)
    return said == is_there or (said < is_there and SearchChange.objects.exists())


@contextmanager
def turn_to_index(*, wait: bool) -> Iterator[bool]:
    """Hold the lock of the one writer. Without ``wait`` false when another process holds it."""
    folder = index_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "index.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def bring_up_to_date(*, wait: bool = False) -> int | None:
    """Build what is missing and take in what has changed; returns how many changes, None when another
    process is at it."""
    with turn_to_index(wait=wait) as is_ours:
        if not is_ours:
            return None
        for collection in collections():
            if not is_current(collection):
                for _done in build(collection, "索引缺失、损坏或版本不同"):
                    pass
        return take_in()


def take_in() -> int:
    """Take in what has changed, oldest first; for the one writer. Returns how many changes there were."""
    count = 0
    while True:
        changes = list(SearchChange.objects.order_by("pk")[:CHANGES_AT_ONCE])
        if not changes:
            return count
        for collection in collections():
            if ids := touched(collection, changes):
                state = SearchState.objects.get(collection=collection.name)
                with index().writing(collection, state.generation) as writing:
                    put(writing, collection, ids)
                    snapshot = writing.commit()
                _stands(collection, state.generation, snapshot)
        SearchChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
        count += len(changes)


def touched(collection: Collection, changes: Sequence[SearchChange]) -> list[int]:
    """The records of a collection that changed rows are part of."""
    found: set[int] = set()
    for source, records_of in collection.sources.items():
        rows = sorted({change.row_id for change in changes if change.source == source})
        if rows:
            found.update(records_of(rows))
    return sorted(found)


def put(writing: Writing, collection: Collection, ids: Sequence[int]) -> None:
    """Put records as they are now; those that are no more to be found are removed."""
    for first in range(0, len(ids), READ_AT_ONCE):
        some = ids[first : first + READ_AT_ONCE]
        records = list(collection.read(some))
        writing.put(records)
        writing.remove(set(some) - {record.id for record in records})


def build(collection: Collection, reason: str) -> Iterator[int]:
    """Build the index of a collection anew beside the one that answers; yields how many records are in.

    For the one writer. Changes go on being noted; they are taken in afterwards, once the new one answers.
    """
    state, _made = SearchState.objects.get_or_create(collection=collection.name)
    generation = state.generation + 1
    index().clear(collection, generation)
    done = after = 0
    with index().writing(collection, generation) as writing:
        while ids := collection.ids(after, READ_AT_ONCE):
            done += writing.put(collection.read(ids), are_new=True)
            after = ids[-1]
            if done % COMMIT_EVERY < READ_AT_ONCE:
                writing.commit()
            yield done
        snapshot = writing.commit()
    _stands(collection, generation, snapshot, reason)
    index().keep_only(collection, generation)


@transaction.atomic
def _stands(collection: Collection, generation: int, snapshot: str, reason: str | None = None) -> None:
    at = timezone.now()
    changed = {"generation": generation, "snapshot": snapshot, "changed_at": at}
    if reason is not None:
        changed |= {"version": index().version_of(collection), "built_at": at, "build_reason": reason}
    SearchState.objects.filter(collection=collection.name).update(**changed)
