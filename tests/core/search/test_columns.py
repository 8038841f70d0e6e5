"""The columns beside an index hold exactly what the index holds, in every state, whatever happened."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from zhichan.core.search.collection import EVERYTHING, Collection, Record, SearchField, Sort
from zhichan.core.search.columns import folding, keeping
from zhichan.core.search.columns.keeping import DRAFT, folder_of, promote_draft, read_pieces
from zhichan.core.search.columns.layout import row_of
from zhichan.core.search.columns.reading import ColumnsMissing, rows_at
from zhichan.core.search.columns.writing import base_beside, changes_beside, draft_base
from zhichan.core.search.content import columns_of
from zhichan.core.search.indexing import index
from zhichan.core.search.looks import Looks
from zhichan.core.search.tree import Everything

GENERATION = 1


class Source:
    """A register in memory."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[str, Sequence[Any]]] = {}

    def read(self, ids: Sequence[int]) -> Iterator[Record]:
        for one in ids:
            if one in self.rows:
                yield Record(one, self.rows[one], frozenset())

    def ids(self, after: int, limit: int) -> Sequence[int]:
        return sorted(one for one in self.rows if one > after)[:limit]

    def change(self, chance: random.Random, one: int) -> None:
        self.rows[one] = {
            "title": [f"第{chance.randrange(9)}号"],
            "holder": [chance.choice("甲乙丙") for _ in range(chance.randrange(3))],
            "filed": [20200101 + chance.randrange(28)] if chance.random() < 0.8 else [],
        }


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def things(source: Source) -> Collection:
    return Collection(
        name="things",
        label="things",
        fields=(
            SearchField("title", "TI", "title"),
            SearchField("holder", "PA", "holder", facet=True),
            SearchField("filed", "AD", "filed", Sort.DAY),
        ),
        read=source.read,
        ids=source.ids,
        scope_for=lambda _actor: EVERYTHING,
        orders=("filed",),
        general=("title",),
        tell=lambda _ids, _actor: [],
        seen=lambda ids, _actor: set(ids),
        numbers=(),
        sources={},
        is_analysed=True,
    )


def build(things: Collection, source: Source) -> str:
    with index().writing(things, GENERATION) as into, base_beside(into, things, GENERATION) as writing:
        writing.put(source.read(sorted(source.rows)), are_new=True)
        return writing.commit()


def take_in(things: Collection, source: Source, ids: Sequence[int], said: str) -> str:
    """What the indexer does with changed records: only what is held otherwise is put."""
    stands = index().state_of(things, GENERATION) or ""
    with (
        index().writing(things, GENERATION) as into,
        changes_beside(into, things, GENERATION, said, stands) as writing,
    ):
        records = {record.id: record for record in source.read(ids)}
        held = writing.held(ids)
        now = {one: writing.content_of(records[one]) for one in held if one in records}
        writing.put(records[one] for one in records if one not in held or now[one] != held[one].content)
        writing.remove(one for one in held if one not in records)
        return writing.commit()


def told(things: Collection, state: str) -> dict[int, dict[str, Any]]:
    found = index().searcher(things, GENERATION)
    rows = rows_at(things, state, found.ids(Everything(), EVERYTHING), patience=0)
    return {row["id"]: row for row in rows.told(rows.table)}


def expected(things: Collection, source: Source) -> dict[int, dict[str, Any]]:
    rows = {
        one: row_of(record.id, columns_of(record, things), things)
        for record in source.read(sorted(source.rows))
        for one in [record.id]
    }
    for row in rows.values():
        del row["is_removed"]
    return rows


