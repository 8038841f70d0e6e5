"""Keeping the indexes what the database says (索引维护): changes taken in, lost or old indexes built anew.

One process writes at a time; it holds a lock on a file, which ends with it. A change is taken out of
``SearchChange`` after the index has it for good: whoever is killed between the two takes it in again.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhichan.core.search.collection import Collection, collections
from zhichan.core.search.columns import keeping as columns
from zhichan.core.search.columns.writing import base_beside, changes_beside, draft_base
from zhichan.core.search.formers import (
    former_states,
    keep_formers,
    note_new,
    since_when,
    with_former_states,
)
from zhichan.core.search.index import (
    IndexMissing,
    PresentSearcher,
    Searcher,
    SearchIndex,
    Writing,
    number_of,
)
from zhichan.core.search.models import SearchChange, SearchState
from zhichan.core.search.tantivy_side.keeping import TantivyIndex

CHANGES_AT_ONCE = 2_000
READ_AT_ONCE = 500
COMMIT_EVERY = 100_000
TURNS, TURN_SECONDS = 40, 0.05


def index_folder() -> Path:
    return Path(settings.DATA_DIR) / "search"


@cache
def _index_in(folder: Path) -> SearchIndex:
    return TantivyIndex(folder)


def index() -> SearchIndex:
    """The index of this installation; its searchers are kept by this process."""
    return _index_in(index_folder())


def searcher_of(collection: Collection) -> PresentSearcher:
    """The newest state of a collection. Raises IndexMissing while there is none."""
    return searcher_in(collection, state_of(collection))


def searcher_in(collection: Collection, state: SearchState | None) -> PresentSearcher:
    """The same by whoever has looked up already how far the index has come."""
    if state is None:
        raise IndexMissing(gettext("检索索引正在建立，请稍后再试。"))
    return index().searcher(collection, state.generation)


def searcher_at(collection: Collection, at: int) -> Searcher:
    """The collection as its index knew it at an instant, in milliseconds. Raises IndexMissing.

    The database says a little later than the index which state is the newest: between the two it waits.
    """
    if not collection.keeps_former:
        raise IndexMissing(gettext("这个检索库不保留往日内容。"))
    for _turn in range(TURNS):
        state = state_of(collection)
        if state is None or not state.generation:
            break
        found = index().searcher_at(collection, state.generation, state.snapshot, at, state.known_at)
        if found is not None:
            return found
        time.sleep(TURN_SECONDS)
    raise IndexMissing(gettext("检索索引正在更新，请稍后再试。"))


def searcher_since(collection: Collection, since: int) -> tuple[Searcher, int]:
    """What is new or changed since an instant, in milliseconds, and the instant up to which it tells.

    Raises IndexMissing.
    """
    for _turn in range(TURNS):
        state = state_of(collection)
        if state is None or not state.generation:
            break
        found = index().searcher_since(collection, state.generation, state.snapshot, since)
        if found is not None:
            return found, state.known_at
        time.sleep(TURN_SECONDS)
    raise IndexMissing(gettext("检索索引正在更新，请稍后再试。"))


def searcher_with_instant(collection: Collection) -> tuple[Searcher, int]:
    """The newest state, and its instant in milliseconds, with which it can be asked again later."""
    for _turn in range(TURNS):
        state = state_of(collection)
        found = searcher_of(collection)
        if state is not None and found.snapshot == state.snapshot:
            return found, state.known_at
        time.sleep(TURN_SECONDS)
    raise IndexMissing(gettext("检索索引正在更新，请稍后再试。"))


def state_of(collection: Collection) -> SearchState | None:
    """How far its index has come; None before there was any."""
    return SearchState.objects.filter(collection=collection.name).first()


def began_on(collection: Collection) -> date | None:
    """The first day at whose end its index can be asked once more; None before there was any."""
    state = state_of(collection)
    return timezone.localdate(state.began_at) if state and state.began_at else None


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
            if reason := _why_anew(collection):
                for _done in build(collection, reason):
                    pass
        drafted = [one for one in collections() if not has_columns(one)]
        for collection in drafted:
            state = SearchState.objects.get(collection=collection.name)
            draft_base(collection, state.generation, state.snapshot, READ_AT_ONCE)
        taken = take_in()
        for collection in drafted:
            columns.promote_draft(collection, SearchState.objects.get(collection=collection.name).generation)
        return taken


def is_sound(collection: Collection) -> bool:
    """Whether the files of its index and of its columns are as they were written; reads those that nobody
    looked at for long."""
    state = state_of(collection)
    if state is None or not index().is_sound(collection, state.generation):
        return False
    return columns.is_sound(collection, state.generation)


def _why_anew(collection: Collection) -> str:
    """Why its index must be built anew; nothing when it need not."""
    if not is_current(collection):
        return "索引缺失、损坏或版本不同"
    state = SearchState.objects.get(collection=collection.name)
    return "索引中过半内容已改写" if index().is_worn(collection, state.generation) else ""


def has_columns(collection: Collection) -> bool:
    """Whether its columns tell the state of the index, or one after it that is only not noted yet; true of
    one that has none."""
    if not collection.is_analysed:
        return True
    state = state_of(collection)
    if state is None:
        return False
    kept = columns.read_pieces(collection, state.generation)
    return kept is not None and number_of(kept.state) >= number_of(state.snapshot)


def take_in() -> int:
    """Take in what has changed, oldest first; for the one writer. Returns how many changes there were."""
    count = 0
    while True:
        changes = list(SearchChange.objects.order_by("pk")[:CHANGES_AT_ONCE])
        if not changes:
            return count
        for collection in collections():
            if ids := touched(collection, changes):
                take_in_records(collection, ids)
        SearchChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
        count += len(changes)


def take_in_records(collection: Collection, ids: Sequence[int]) -> None:
    """Hold these records, in rising order, as the register has them now; for the one writer."""
    state = SearchState.objects.get(collection=collection.name)
    at = _next_instant(state)
    generation, stands = state.generation, index().state_of(collection, state.generation)
    with (
        index().writing(collection, generation) as into,
        changes_beside(into, collection, generation, state.snapshot, stands or "") as writing,
    ):
        for first in range(0, len(ids), READ_AT_ONCE):
            _put(writing, collection, ids[first : first + READ_AT_ONCE], at)
        snapshot = writing.commit()
    _stands(state, state.generation, snapshot, at, ids[-1])


def touched(collection: Collection, changes: Sequence[SearchChange]) -> list[int]:
    """The records of a collection that changed rows are part of."""
    found: set[int] = set()
    for source, records_of in collection.sources.items():
        rows = sorted({change.row_id for change in changes if change.source == source})
        if rows:
            found.update(records_of(rows))
    return sorted(found)


def _put(writing: Writing, collection: Collection, ids: Sequence[int], at: int) -> None:
    """Put records as they are now, those that are held otherwise; what was held of them is kept."""
    records = {record.id: record for record in collection.read(ids)}
    held = writing.held(ids)
    now = {one: writing.content_of(records[one]) for one in held if one in records}
    changed = {one: was for one, was in held.items() if now.get(one) != was.content}
    new = [one for one in records if one not in held]
    if collection.keeps_former:
        with transaction.atomic():
            note_new(collection, new, at)
            formers = keep_formers(collection, changed, now, at)
        writing.put_former(formers)
    written = [records[one] for one in (*new, *changed) if one in records]
    writing.put(written, dict.fromkeys((record.id for record in written), at))
    writing.remove(one for one in changed if one not in records)


def build(collection: Collection, reason: str) -> Iterator[int]:
    """Build the index of a collection anew beside the one that answers; yields how many records are in.

    For the one writer. Changes go on being noted; they are taken in afterwards, once the new one answers.
    """
    state, _made = SearchState.objects.get_or_create(collection=collection.name)
    generation, at = state.generation + 1, _next_instant(state)
    index().clear(collection, generation)
    since = since_when(collection)
    done = after = 0
    with (
        index().writing(collection, generation) as into,
        base_beside(into, collection, generation) as writing,
    ):
        while ids := collection.ids(after, READ_AT_ONCE):
            if state.generation and collection.keeps_former:
                new = [one for one in ids if one > state.highest_id and one not in since]
                note_new(collection, new, at)
                since.update(dict.fromkeys(new, at))
            done += len(writing.put(collection.read(ids), since, are_new=True))
            after = ids[-1]
            if done % COMMIT_EVERY < READ_AT_ONCE:
                writing.commit()
            yield done
        _put_all_formers(writing, collection)
        snapshot = writing.commit()
    _stands(state, generation, snapshot, at, after, (reason, index().version_of(collection)))
    index().keep_only(collection, generation)
    columns.keep_only(collection, generation)


def _put_all_formers(writing: Writing, collection: Collection) -> None:
    after = 0
    while ids := with_former_states(collection, after, READ_AT_ONCE):
        now = {record.id: writing.content_of(record) for record in collection.read(ids)}
        writing.put_former(former_states(collection, ids, now))
        after = ids[-1]


def _next_instant(state: SearchState) -> int:
    """Now, in milliseconds; always later than the last state of the collection."""
    return max(int(timezone.now().timestamp() * 1000), state.known_at + 1)


@transaction.atomic
def _stands(
    state: SearchState,
    generation: int,
    snapshot: str,
    known_at: int,
    highest: int,
    built: tuple[str, str] | None = None,
) -> None:
    """``built``: why, and of which version, when the index was built anew."""
    at = timezone.now()
    changed: dict[str, Any] = {"generation": generation, "snapshot": snapshot, "changed_at": at}
    changed |= {"known_at": known_at, "highest_id": max(highest, state.highest_id)}
    if built is not None:
        changed |= {"build_reason": built[0], "version": built[1], "built_at": at}
        changed |= {"began_at": state.began_at or at}
    SearchState.objects.filter(pk=state.pk).update(**changed)