def test_columns_follow_the_index_through_changes_and_folding(things, source, monkeypatch) -> None:
    monkeypatch.setattr(folding, "MOST_PIECES", 4)
    monkeypatch.setattr(folding, "FOLD_FROM", 30)
    chance = random.Random(20261130)
    for one in range(1, 60):
        source.change(chance, one)
    state = build(things, source)
    assert told(things, state) == expected(things, source)
    for _round in range(25):
        ids = sorted(chance.sample(range(1, 80), 9))
        for one in ids:
            if one in source.rows and chance.random() < 0.3:
                del source.rows[one]
            elif chance.random() < 0.8:
                source.change(chance, one)
        state = take_in(things, source, ids, state)
        assert told(things, state) == expected(things, source)
    kept = read_pieces(things, GENERATION)
    assert kept is not None
    assert len(kept.pieces) <= 5
    assert len(list(folder_of(things, GENERATION).glob("*.parquet"))) <= 12


def test_who_was_killed_between_the_index_and_its_columns_takes_the_same_in_again(things, source) -> None:
    chance = random.Random(3)
    for one in range(1, 20):
        source.change(chance, one)
    said = build(things, source)
    del source.rows[4]
    source.rows[5] = {"title": ["改过"], "holder": ["丁"], "filed": []}
    source.rows[30] = {"title": ["新来"], "holder": ["戊"], "filed": [20210101]}
    with index().writing(things, GENERATION) as writing:  # killed before the columns had it
        writing.put(source.read([5, 30]))
        writing.remove([4])
        ahead = writing.commit()
    with pytest.raises(ColumnsMissing):
        told(things, ahead)
    state = take_in(things, source, [4, 5, 30], said)
    assert told(things, state) == expected(things, source)


def test_columns_of_an_earlier_day_are_forgotten_and_read_anew(things, source) -> None:
    chance = random.Random(4)
    for one in range(1, 20):
        source.change(chance, one)
    said = build(things, source)
    source.change(chance, 3)
    with index().writing(things, GENERATION) as writing:
        writing.put(source.read([3]))
        later = writing.commit()
    assert later != said
    source.change(chance, 7)
    state = take_in(things, source, [7], later)
    assert read_pieces(things, GENERATION) is None
    with pytest.raises(ColumnsMissing):
        told(things, state)
    draft_base(things, GENERATION, state, 5)
    with pytest.raises(ColumnsMissing):
        told(things, state)
    source.change(chance, 9)
    last = take_in(things, source, [9], state)
    promote_draft(things, GENERATION)
    assert not (folder_of(things, GENERATION) / DRAFT).exists()
    assert told(things, last) == expected(things, source)


def test_a_broken_or_foreign_file_is_as_good_as_none(things, source) -> None:
    source.change(random.Random(5), 1)
    state = build(things, source)
    path = folder_of(things, GENERATION) / "pieces.json"
    good = path.read_text()
    for broken in ("", "{", "[]", '{"version": 1}', good.replace('"version": "', '"version": "x')):
        path.write_text(broken)
        with pytest.raises(ColumnsMissing):
            told(things, state)
    path.write_text(good)
    assert told(things, state) == expected(things, source)


@pytest.mark.parametrize("nth", [0, 1])
@pytest.mark.parametrize("is_seen_by_reading", [True, False])
def test_columns_whose_files_are_spoilt_are_forgotten(
    things, source, monkeypatch, *, nth: int, is_seen_by_reading: bool
) -> None:
    chance = random.Random(7)
    for one in range(1, 40):
        source.change(chance, one)
    state = build(things, source)
    source.change(chance, 3)
    state = take_in(things, source, [3], state)
    assert keeping.is_sound(things, GENERATION)
    kept = read_pieces(things, GENERATION)
    assert kept is not None
    path = folder_of(things, GENERATION) / kept.pieces[nth].file
    path.write_bytes(path.read_bytes()[:-20] + b"?" * 20)
    if is_seen_by_reading:
        with pytest.raises(ColumnsMissing):
            told(things, state)
    else:
        monkeypatch.setattr(keeping, "_looks", Looks())
        assert not keeping.is_sound(things, GENERATION)
    assert read_pieces(things, GENERATION) is None
    assert keeping.is_sound(things, GENERATION)


def test_ids_that_the_columns_lack_are_never_left_out_silently(things, source) -> None:
    source.change(random.Random(6), 1)
    state = build(things, source)
    with pytest.raises(ColumnsMissing):
        rows_at(things, state, [1, 2], patience=0)
